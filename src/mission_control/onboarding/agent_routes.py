"""The interview about a board, for the agent that leads it."""

from uuid import UUID

from mission_control.kernel.http.router import CurrentPrincipal, Router, Write
from mission_control.onboarding import reading, service
from mission_control.onboarding.routes import ASKER, UPDATE_ERRORS, OnboardingId
from mission_control.onboarding.schemas import AgentUpdate, BoardOnboardingRead

router = Router(prefix="/api/v1/agent/boards/{board_id}/onboarding")


@router.declare(
    "POST",
    "",
    access=ASKER,
    tags=["agent", "agent-lead", "agent-worker", "agent-main"],
    errors=UPDATE_ERRORS,
    openapi_extra={
        "x-llm-intent": "agent_board_onboarding_update",
        "x-required-actor": "any_agent",
        "x-when-to-use": ["Asked for a board's interview: put the next question, or send the draft of the goal"],
        "x-side-effects": ["A person sees it at once; the answer wakes the agent"],
    },
)
def update_onboarding(
    board_id: UUID, body: AgentUpdate, who: CurrentPrincipal, uow: Write, onboarding_id: OnboardingId = None
) -> BoardOnboardingRead:
    """Ask the next question, or send the draft: for the main agent of the board's gateway."""
    return reading.read_model(uow.db, service.hear(uow, who, board_id, body, onboarding_id), uow.now)
