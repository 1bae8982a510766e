"""Who acts: a person, an agent, or the product itself."""

from dataclasses import dataclass, field, replace
from enum import StrEnum
from typing import Literal
from uuid import UUID


class Role(StrEnum):
    OWNER = "owner"
    ADMIN = "admin"
    MEMBER = "member"

    @property
    def is_admin(self) -> bool:
        return self is not Role.MEMBER


class AgentKind(StrEnum):
    LEAD = "lead"
    WORKER = "worker"
    MAIN = "main"


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """Somebody whom an identity provider vouches for."""

    external_id: str
    email: str | None
    """Verified by the provider."""
    name: str | None
    role: Role | None = None
    """In the organization that the provider's people share; None where it says none."""
    keeps_role: bool = False
    """Whether a member stays what they are: the provider says who comes, and not as what."""


ActorKind = Literal["user", "agent", "system"]


@dataclass(frozen=True, slots=True)
class ActorRef:
    """The author of a change, as events store it."""

    kind: ActorKind
    id: UUID | None = None
    name: str | None = None


SYSTEM = ActorRef("system", None, "Mission Control")


@dataclass(frozen=True, slots=True)
class BoardGrant:
    can_read: bool
    can_write: bool


@dataclass(frozen=True, slots=True)
class KeyUsed:
    """The API key by which somebody acts; what it leaves of the rights is in the principal already."""

    id: UUID
    writes: bool


@dataclass(frozen=True, slots=True)
class UserPrincipal:
    """A person, or a service, in the organization that this request is about (the active one)."""

    user_id: UUID
    name: str
    organization_id: UUID
    member_id: UUID
    role: Role
    all_boards_read: bool
    all_boards_write: bool
    grants: dict[UUID, BoardGrant] = field(default_factory=dict)
    key: KeyUsed | None = None
    """None for who has signed in."""
    session_id: UUID | None = None
    """Of the browser, where people sign in with a provider."""
    runs_installation: bool = False
    """Sees to what belongs to no organization, whatever the role in this one."""
    only_to_write: bool = False
    """Boards that they may read and not write are left out."""

    @property
    def ref(self) -> ActorRef:
        return ActorRef("user", self.user_id, self.name)

    @property
    def reads_all_boards(self) -> bool:
        return self.all_boards_read or self.all_boards_write

    def can_read(self, board_id: UUID) -> bool:
        grant = self.grants.get(board_id)
        return self.reads_all_boards or (grant is not None and (grant.can_read or grant.can_write))

    def can_write(self, board_id: UUID) -> bool:
        grant = self.grants.get(board_id)
        return self.all_boards_write or (grant is not None and grant.can_write)

    @property
    def where_writing(self) -> "UserPrincipal":
        """The same person with the boards alone on which something can wait for them.

        A key is left as it is: who has it may read for somebody who decides.
        """
        if self.all_boards_write or self.key is not None:
            return self
        grants = {board_id: grant for board_id, grant in self.grants.items() if grant.can_write}
        return replace(self, all_boards_read=False, grants=grants, only_to_write=True)


@dataclass(frozen=True, slots=True)
class AgentPrincipal:
    """An agent; `board_id` is null for a gateway's main agent."""

    agent_id: UUID
    name: str
    organization_id: UUID
    gateway_id: UUID
    board_id: UUID | None
    is_lead: bool
    is_paused: bool = False

    @property
    def ref(self) -> ActorRef:
        return ActorRef("agent", self.agent_id, self.name)

    @property
    def kind(self) -> AgentKind:
        if self.board_id is None:
            return AgentKind.MAIN
        return AgentKind.LEAD if self.is_lead else AgentKind.WORKER


Principal = UserPrincipal | AgentPrincipal
