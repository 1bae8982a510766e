"""The features of the product: what each brings to the HTTP application, to the job engine and to event streams."""

from mission_control.agents import agent_routes as agents_for_agents
from mission_control.agents import handlers as _agent_handlers  # noqa: F401 - registers its jobs
from mission_control.agents import routes as agents
from mission_control.agents import views as _agent_views  # noqa: F401 - registers what streams show
from mission_control.boards import agent_routes as boards_for_agents
from mission_control.boards import routes as boards
from mission_control.boards import views as _board_views  # noqa: F401
from mission_control.identity import routes as identity
from mission_control.kernel.http import idempotency as _idempotency  # noqa: F401
from mission_control.organizations import routes as organizations

ROUTERS = (
    identity.router,
    organizations.router,
    boards.router,
    boards_for_agents.router,
    agents.router,
    agents_for_agents.router,
)
