"""What other features may know of agents."""

from mission_control.agents.leads import ensure_lead
from mission_control.agents.models import Agent, AgentToken
from mission_control.agents.on_gateways import create_main, follow_board, rename_main, request_setup, settle
from mission_control.agents.pauses import PAUSES, PauseBegan, PauseEnded, concerned
from mission_control.agents.presence import CallersHook, PresenceWriter, note_states
from mission_control.agents.queries import (
    adopted_among,
    by_ids,
    get,
    get_for_change,
    lead_of,
    main_of,
    mains_of,
    of_board,
    of_gateway_for_change,
    of_group,
    own,
    visible_to,
)
from mission_control.agents.reading import (
    is_on_gateway,
    pauses_of,
    read_model,
    read_models,
    state_of,
    states_of,
    why_not_told,
    why_paused,
)
from mission_control.agents.rules import (
    FAILING_AFTER,
    OFFLINE,
    ONLINE,
    PROVISIONING,
    State,
    Trouble,
    duration_of,
    has_pace,
    name_key,
    session_key,
)
from mission_control.agents.schemas import AgentCreate, AgentRead, AgentUpdate, as_profile
from mission_control.agents.service import AgentIsAdopted, AgentNameTaken, BoardHasLead, Origin, adopt, update
from mission_control.agents.setups import Phase, Setup, tells_setups
from mission_control.agents.sign_in import AgentSignIn
from mission_control.agents.soul import write_soul
from mission_control.agents.tokens import rotate as rotate_token
from mission_control.agents.waits import tells_waits, waits_of
from mission_control.agents.works import Holding, tells_work

__all__ = [
    "FAILING_AFTER",
    "OFFLINE",
    "ONLINE",
    "PAUSES",
    "PROVISIONING",
    "Agent",
    "AgentCreate",
    "AgentIsAdopted",
    "AgentNameTaken",
    "AgentRead",
    "AgentSignIn",
    "AgentToken",
    "AgentUpdate",
    "BoardHasLead",
    "CallersHook",
    "Holding",
    "Origin",
    "PauseBegan",
    "PauseEnded",
    "Phase",
    "PresenceWriter",
    "Setup",
    "State",
    "Trouble",
    "adopt",
    "adopted_among",
    "as_profile",
    "by_ids",
    "concerned",
    "create_main",
    "duration_of",
    "ensure_lead",
    "follow_board",
    "get",
    "get_for_change",
    "has_pace",
    "is_on_gateway",
    "lead_of",
    "main_of",
    "mains_of",
    "name_key",
    "note_states",
    "of_board",
    "of_gateway_for_change",
    "of_group",
    "own",
    "pauses_of",
    "read_model",
    "read_models",
    "rename_main",
    "request_setup",
    "rotate_token",
    "session_key",
    "settle",
    "state_of",
    "states_of",
    "tells_setups",
    "tells_waits",
    "tells_work",
    "update",
    "visible_to",
    "waits_of",
    "why_not_told",
    "why_paused",
    "write_soul",
]
