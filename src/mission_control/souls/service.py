"""Use cases of souls: reading and writing an agent's, and choosing one from the directory."""

from dataclasses import dataclass
from uuid import UUID

from mission_control.agents import api as agents
from mission_control.agents.api import Agent
from mission_control.boards import api as boards
from mission_control.gateways import api as gateways
from mission_control.gateways.api import Target
from mission_control.kernel.db.session import UnitOfWork
from mission_control.kernel.environment import environment_of
from mission_control.kernel.http.errors import Forbidden, NotFound
from mission_control.kernel.security.principals import AgentKind, AgentPrincipal, Principal, UserPrincipal
from mission_control.provisioning.api import SOUL_FILE, runtime_id
from mission_control.souls import rules
from mission_control.souls.directory import MAX_SOUL_CHARACTERS, built_in, public_directory
from mission_control.souls.errors import BadName, BlankSoul
from mission_control.souls.rules import BadSoulName, SoulName
from mission_control.souls.schemas import (
    SoulsDirectoryMarkdownResponse,
    SoulsDirectorySearchResponse,
    SoulsDirectorySoulRef,
    SoulUpdateRequest,
)


@dataclass(frozen=True, slots=True)
class Whereabouts:
    """Where an agent's soul is read: on its gateway, or, for one that speaks plain HTTP, here."""

    kept: str | None
    target: Target | None = None
    runtime_id: str = ""

    @property
    def file(self) -> dict[str, str]:
        return {"agentId": self.runtime_id, "name": SOUL_FILE}


def whereabouts_for_agent(uow: UnitOfWork, who: AgentPrincipal, board_id: UUID, agent_id: UUID) -> Whereabouts:
    """For the lead of the board, and for the agent itself. Raises NotFound, Forbidden, GatewayFailed."""
    agent = _on_board(uow, who, board_id, agent_id)
    if who.kind is not AgentKind.LEAD and agent.id != who.agent_id:
        raise Forbidden("only the board's lead and the agent itself may read its soul")
    return _whereabouts(uow, who, agent)


def whereabouts(uow: UnitOfWork, who: UserPrincipal, agent_id: UUID) -> Whereabouts:
    """For a person who may read the agent's board. Raises NotFound, Forbidden, GatewayFailed."""
    return _whereabouts(uow, who, agents.get(uow.db, who, agent_id))


def write_for_agent(
    uow: UnitOfWork, who: AgentPrincipal, board_id: UUID, agent_id: UUID, body: SoulUpdateRequest
) -> None:
    """A lead writes the soul of an agent of its board. Raises NotFound, BlankSoul."""
    _on_board(uow, who, board_id, agent_id)
    _write(uow, agents.get_for_change(uow.db, who, agent_id), body)


def write(uow: UnitOfWork, who: UserPrincipal, agent_id: UUID, body: SoulUpdateRequest) -> Agent:
    """Raises NotFound, Forbidden, BlankSoul."""
    agent = agents.get_for_change(uow.db, who, agent_id)
    _write(uow, agent, body)
    return agent


def _write(uow: UnitOfWork, agent: Agent, body: SoulUpdateRequest) -> None:
    text = body.content.strip()
    if not text:
        raise BlankSoul("content: write what the agent is to be like")
    if len(text) > MAX_SOUL_CHARACTERS:
        raise BlankSoul(f"content: write up to {MAX_SOUL_CHARACTERS:,} characters; gateways cut off the rest")
    agents.write_soul(uow, agent, text, source_url=body.source_url or None, reason=body.reason or None)


def _on_board(uow: UnitOfWork, who: AgentPrincipal, board_id: UUID, agent_id: UUID) -> Agent:
    board = boards.get(uow.db, who, board_id)
    agent = uow.db.get(Agent, agent_id)
    if agent is None or agent.board_id != board.id:
        raise NotFound
    return agent


def _whereabouts(uow: UnitOfWork, who: Principal, agent: Agent) -> Whereabouts:
    if agent.openclaw_session_id is None:
        return Whereabouts(agent.soul_template)
    target = gateways.target_to_ask(uow, *gateways.get(uow.db, who, agent.gateway_id))
    return Whereabouts(agent.soul_template, target, runtime_id(agent.openclaw_session_id))


# --- the directory


def search(uow: UnitOfWork, wanted: str, most: int) -> SoulsDirectorySearchResponse:
    """The product's own first, then those of the public directory, if one is configured."""
    settings = environment_of(uow.db).settings
    public = public_directory(settings.souls_directory_url)
    own = rules.matching(list(built_in()), wanted, most)
    base = f"{settings.public_url.rstrip('/')}/api/v1/souls-directory"
    items = [
        SoulsDirectorySoulRef(
            handle=name.handle, slug=name.slug, page_url=f"{base}/{name}", raw_md_url=f"{base}/{name}.md"
        )
        for name in own
    ]
    if public and len(own) < most:
        items += [
            SoulsDirectorySoulRef(
                handle=name.handle, slug=name.slug, page_url=public.page_url(name), raw_md_url=public.raw_url(name)
            )
            for name in rules.matching(public.souls(), wanted, most - len(own))
        ]
    return SoulsDirectorySearchResponse(items=items)


def read(uow: UnitOfWork, handle: str, slug: str) -> SoulsDirectoryMarkdownResponse:
    """Raises BadName, NotFound, DirectoryFailed."""
    name = _named(handle, slug)
    if (own := built_in().get(name)) is not None:
        return SoulsDirectoryMarkdownResponse(handle=name.handle, slug=name.slug, content=own)
    public = public_directory(environment_of(uow.db).settings.souls_directory_url)
    if public is None or name.handle == rules.OWN_HANDLE:
        raise NotFound("there is no such soul in the directory")
    return SoulsDirectoryMarkdownResponse(handle=name.handle, slug=name.slug, content=public.content(name))


def _named(handle: str, slug: str) -> SoulName:
    try:
        return rules.soul_name(handle, slug)
    except BadSoulName as bad:
        raise BadName(str(bad)) from None
