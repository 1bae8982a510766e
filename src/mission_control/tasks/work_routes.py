"""The next task for an agent, waiting for one if there is none: no polling, and no cost while idle."""

import time
from datetime import datetime
from functools import partial
from http import HTTPStatus
from typing import Annotated, Any, cast
from uuid import UUID

from fastapi import Query, Request, Response

from mission_control.agents.api import PAUSES
from mission_control.kernel.clock import utc_now
from mission_control.kernel.db.locks import again_after_lost_races
from mission_control.kernel.events.envelope import Topic
from mission_control.kernel.events.hub import Delivered
from mission_control.kernel.http.access import ANY_AGENT, Access
from mission_control.kernel.http.context import LONG_POLL_KEY, current_request
from mission_control.kernel.http.idempotency import RepeatableRequest
from mission_control.kernel.http.router import (
    Backend,
    CurrentPrincipal,
    Edge,
    Repeatable,
    Router,
    check_sender,
    replayed,
)
from mission_control.kernel.security.principals import AgentPrincipal
from mission_control.kernel.threads import in_thread
from mission_control.tasks import claiming, reading
from mission_control.tasks.agent_routes import WORKERS, hints
from mission_control.tasks.models import TaskStatus
from mission_control.tasks.schemas import TaskClaimed

router = Router(prefix="/api/v1/agent")
ACCESS = Access(agent=ANY_AGENT, board="write")
MAX_WAIT_SECONDS = 60


@router.declare(
    "POST",
    "/tasks/claim",
    access=ACCESS,
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
    # What another call of this agent takes while this one waits is at work, and not left off.
    seeker = _Seeker(request, backend, repeatable, cast(AgentPrincipal, who), board_id, None if another else utc_now())
    return await (seeker.wait(wait) if wait else in_thread(seeker.look))


class _Seeker:
    """An agent that looks for work, for as long as its call is open."""

    def __init__(
        self,
        request: Request,
        backend: Backend,
        repeatable: RepeatableRequest | None,
        agent: AgentPrincipal,
        asked_board_id: UUID | None,
        held_since: datetime | None,
    ) -> None:
        self._request = request
        self._backend = backend
        self._repeatable = repeatable
        self._asked_board_id = asked_board_id
        self._held_since = held_since
        self._is(agent)

    def _is(self, agent: AgentPrincipal) -> None:
        self._agent = agent
        self._board_id = claiming.board_of(agent, self._asked_board_id)

    def look(self) -> TaskClaimed | Response:
        return again_after_lost_races(
            partial(_claim, self._backend, self._agent, self._board_id, self._repeatable, self._held_since)
        )

    async def wait(self, seconds: float) -> TaskClaimed | Response:
        """Look for a task, and again whenever one may have become free, until the time is over."""
        hub, ping = self._backend.hub, self._backend.settings.event_stream_ping_seconds
        ends = time.monotonic() + seconds
        # The position is taken before the first look: what comes between the two is not missed.
        async with hub.following() as newest:
            position = newest
            claimed = await in_thread(self.look)
            while isinstance(claimed, TaskClaimed) and claimed.task is None:
                left = ends - time.monotonic()
                if left <= 0 or hub.closed or await self._request.is_disconnected():
                    break
                events = await hub.after(position, min(left, ping))
                position = events[-1].seq if events else position
                if any(map(self._concerns, events)):
                    claimed = await in_thread(self._look_again)
        return claimed

    def _look_again(self) -> TaskClaimed | Response:
        """As whoever the sender is by now: its token may have ended, or its board be another one.

        Raises what a new call would be answered.
        """
        self._is(cast(AgentPrincipal, check_sender(self._request, ACCESS, repeated=True, writes=True)))
        return self.look()

    def _concerns(self, item: Delivered) -> bool:
        """Whether an event may have changed what this agent is to have; of all who wait, few have to look."""
        event = item.event
        if event.topic == Topic.AGENTS and event.agent_id == self._agent.agent_id:
            return True
        if event.topic == Topic.BOARDS and event.board_id == self._board_id:
            return True
        if event.type in PAUSES:
            return event.organization_id == self._agent.organization_id and event.board_id is None
        if event.topic not in {Topic.TASKS, Topic.APPROVALS} or event.board_id != self._board_id:
            return False
        told = [item.state.get("task"), *item.state.get("tasks", ())]
        return any(self._could_take(task) for task in told if task is not None)

    def _could_take(self, task: dict[str, Any]) -> bool:
        is_startable = task["status"] in {TaskStatus.INBOX, TaskStatus.IN_PROGRESS} and not task["is_blocked"]
        return is_startable and task["assigned_agent_id"] in {None, str(self._agent.agent_id)}


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
