"""What happens besides work that agents on gateways are woken for."""

from datetime import timedelta
from uuid import UUID

from mission_control.agents.api import Agent
from mission_control.kernel.db.session import UnitOfWork
from mission_control.kernel.events.participants import takes_part_in
from mission_control.kernel.jobs.registry import periodic
from mission_control.memory.events import ChatMessagePosted, GroupChatMessagePosted
from mission_control.provisioning import waking
from mission_control.webhooks.events import DeliveryTold

CHAT = "You are called in the chat: GET …/boards/{board_id}/memory?is_chat=true&mentions_me=true&limit=10"
GROUP_CHAT = (
    "You are called in the chat of your board group: GET /api/v1/boards/{board_id}/group-memory?tag=chat&limit=10"
)


@takes_part_in(ChatMessagePosted)
def of_chat(uow: UnitOfWork, event: ChatMessagePosted) -> None:
    if event.mentioned_agent_ids and waking.crew_on_gateway(uow, event.board_id):
        ids = [UUID(it) for it in event.mentioned_agent_ids]
        waking.wake(uow, _others(ids, event.agent_id), f"chat:{event.id}", CHAT.format(board_id=event.board_id))


@takes_part_in(GroupChatMessagePosted)
def of_group_chat(uow: UnitOfWork, event: GroupChatMessagePosted) -> None:
    for agent_id in _others([UUID(it) for it in event.mentioned_agent_ids], event.agent_id):
        agent = uow.db.get(Agent, agent_id)
        if agent and agent.openclaw_session_id:
            waking.wake(uow, [agent_id], f"group-chat:{event.id}", GROUP_CHAT.format(board_id=agent.board_id))


@takes_part_in(DeliveryTold)
def of_delivery(uow: UnitOfWork, event: DeliveryTold) -> None:
    if event.agent_id and waking.crew_on_gateway(uow, event.board_id):
        text = f"{event.message}; it is in the board's memory under the tag webhook"
        waking.wake(uow, [event.agent_id], f"delivery:{event.id}", text)


@periodic("provisioning.forget_wakes", every=timedelta(hours=1))
def forget_wakes(uow: UnitOfWork) -> None:
    waking.forget_old(uow)


def _others(ids: list[UUID], author: UUID | None) -> list[UUID]:
    return [it for it in ids if it != author]
