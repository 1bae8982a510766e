"""The features of the product: what each brings to the HTTP application, to the job engine and to event streams."""

from mission_control.activity import comments as _comment_views  # noqa: F401 - registers what streams show
from mission_control.activity import routes as activity
from mission_control.activity import stream_routes as streams
from mission_control.adoption import routes as adoption
from mission_control.agent_files import routes as agent_files
from mission_control.agents import agent_routes as agents_for_agents
from mission_control.agents import group_routes as paces
from mission_control.agents import handlers as _agent_handlers  # noqa: F401 - registers its jobs
from mission_control.agents import routes as agents
from mission_control.agents import views as _agent_views  # noqa: F401
from mission_control.api_keys import handlers as _api_key_handlers  # noqa: F401
from mission_control.api_keys import routes as api_keys
from mission_control.approvals import agent_routes as approvals_for_agents
from mission_control.approvals import handlers as _approval_handlers  # noqa: F401
from mission_control.approvals import routes as approvals
from mission_control.approvals import views as _approval_views  # noqa: F401
from mission_control.audit import handlers as _audit_handlers  # noqa: F401
from mission_control.audit import routes as audit
from mission_control.boards import agent_routes as boards_for_agents
from mission_control.boards import group_routes as groups
from mission_control.boards import routes as boards
from mission_control.boards import views as _board_views  # noqa: F401
from mission_control.coordination import agent_routes as coordination_for_agents
from mission_control.coordination import handlers as _coordination_handlers  # noqa: F401
from mission_control.coordination import routes as coordination
from mission_control.coordination import views as _coordination_views  # noqa: F401
from mission_control.custom_fields import routes as custom_fields
from mission_control.exec_approvals import handlers as _exec_approval_handlers  # noqa: F401
from mission_control.exec_approvals import routes as waiting_commands
from mission_control.gateways import handlers as _gateway_handlers  # noqa: F401
from mission_control.gateways import insight_routes as gateway_insights
from mission_control.gateways import pairing_routes as gateway_pairings
from mission_control.gateways import routes as gateways
from mission_control.identity import routes as identity
from mission_control.kernel.http import idempotency as _idempotency  # noqa: F401
from mission_control.membership import deletion_routes as deletions
from mission_control.membership import invite_routes as invites
from mission_control.membership import routes as members
from mission_control.memory import agent_routes as memory_for_agents
from mission_control.memory import group_routes as group_memory
from mission_control.memory import group_stream_routes as group_memory_streams
from mission_control.memory import routes as memory
from mission_control.memory import stream_routes as memory_streams
from mission_control.memory import views as _memory_views  # noqa: F401
from mission_control.metrics import routes as metrics
from mission_control.moving import routes as moving
from mission_control.onboarding import agent_routes as onboarding_for_agents
from mission_control.onboarding import handlers as _onboarding_handlers  # noqa: F401
from mission_control.onboarding import routes as onboarding
from mission_control.onboarding import stream_routes as onboarding_streams
from mission_control.onboarding import views as _onboarding_views  # noqa: F401
from mission_control.organizations import routes as organizations
from mission_control.overview import agent_routes as agent_overview
from mission_control.overview import group_routes as group_overview
from mission_control.overview import routes as overview
from mission_control.provisioning import gateway_routes as setups_of_gateways
from mission_control.provisioning import handlers as _provisioning_handlers  # noqa: F401
from mission_control.provisioning import pause_handlers as _pause_handlers  # noqa: F401
from mission_control.provisioning import routes as setups
from mission_control.provisioning import waking_handlers as _waking_handlers  # noqa: F401
from mission_control.provisioning import waking_of_boards as _waking_of_boards  # noqa: F401
from mission_control.provisioning import waking_of_tasks as _waking_of_tasks  # noqa: F401
from mission_control.search import routes as search
from mission_control.sessions import routes as sessions
from mission_control.sessions import watching as _watching  # noqa: F401
from mission_control.sign_in import routes as sign_in
from mission_control.sign_in import session_routes as sign_in_sessions
from mission_control.skill_installs import agent_routes as skill_installs_for_agents
from mission_control.skill_installs import handlers as _skill_install_handlers  # noqa: F401
from mission_control.skill_installs import routes as skill_installs
from mission_control.skills import routes as skills
from mission_control.skills import sync_routes as skill_syncs
from mission_control.souls import agent_routes as souls_for_agents
from mission_control.souls import routes as souls
from mission_control.subscriptions import handlers as _subscription_handlers  # noqa: F401
from mission_control.subscriptions import routes as subscriptions
from mission_control.system import routes as system
from mission_control.tags import agent_routes as tags_for_agents
from mission_control.tags import routes as tags
from mission_control.tasks import agent_routes as tasks_for_agents
from mission_control.tasks import handlers as _task_handlers  # noqa: F401
from mission_control.tasks import routes as tasks
from mission_control.tasks import views as _task_views  # noqa: F401
from mission_control.tasks import work_routes as work
from mission_control.templates import handlers as _template_handlers  # noqa: F401
from mission_control.templates import routes as templates
from mission_control.turns import handlers as _turn_handlers  # noqa: F401
from mission_control.turns import routes as turns
from mission_control.webhooks import agent_routes as webhooks_for_agents
from mission_control.webhooks import handlers as _webhook_handlers  # noqa: F401
from mission_control.webhooks import ingest_routes as webhook_ingest
from mission_control.webhooks import routes as webhooks
from mission_control.webhooks import views as _webhook_views  # noqa: F401

ROUTERS = (
    identity.router,
    sign_in.router,
    sign_in_sessions.router,
    organizations.router,
    api_keys.router,
    members.router,
    invites.router,
    deletions.router,
    moving.router,
    tags.router,
    tags_for_agents.router,
    custom_fields.router,
    # Before the gateways, whose paths would take `sessions` for an id.
    sessions.router,
    gateways.router,
    gateway_insights.router,
    gateway_pairings.router,
    waiting_commands.router,
    boards.router,
    boards_for_agents.router,
    groups.router,
    agents.router,
    setups.router,
    setups_of_gateways.router,
    agents_for_agents.router,
    paces.router,
    # Before the tasks and approvals, whose paths would take `stream` for an id.
    streams.router,
    tasks.router,
    tasks_for_agents.router,
    work.router,
    turns.router,
    approvals.router,
    approvals_for_agents.router,
    memory_streams.router,
    memory.router,
    group_memory_streams.router,
    group_memory.router,
    memory_for_agents.router,
    onboarding_streams.router,
    onboarding.router,
    onboarding_for_agents.router,
    coordination.router,
    coordination_for_agents.router,
    souls.router,
    souls_for_agents.router,
    adoption.router,
    agent_files.router,
    templates.router,
    webhooks.router,
    webhook_ingest.router,
    webhooks_for_agents.router,
    skills.router,
    skill_syncs.router,
    skill_installs.router,
    skill_installs_for_agents.router,
    activity.router,
    audit.router,
    subscriptions.router,
    overview.router,
    agent_overview.router,
    metrics.router,
    group_overview.router,
    search.router,
    system.router,
)
