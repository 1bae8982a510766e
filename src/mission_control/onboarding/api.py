"""What other features may know of interviews."""

from mission_control.onboarding.queries import waiting_for_people

__all__ = ["waiting_for_people"]
