"""What a person should know first."""

from collections import Counter
from uuid import UUID

from mission_control.agents import api as agents
from mission_control.agents.api import Trouble
from mission_control.approvals import api as approvals
from mission_control.boards import api as boards
from mission_control.kernel.db.session import UnitOfWork
from mission_control.kernel.security.principals import Principal, UserPrincipal
from mission_control.memory import api as memory
from mission_control.memory.api import BoardMemoryRead
from mission_control.overview import needs, queries
from mission_control.overview.needs_of_fleet import Fleet
from mission_control.overview.schemas import BoardSnapshot, FleetCounts, FlowCounts, OverviewRead
from mission_control.tasks import api as tasks
from mission_control.tasks.api import TaskStatus


def overview(uow: UnitOfWork, principal: UserPrincipal) -> OverviewRead:
    agents_there = list(queries.agents(uow.db, principal))
    fleet = Fleet(agents_there, agents.states_of(uow.db, agents_there, uow.now))
    return OverviewRead(
        needs_me=needs.needs_me(uow, principal.where_writing, fleet),
        fleet=_fleet(uow, principal, fleet),
        flow=_flow(uow, principal),
    )


def snapshot(uow: UnitOfWork, principal: Principal, board_id: UUID) -> BoardSnapshot:
    board = boards.get(uow.db, principal, board_id)
    newest, pending = approvals.newest_of_board(uow.db, board_id)
    return BoardSnapshot(
        board=boards.read_model(uow.db, board),
        tasks=tasks.cards_of_board(uow.db, board_id),
        agents=agents.read_models(uow.db, agents.of_board(uow.db, board_id), uow.now),
        approvals=newest,
        chat_messages=[BoardMemoryRead.model_validate(said) for said in memory.newest_messages(uow.db, board_id)],
        pending_approvals_count=pending,
    )


def _fleet(uow: UnitOfWork, principal: Principal, fleet: Fleet) -> FleetCounts:
    states = {agent_id: state.status for agent_id, state in fleet.states.items()}
    count = Counter(states.values())
    offline, provisioning = count[agents.OFFLINE], count[agents.PROVISIONING]
    holders = queries.holders(uow.db, principal)
    return FleetCounts(
        total=len(states),
        online=len(states) - offline - provisioning,
        failing=sum(fleet.states[key].trouble is Trouble.TURNS_FAILING for key in states),
        offline=offline,
        provisioning=provisioning,
        working=sum(
            agent.id in holders and states[agent.id] != agents.OFFLINE and not agent.is_paused for agent in fleet.agents
        ),
        paused=sum(agent.is_paused for agent in fleet.agents),
    )


def _flow(uow: UnitOfWork, principal: Principal) -> FlowCounts:
    counts = queries.count_by_status(uow.db, principal)
    today = uow.now.replace(hour=0, minute=0, second=0, microsecond=0)
    created, blocked = queries.count_new_and_blocked(uow.db, principal, today)
    return FlowCounts(
        created_today=created,
        done_today=queries.count_done(uow.db, principal, today),
        inbox=counts.get(TaskStatus.INBOX, 0),
        in_progress=counts.get(TaskStatus.IN_PROGRESS, 0),
        review=counts.get(TaskStatus.REVIEW, 0),
        blocked=blocked,
    )
