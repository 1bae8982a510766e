"""What the one person of local sign-in cannot be by calls alone: a member with another role, or a stranger."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

from sqlalchemy import create_engine, delete, select, update
from sqlalchemy.engine import make_url
from sqlalchemy.orm import Session
from sqlalchemy.pool import NullPool

from mission_control.agents.models import Agent
from mission_control.approvals.models import Approval
from mission_control.boards.models import Board, BoardAccessGrant
from mission_control.coordination.models import AgentMessage
from mission_control.custom_fields.models import CustomField
from mission_control.exec_approvals.models import ExecRequest
from mission_control.gateways.models import Gateway, GatewayLink
from mission_control.identity.models import User
from mission_control.organizations.models import Member
from mission_control.sign_in.models import SignInSession
from mission_control.skill_installs.models import SkillInstall
from mission_control.skills.models import PackSync, Skill, SkillPack, SyncStatus
from mission_control.subscriptions.models import DeliveryState, EventDelivery
from mission_control.templates.models import TemplateRun
from mission_control.turns.models import Turn, TurnReason
from tests.support.world import Json, MadeAgent

_READ = {"content": "# Read me", "commit_id": "c" * 40, "read_status": "read"}
LOCAL_USER = "local-auth-user"


class People:
    """Writes memberships, grants and gateways straight into a server's database."""

    def __init__(self, url: str) -> None:
        parsed = make_url(url)
        if parsed.get_backend_name() == "postgresql":
            parsed = parsed.set(drivername="postgresql+psycopg")
        self.engine = create_engine(parsed, poolclass=NullPool)

    @contextmanager
    def writing(self) -> Iterator[Session]:
        with Session(self.engine) as session:
            yield session
            session.commit()

    def become(
        self,
        organization_id: str,
        role: str,
        *,
        reads_all: bool = False,
        writes_all: bool = False,
        grants: Mapping[str, tuple[bool, bool]] | None = None,
    ) -> None:
        """Give the person of local sign-in this place, and no other, in an organization, and make it the active one.

        `grants` are (may read, may write) by board.
        """
        with self.writing() as db:
            user = db.scalars(select(User).where(User.external_id == LOCAL_USER)).one()
            mine = (Member.user_id == user.id) & (Member.organization_id == UUID(organization_id))
            member = db.scalars(select(Member).where(mine)).one()
            member.role = role
            member.all_boards_read, member.all_boards_write = reads_all, writes_all
            db.execute(delete(BoardAccessGrant).where(BoardAccessGrant.organization_member_id == member.id))
            for board_id, (can_read, can_write) in (grants or {}).items():
                db.add(
                    BoardAccessGrant(
                        organization_member_id=member.id,
                        board_id=UUID(board_id),
                        can_read=can_read,
                        can_write=can_write,
                        **_now(),
                    )
                )
            user.active_organization_id = member.organization_id

    def own(self, organization_id: str) -> None:
        """The usual place of that person: owner, with all boards."""
        self.become(organization_id, "owner", reads_all=True, writes_all=True)

    def hand_over(self, organization_id: str) -> None:
        """Put somebody else in the place of the person of local sign-in: from now on that is a foreign tenant."""
        with self.writing() as db:
            stranger = User(external_id=f"stranger-{uuid4().hex}", name="Stranger", **_now())
            db.add(stranger)
            db.flush()
            user_id = select(User.id).where(User.external_id == LOCAL_USER).scalar_subquery()
            theirs = (Member.user_id == user_id) & (Member.organization_id == UUID(organization_id))
            moved = db.execute(update(Member).where(theirs).values(user_id=stranger.id).returning(Member.id))
            assert moved.all(), "that person was no member"

    def add(self, name: str, email: str | None = None) -> str:
        """Make the account of a person who belongs to nothing yet; answers the name that a sign-in knows it by."""
        external_id = f"{name.lower()}-{uuid4().hex}"
        with self.writing() as db:
            db.add(User(external_id=external_id, name=name, email=email, **_now()))
        return external_id

    def add_member(self, organization_id: str, name: str, role: str = "member") -> str:
        """Somebody more in an organization, who may do nothing on its boards; answers the id of the membership."""
        external_id = self.add(name)
        with self.writing() as db:
            user_id = db.scalars(select(User.id).where(User.external_id == external_id)).one()
            place = {"organization_id": UUID(organization_id), "user_id": user_id, "role": role}
            member = Member(**place, all_boards_read=False, all_boards_write=False, **_now())
            db.add(member)
            db.flush()
            return str(member.id)

    def make_fields_optional(self) -> None:
        """Of all organizations."""
        with self.writing() as db:
            db.execute(update(CustomField).values(required=False))

    def note_run(self, template_id: str) -> None:
        """Note a due time of a template, as the schedule does."""
        with self.writing() as db:
            run = {"template_id": UUID(template_id), "due_at": datetime.now(UTC), "created_at": datetime.now(UTC)}
            db.add(TemplateRun(**run, scheduled=True, outcome="skipped", reason="An earlier task is open"))

    def add_pack(self, organization_id: str, name: str) -> tuple[str, str, str]:
        """A pack of a server that nothing may be read from, its reading, and a skill of it; answers their ids."""
        place = {"organization_id": UUID(organization_id), "details": {}, "version": 1, **_now()}
        url = f"https://git.invalid/acme/{uuid4().hex}"
        with self.writing() as db:
            pack = SkillPack(**place, name=name, source_url=url, branch="main")
            db.add(pack)
            db.flush()
            counts = dict.fromkeys(("found_count", "created_count", "updated_count", "vanished_count"), 0)
            sync = PackSync(
                organization_id=UUID(organization_id),
                pack_id=pack.id,
                branch="main",
                status=SyncStatus.READY,
                applies=False,
                found=[],
                warnings=[],
                **counts,
                created_at=datetime.now(UTC),
            )
            skill = Skill(**place, pack_id=pack.id, name=f"{name} skill", source_url=f"{url}/tree/main", **_READ)
            db.add_all([sync, skill])
            db.flush()
            return str(pack.id), str(sync.id), str(skill.id)

    def read_skill(self, skill_id: str, text: str) -> None:
        """Have a skill be as if its address had been read."""
        with self.writing() as db:
            skill = db.get_one(Skill, UUID(skill_id))
            skill.content, skill.commit_id, skill.read_status, skill.read_reason = text, "c" * 40, "read", None

    def add_delivery(self, organization_id: str, subscription_id: str) -> str:
        """An event that could not be delivered and is kept no longer; answers its id."""
        with self.writing() as db:
            delivery = EventDelivery(
                organization_id=UUID(organization_id),
                subscription_id=UUID(subscription_id),
                position=0,
                event_type="task.created",
                state=DeliveryState.DEAD,
                attempts=9,
                error="it answered 500",
                created_at=datetime.now(UTC),
            )
            db.add(delivery)
            db.flush()
            return str(delivery.id)

    def add_question(self, board: Json, agent_id: str, text: str) -> str:
        """What an agent asks people, and what nobody has answered; answers its id."""
        with self.writing() as db:
            question = AgentMessage(
                organization_id=UUID(board["organization_id"]),
                board_id=UUID(board["id"]),
                kind="ask_user",
                sender_agent_id=UUID(agent_id),
                sender_name="Lead",
                content=text,
                reply_tags=["gateway_main", "user_reply"],
                status="open",
                created_at=datetime.now(UTC),
            )
            db.add(question)
            db.flush()
            return str(question.id)

    def add_install(self, organization_id: str, gateway_id: str, skill_id: str) -> str:
        """A skill that was asked for on a gateway; answers its id."""
        with self.writing() as db:
            install = SkillInstall(
                organization_id=UUID(organization_id),
                gateway_id=UUID(gateway_id),
                skill_id=UUID(skill_id),
                status="requested",
                attempt=1,
                requested_at=datetime.now(UTC),
            )
            db.add(install)
            db.flush()
            return str(install.id)

    def install_of(self, skill_id: str) -> str:
        """The id of a skill's only install, which its gateway's agent would be told."""
        with self.writing() as db:
            return str(db.scalars(select(SkillInstall.id).where(SkillInstall.skill_id == UUID(skill_id))).one())

    def add_exec_request(self, gateway_id: str, approval: Json) -> None:
        """As if an approval had been asked for by a gateway, and decided."""
        with self.writing() as db:
            asked = db.get_one(Approval, UUID(approval["id"]))
            db.add(
                ExecRequest(
                    organization_id=asked.organization_id,
                    gateway_id=UUID(gateway_id),
                    approval_id=asked.id,
                    request_id=f"request {asked.id}",
                    created_at=datetime.now(UTC),
                )
            )

    def add_turn(self, board: Json, task: Json, agent: MadeAgent) -> str:
        """As if an agent had been woken on a gateway for a task; answers the turn's id."""
        with self.writing() as db:
            turn = Turn(
                organization_id=UUID(board["organization_id"]),
                board_id=UUID(board["id"]),
                agent_id=UUID(agent.id),
                agent_name=agent.name,
                session_key="agent:mc-none:main",
                message_key=uuid4().hex,
                told_at=datetime.now(UTC),
            )
            db.add(turn)
            db.flush()
            db.add(TurnReason(turn_id=turn.id, position=0, text="It is new", task_id=UUID(task["id"])))
            return str(turn.id)

    def begin_session(self, email: str) -> str:
        """A session of a browser that nobody has."""
        with self.writing() as db:
            user_id = db.scalars(select(User.id).where(User.email == email)).one()
            now = datetime.now(UTC)
            until = now + timedelta(hours=1)
            session = SignInSession(user_id=user_id, digest="none", created_at=now, expires_at=until)
            db.add(session)
            db.flush()
            return str(session.id)

    def put_on_gateway(self, board: Json, main: MadeAgent) -> str:
        """Make an agent the main agent of a new gateway that this board is on; answers the gateway's id."""
        with self.writing() as db:
            gateway = Gateway(
                organization_id=UUID(board["organization_id"]),
                kind="openclaw",
                name=f"Gateway {uuid4().hex}",
                # Nothing listens there.
                url=f"ws://127.0.0.1:9/{uuid4().hex}",
                workspace_root="~/.openclaw",
                allow_insecure_tls=False,
                disable_device_pairing=False,
                version=1,
                **_now(),
            )
            db.add(gateway)
            db.flush()
            unknown = {"state": "connecting", "reason": "", "cure": "", "since": datetime.now(UTC)}
            db.add(GatewayLink(gateway_id=gateway.id, sealed_device_key="nobody can read it", device_id="", **unknown))
            db.execute(update(Board).where(Board.id == UUID(board["id"])).values(gateway_id=gateway.id))
            db.execute(update(Agent).where(Agent.id == UUID(main.id)).values(gateway_id=gateway.id, board_id=None))
            return str(gateway.id)


def _now() -> dict[str, datetime]:
    now = datetime.now(UTC)
    return {"created_at": now, "updated_at": now}
