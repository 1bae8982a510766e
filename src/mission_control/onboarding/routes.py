"""The interview about a board, for the people who keep it, and for the agent that leads it."""

from typing import Annotated, cast
from uuid import UUID

from fastapi import Query

from mission_control.agents.api import AgentNameTaken
from mission_control.boards import api as boards
from mission_control.boards.api import BoardRead, IncompleteGoal
from mission_control.kernel.http.access import MAIN, Access, UserLevel
from mission_control.kernel.http.errors import StaleVersion
from mission_control.kernel.http.router import CurrentPrincipal, Read, Router, Write
from mission_control.kernel.security.principals import UserPrincipal
from mission_control.onboarding import confirming, reading, service
from mission_control.onboarding.errors import (
    AlreadyAnswered,
    AlreadyConfirmed,
    NobodyAsks,
    NoDraft,
    NotStarted,
    Superseded,
    TooLong,
    UnfitDraft,
)
from mission_control.onboarding.schemas import (
    AgentUpdate,
    BoardOnboardingAnswer,
    BoardOnboardingConfirm,
    BoardOnboardingDraftUpdate,
    BoardOnboardingRead,
    BoardOnboardingStart,
)

router = Router(prefix="/api/v1/boards/{board_id}/onboarding", tags=["board-onboarding"])
READER = Access(user=UserLevel.USER, board="read")
WRITER = Access(user=UserLevel.USER, board="write")
ASKER = Access(agent=MAIN, board="write")
UPDATE_ERRORS = (NotStarted, AlreadyConfirmed, Superseded, TooLong, IncompleteGoal)
OnboardingId = Annotated[
    UUID | None, Query(description="The interview that is meant; refused when a newer one has taken its place.")
]


@router.declare("GET", "", access=READER, errors=(NotStarted,))
def get_onboarding(board_id: UUID, who: CurrentPrincipal, uow: Read) -> BoardOnboardingRead:
    """The newest interview about a board, with what it waits for."""
    return reading.read_model(uow.db, service.newest(uow, who, board_id), uow.now)


@router.declare("POST", "/start", access=WRITER, errors=(NobodyAsks,))
def start_onboarding(
    board_id: UUID, body: BoardOnboardingStart, who: CurrentPrincipal, uow: Write
) -> BoardOnboardingRead:
    """Begin an interview, or go on with the open one; an agent that owes an answer is asked again."""
    return reading.read_model(uow.db, service.start(uow, who, board_id, restart=body.restart), uow.now)


@router.declare(
    "POST", "/answer", access=WRITER, errors=(NotStarted, AlreadyConfirmed, AlreadyAnswered, TooLong, NobodyAsks)
)
def answer_onboarding(
    board_id: UUID, body: BoardOnboardingAnswer, who: CurrentPrincipal, uow: Write
) -> BoardOnboardingRead:
    """Answer a question, or say more; the agent is told as soon as its gateway can be reached.

    The first answer to a question counts; until the agent says something again others get 409 `onboarding_answered`.
    """
    return reading.read_model(uow.db, service.answer(uow, who, board_id, body), uow.now)


@router.declare("POST", "/agent", access=ASKER, errors=UPDATE_ERRORS)
def agent_onboarding_update(
    board_id: UUID, body: AgentUpdate, who: CurrentPrincipal, uow: Write, onboarding_id: OnboardingId = None
) -> BoardOnboardingRead:
    """Ask the next question, or send the draft: for the main agent of the board's gateway."""
    return reading.read_model(uow.db, service.hear(uow, who, board_id, body, onboarding_id), uow.now)


@router.declare("PATCH", "", access=WRITER, errors=(NotStarted, AlreadyConfirmed, StaleVersion))
def edit_onboarding_draft(
    board_id: UUID, body: BoardOnboardingDraftUpdate, who: CurrentPrincipal, uow: Write
) -> BoardOnboardingRead:
    """Change the draft, or write one without waiting for the agent's."""
    return reading.read_model(uow.db, service.edit_draft(uow, who, board_id, body), uow.now)


@router.declare(
    "POST",
    "/confirm",
    access=WRITER,
    errors=(
        NotStarted,
        NoDraft,
        AlreadyConfirmed,
        NobodyAsks,
        IncompleteGoal,
        UnfitDraft,
        AgentNameTaken,
        StaleVersion,
    ),
)
def confirm_onboarding(board_id: UUID, body: BoardOnboardingConfirm, who: CurrentPrincipal, uow: Write) -> BoardRead:
    """Give the board its goal, and the lead that the draft describes, which its gateway is told of by itself.

    `If-Match` takes the ETag of the interview: what was drafted since it was read is not confirmed unseen.
    """
    return boards.read_model(uow.db, confirming.confirm(uow, cast(UserPrincipal, who), board_id, body))
