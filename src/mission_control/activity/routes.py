"""What happened, as lists."""

from typing import Annotated, cast
from uuid import UUID

from fastapi import Query

from mission_control.activity import queries, reading
from mission_control.activity.comments import feed_item
from mission_control.activity.schemas import ActivityEventRead, ActivityTaskCommentFeedItemRead
from mission_control.boards import api as boards
from mission_control.kernel.events.envelope import UNLISTED
from mission_control.kernel.events.log import EventRow
from mission_control.kernel.http.access import ANY_AGENT, Access, UserLevel
from mission_control.kernel.http.errors import NotFound
from mission_control.kernel.http.pagination import Page, Paged, page_of, page_of_rows
from mission_control.kernel.http.router import CurrentPrincipal, Read, Router
from mission_control.kernel.http.text import Storable
from mission_control.kernel.security.principals import UserPrincipal

router = Router(prefix="/api/v1/activity", tags=["activity"])
MEMBER = Access(user=UserLevel.MEMBER)
ANYBODY = Access(user=UserLevel.MEMBER, agent=ANY_AGENT)


@router.declare("GET", "", access=ANYBODY)
def list_activity(
    window: Paged,
    who: CurrentPrincipal,
    uow: Read,
    board_id: UUID | None = None,
    task_id: UUID | None = None,
    agent_id: UUID | None = None,
    event_type: Annotated[str | None, Storable, Query(description="One type, for example `task.created`.")] = None,
) -> Page[ActivityEventRead]:
    """What happened on the boards that the caller may read, newest first; for an agent, what concerns it.

    `agent.woken`, `agent.at_rest` and `agent.turn_failed` are listed only when they are asked for: what an agent was
    told, `agent.at_work` and `agent.turn_ended` tell more of the same moments.
    """
    events = queries.visible_to(who)
    if not event_type:
        events = events.where(EventRow.type.not_in(UNLISTED))
    if task_id:
        events = events.where(queries.about_task(uow.db, task_id))
    wanted = {EventRow.board_id: board_id, EventRow.agent_id: agent_id, EventRow.type: event_type}
    for column, value in wanted.items():
        if value:
            events = events.where(column == value)
    found = page_of(uow.db, events, window)
    return Page[ActivityEventRead].of(found.shown_as([reading.activity(event) for event in found.rows]))


@router.declare("GET", "/task-comments", access=MEMBER, errors=(NotFound,))
def list_task_comment_feed(
    window: Paged, who: CurrentPrincipal, uow: Read, board_id: UUID | None = None
) -> Page[ActivityTaskCommentFeedItemRead]:
    """Comments on the boards that the caller may read, newest first."""
    if board_id:
        boards.get(uow.db, who, board_id)
    found = page_of_rows(uow.db, queries.comments(cast(UserPrincipal, who), board_id), window)
    return Page[ActivityTaskCommentFeedItemRead].of(found.shown_as([feed_item(row) for row in found.rows]))
