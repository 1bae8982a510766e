"""What other features may know of agents."""

from mission_control.agents.leads import ensure_lead
from mission_control.agents.models import Agent, AgentToken
from mission_control.agents.on_gateways import create_main, follow_board, rename_main, request_setup, settle
from mission_control.agents.presence import CallersHook, PresenceWriter, note_states
from mission_control.agents.queries import (
    by_ids,
    get,
    get_for_change,
    lead_of,
    main_of,
    of_board,
    of_gateway_for_change,
    of_group,
    visible_to,
)
from mission_control.agents.reading import read_model, read_models, state_of
from mission_control.agents.rules import OFFLINE, ONLINE, PROVISIONING, duration_of, name_key, session_key
from mission_control.agents.schemas import AgentRead, AgentUpdate, as_profile
from mission_control.agents.service import AgentNameTaken, update
from mission_control.agents.setups import Phase, Setup, tells_setups
from mission_control.agents.sign_in import AgentSignIn
from mission_control.agents.soul import write_soul
from mission_control.agents.tokens import rotate as rotate_token

__all__ = [
    "OFFLINE",
    "ONLINE",
    "PROVISIONING",
    "Agent",
    "AgentNameTaken",
    "AgentRead",
    "AgentSignIn",
    "AgentToken",
    "AgentUpdate",
    "CallersHook",
    "Phase",
    "PresenceWriter",
    "Setup",
    "as_profile",
    "by_ids",
    "create_main",
    "duration_of",
    "ensure_lead",
    "follow_board",
    "get",
    "get_for_change",
    "lead_of",
    "main_of",
    "name_key",
    "note_states",
    "of_board",
    "of_gateway_for_change",
    "of_group",
    "read_model",
    "read_models",
    "rename_main",
    "request_setup",
    "rotate_token",
    "session_key",
    "settle",
    "state_of",
    "tells_setups",
    "update",
    "visible_to",
    "write_soul",
]
