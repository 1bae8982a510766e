"""The feed of comments over all boards."""

from collections.abc import Sequence

from sqlalchemy.orm import Session

from mission_control.activity import queries
from mission_control.activity.queries import CommentRow
from mission_control.activity.schemas import ActivityTaskCommentFeedItemRead
from mission_control.kernel.db.types import JsonObject
from mission_control.kernel.events.envelope import Topic
from mission_control.kernel.events.log import EventRow
from mission_control.kernel.events.views import shows

FEED_ITEM = "feed_item"


def feed_item(row: CommentRow) -> ActivityTaskCommentFeedItemRead:
    comment, agent, task_title, board_name = row
    role = str((agent.identity_profile or {}).get("role") or "").strip() if agent else ""
    return ActivityTaskCommentFeedItemRead(
        id=comment.id,
        created_at=comment.created_at,
        message=comment.message,
        agent_id=comment.agent_id,
        agent_name=agent.name if agent else None,
        agent_role=role or None,
        task_id=comment.task_id,
        task_title=task_title,
        board_id=comment.board_id,
        board_name=board_name,
    )


@shows(Topic.COMMENTS)
def commented(db: Session, events: Sequence[EventRow]) -> dict[int, JsonObject]:
    """The item of the comment feed, for its stream; an event of a comment has the comment's id."""
    rows = queries.comments_by_ids(db, [event.id for event in events])
    items = {row[0].id: feed_item(row).model_dump(mode="json") for row in rows}
    return {event.seq: {FEED_ITEM: items[event.id]} for event in events if event.id in items}
