"""What happens, as it happens: one stream with everything, and the narrower ones that older clients know."""

from collections.abc import Callable
from typing import Annotated
from uuid import UUID

from fastapi import Query, Request, Response

from mission_control.activity import reading
from mission_control.activity.comments import FEED_ITEM
from mission_control.activity.groups import Groups
from mission_control.boards import api as boards
from mission_control.kernel.events.envelope import Topic
from mission_control.kernel.events.hub import Delivered
from mission_control.kernel.events.log import EventRow
from mission_control.kernel.http.access import ANY_AGENT, Access, UserLevel
from mission_control.kernel.http.errors import NotFound, Unprocessable
from mission_control.kernel.http.router import CurrentPrincipal, Edge, Router
from mission_control.kernel.http.streams import EventStream, Sees, StreamKind, frame, stream
from mission_control.kernel.security.principals import Principal
from mission_control.kernel.threads import in_thread

router = Router(prefix="/api/v1")
MEMBER = Access(user=UserLevel.MEMBER)
ANYBODY = Access(user=UserLevel.MEMBER, agent=ANY_AGENT)
BOARD_READER = Access(user=UserLevel.USER, agent=ANY_AGENT, board="read")
TASK_STREAM_TYPES = frozenset({"task.created", "task.updated", "task.status_changed", "task.comment", "task.deleted"})

APPROVAL_PARTS = ("approval", "pending_approvals_count", "task_counts")


class UnknownTopic(Unprocessable):
    code = "unknown_topic"


def _live_frame(item: Delivered) -> bytes:
    return frame(item.event.type, reading.live_event(item), item.seq)


def _task_frame(item: Delivered) -> bytes | None:
    event = item.event
    if event.type not in TASK_STREAM_TYPES:
        return None
    told = {"type": event.type, "activity": reading.task_stream_activity(event)}
    if event.type == "task.deleted":
        # A name of its own: clients of the reference know no deletions.
        return frame("task.deleted", told, item.seq)
    part = "comment" if event.type == "task.comment" else "task"
    return frame("task", told | {part: item.state.get(part)}, item.seq)


def _approval_frame(item: Delivered) -> bytes:
    if item.event.type == "approval.deleted":
        # A name of its own: clients of the reference know no deletions.
        return frame("approval.deleted", {"approval_id": item.event.payload["approval_id"]}, item.seq)
    told = {name: item.state[name] for name in APPROVAL_PARTS if name in item.state}
    return frame("approval", told, item.seq)


def _comment_frame(item: Delivered) -> bytes | None:
    comment = item.state.get(FEED_ITEM)
    return frame("comment", {"comment": comment}, item.seq) if comment else None


LIVE = StreamKind("live", _live_frame, passes=True, greets=True)
TASKS = StreamKind("tasks", _task_frame)
APPROVALS = StreamKind("approvals", _approval_frame)
COMMENTS = StreamKind("comments", _comment_frame)


@router.declare(
    "GET", "/events", access=ANYBODY, response_class=EventStream, tags=["events"], errors=(NotFound, UnknownTopic)
)
async def stream_events(
    request: Request,
    who: CurrentPrincipal,
    backend: Edge,
    topics: Annotated[
        str | None,
        Query(
            description="Comma list: tasks, comments, approvals, agents, boards, board_groups, memory, group_memory,"
            " organization, templates, webhooks, skills, gateways, onboarding."
        ),
    ] = None,
    board_id: UUID | None = None,
    since: Annotated[str | None, Query(description="A moment to begin at; `Last-Event-ID` goes before it.")] = None,
) -> Response:
    """Everything that the caller may know of, as it happens, with the present state of what each event is about.

    Begins with `hello`, whose `position` is where the stream starts; `reset` says that the position that was asked for
    is not kept, so what is known has to be read again. `session.moved` has no position: a session of a gateway that
    the caller has read a moment ago goes on.
    """
    chosen = _topics(topics)
    groups = Groups(backend)

    def require(principal: Principal) -> None:
        if board_id:
            _board_required(backend, board_id)(principal)
        groups.look(principal)

    await in_thread(require, who)
    sees = _narrowed(lambda event: event.topic in chosen and board_id in {None, event.board_id} and groups.admit(event))
    return stream(request, backend, ANYBODY, LIVE, since, sees, who, require)


@router.declare(
    "GET", "/boards/{board_id}/tasks/stream", access=BOARD_READER, response_class=EventStream, tags=["tasks"]
)
async def stream_tasks(
    board_id: UUID, request: Request, who: CurrentPrincipal, backend: Edge, since: str | None = None
) -> Response:
    """Changes of a board's tasks and comments as they happen: events named `task`, and `task.deleted`."""
    require = _board_required(backend, board_id)
    await in_thread(require, who)
    topics = {Topic.TASKS, Topic.COMMENTS}
    sees = _narrowed(lambda event: event.topic in topics and event.board_id == board_id)
    return stream(request, backend, BOARD_READER, TASKS, since, sees, who, require)


@router.declare(
    "GET", "/boards/{board_id}/approvals/stream", access=BOARD_READER, response_class=EventStream, tags=["approvals"]
)
async def stream_approvals(
    board_id: UUID, request: Request, who: CurrentPrincipal, backend: Edge, since: str | None = None
) -> Response:
    """Approvals of a board as they are asked for and decided: events named `approval`, and `approval.deleted`."""
    require = _board_required(backend, board_id)
    await in_thread(require, who)
    sees = _narrowed(lambda event: event.topic == Topic.APPROVALS and event.board_id == board_id)
    return stream(request, backend, BOARD_READER, APPROVALS, since, sees, who, require)


@router.declare(
    "GET",
    "/activity/task-comments/stream",
    access=MEMBER,
    errors=(NotFound,),
    response_class=EventStream,
    tags=["activity"],
)
async def stream_task_comment_feed(
    request: Request,
    who: CurrentPrincipal,
    backend: Edge,
    board_id: UUID | None = None,
    since: str | None = None,
) -> Response:
    """Comments as they are made: events named `comment`."""
    require = _board_required(backend, board_id) if board_id else None
    if require:
        await in_thread(require, who)
    sees = _narrowed(lambda event: event.topic == Topic.COMMENTS and board_id in {None, event.board_id})
    return stream(request, backend, MEMBER, COMMENTS, since, sees, who, require)


def _topics(text: str | None) -> frozenset[str]:
    if text is None or not text.strip():
        return frozenset(Topic)
    chosen = frozenset(part.strip() for part in text.split(",") if part.strip())
    if unknown := chosen - frozenset(Topic):
        raise UnknownTopic(f"topics: {', '.join(sorted(unknown))[:200]} is none of {', '.join(sorted(Topic))}")
    return chosen


def _narrowed(wanted: Callable[[EventRow], bool]) -> Callable[[Principal], Sees]:
    """What a stream is about, within what its principal may know of."""

    def of(principal: Principal) -> Sees:
        admitted = boards.sees(principal)
        return lambda event: wanted(event) and admitted(event)

    return of


def _board_required(backend: Edge, board_id: UUID) -> Callable[[Principal], None]:
    def require(principal: Principal) -> None:
        with backend.database.read() as uow:
            boards.get(uow.db, principal, board_id)

    return require
