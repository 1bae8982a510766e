"""Use cases of interviews. The agent is told by the product's own errands: no request waits for a gateway."""

from typing import Any
from uuid import UUID

from mission_control.boards import api as boards
from mission_control.boards.api import Board, IncompleteGoal
from mission_control.kernel.db.locks import lock_again
from mission_control.kernel.db.session import UnitOfWork
from mission_control.kernel.events.envelope import Event
from mission_control.kernel.http.versions import require_version
from mission_control.kernel.security.principals import Principal
from mission_control.onboarding import queries, rules, telling
from mission_control.onboarding.errors import AlreadyAnswered, AlreadyConfirmed, NobodyAsks, Superseded, TooLong
from mission_control.onboarding.events import (
    OnboardingAnswered,
    OnboardingAskedAgain,
    OnboardingDrafted,
    OnboardingDraftEdited,
    OnboardingQuestionAsked,
    OnboardingStarted,
)
from mission_control.onboarding.models import BoardOnboarding, Message, Status
from mission_control.onboarding.schemas import (
    BoardOnboardingAgentComplete,
    BoardOnboardingAgentQuestion,
    BoardOnboardingAnswer,
    BoardOnboardingDraftUpdate,
)

GOAL_INCOMPLETE = "a board of type goal needs an objective and success metrics"


def newest(uow: UnitOfWork, principal: Principal, board_id: UUID) -> BoardOnboarding:
    return queries.newest(uow.db, boards.get(uow.db, principal, board_id))


def start(uow: UnitOfWork, principal: Principal, board_id: UUID, *, restart: bool) -> BoardOnboarding:
    """Begin an interview, or go on with the one that is under way. Raises NobodyAsks."""
    board = boards.get_for_change(uow.db, principal, board_id)
    # Locked, so that of two who start it at once the second finds what the first has made.
    lock_again(uow.db, board)
    present = queries.open_on(uow.db, board.id)
    if present and not restart:
        _remind(uow, board, present)
        return present
    if present:
        telling.take_back(uow, present)
        uow.db.delete(present)
        uow.db.flush()
    onboarding = _new(uow, board, present.version if present else 0)
    how = "was begun anew" if present else "began"
    uow.emit(OnboardingStarted(**place(onboarding), message=f"The interview about {board.name} {how}"))
    return onboarding


def answer(uow: UnitOfWork, principal: Principal, board_id: UUID, body: BoardOnboardingAnswer) -> BoardOnboarding:
    """The first answer to a question counts; more can be said where none was asked, and of a draft.

    Raises NotStarted, AlreadyConfirmed, AlreadyAnswered, TooLong, and NobodyAsks where the board has left its gateway.
    """
    board = boards.get_for_change(uow.db, principal, board_id)
    onboarding = _open(uow, board)
    if rules.is_answered(onboarding.messages):
        raise AlreadyAnswered
    text = rules.answer_text(body.answer, body.other_text)
    _say(uow, onboarding, "user", text)
    telling.tell_answer(uow, board, onboarding, text)
    message = f"{principal.name} answered in the interview about {board.name}"
    uow.emit(OnboardingAnswered(**place(onboarding), message=message))
    return onboarding


def hear(
    uow: UnitOfWork,
    principal: Principal,
    board_id: UUID,
    body: BoardOnboardingAgentComplete | BoardOnboardingAgentQuestion,
    onboarding_id: UUID | None,
) -> BoardOnboarding:
    """What the agent says: a question, or the draft. Raises Superseded, besides what `answer` raises."""
    board = boards.get_for_change(uow.db, principal, board_id)
    onboarding = _open(uow, board, onboarding_id)
    said = body.model_dump(mode="json", exclude_none=True)
    event: Event
    if isinstance(body, BoardOnboardingAgentComplete):
        if rules.lacks_goal(said):
            raise IncompleteGoal(GOAL_INCOMPLETE)
        onboarding.draft_goal, onboarding.status = said, Status.COMPLETED
        message = f"{principal.name} sent the draft of the goal of {board.name}"
        event = OnboardingDrafted(**place(onboarding), message=message)
    else:
        message = f"{principal.name} asked a question in the interview about {board.name}"
        event = OnboardingQuestionAsked(**place(onboarding), message=message)
    _say(uow, onboarding, "assistant", telling.as_text(said))
    uow.emit(event)
    return onboarding


def edit_draft(
    uow: UnitOfWork, principal: Principal, board_id: UUID, body: BoardOnboardingDraftUpdate
) -> BoardOnboarding:
    """Change the draft by hand, or write it where the agent has sent none yet."""
    board = boards.get_for_change(uow.db, principal, board_id)
    onboarding = _open(uow, board)
    require_version(uow, onboarding)
    kind = board.board_type if board.board_type in rules.BOARD_TYPES else "goal"
    before = onboarding.draft_goal or {"status": "complete", "board_type": kind}
    draft = {name: value for name, value in (before | body.changes()).items() if value is not None}
    draft.setdefault("board_type", before["board_type"])
    if draft == onboarding.draft_goal:
        return onboarding
    onboarding.draft_goal, onboarding.status = draft, Status.COMPLETED
    _changed(uow, onboarding)
    message = f"{principal.name} edited the draft of the goal of {board.name}"
    uow.emit(OnboardingDraftEdited(**place(onboarding), message=message))
    return onboarding


def place(onboarding: BoardOnboarding) -> dict[str, Any]:
    """What every event of an interview has."""
    return {
        "organization_id": onboarding.organization_id,
        "board_id": onboarding.board_id,
        "onboarding_id": str(onboarding.id),
    }


def _new(uow: UnitOfWork, board: Board, version: int) -> BoardOnboarding:
    """Versions go on from those of the interview that it replaces: no ETag names a state of both."""
    agent = telling.agent_of(uow, board)
    if agent is None:
        raise NobodyAsks
    onboarding = BoardOnboarding(
        organization_id=board.organization_id,
        board_id=board.id,
        session_key=agent.openclaw_session_id or "",
        wake_key="",
        status=Status.ACTIVE,
        messages=[],
        version=version,
        created_at=uow.now,
        updated_at=uow.now,
    )
    uow.db.add(onboarding)
    uow.db.flush()
    _say(uow, onboarding, "user", telling.tell_request(uow, board, onboarding), hidden=True)
    return onboarding


def _remind(uow: UnitOfWork, board: Board, onboarding: BoardOnboarding) -> None:
    if rules.turn(onboarding.status, onboarding.messages) == "agent" and telling.tell_again(uow, board, onboarding):
        _changed(uow, onboarding)
        message = f"The gateway’s agent is asked again about {board.name}"
        uow.emit(OnboardingAskedAgain(**place(onboarding), message=message))


def _open(uow: UnitOfWork, board: Board, onboarding_id: UUID | None = None) -> BoardOnboarding:
    onboarding = queries.newest_for_change(uow.db, board)
    if onboarding_id and onboarding.id != onboarding_id:
        raise Superseded
    if onboarding.status == Status.CONFIRMED:
        raise AlreadyConfirmed("the interview is over, its goal is confirmed; start a new one to change it")
    return onboarding


def _say(uow: UnitOfWork, onboarding: BoardOnboarding, role: str, content: str, *, hidden: bool = False) -> None:
    if len(onboarding.messages) >= rules.MOST_MESSAGES:
        raise TooLong(f"{rules.MOST_MESSAGES} messages are enough; confirm the draft, write it by hand, or start anew")
    said = Message(role=role, content=content, timestamp=uow.now.isoformat().replace("+00:00", "Z"))
    if hidden:
        said["hidden"] = True
    onboarding.messages = [*onboarding.messages, said]
    _changed(uow, onboarding)


def _changed(uow: UnitOfWork, onboarding: BoardOnboarding) -> None:
    onboarding.version += 1
    onboarding.updated_at = uow.now
    uow.db.flush()
