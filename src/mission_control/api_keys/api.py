"""What other features may know of API keys."""

from mission_control.api_keys.queries import maker_of
from mission_control.api_keys.sign_in import KeySignIn

__all__ = ["KeySignIn", "maker_of"]
