"""What other features may know of agents."""

from mission_control.agents.models import Agent, AgentToken
from mission_control.agents.presence import CallersHook, PresenceWriter
from mission_control.agents.queries import by_ids, lead_of, of_board, of_group, visible_to
from mission_control.agents.reading import read_model, read_models, state_of
from mission_control.agents.rules import OFFLINE, ONLINE, PROVISIONING
from mission_control.agents.schemas import AgentRead
from mission_control.agents.sign_in import AgentSignIn

__all__ = [
    "OFFLINE",
    "ONLINE",
    "PROVISIONING",
    "Agent",
    "AgentRead",
    "AgentSignIn",
    "AgentToken",
    "CallersHook",
    "PresenceWriter",
    "by_ids",
    "lead_of",
    "of_board",
    "of_group",
    "read_model",
    "read_models",
    "state_of",
    "visible_to",
]
