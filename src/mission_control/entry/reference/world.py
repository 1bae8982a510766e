"""What is known of the rows that are here: enough for those that refer to them.

Only kinds of which there are few are remembered; tasks and what hangs on them are looked up by joins at the source.
"""

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from mission_control.kernel.environment import Environment
from mission_control.moving.drafts import LeftOut

SOMEBODY = "A person"
"""The reference does not keep which person spoke."""


@dataclass(frozen=True, slots=True)
class GatewayPlace:
    id: UUID
    """Its id here: of two gateways with one address the first."""
    organization_id: UUID


@dataclass(frozen=True, slots=True)
class BoardPlace:
    organization_id: UUID
    gateway_id: UUID | None
    group_id: UUID | None


@dataclass(frozen=True, slots=True)
class AgentPlace:
    organization_id: UUID
    board_id: UUID | None
    name: str
    is_lead: bool


@dataclass
class World:
    environment: Environment
    now: datetime
    organizations: set[UUID] = field(default_factory=set)
    users: dict[UUID, UUID] = field(default_factory=dict)
    """Ids here by ids there: somebody who had signed in here before is known under another."""
    members: dict[UUID, UUID] = field(default_factory=dict)
    """Organizations by member."""
    invites: dict[UUID, UUID] = field(default_factory=dict)
    gateways: dict[UUID, GatewayPlace] = field(default_factory=dict)
    groups: dict[UUID, UUID] = field(default_factory=dict)
    boards: dict[UUID, BoardPlace] = field(default_factory=dict)
    agents: dict[UUID, AgentPlace] = field(default_factory=dict)
    leads: dict[UUID, str] = field(default_factory=dict)
    """Names of leads by board."""
    tags: dict[UUID, UUID] = field(default_factory=dict)
    fields: dict[UUID, UUID] = field(default_factory=dict)
    skills: dict[UUID, UUID] = field(default_factory=dict)
    webhooks: set[UUID] = field(default_factory=set)

    # Values that only one may have, with who has them.
    external_ids: dict[str, UUID] = field(default_factory=dict)
    memberships: dict[tuple[UUID, UUID], UUID] = field(default_factory=dict)
    pending_invites: dict[tuple[UUID, str], UUID] = field(default_factory=dict)
    gateway_urls: dict[tuple[UUID, str], UUID] = field(default_factory=dict)
    direct_gateways: dict[UUID, UUID] = field(default_factory=dict)
    agent_names: dict[tuple[UUID, str], UUID] = field(default_factory=dict)
    lead_ids: dict[UUID, UUID] = field(default_factory=dict)
    main_ids: dict[UUID, UUID] = field(default_factory=dict)
    tag_slugs: dict[tuple[UUID, str], UUID] = field(default_factory=dict)
    field_keys: dict[tuple[UUID, str], UUID] = field(default_factory=dict)
    pack_urls: dict[tuple[UUID, str], UUID] = field(default_factory=dict)
    skill_urls: dict[tuple[UUID, str], UUID] = field(default_factory=dict)

    def organization(self, organization_id: UUID | None) -> UUID:
        """Raises LeftOut."""
        if organization_id not in self.organizations:
            raise LeftOut("its organization is not here")
        return organization_id

    def board(self, board_id: UUID | None) -> BoardPlace:
        """Raises LeftOut."""
        place = self.boards.get(board_id) if board_id else None
        if place is None:
            raise LeftOut("its board is not here")
        return place

    def agent_name(self, agent_id: UUID | None) -> str | None:
        place = self.agents.get(agent_id) if agent_id else None
        return place.name if place else None

    def sealed(self, secret: str | None) -> str | None:
        """A secret as it is kept here; the reference has it in clear."""
        return self.environment.secrets.encrypt(secret) if secret else None
