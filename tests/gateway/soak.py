"""A fleet on a real gateway while what it stands on is killed: what it is asked for, and what must be so afterwards.

The gateway's transcripts say what an agent was told, when, and whether a turn about it came to its end; its roster, its
configuration and its files say who is there; our API says the rest.
"""

from __future__ import annotations

import asyncio
import json
import re
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any, Self
from uuid import uuid4

import httpx

from mission_control.gateways.protocol.errors import GatewayFailure
from mission_control.gateways.protocol.handshake import connect
from mission_control.gateways.protocol.identity import DeviceIdentity
from mission_control.gateways.protocol.target import Target
from tests.gateway.model import GO_ON
from tests.gateway.real import RealGateway
from tests.support.processes import wait_until
from tests.support.server import ServerProcess
from tests.support.world import Json, ok

TOKEN = re.compile(r"mca_[\w-]+")
HEALED_WITHIN = 460
"""A gateway that was killed in the wrong moment loads for five minutes nothing that it saves."""
PATIENCE = 300
"""Seconds for what takes ten on a machine that has nothing else to do."""
LOOKS_EVERY = 2.0
"""Seconds between two looks at what heals: each costs the gateway, which is at work on just that, part of one."""


def say(line: str) -> None:
    """For whoever follows a long run (`pytest -s`)."""
    sys.stdout.write(f"{line}\n")
    sys.stdout.flush()


def surely(call: Callable[[dict[str, str]], httpx.Response]) -> Any:
    """What is asked of a server that may be down at the moment: again, under one key, until it answers."""
    headers, answers = {"Idempotency-Key": uuid4().hex}, []

    def answered() -> bool:
        with suppress(httpx.TransportError):
            reply = call(headers)
            if reply.status_code < 500 and reply.status_code != 409:
                answers.append(ok(reply))
        return bool(answers)

    assert wait_until(answered, timeout=PATIENCE, interval=0.2), "no answer"
    return answers[0]


@dataclass
class Member:
    """An agent that was made, and what it is to be told."""

    id: str
    name: str
    runtime_id: str
    task_id: str | None = None
    words: list[str] = field(default_factory=list)
    """Each is in one thing that it is told."""

    @property
    def session(self) -> str:
        return f"agent:{self.runtime_id}:main"

    @property
    def first(self) -> str:
        return f"You are {self.name}. Read AGENTS.md"


@dataclass
class Fleet:
    """One installation, one gateway, and the agents of the present round."""

    server: ServerProcess
    gateway: RealGateway
    id: str = ""
    board: Json = field(default_factory=dict)
    crew: list[Member] = field(default_factory=list)
    kills: list[float] = field(default_factory=list)
    """When the gateway was killed, in seconds since 1970."""
    _device: DeviceIdentity = field(default_factory=DeviceIdentity.new)
    _others: Sequence[set[str]] = ()
    """What a fleet of another installation has left on the gateway."""

    def __post_init__(self) -> None:
        self._clients = [self.server.as_operator(index) for index in range(len(self.server.ports))]
        self._others = self._there()
        body = {"name": "Soaked", "url": self.gateway.url, "workspace_root": "~/agents", "token": self.gateway.token}
        self.id = self.post("/api/v1/gateways", body)["id"]
        assert wait_until(lambda: self.phases() == {"ready"}, timeout=PATIENCE, interval=LOOKS_EVERY), self.listed()

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        for client in self._clients:
            client.close()

    # --- what is asked of it

    def get(self, path: str, **params: Any) -> Any:
        return surely(lambda headers: self._some().get(path, params=params, headers=headers))

    def post(self, path: str, body: Json) -> Any:
        return surely(lambda headers: self._some().post(path, json=body, headers=headers))

    def _some(self) -> httpx.Client:
        """Of several processes another with each try."""
        self._clients.append(self._clients.pop(0))
        return self._clients[0]

    def hire(self, workers: int) -> None:
        """A board with its lead and workers; each has a task, or a comment, that it will be told of."""
        body = {"name": f"Board {uuid4().hex[:6]}", "slug": "soaked", "description": "Soaked", "board_type": "general"}
        self.board = self.post("/api/v1/boards", body | {"gateway_id": self.id, "max_agents": 100})
        self.crew = [self._hired(f"Ada{number}" if number else "Lena", number == 0) for number in range(workers + 1)]

    def _hired(self, name: str, is_lead: bool) -> Member:
        body = {"name": f"{name}{uuid4().hex[:4]}", "board_id": self.board["id"], "is_board_lead": is_lead}
        agent = self.post("/api/v1/agents", body)
        return Member(agent["id"], agent["name"], agent["setup"]["runtime_id"])

    def assign(self, member: Member) -> None:
        body = {"title": f"Cover {uuid4().hex[:8]}", "assigned_agent_id": member.id}
        member.task_id = self.post(f"/api/v1/boards/{self.board['id']}/tasks", body)["id"]
        member.words.append(body["title"])

    def call(self, member: Member) -> None:
        """Mention it, which no state of a task makes needless."""
        at = f"/api/v1/boards/{self.board['id']}/tasks"
        about = self.post(at, {"title": "To be talked about", "status": "review"})
        word = f"word{uuid4().hex[:8]}"
        self.post(f"{at}/{about['id']}/comments", {"message": f"@{member.name} what of {word}?"})
        member.words.append(word)

    def rotate(self, member: Member) -> None:
        """A new token, with whose first use the one before ends."""
        self.post(f"/api/v1/agents/{member.id}/token", {})

    def dismiss(self) -> None:
        surely(lambda headers: self._some().delete(f"/api/v1/boards/{self.board['id']}", headers=headers))

    def wait_for_removal(self) -> None:
        assert wait_until(lambda: len(self.listed()) == 1, timeout=HEALED_WITHIN, interval=LOOKS_EVERY), self.listed()

    # --- what became of it

    def listed(self) -> list[Json]:
        agents: list[Json] = self.get(f"/api/v1/gateways/{self.id}/agents")["agents"]
        return agents

    def phases(self) -> set[str]:
        return {agent["phase"] for agent in self.listed()}

    def main(self) -> Member:
        found = next(it for it in self.listed() if it["is_gateway_main"])
        return Member(found["agent_id"], found["name"], found["runtime_id"])

    def ask(self, *questions: tuple[str, Json], patience: float = PATIENCE) -> list[Any]:
        """Of the gateway itself, over a connection of our own; again while it restarts, as it may of its own accord."""
        until = time.monotonic() + patience
        while True:
            try:
                return self._asked(*questions)
            except GatewayFailure:
                if time.monotonic() > until:
                    raise
                time.sleep(1)

    def _asked(self, *questions: tuple[str, Json]) -> list[Any]:

        async def asking() -> list[Any]:
            target = Target(self.gateway.url, token=self.gateway.token, identity=self._device)
            connection = await connect(target)
            try:
                return [await connection.call(method, params) for method, params in questions]
            finally:
                await connection.close()

        return asyncio.run(asyncio.wait_for(asking(), PATIENCE))

    def token_of(self, member: Member) -> str:
        at = {"agentId": member.runtime_id, "name": "AGENTS.md"}
        (answer,) = self.ask(("agents.files.get", at))
        return str(TOKEN.findall(answer["file"]["content"])[0])

    def unhealed(self) -> list[str]:
        """What still waits; nothing when all have come to rest."""
        waiting = [f"{it['name']}: {it['phase']}, {it['reason']}" for it in self.listed() if it["phase"] != "ready"]
        waiting += [f"job {it['name']}" for it in self.get("/api/v1/system/jobs")["items"] if it["retrying"]]
        for member in self.crew:
            agent = self.get(f"/api/v1/agents/{member.id}")
            if agent["status"] != "online":
                waiting.append(f"{member.name} is {agent['status']}: {agent['status_reason']}")
            if member.task_id and (task := self.task_of(member))["status"] != "in_progress":
                waiting.append(f"task of {member.name} is {task['status']}")
        if waiting:
            return waiting
        try:
            (active,) = self.ask(("sessions.list", {"limit": 1000, "activeOnly": True}), patience=0)
            waiting += [f"turn of {it['key']}" for it in active["sessions"] if it.get("hasActiveRun")]
            return waiting + [it for it in self.telling() if "twice" not in it]
        except (GatewayFailure, TimeoutError) as error:
            return [f"the gateway: {error}"]

    def task_of(self, member: Member) -> Json:
        found: Json = self.get(f"/api/v1/boards/{self.board['id']}/tasks/{member.task_id}")
        return found

    def contradictions(self, *, ended: str) -> Iterator[str]:
        """What must not be; `ended` is a token that has ended."""
        present = {it["runtime_id"] for it in self.listed()}
        if present != {member.runtime_id for member in self._all()}:
            yield f"agents in our list: {present}"
        for where, others, there in zip(("roster", "entries", "folders"), self._others, self._there(), strict=True):
            if there - others != present:
                yield f"{where} of the gateway: {there - others}, and wanted {present}"
        for member in self._all():
            yield from self._of_token(member)
        if self._takes(ended):
            yield "a token that has ended works"
        for member in self.crew:
            yield from self._of_task(member)
        yield from self.telling()
        yield from [f"given up: {it}" for it in self.get("/api/v1/system/failed-jobs")["items"]]

    def _there(self) -> tuple[set[str], set[str], set[str]]:
        """Agents as the gateway lists them, in its configuration, and by their folders."""
        roster, config = self.ask(("agents.list", {}), ("config.get", {}))
        folders = {it.name.removeprefix("workspace-") for it in self.gateway.home.glob("agents/workspace-*")}
        listed, entries = {it["id"] for it in roster["agents"]}, set(config["parsed"]["agents"]["entries"])
        # The folder of a main agent goes without the `mc-`.
        folders = {f"mc-{it}" if it.startswith("gateway-") else it for it in folders}
        return listed - {"main"}, entries - {"main"}, folders

    def _all(self) -> list[Member]:
        return [self.main(), *self.crew]

    def _of_token(self, member: Member) -> Iterator[str]:
        if not self._takes(self.token_of(member)):
            yield f"{member.name} is locked out"

    def _takes(self, token: str) -> bool:
        with self.server.as_agent(token) as agent:
            return agent.get("/api/v1/agent/healthz").status_code == 200

    def _of_task(self, member: Member) -> Iterator[str]:
        if member.task_id is None:
            return
        task = self.task_of(member)
        if (task["status"], task["assigned_agent_id"]) != ("in_progress", member.id):
            yield f"task of {member.name}: {task['status']} of {task['assigned_agent_id']}"
        told = self.get("/api/v1/activity", board_id=self.board["id"], event_type="task.status_changed", limit=200)
        moves = [it["payload"] for it in told["items"] if it["task_id"] == member.task_id]
        begun = [move["before"] for move in moves if move["before"] != move["after"]]
        # Asked for work again, the product hands out what the agent holds already, under a new fence.
        if begun != ["inbox"] or {move["assigned_after"] for move in moves} != {member.id}:
            yield f"task of {member.name} was claimed otherwise than once: {moves}"

    def telling(self) -> list[str]:
        """What was told not at all, twice, or in a turn that came to no end."""
        asked = [("chat.history", {"sessionKey": member.session, "limit": 200}) for member in self.crew]
        answers = self.ask(*asked)
        return [
            f"{member.name}, “{word}”: {wrong}"
            for member, answer in zip(self.crew, answers, strict=True)
            for word in (member.first, *member.words)
            for wrong in self._of_word(answer["messages"], word, is_task=word.startswith("Cover"))
        ]

    def _of_word(self, messages: Sequence[Json], word: str, *, is_task: bool) -> Iterator[str]:
        tellings = [index for index, it in enumerate(messages) if _is_ours(it) and word in _text(it)]
        if not tellings and not is_task:
            yield "never told"
        for earlier, later in pairwise(tellings):
            between = messages[earlier + 1 : later]
            if (
                _is_reminder(messages[later])
                and any(map(_is_end, between))
                and not any(map(_is_answered_call, between))
            ):
                continue  # Its turn ended without a call that came through, and it is asked to call again.
            times = [messages[index]["timestamp"] / 1000 for index in (earlier, later)]
            has_died = any(times[0] < kill < times[1] for kill in self.kills)
            if not has_died or any(_is_end(it) or _goes_on(it) for it in between):
                yield f"told twice: {_told(messages)}"
        if tellings and not any(_is_end(it) for it in messages[tellings[-1] + 1 :]):
            yield "told in a turn that came to no end"


def _text(message: Json) -> str:
    content = message.get("content")
    return content if isinstance(content, str) else json.dumps(content)


def _goes_on(message: Json) -> bool:
    """The gateway goes on by itself with what the killed one was at."""
    return message["role"] == "user" and _text(message).startswith(GO_ON)


def _is_ours(message: Json) -> bool:
    return message["role"] == "user" and not _goes_on(message)


def _is_reminder(message: Json) -> bool:
    return _text(message).startswith("You have not called Mission Control yet")


def _is_answered_call(message: Json) -> bool:
    return message["role"] == "toolResult" and "Command exited with code" not in _text(message)


def _is_end(message: Json) -> bool:
    return message["role"] == "assistant" and message.get("stopReason") == "stop"


def _told(messages: Sequence[Json]) -> str:
    """A transcript in short."""
    return " | ".join(
        f"{it['timestamp'] / 1000 % 1000:.1f} {it['role']} {it.get('stopReason') or ''} {_text(it)[:90]}"
        for it in messages
    )
