"""The lead of a board on a gateway, made when there is none: others speak to a board through it."""

from collections.abc import Mapping

from mission_control.agents import queries
from mission_control.agents.events import AgentCreated
from mission_control.agents.models import Agent
from mission_control.agents.on_gateways import place, settle
from mission_control.agents.rules import PROVISIONING, name_key
from mission_control.boards.api import Board
from mission_control.kernel.db.locks import lock_again
from mission_control.kernel.db.session import UnitOfWork

NAME = "Lead Agent"
PROFILE = {"role": "Board Lead", "communication_style": "direct, concise, practical", "emoji": ":gear:"}


def ensure_lead(
    uow: UnitOfWork, board: Board, *, name: str | None = None, profile: Mapping[str, str] | None = None
) -> tuple[Agent, bool]:
    """The lead of a board, and whether it was made now, by the name and profile given.

    Raises ValueError for a board without a lead that is on no gateway: its lead needs a person who gives it its token.
    """
    # Locked, so that two calls cannot both see that there is none.
    lock_again(uow.db, board)
    if found := queries.lead_of(uow.db, board.id):
        return found, False
    if board.gateway_id is None:
        raise ValueError("a board on no gateway gets no lead by itself")
    called = _free_name(uow, board, name or NAME)
    agent = Agent(
        organization_id=board.organization_id,
        gateway_id=board.gateway_id,
        board_id=board.id,
        name=called,
        name_key=name_key(called),
        is_board_lead=True,
        identity_profile=PROFILE | dict(profile or {}),
        announced_status=PROVISIONING,
        version=1,
        created_at=uow.now,
        updated_at=uow.now,
    )
    uow.db.add(agent)
    uow.db.flush()
    settle(agent, on_gateway=True)
    uow.emit(AgentCreated(**place(agent), message=f"Agent {agent.name} was created", name=agent.name))
    uow.db.flush()
    uow.db.refresh(agent)
    return agent, True


def _free_name(uow: UnitOfWork, board: Board, wanted: str) -> str:
    number, name = 1, wanted
    while queries.others_named(uow.db, board.id, name_key(name), None):
        number += 1
        name = f"{wanted} {number}"
    return name
