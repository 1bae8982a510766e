"""What a gateway is asked for agents, method by method, in its own words; see the pinned version in tests/gateway."""

import json
from collections.abc import Awaitable, Collection, Mapping
from contextlib import suppress
from dataclasses import dataclass
from typing import Any, Protocol

from mission_control.gateways.api import AlreadyThere, CallRefused, NotThere, Payload, Stale
from mission_control.kernel.security.tokens import without_tokens
from mission_control.provisioning.rules import Fate, agent_of, fate

CONFIGURE_SECONDS = 30.0
"""A write is answered when it is in force; one that hangs is looked after, not sent again."""
DELETE_SECONDS = 90.0
LOOK_MS = 1
CUT_SHORT = frozenset({"rpc", "restart", "aborted"})
"""Why a turn was ended that did not end by itself: by somebody who asked for it, or with the gateway."""
MOST_SESSIONS = 1_000
MOST_JOBS = 200
MOST_MESSAGES = 200
"""Of a transcript: more than minutes add to it."""


@dataclass(frozen=True, slots=True)
class Roster:
    ids: frozenset[str]
    is_sole: bool
    """There is but the agent that the gateway came with: it takes another by `create` alone."""


@dataclass(frozen=True, slots=True)
class Configured:
    hash: str | None
    entries: Mapping[str, Mapping[str, Any]]


@dataclass(frozen=True, slots=True)
class Turn:
    """A session in which something runs."""

    runtime_id: str
    session_key: str
    run_ids: tuple[str, ...] = ()
    """The keys of the messages that have begun it."""


@dataclass(frozen=True, slots=True)
class TurnEnd:
    """A turn that is over."""

    trouble: str | None
    """Why it has failed; None for one that ended well, or that somebody has ended."""
    was_cut: bool = False
    """Somebody has ended it, or it ended with the gateway."""


@dataclass(frozen=True, slots=True)
class File:
    content: str | None
    hash: str | None


@dataclass(frozen=True, slots=True)
class Scratch:
    """What a gateway puts into an agent's heartbeats, kept with the job that makes them."""

    job_id: str
    content: str
    revision: int


class Call(Protocol):
    """A connection's way to call, be it one that is kept or one for a moment."""

    async def __call__(self, method: str, params: Payload | None = None, *, seconds: float = ...) -> Any: ...


class Remote:
    def __init__(self, call: Call) -> None:
        self._call = call

    async def roster(self) -> Roster:
        answer = await self._call("agents.list", {})
        ids = frozenset(str(agent.get("id")) for agent in answer.get("agents") or [])
        return Roster(ids, is_sole=answer.get("ownership") == "sole")

    async def create(self, runtime_id: str, workspace: str) -> None:
        """The gateway makes the id out of the name, so that is what it is called at first."""
        params = {"name": runtime_id, "workspace": workspace}
        await _unless(AlreadyThere, self._call("agents.create", params, seconds=CONFIGURE_SECONDS))

    async def configured(self) -> Configured:
        answer = await self._call("config.get", {})
        config = answer.get("parsed") or answer.get("config") or {}
        return Configured(answer.get("hash"), (config.get("agents") or {}).get("entries") or {})

    async def configure(self, entries: Mapping[str, Any], base_hash: str | None) -> None:
        params = {"raw": json.dumps({"agents": {"entries": entries}}), "note": "Mission Control"}
        if base_hash:
            params["baseHash"] = base_hash
        await self._call("config.patch", params, seconds=CONFIGURE_SECONDS)

    async def file(self, runtime_id: str, name: str) -> File:
        answer = await self._call("agents.files.get", {"agentId": runtime_id, "name": name})
        found = answer.get("file") or {}
        content = found.get("content")
        if found.get("missing") or not isinstance(content, str):
            return File(None, None)
        return File(content, found.get("hash"))

    async def write(self, runtime_id: str, name: str, content: str, expected: str | None) -> None:
        params = {"agentId": runtime_id, "name": name, "content": content}
        if expected:
            params["expectedHash"] = expected
        await self._call("agents.files.set", params)

    async def scratch(self, runtime_id: str) -> Scratch | None:
        """None where the gateway has no job for the agent's heartbeats. Raises UnknownMethod for old ones."""
        listed = await self._call("cron.list", {"agentId": runtime_id, "includeDisabled": True, "limit": MOST_JOBS})
        jobs = [job for job in listed.get("jobs") or [] if job.get("declarationKey") == f"heartbeat:{runtime_id}"]
        if not jobs:
            return None
        job_id = str(jobs[0].get("id"))
        answer = await self._call("cron.scratch.get", {"id": job_id})
        content = (answer.get("scratch") or {}).get("content")
        return Scratch(job_id, str(content or ""), int(answer.get("currentRevision") or 0))

    async def write_scratch(self, scratch: Scratch, content: str) -> None:
        """Raises Stale where it has changed since it was read."""
        params = {"id": scratch.job_id, "content": content, "expectedRevision": scratch.revision}
        answer = await self._call("cron.scratch.set", params)
        if answer.get("ok") is False:
            why = str(answer.get("reason") or "the heartbeat's text was not taken")
            raise Stale("cron.scratch.set", {"message": why})

    async def delete(self, runtime_id: str) -> None:
        params = {"agentId": runtime_id, "deleteFiles": True}
        await _unless(NotThere, self._call("agents.delete", params, seconds=DELETE_SECONDS))

    async def label(self, session_key: str, label: str) -> None:
        """For people alone; a gateway may refuse a label that another session has."""
        await _unless(CallRefused, self._call("sessions.patch", {"key": session_key, "label": label}))

    async def reset(self, session_key: str) -> None:
        await _unless(NotThere, self._call("sessions.reset", {"key": session_key}))

    async def say(self, session_key: str, message: str, key: str) -> None:
        """Begin a turn; under one key there is one, however often it is asked for, and in whatever words."""
        params = {"sessionKey": session_key, "message": message, "idempotencyKey": key, "deliver": False}
        await _unless(AlreadyThere, self._call("chat.send", params))

    async def fates(self, session_key: str, keys: Collection[str]) -> dict[str, Fate]:
        """What became of messages by their keys, also of those that a former process of the gateway took."""
        try:
            answer = await self._call("chat.history", {"sessionKey": session_key, "limit": MOST_MESSAGES})
        except NotThere:
            return dict.fromkeys(keys, Fate.ABSENT)
        messages, pending = answer.get("messages") or [], (answer.get("pendingInputs") or {}).get("items") or []
        return {key: fate(key, messages, pending) for key in keys}

    async def running(self, runtime_ids: Collection[str] | None = None) -> list[Turn]:
        """Where these agents, or any, are at it: in their own session, or in another that was begun for them."""
        answer = await self._call("sessions.list", {"limit": MOST_SESSIONS, "activeOnly": True})
        rows = [row for row in answer.get("sessions") or [] if row.get("hasActiveRun") or row.get("activeRunIds")]
        keys = [str(row.get("key")) for row in rows]
        begun_by = [tuple(map(str, row.get("activeRunIds") or ())) for row in rows]
        turns = zip(keys, begun_by, strict=True)
        of_agents = [(agent, key, runs) for key, runs in turns if (agent := agent_of(key))]
        return [Turn(*turn) for turn in of_agents if runtime_ids is None or turn[0] in runtime_ids]

    async def goes_on(self, runtime_id: str, session_key: str) -> bool:
        """Whether a turn runs in a session, or waits for the gateway to take it up where its former process ended."""
        answer = await self._call("sessions.list", {"agentId": runtime_id, "limit": MOST_SESSIONS})
        rows = [row for row in answer.get("sessions") or [] if row.get("key") == session_key]
        return any(row.get("hasActiveRun") or row.get("status") == "running" for row in rows)

    async def stop(self, turn: Turn) -> list[str]:
        """The keys of what was ended; what ends by itself in the same moment is none."""
        try:
            answer = await self._call("chat.abort", {"sessionKey": turn.session_key})
        except NotThere:
            return []
        return [str(run_id) for run_id in answer.get("runIds") or []]

    async def end_of(self, key: str) -> TurnEnd | None:
        """How a turn has ended; None while it runs, waits, or is not known to this process of the gateway."""
        answer = await self._call("agent.wait", {"runId": key, "timeoutMs": LOOK_MS})
        status, cut_short = answer.get("status"), answer.get("stopReason") in CUT_SHORT
        if status == "error" and not cut_short:
            return TurnEnd(_error_in(answer))
        return TurnEnd(None, cut_short) if status in {"ok", "error"} or cut_short else None


def _error_in(answer: Payload) -> str:
    return without_tokens(str(answer.get("error") or "the gateway gives no reason"))[:500]


async def _unless(harmless: type[CallRefused], asked: Awaitable[Any]) -> None:
    """What is so already need not be made so."""
    with suppress(harmless):
        await asked
