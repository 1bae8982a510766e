"""What other features may know of agents on gateways: how far they are, and how to have them told something."""

from mission_control.provisioning.following import turn_ended
from mission_control.provisioning.queries import Wakes, agents_at, is_being_removed, wakes_of
from mission_control.provisioning.reading import setups_of
from mission_control.provisioning.remote import File, Remote
from mission_control.provisioning.rules import (
    LASTING,
    PROGRAM_FILE,
    SOUL_FILE,
    TOKEN,
    TOKEN_TEXT,
    digest,
    runtime_id,
    since,
    token_in,
)
from mission_control.provisioning.sections import owners as section_owners
from mission_control.provisioning.service import NotOnGateway, main_agent
from mission_control.provisioning.waking import take_back, wake
from mission_control.provisioning.wanting import WantedFile, compare_again, wanted_files

__all__ = [
    "LASTING",
    "PROGRAM_FILE",
    "SOUL_FILE",
    "TOKEN",
    "TOKEN_TEXT",
    "File",
    "NotOnGateway",
    "Remote",
    "Wakes",
    "WantedFile",
    "agents_at",
    "compare_again",
    "digest",
    "is_being_removed",
    "main_agent",
    "runtime_id",
    "section_owners",
    "setups_of",
    "since",
    "take_back",
    "token_in",
    "turn_ended",
    "wake",
    "wakes_of",
    "wanted_files",
]
