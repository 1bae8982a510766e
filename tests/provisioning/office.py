"""A board on a gateway whose agents sleep, as its operator and its agents see it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import httpx
import pytest

from tests.gateways.scripted import Scripted
from tests.provisioning.fleet import AGENTS, add_agent, add_gateway, board_on, bring_up, token_of
from tests.provisioning.keeping import AgentKeeping, Json
from tests.support.processes import wait_until
from tests.support.server import ServerProcess
from tests.support.world import move_to_new_organization, ok


@dataclass(frozen=True)
class Office:
    """A board on a gateway whose agents sleep."""

    server: ServerProcess
    operator: httpx.Client
    keeping: AgentKeeping
    scripted: Scripted
    board: Json

    def joined_by(self, name: str, *, lead: bool = False) -> Json:
        return bring_up(
            self.server, self.operator, self.keeping, add_agent(self.operator, self.board, name, is_board_lead=lead)
        )

    def told(self, agent: Json) -> list[str]:
        """What woke it since its first time."""
        return self.keeping.texts(agent["setup"]["runtime_id"])[1:]

    def hears(self, agent: Json, *words: str) -> str:
        """The one message that holds these words."""

        def found() -> list[str]:
            return [text for text in self.told(agent) if all(word in text for word in words)]

        assert wait_until(lambda: bool(found()), timeout=90), (words, self.told(agent))
        assert len(found()) == 1, found()
        return found()[0]

    def brought_up(self, agent: Json) -> Json:
        return bring_up(self.server, self.operator, self.keeping, agent)

    def main(self) -> Json:
        """The gateway's main agent, once it has called."""
        agents = ok(self.operator.get(AGENTS, params={"gateway_id": self.board["gateway_id"]}))["items"]
        main = next(agent for agent in agents if agent["is_gateway_main"])
        return self.brought_up(main)

    def as_agent(self, agent: Json) -> httpx.Client:
        return self.server.as_agent(token_of(self.keeping, agent))


@pytest.fixture
def office(server: ServerProcess) -> Iterator[Office]:
    keeping = AgentKeeping()
    with server.as_operator() as operator, keeping.serve() as scripted:
        move_to_new_organization(operator)
        board = board_on(operator, add_gateway(operator, scripted.url), name="Launch")
        yield Office(server, operator, keeping, scripted, board)
        failing = [job for job in ok(operator.get("/api/v1/system/jobs"))["items"] if job["retrying"]]
        assert failing == [], server.logs(lines=200)
