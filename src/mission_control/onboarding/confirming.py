"""The end of an interview: the board gets its goal and its lead, and the person's profile what it lacked."""

from uuid import UUID
from zoneinfo import available_timezones

from pydantic import ValidationError

from mission_control.agents import api as agents
from mission_control.agents.api import AgentUpdate
from mission_control.boards import api as boards
from mission_control.boards.api import Board, BoardUpdate, IncompleteGoal
from mission_control.identity import api as identity
from mission_control.identity.api import UserUpdate
from mission_control.kernel.db.locks import lock_again
from mission_control.kernel.db.session import UnitOfWork
from mission_control.kernel.db.types import JsonObject
from mission_control.kernel.http.versions import require_version
from mission_control.kernel.security.principals import UserPrincipal
from mission_control.onboarding import queries, rules, telling
from mission_control.onboarding.errors import AlreadyConfirmed, NobodyAsks, NoDraft, UnfitDraft
from mission_control.onboarding.events import OnboardingConfirmed
from mission_control.onboarding.models import BoardOnboarding, Status
from mission_control.onboarding.schemas import BoardOnboardingConfirm, BoardOnboardingDraftUpdate
from mission_control.onboarding.service import GOAL_INCOMPLETE, place

SOURCE = "lead_agent_onboarding"


def confirm(uow: UnitOfWork, principal: UserPrincipal, board_id: UUID, body: BoardOnboardingConfirm) -> Board:
    """Raises NotStarted, NoDraft, AlreadyConfirmed for another goal than the confirmed one, and IncompleteGoal.

    NobodyAsks where a lead is to be made and the board is on no gateway that could have it; StaleVersion for another
    version of the interview than the one that was read; UnfitDraft for a lead or a profile that nothing could hold.
    """
    board = boards.get_for_change(uow.db, principal, board_id)
    lock_again(uow.db, board)
    onboarding = queries.newest_for_change(uow.db, board)
    goal = body.model_dump()
    if onboarding.status == Status.CONFIRMED:
        return _confirmed_before(board, goal)
    require_version(uow, onboarding)
    # It was the interview's: the board and its lead, which change too, have versions of their own.
    uow.expected_version = None
    if onboarding.draft_goal is None:
        raise NoDraft
    if rules.lacks_goal(goal):
        raise IncompleteGoal(GOAL_INCOMPLETE)
    draft = _fit(onboarding.draft_goal)
    lead = draft.get("lead_agent") or {}
    _have_lead(uow, principal, board, lead)
    _end(uow, principal, board, onboarding)
    _complete_profile(uow, principal, draft.get("user_profile") or {})
    return boards.update(
        uow,
        principal,
        board.id,
        BoardUpdate(
            **goal,
            goal_confirmed=True,
            goal_source=SOURCE,
            require_approval_for_done=not rules.is_fully_autonomous(lead),
        ),
    )


def _confirmed_before(board: Board, goal: JsonObject) -> Board:
    """Whoever confirms the same twice, as after a lost answer, is told the same."""
    if any(getattr(board, name) != value for name, value in goal.items()):
        raise AlreadyConfirmed("the goal is confirmed already; change it in the board's settings, or start anew")
    return board


def _fit(draft: JsonObject) -> JsonObject:
    """What is taken from the draft, within the limits of what it fills in. Raises UnfitDraft, naming the fields."""
    taken = {name: draft.get(name) for name in ("lead_agent", "user_profile")}
    try:
        return BoardOnboardingDraftUpdate.model_validate(taken).model_dump(mode="json", exclude_none=True)
    except ValidationError as error:
        problems = [
            f"{'.'.join(map(str, it['loc']))}: {it['msg'].removeprefix('Value error, ')}" for it in error.errors()
        ]
        raise UnfitDraft(f"{'; '.join(problems)}. Correct the draft, then confirm it") from error


def _have_lead(uow: UnitOfWork, principal: UserPrincipal, board: Board, wanted: JsonObject) -> None:
    """Its lead is made or, when it has one, called and set up as the draft says; the gateway follows by itself."""
    name, profile = wanted.get("name"), rules.lead_profile(wanted)
    present = agents.lead_of(uow.db, board.id)
    if present is None:
        if board.gateway_id is None:
            raise NobodyAsks
        agents.ensure_lead(uow, board, name=name, profile=profile)
    elif name or profile:
        called = {"name": name} if name else {}
        profile = (present.identity_profile or {}) | profile
        agents.update(uow, principal, present.id, AgentUpdate(identity_profile=profile, **called))


def _end(uow: UnitOfWork, principal: UserPrincipal, board: Board, onboarding: BoardOnboarding) -> None:
    telling.take_back(uow, onboarding)
    onboarding.status = Status.CONFIRMED
    onboarding.version += 1
    onboarding.updated_at = uow.now
    message = f"{principal.name} confirmed the goal of {board.name}"
    uow.emit(OnboardingConfirmed(**place(onboarding), message=message))


def _complete_profile(uow: UnitOfWork, principal: UserPrincipal, known: JsonObject) -> None:
    """Only what is empty is filled in, of a person who is here: a key does not say what its owner is called."""
    if principal.key is not None:
        return
    user = identity.get(uow, principal)
    zone_is_known = known.get("timezone") in available_timezones()
    missing = {
        name: value
        for name, value in known.items()
        if name in UserUpdate.model_fields and not getattr(user, name) and (name != "timezone" or zone_is_known)
    }
    if missing:
        identity.update(uow, principal, UserUpdate(**missing))
