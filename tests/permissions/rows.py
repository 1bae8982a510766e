"""The rows of a database, to see that nothing in it has changed."""

from __future__ import annotations

from typing import Any

from sqlalchemy import select

from mission_control.activity import queries as _activity  # noqa: F401 - registers its tables and those below it
from mission_control.approvals import models as _approvals  # noqa: F401
from mission_control.kernel.db.base import Base
from mission_control.kernel.http import idempotency as _idempotency  # noqa: F401
from mission_control.membership import models as _membership  # noqa: F401
from mission_control.memory import api as _memory  # noqa: F401
from mission_control.onboarding import models as _onboarding  # noqa: F401
from mission_control.skills import models as _skills  # noqa: F401
from mission_control.subscriptions import models as _subscriptions  # noqa: F401
from mission_control.templates import models as _templates  # noqa: F401
from mission_control.turns import models as _turns  # noqa: F401
from mission_control.webhooks import models as _webhooks  # noqa: F401
from tests.support.people import People

# A call is a sign of life, and renews leases; that is no change that anybody asked for.
SIGNS_OF_LIFE = {
    "agents": {"last_seen_at", "announced_status", "reported_status"},
    "agent_tokens": {"used_at"},
    "tasks": {"lease_expires_at"},
    # Read, sent and failed at by itself: nothing listens at its address.
    "event_subscriptions": {"position", "sending", "turn_at"},
}
TABLES = (
    "organizations",
    "organization_members",
    "organization_board_access",
    "users",
    "organization_invites",
    "organization_invite_board_access",
    "gateways",
    "board_groups",
    "boards",
    "agents",
    "agent_tokens",
    "tasks",
    "task_dependencies",
    "task_comments",
    "tags",
    "tag_assignments",
    "custom_fields",
    "board_custom_fields",
    "custom_field_values",
    "task_transitions",
    "approvals",
    "approval_task_links",
    "board_memory",
    "board_group_memory",
    "agent_messages",
    "task_templates",
    "task_template_runs",
    "board_onboarding_sessions",
    "board_webhooks",
    "board_webhook_payloads",
    "event_subscriptions",
    "skill_packs",
    "marketplace_skills",
    "skill_pack_syncs",
    "gateway_installed_skills",
    "gateway_exec_requests",
    "agent_turns",
    "agent_turn_reasons",
    "idempotent_requests",
)


def all_rows(people: People) -> dict[str, list[tuple[Any, ...]]]:
    """Every row of what people and agents make."""
    found = {}
    with people.writing() as db:
        for name in TABLES:
            table = Base.metadata.tables[name]
            ignored = SIGNS_OF_LIFE.get(name, set())
            kept = [column for column in table.columns if column.name not in ignored]
            rows = db.execute(select(*kept).order_by(*table.primary_key.columns)).all()
            found[name] = [tuple(row) for row in rows]
    return found


def rows_of(people: People, organization_id: str) -> dict[str, list[tuple[Any, ...]]]:
    """The rows that name an organization."""
    return {
        name: [row for row in rows if any(str(value) == organization_id for value in row)]
        for name, rows in all_rows(people).items()
    }
