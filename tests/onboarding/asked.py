"""A board on a gateway, whose main agent leads its interview, and the person who answers."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import httpx

from tests.gateways.scripted import Scripted
from tests.provisioning.fleet import AGENTS, bring_up, token_of
from tests.provisioning.keeping import AgentKeeping
from tests.support.processes import wait_until
from tests.support.server import ServerProcess
from tests.support.world import Json, ok

REQUEST, ANSWER = "BOARD ONBOARDING REQUEST", "BOARD ONBOARDING ANSWER"
QUESTION = {"question": "What shall be true?", "options": [{"id": "1", "label": "A book"}, {"id": "2", "label": "Two"}]}
DRAFT = {
    "status": "complete",
    "board_type": "goal",
    "objective": "A printed book",
    "success_metrics": {"copies": "500"},
    "target_date": "2030-12-31",
    "user_profile": {"preferred_name": "Olga", "timezone": "Europe/Oslo", "notes": "Reads mornings."},
    "lead_agent": {"name": "Ada", "identity_profile": {"role": "Editor"}, "autonomy_level": "ask_first"},
}


def interview_of(board: Json) -> str:
    return f"/api/v1/boards/{board['id']}/onboarding"


def main_agent(operator: httpx.Client, gateway: Json) -> Json:
    agents = ok(operator.get(AGENTS, params={"limit": 100}))["items"]
    return next(it for it in agents if it["is_gateway_main"] and it["gateway_id"] == gateway["id"])


def is_told(keeping: AgentKeeping, gateway: Json, *words: str, times: int = 1) -> str:
    """The newest message to the main agent that holds all these words, when there are so many."""

    def found() -> list[str]:
        texts = keeping.texts(f"mc-gateway-{gateway['id']}")
        return [text for text in texts if all(word in text for word in words)]

    assert wait_until(lambda: len(found()) >= times, timeout=30), (
        words,
        keeping.texts(f"mc-gateway-{gateway['id']}"),
    )
    assert len(found()) == times, found()
    return found()[-1]


def waits_with(operator: httpx.Client, board: Json, *words: str) -> Json:
    """The interview, when it says this of what it waits for."""
    seen: Json = {}

    def has() -> bool:
        seen.update(ok(operator.get(interview_of(board))))
        return all(word in (seen["waiting_reason"] or "") for word in words)

    assert wait_until(has, timeout=30), seen
    return seen


@dataclass(frozen=True)
class Room:
    """Where an interview takes place: the gateway's main agent sleeps, and is ready to be asked."""

    server: ServerProcess
    operator: httpx.Client
    keeping: AgentKeeping
    scripted: Scripted
    gateway: Json
    board: Json

    @property
    def at(self) -> str:
        return interview_of(self.board)

    def ready(self) -> Json:
        return bring_up(self.server, self.operator, self.keeping, main_agent(self.operator, self.gateway))

    def as_main(self) -> httpx.Client:
        return self.server.as_agent(token_of(self.keeping, main_agent(self.operator, self.gateway)))

    def start(self, **body: Any) -> Json:
        started: Json = ok(self.operator.post(f"{self.at}/start", json=body))
        return started

    def says(self, body: Json, onboarding: Json | None = None) -> httpx.Response:
        """What the main agent sends."""
        named = {"onboarding_id": onboarding["id"]} if onboarding else {}
        with self.as_main() as agent:
            return agent.post(f"/api/v1/agent/boards/{self.board['id']}/onboarding", json=body, params=named)

    def answer(self, text: str, **more: str) -> httpx.Response:
        return self.operator.post(f"{self.at}/answer", json={"answer": text, **more})

    def is_told(self, *words: str, times: int = 1) -> str:
        return is_told(self.keeping, self.gateway, *words, times=times)
