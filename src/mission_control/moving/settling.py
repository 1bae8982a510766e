"""What becomes of the rows of an archive where they arrive.

Most come as they are. People who are known here stay who they are; secrets are locked with the key of this
installation; and what would act at two places at once comes to rest, with a word about how to set it going.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from sqlalchemy import Table, insert

from mission_control.gateways.api import GatewayKind, new_link
from mission_control.kernel.db.base import Base
from mission_control.kernel.db.session import UnitOfWork
from mission_control.kernel.environment import Environment
from mission_control.kernel.events import log
from mission_control.kernel.events.envelope import IMPORTED, Topic
from mission_control.kernel.events.log import Past, append_past
from mission_control.kernel.security.principals import ActorRef
from mission_control.moving import contents
from mission_control.moving.archive import Box
from mission_control.moving.drafts import Draft, LeftOut, Values
from mission_control.organizations.events import OrganizationCreated

GRACE = timedelta(days=1)
"""How long work that is under way stays with its agent."""
PLACES = ("created_at", "at", "received_at", "requested_at")
"""Columns that say when a row was made."""
UNUSED_TOKEN = "former-"  # noqa: S105 - the beginning of ids, see agents/former_tokens.py


@dataclass
class Known:
    environment: Environment
    now: datetime
    home: UUID
    """The organization."""
    box: Box | None
    former_key: str | None
    """Under which tokens were digested there, when the archive tells it."""
    same_key: bool
    """SECRET_KEY is the same there and here."""
    external_ids: dict[str, UUID] = field(default_factory=dict)
    users: dict[UUID, UUID] = field(default_factory=dict)
    """Ids here by ids there."""
    missing: dict[str, set[Any]] = field(default_factory=dict)
    """Rows that were left out, by table."""


def settled(table: Table, values: Values, known: Known) -> Draft:
    """What to write for a row. Raises LeftOut."""
    draft = Draft(values, known.home)
    draft.since = next((moment for name in PLACES if isinstance(moment := values.get(name), datetime)), None)
    _unlock(table, draft, known)
    for key in table.foreign_keys:
        values[key.parent.name] = _referred(key.column.table.name, values[key.parent.name], known, key.parent.nullable)
    if hook := HOOKS.get(table.name):
        hook(draft, known)
    return draft


def _referred(table: str, value: Any, known: Known, nullable: bool | None) -> Any:
    if value is None:
        return None
    if table == contents.USERS:
        found: Any = known.users.get(value)
    elif table == contents.ORGANIZATIONS:
        found = known.home if value == known.home or nullable else None
    else:
        found = None if value in known.missing.get(table, ()) else value
    if found is None and not nullable:
        raise LeftOut("what it belongs to is not here")
    return found


def _unlock(table: Table, draft: Draft, known: Known) -> None:
    for name, value in draft.values.items():
        if not name.startswith(contents.SEALED) or value is None:
            continue
        if value == contents.WITHHELD or known.box is None:
            draft.values[name] = None
            draft.mends.append(f"{name.removeprefix(contents.SEALED)} is not in the archive: give it anew")
        else:
            draft.values[name] = known.environment.secrets.encrypt(known.box.opened(value))
    if any(draft.values[column.name] is None for column in table.c if _must_be_sealed(column)):
        raise LeftOut("its secret is not in the archive: make it anew")


def _must_be_sealed(column: Any) -> bool:
    return bool(column.name.startswith(contents.SEALED) and not column.nullable)


def _kept_digest(digest: str, known: Known) -> str:
    """A digest that answers to its token here too. Raises LeftOut."""
    if known.same_key:
        return digest
    if known.former_key is None:
        raise LeftOut("made under another SECRET_KEY, which is in no archive without a passphrase: give a new one")
    return known.environment.secrets.under_former_key(digest, known.former_key)


# --- table by table


def _organization(draft: Draft, known: Known) -> None:
    if draft.values["id"] != known.home:
        raise LeftOut("it is another organization")
    name = draft.values["name"]
    draft.events.append(OrganizationCreated(organization_id=known.home, message=f"{name} is brought over", name=name))


def _user(draft: Draft, known: Known) -> None:
    user_id, external_id = draft.values["id"], draft.values["external_id"]
    here = known.external_ids.setdefault(external_id, user_id)
    draft.organization_id = draft.since = None
    draft.is_present = here != user_id
    draft.values["active_organization_id"] = known.home
    draft.values["is_super_admin"] = False

    def then() -> None:
        known.users[user_id] = here

    draft.then = then


def _invite(draft: Draft, known: Known) -> None:
    # Found by its digest, which is another one here.
    if draft.values["accepted_at"] is None and not known.same_key:
        raise LeftOut("its link was made under another SECRET_KEY: invite again")


def _agent(draft: Draft, _known: Known) -> None:
    if draft.values["openclaw_session_id"] is not None:
        draft.values["openclaw_session_id"] = None
        draft.mends.append("it works on by itself; have it set up here when nobody else sets it up")
    if adopted_as := draft.values.get("adopted_as"):
        # Which of the two it belongs to is for people to say: on its gateway there is one of it.
        draft.values["adopted_as"] = draft.values["adopted_on"] = None
        draft.mends.append(f"it lives on its gateway as {adopted_as}: take it over there to have it here")


def _agent_token(draft: Draft, known: Known) -> None:
    # Those of a former installation have a digest that is under no key.
    if not draft.values["id"].startswith(UNUSED_TOKEN):
        draft.values["digest"] = _kept_digest(draft.values["digest"], known)


def _api_key(draft: Draft, known: Known) -> None:
    draft.values["digest"] = _kept_digest(draft.values["digest"], known)


def _gateway(draft: Draft, known: Known) -> None:
    if draft.values["kind"] == GatewayKind.OPENCLAW:
        link = new_link(known.environment.secrets, draft.values["id"], known.now)
        draft.also.append((Base.metadata.tables["gateway_links"], link))


def _task(draft: Draft, known: Known) -> None:
    if draft.values["lease_agent_id"] is not None:
        draft.values["lease_expires_at"] = known.now + GRACE


def _template(draft: Draft, _known: Known) -> None:
    if draft.values["cron"] is not None and not draft.values["paused"]:
        draft.values["paused"], draft.values["next_run_at"] = True, None
        draft.mends.append("it is paused: resume it when it is paused where it came from")


def _interview(draft: Draft, _known: Known) -> None:
    if draft.values["status"] != "confirmed":
        raise LeftOut("an interview that is not over is begun anew")


def _sync(draft: Draft, _known: Known) -> None:
    if draft.values["status"] in {"queued", "fetching"}:
        raise LeftOut("a reading that is not over is asked for anew")


def _skill(draft: Draft, _known: Known) -> None:
    if draft.values["read_status"] == "reading":
        draft.values |= {"read_status": "unread", "read_reason": None}


def _payload(draft: Draft, _known: Known) -> None:
    if draft.values["delivery_status"] == "pending":
        draft.values["delivery_status"] = "skipped"
        draft.values["last_error"] = "It was brought over before an agent was told"


def _subscription(draft: Draft, _known: Known) -> None:
    reset: Values = {"enabled": False, "failures": 0, "failing_since": None, "retry_at": None, "sending": False}
    draft.values |= reset
    draft.values["paused_reason"] = "It was brought over; switch it on when its receiver is to hear of this place"
    draft.mends.append("it is switched off: switch it on when it is off where it came from")


def _event(draft: Draft, _known: Known) -> None:
    told = draft.values
    kind = told["type"]
    past = Past(
        id=told["id"],
        type=kind if kind.startswith(IMPORTED) else IMPORTED + kind,
        topic=Topic(told["topic"]),
        organization_id=told["organization_id"],
        board_id=told["board_id"],
        task_id=told["task_id"],
        agent_id=told["agent_id"],
        actor=ActorRef(told["actor_kind"], told["actor_id"], told["actor_name"]),
        message=told["message"],
        created_at=told["created_at"],
        payload=told["payload"],
        request_id=told["request_id"],
        address=told["address"],
        changes=told["changes"],
    )
    draft.values = {"id": told["id"], "past": past}


def _write_events(uow: UnitOfWork, rows: Sequence[Values]) -> None:
    append_past(uow.db, [row["past"] for row in rows])


def _write_subscriptions(uow: UnitOfWork, rows: Sequence[Values]) -> None:
    """They hear of nothing that is in the log already."""
    newest = log.last_position(uow.db)
    uow.db.execute(insert(Base.metadata.tables["event_subscriptions"]), [row | {"position": newest} for row in rows])


WRITERS: dict[str, Callable[[UnitOfWork, Sequence[Values]], None]] = {
    "events": _write_events,
    "event_subscriptions": _write_subscriptions,
}
"""How rows are written, where a plain INSERT is not enough."""


HOOKS: dict[str, Callable[[Draft, Known], None]] = {
    "organizations": _organization,
    "users": _user,
    "organization_invites": _invite,
    "agents": _agent,
    "agent_tokens": _agent_token,
    "api_keys": _api_key,
    "gateways": _gateway,
    "tasks": _task,
    "task_templates": _template,
    "board_onboarding_sessions": _interview,
    "skill_pack_syncs": _sync,
    "marketplace_skills": _skill,
    "board_webhook_payloads": _payload,
    "event_subscriptions": _subscription,
    "events": _event,
}
