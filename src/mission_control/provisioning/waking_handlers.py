"""What happens besides work that agents on gateways are woken for."""

from datetime import timedelta
from uuid import UUID

from mission_control.agents.api import Agent
from mission_control.kernel.db.session import UnitOfWork
from mission_control.kernel.events.participants import takes_part_in
from mission_control.kernel.jobs.registry import periodic
from mission_control.memory.events import ChatMessagePosted, GroupChatMessagePosted, GroupMemoryCreated
from mission_control.provisioning import telling, waking
from mission_control.webhooks.events import DeliveryHandedOn

CHAT = "You are called in the chat: GET …/boards/{board_id}/memory?is_chat=true&mentions_me=true&limit=10"
FOR_LEADS = "There is a message in the chat of your board: GET …/boards/{board_id}/memory?is_chat=true&limit=10"
GROUP_CHAT = (
    "You are called in the chat of your board group: GET /api/v1/boards/{board_id}/group-memory?is_chat=true&limit=10"
)
GROUP_FOR_LEADS = (
    "There is a message in the chat of your board group: "
    "GET /api/v1/boards/{board_id}/group-memory?is_chat=true&limit=10"
)
BROADCAST = "There is news for all boards of your group: GET /api/v1/boards/{board_id}/group-memory?limit=10"


@takes_part_in(ChatMessagePosted)
def of_chat(uow: UnitOfWork, event: ChatMessagePosted) -> None:
    if event.woken_agent_ids and waking.crew_on_gateway(uow, event.board_id):
        text = CHAT if event.mentioned_agent_ids else FOR_LEADS
        waking.wake(uow, _ids(event.woken_agent_ids), f"chat:{event.id}", text.format(board_id=event.board_id))
    if event.by_the_way_agent_ids and waking.crew_on_gateway(uow, event.board_id):
        text = FOR_LEADS.format(board_id=event.board_id)
        waking.mention(uow, _ids(event.by_the_way_agent_ids), f"chat:{event.board_id}", text)


@takes_part_in(GroupChatMessagePosted)
@takes_part_in(GroupMemoryCreated)
def of_group_chat(uow: UnitOfWork, event: GroupChatMessagePosted | GroupMemoryCreated) -> None:
    text = BROADCAST
    if isinstance(event, GroupChatMessagePosted):
        text = GROUP_CHAT if event.mentioned_agent_ids else GROUP_FOR_LEADS
    for agent in _sleeping(uow, event.woken_agent_ids):
        waking.wake(uow, [agent.id], f"group-chat:{event.id}", text.format(board_id=agent.board_id))
    for agent in _sleeping(uow, event.by_the_way_agent_ids):
        told = GROUP_FOR_LEADS.format(board_id=agent.board_id)
        waking.mention(uow, [agent.id], f"group-chat:{event.board_group_id}", told)


@takes_part_in(DeliveryHandedOn)
def of_delivery(uow: UnitOfWork, event: DeliveryHandedOn) -> None:
    if event.agent_id:
        where = f"GET …/boards/{event.board_id}/memory?tag=payload:{event.payload_id}"
        text = f"A webhook has brought something: {where}"
        waking.wake(uow, [event.agent_id], telling.key_of_delivery(event.payload_id, event.attempt), text)


@periodic("provisioning.forget_wakes", every=timedelta(hours=1))
def forget_wakes(uow: UnitOfWork) -> None:
    waking.forget_old(uow)


def _ids(texts: list[str]) -> list[UUID]:
    return [UUID(it) for it in texts]


def _sleeping(uow: UnitOfWork, agent_ids: list[str]) -> list[Agent]:
    """Those of the agents that can be woken."""
    found = [uow.db.get(Agent, agent_id) for agent_id in _ids(agent_ids)]
    return [agent for agent in found if agent and agent.openclaw_session_id]
