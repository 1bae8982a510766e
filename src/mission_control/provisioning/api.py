"""What other features may know of agents on gateways: how far they are, and how to have them told something."""

from mission_control.provisioning.queries import Wakes, wakes_of
from mission_control.provisioning.reading import setups_of, why_not_told
from mission_control.provisioning.rules import SOUL_FILE, runtime_id, since
from mission_control.provisioning.service import main_agent
from mission_control.provisioning.waking import take_back, wake

__all__ = [
    "SOUL_FILE",
    "Wakes",
    "main_agent",
    "runtime_id",
    "setups_of",
    "since",
    "take_back",
    "wake",
    "wakes_of",
    "why_not_told",
]
