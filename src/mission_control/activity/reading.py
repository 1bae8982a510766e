"""Events as the feed and the streams show them."""

from typing import Any

from mission_control.activity.schemas import ActivityEventRead, ActorRead
from mission_control.kernel.events.envelope import IMPORTED, UNLISTED
from mission_control.kernel.events.hub import Delivered
from mission_control.kernel.events.log import EventRow

SHOWN_STATE = (
    "task",
    "comment",
    "agent",
    "board",
    "board_group",
    "memory",
    "approval",
    "pending_approvals_count",
    "task_counts",
    "webhook_delivery",
    "onboarding",
)


def activity(event: EventRow) -> ActivityEventRead:
    name, params = place(event)
    return ActivityEventRead(
        id=event.id,
        seq=event.seq,
        event_type=event.type,
        message=event.message,
        agent_id=event.agent_id,
        task_id=event.task_id,
        board_id=event.board_id,
        actor=actor(event),
        payload=event.payload,
        route_name=name,
        route_params=params,
        created_at=event.created_at,
    )


def actor(event: EventRow) -> ActorRead:
    return ActorRead.model_validate({"kind": event.actor_kind, "id": event.actor_id, "name": event.actor_name})


def place(event: EventRow) -> tuple[str, dict[str, str]]:
    """Where a client can show an event: the name of a page and its parameters, as the reference has them."""
    if event.board_id is None:
        params = {"eventId": event.id, "eventType": event.type, "createdAt": event.created_at.isoformat()}
        return "activity", _texts(params | ({"taskId": event.task_id} if event.task_id else {}))
    board = {"boardId": event.board_id}
    kind = event.type.removeprefix(IMPORTED)
    if kind == "task.comment" and event.task_id:
        return "board", _texts(board | {"taskId": event.task_id, "commentId": event.id})
    if kind.startswith("approval."):
        return "board.approvals", _texts(board)
    if kind.startswith(("board.", "memory.")):
        return "board", _texts(board | {"panel": "chat"})
    return "board", _texts(board | ({"taskId": event.task_id} if event.task_id else {}))


def live_event(item: Delivered) -> dict[str, Any]:
    """An event of the multiplexed stream, with the present state of what it is about."""
    event = item.event
    shown: dict[str, Any] = {
        "seq": event.seq,
        "id": str(event.id),
        "type": event.type,
        "topic": event.topic,
        "organization_id": str(event.organization_id),
        "board_id": event.board_id and str(event.board_id),
        "task_id": event.task_id and str(event.task_id),
        "agent_id": event.agent_id and str(event.agent_id),
        "actor": actor(event).model_dump(mode="json"),
        "message": event.message,
        "created_at": event.created_at.isoformat().replace("+00:00", "Z"),
        "payload": event.payload,
        "listed": event.type not in UNLISTED,
    }
    return shown | {name: item.state[name] for name in SHOWN_STATE if name in item.state}


def task_stream_activity(event: EventRow) -> dict[str, Any]:
    """What the task stream tells of the event itself."""
    shown = activity(event).model_dump(mode="json")
    return {name: shown[name] for name in ("id", "event_type", "message", "agent_id", "task_id", "created_at")}


def _texts(params: dict[str, Any]) -> dict[str, str]:
    return {name: str(value) for name, value in params.items()}
