"""The next task for an agent, waiting for one if there is none: no polling, and no cost while idle."""

import time
from collections.abc import Callable
from datetime import datetime
from functools import partial
from http import HTTPStatus
from typing import Annotated, Any, cast
from uuid import UUID

from fastapi import Query, Request, Response

from mission_control.agents.api import RESUMED
from mission_control.kernel.clock import utc_now
from mission_control.kernel.db.locks import again_after_lost_races
from mission_control.kernel.events.envelope import Topic
from mission_control.kernel.events.hub import Delivered
from mission_control.kernel.events.log import EventRow
from mission_control.kernel.http.access import ANY_AGENT, Access
from mission_control.kernel.http.context import LONG_POLL_KEY, current_request
from mission_control.kernel.http.idempotency import RepeatableRequest
from mission_control.kernel.http.router import Backend, CurrentPrincipal, Edge, Repeatable, Router, replayed
from mission_control.kernel.security.principals import AgentPrincipal
from mission_control.kernel.threads import in_thread
from mission_control.tasks import claiming, reading
from mission_control.tasks.agent_routes import WORKERS, hints
from mission_control.tasks.models import TaskStatus
from mission_control.tasks.schemas import TaskClaimed

router = Router(prefix="/api/v1/agent")
MAX_WAIT_SECONDS = 60
Look = Callable[[], TaskClaimed | Response]


@router.declare(
    "POST",
    "/tasks/claim",
    access=Access(agent=ANY_AGENT, board="write"),
    tags=WORKERS,
    response_model=TaskClaimed,
    openapi_extra=hints("agent_task_claim_next", "Get work: one call takes the next task, waiting for one if need be"),
)
async def claim_next_task(
    request: Request,
    who: CurrentPrincipal,
    backend: Edge,
    repeatable: Repeatable,
    wait: Annotated[float, Query(ge=0, le=MAX_WAIT_SECONDS, description="Seconds to wait for a task.")] = 0,
    another: Annotated[
        bool, Query(description="Take a task besides those that the agent is at, for agents that work on several.")
    ] = False,
    board_id: UUID | None = None,
) -> TaskClaimed | Response:
    """Take the next task: the caller's own unfinished ones first, then free ones by priority, due date and age.

    What the agent holds already is handed out again under a new fence, unless `another` is asked for: writes under the
    former fence are refused.
    """
    setattr(request.state, LONG_POLL_KEY, True)
    agent = cast(AgentPrincipal, who)
    board = claiming.board_of(agent, board_id)
    # What another call of this agent takes while this one waits is at work, and not left off.
    look = partial(_claim, backend, agent, board, repeatable, None if another else utc_now())
    if wait == 0:
        return await in_thread(again_after_lost_races, look)
    return await _wait_for_one(request, backend, wait, look, partial(_is_for, agent, board))


async def _wait_for_one(
    request: Request, backend: Backend, seconds: float, look: Look, is_for: Callable[[Delivered], bool]
) -> TaskClaimed | Response:
    """Look for a task, and again whenever one may have become free, until the time is over."""
    ends = time.monotonic() + seconds
    # The position is taken before the first look: what comes between the two is not missed.
    async with backend.hub.following() as newest:
        position = newest
        claimed = await in_thread(again_after_lost_races, look)
        while isinstance(claimed, TaskClaimed) and claimed.task is None:
            left = ends - time.monotonic()
            if left <= 0 or backend.hub.closed or await request.is_disconnected():
                break
            events = await backend.hub.after(position, min(left, backend.settings.event_stream_ping_seconds))
            position = events[-1].seq if events else position
            if any(map(is_for, events)):
                claimed = await in_thread(again_after_lost_races, look)
    return claimed


def _is_for(agent: AgentPrincipal, board_id: UUID, item: Delivered) -> bool:
    """Whether an event may have made a task free for this agent; of all who wait, few have to look."""
    if item.event.type in RESUMED:
        return _lets_go_on(agent, board_id, item.event)
    if item.event.topic not in {Topic.TASKS, Topic.APPROVALS} or item.event.board_id != board_id:
        return False
    told = [item.state.get("task"), *item.state.get("tasks", ())]
    return any(_could_take(agent, task) for task in told if task is not None)


def _lets_go_on(agent: AgentPrincipal, board_id: UUID, event: EventRow) -> bool:
    if event.organization_id != agent.organization_id:
        return False
    return event.agent_id in {None, agent.agent_id} and event.board_id in {None, board_id}


def _could_take(agent: AgentPrincipal, task: dict[str, Any]) -> bool:
    is_startable = task["status"] in {TaskStatus.INBOX, TaskStatus.IN_PROGRESS} and not task["is_blocked"]
    return is_startable and task["assigned_agent_id"] in {None, str(agent.agent_id)}


def _claim(
    backend: Backend,
    agent: AgentPrincipal,
    board_id: UUID,
    repeatable: RepeatableRequest | None,
    held_since: datetime | None,
) -> TaskClaimed | Response:
    """One look for a task. Only a task is remembered as the answer: whoever repeats "there was none" wants to look."""
    request = current_request()
    with backend.database.write(agent.ref, request.request_id if request else None) as uow:
        if repeatable and (earlier := repeatable.earlier_answer(uow.db)):
            return replayed(earlier)
        found = claiming.claim_next(uow, agent, board_id, backend.settings.task_lease_seconds, held_since)
        if isinstance(found, claiming.Nothing):
            return TaskClaimed(task=None, code=found.code, reason=found.reason, held=list(found.held))
        claimed = TaskClaimed(task=reading.read_model(uow.db, found), code=None, reason=None)
        if repeatable:
            repeatable.remember(uow, HTTPStatus.OK, claimed.model_dump_json().encode())
    return claimed
