"""Bringing an installation of the reference over, step by step."""

from collections.abc import Callable
from typing import Any
from uuid import UUID, uuid4

from sqlalchemy import Table, select
from sqlalchemy.orm import Session

from mission_control.agents.models import Agent
from mission_control.custom_fields.models import CustomField
from mission_control.entry.receiving import receiving
from mission_control.entry.reference import history
from mission_control.entry.reference.agents import AGENTS
from mission_control.entry.reference.approvals import APPROVALS
from mission_control.entry.reference.boards import ADDED, BOARDS, GROUPS
from mission_control.entry.reference.gateways import GATEWAYS, SKILLS
from mission_control.entry.reference.history import EVENTS, MOVES
from mission_control.entry.reference.people import ACCESS, PEOPLE, table
from mission_control.entry.reference.source import AT_ONCE, Source
from mission_control.entry.reference.tasks import OF_TASKS, TASKS
from mission_control.entry.reference.words import WORDS
from mission_control.entry.reference.world import World
from mission_control.gateways.api import direct_gateway
from mission_control.gateways.models import Gateway, GatewayKind
from mission_control.identity.models import User
from mission_control.kernel.clock import utc_now
from mission_control.kernel.db.session import Database
from mission_control.kernel.security.principals import ActorRef
from mission_control.kernel.settings import Settings
from mission_control.membership.models import Invite
from mission_control.migrations import tables as _tables  # noqa: F401 - what is written to refers to others
from mission_control.moving.drafts import Step
from mission_control.moving.finishing import finish
from mission_control.moving.report import Report
from mission_control.moving.writing import Target, moves_before
from mission_control.organizations.models import Member
from mission_control.skills.models import Skill, SkillPack
from mission_control.tags.models import Tag

MOVE_LOCK = 7_204_117_314
SOURCE = "reference"
BEFORE_AGENTS = (*PEOPLE, GATEWAYS, GROUPS, BOARDS, *ACCESS, *ADDED, *SKILLS)
AFTER_AGENTS = (TASKS, *OF_TASKS, *APPROVALS, *WORDS)
NOT_MOVED = {
    "board_onboarding_sessions": "interviews are not brought over; what came of them is on the board",
    "task_fingerprints": "nothing here uses them",
}
IMPORTER = ActorRef("system", None, "mission-control import-reference")


def import_reference(settings: Settings, address: str, say: Callable[[str], None], *, dry_run: bool = False) -> Report:
    """Bring over what is not here; safe to repeat, also after it was killed. `say` is told of each step.

    Raises MoveFailed, and CannotStart when this installation cannot be written to; a dry run writes nothing.
    """
    report = Report(dry_run=dry_run)
    with Source.opened(address) as source, receiving(settings, dry_run=dry_run) as (database, environment):
        for step in (*BEFORE_AGENTS, AGENTS, *AFTER_AGENTS, MOVES, EVENTS):
            source.check(step.query)
        _Import(source, database, World(environment, utc_now()), report, say).run(dry_run=dry_run)
    return report


class _Import:
    def __init__(
        self, source: Source, database: Database | None, world: World, report: Report, say: Callable[[str], None]
    ) -> None:
        self._source = source
        self._database = database
        self._world = world
        self._report = report
        self._say = say
        self._target = Target(database, report)

    def run(self, *, dry_run: bool) -> None:
        taken_at = self._source.moment()
        if self._database is not None:
            with self._database.read() as uow:
                seed(uow.db, self._world)
                self._target.moved = moves_before(uow.db, SOURCE)
        if dry_run:
            self._target.writes = False
        for step in BEFORE_AGENTS:
            self._bring(step)
        self._make_direct_gateways(dry_run=dry_run)
        for step in (AGENTS, *AFTER_AGENTS):
            self._bring(step)
        self._begin(MOVES)
        self._target.bring(MOVES, history.by_task(self._source.batches(MOVES.query), AT_ONCE), self._world)
        self._bring(EVENTS)
        for name, reason in NOT_MOVED.items():
            self._leave(name, reason)
        if self._database is not None and not dry_run:
            self._say("seals of the log")
            finish(self._database, self._target, self._report, SOURCE, taken_at, self._world.organizations)

    def _begin(self, step: Step) -> None:
        self._say(step.name)

    def _bring(self, step: Step) -> None:
        self._begin(step)
        self._target.bring(step, self._source.batches(step.query), self._world)

    def _leave(self, name: str, reason: str) -> None:
        count = self._source.count(name)
        self._report.of(name).found = count
        for _ in range(count):
            self._report.left_out(name, "all of them", reason)

    def _make_direct_gateways(self, *, dry_run: bool) -> None:
        """Agents of boards without a gateway belong to it."""
        for organization_id in sorted(self._world.organizations - self._world.direct_gateways.keys()):
            if self._database is None or dry_run:
                self._world.direct_gateways[organization_id] = uuid4()
                continue
            with self._database.write(IMPORTER) as uow:
                self._world.direct_gateways[organization_id] = direct_gateway(uow, organization_id).id


def seed(db: Session, world: World) -> None:
    """Values that only one may have, as far as they are taken here."""
    world.external_ids.update(_owners(db, table(User), "external_id"))
    world.memberships.update(_owners(db, table(Member), "organization_id", "user_id"))
    pending = table(Invite)
    for row in db.execute(select(pending).where(pending.c.accepted_at.is_(None))):
        world.pending_invites[row.organization_id, row.invited_email] = row.id
    for row in db.execute(select(table(Gateway))):
        if row.kind == GatewayKind.DIRECT:
            world.direct_gateways[row.organization_id] = row.id
        else:
            world.gateway_urls[row.organization_id, row.url] = row.id
    agents = table(Agent).c
    for row in db.execute(select(agents.id, agents.board_id, agents.gateway_id, agents.name_key, agents.is_board_lead)):
        if row.board_id is None:
            world.main_ids[row.gateway_id] = row.id
        else:
            world.agent_names[row.board_id, row.name_key] = row.id
            if row.is_board_lead:
                world.lead_ids[row.board_id] = row.id
    world.tag_slugs.update(_owners(db, table(Tag), "organization_id", "slug"))
    world.field_keys.update(_owners(db, table(CustomField), "organization_id", "field_key"))
    world.pack_urls.update(_owners(db, table(SkillPack), "organization_id", "source_url"))
    world.skill_urls.update(_owners(db, table(Skill), "organization_id", "source_url"))


def _owners(db: Session, of: Table, *names: str) -> dict[Any, UUID]:
    rows = db.execute(select(of.c.id, *(of.c[name] for name in names)))
    return {row[1] if len(names) == 1 else tuple(row[1:]): row[0] for row in rows}
