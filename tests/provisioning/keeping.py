"""A gateway that keeps agents, as far as Mission Control asks it to: configuration, files, sessions, turns."""

from __future__ import annotations

import hashlib
import json
import time
from collections import Counter
from collections.abc import Callable
from contextlib import AbstractContextManager
from typing import Any
from uuid import uuid4

from tests.gateways.scripted import Refusal, Scripted

Json = dict[str, Any]


class AgentKeeping:
    """What such a gateway has; it outlives the processes that serve it, as the state folder of a real one does."""

    def __init__(self) -> None:
        self.identity = uuid4().hex
        """Which gateway it is, at whatever address."""
        self.entries: Json = {"main": {}}
        self.loaded: set[str] = {"main"}
        self.is_sole = False
        self.files: dict[tuple[str, str], str] = {}
        self.scratches: dict[str, tuple[str, int]] = {}
        """What is put into each agent's heartbeats, and how often that was written."""
        self.said: list[Json] = []
        self.runs: dict[str, Json] = {}
        """Turns by their key: one key is one turn."""
        self.resets: list[str] = []
        self.calls: Counter[str] = Counter()
        self.before: Callable[[str, Json], None] = lambda _method, _params: None
        """May refuse, or hang up, before a method takes effect."""
        self.after: Callable[[str, Json], None] = lambda _method, _params: None
        """The same after it has: the answer is lost."""
        self.loads_at_once = True
        self.skills: list[Json] = []
        """Those that it lists."""
        self.outcomes: dict[str, Json] = {}
        self.used: Json | None = None
        """What each turn has used, where it tells."""
        self.turns_last = False
        """Whether turns run until they are ended, and not just for a moment."""
        self.running: list[Json] = []
        self.asked: dict[str, Json] = {}
        """Commands that wait, or have waited, for somebody to allow them, by the gateway's name for each."""
        self.lost: set[str] = set()
        """The keys of messages whose turn had not begun when a process of the gateway was killed."""
        self.ended: list[str] = []
        """The keys of turns that were cut short."""

    def serve(self, **over: Any) -> AbstractContextManager[Scripted]:
        return Scripted(methods={name: self._method(name) for name in self._methods()}, **over)

    def texts(self, runtime_id: str) -> list[str]:
        """What an agent was told, in order."""
        ours = f"agent:{runtime_id}:mc-"
        keys = {it["sessionKey"] for it in self.said if it["sessionKey"].startswith(ours)} | {
            f"agent:{runtime_id}:main"
        }
        return [it["message"] for it in self.said if it["sessionKey"] in keys]

    def _methods(self) -> dict[str, Callable[[Json], Any]]:
        return {
            "agents.list": self._list,
            "gateway.identity.get": lambda _params: {"deviceId": self.identity},
            "agents.create": self._create,
            "agents.delete": self._delete,
            "config.get": self._config,
            "config.patch": self._patch,
            "cron.list": self._jobs,
            "cron.scratch.get": self._scratch,
            "cron.scratch.set": self._set_scratch,
            "agents.files.get": self._file,
            "agents.files.set": self._write,
            "sessions.patch": lambda _params: {"ok": True},
            "sessions.reset": self._reset,
            "sessions.list": self._sessions,
            "chat.send": self._say,
            "chat.history": self._history,
            "chat.abort": self._abort,
            "exec.approval.list": self._asked,
            "approval.get": lambda params: {"approval": self._approval(params)},
            "approval.resolve": self._resolve,
            "agent.wait": self._end,
            "skills.status": lambda _params: {"skills": self.skills},
        }

    def _method(self, name: str) -> Callable[[Json], Any]:
        act = self._methods()[name]

        def answer(params: Json) -> Any:
            self.calls[name] += 1
            self.before(name, params)
            result = act(params)
            self.after(name, params)
            return result

        return answer

    def _list(self, _params: Json) -> Json:
        ownership = "sole" if self.is_sole else "explicit"
        told = [
            {"id": it, "name": entry.get("name", it), "workspace": entry.get("workspace"), "model": entry.get("model")}
            for it, entry in self.entries.items()
            if it in self.loaded
        ]
        return {"ownership": ownership, "defaultId": "main", "agents": told}

    def _create(self, params: Json) -> Json:
        if params["name"] in self.entries:
            raise Refusal(f'agent "{params["name"]}" already exists')
        self.entries[params["name"]] = {"workspace": params["workspace"]}
        self.is_sole = False
        self.load()
        return {"agentId": params["name"]}

    def _delete(self, params: Json) -> Json:
        self._require(params["agentId"])
        del self.entries[params["agentId"]]
        self.files = {key: text for key, text in self.files.items() if key[0] != params["agentId"]}
        return {"removed": []}

    def _config(self, _params: Json) -> Json:
        return {"hash": self._hash(), "parsed": {"agents": {"entries": self.entries}}}

    def _patch(self, params: Json) -> Json:
        if params.get("baseHash") != self._hash():
            raise Refusal("config changed since last load; re-run config.get and retry")
        patch = json.loads(params["raw"])["agents"]["entries"]
        if self.is_sole and set(patch) - set(self.entries):
            raise Refusal("invalid config: the roster has one owner")
        for agent_id, entry in patch.items():
            self.entries[agent_id] = _merged(self.entries.get(agent_id, {}), entry)
        if self.loads_at_once:
            self.load()
        return {"ok": True}

    def load(self) -> None:
        self.loaded = set(self.entries)

    def _file(self, params: Json) -> Json:
        self._require(params["agentId"])
        text = self.files.get((params["agentId"], params["name"]))
        if text is None:
            return {"file": {"name": params["name"], "missing": True}}
        return {"file": {"name": params["name"], "content": text, "hash": _digest(text)}}

    def _write(self, params: Json) -> Json:
        self._require(params["agentId"])
        key = (params["agentId"], params["name"])
        if "expectedHash" in params and params["expectedHash"] != _digest(self.files.get(key, "")):
            raise Refusal("the file has changed", details={"type": "agent_file_conflict"})
        self.files[key] = params["content"]
        return {"ok": True}

    def _jobs(self, params: Json) -> Json:
        agent_id = params["agentId"]
        return {"jobs": [{"id": f"job-{agent_id}", "declarationKey": f"heartbeat:{agent_id}", "agentId": agent_id}]}

    def _scratch(self, params: Json) -> Json:
        content, revision = self.scratches.get(params["id"].removeprefix("job-"), (None, 0))
        return {"scratch": content and {"content": content, "revision": revision}, "currentRevision": revision}

    def _set_scratch(self, params: Json) -> Json:
        agent_id = params["id"].removeprefix("job-")
        _, revision = self.scratches.get(agent_id, ("", 0))
        if params.get("expectedRevision", revision) != revision:
            return {"ok": False, "reason": "revision-conflict", "currentRevision": revision}
        self.scratches[agent_id] = (params["content"], revision + 1)
        return {"ok": True}

    def _reset(self, params: Json) -> Json:
        self.resets.append(params["key"])
        return {"ok": True}

    def _say(self, params: Json) -> Json:
        self._require(params["sessionKey"].split(":")[1])
        if (known := self.runs.get(params["idempotencyKey"])) and known["message"] != params["message"]:
            raise Refusal("another message", details={"reason": "chat-request-conflict"})
        if params["idempotencyKey"] in self.lost:
            raise Refusal("Pending input ownership ended; submit a new turn to continue", "UNAVAILABLE")
        if known is None:
            self.runs[params["idempotencyKey"]] = params
            self.said.append(params)
            if self.turns_last:
                self.running.append(params)
        return {"runId": params["idempotencyKey"], "status": "started"}

    def _history(self, params: Json) -> Json:
        said = [it for it in self.said if it["sessionKey"] == params["sessionKey"]]
        messages = [message for it in said if it["idempotencyKey"] not in self.lost for message in self._turn(it)]
        lost = [
            {"runId": it["idempotencyKey"], "state": "interrupted"} for it in said if it["idempotencyKey"] in self.lost
        ]
        return {"messages": messages, "pendingInputs": {"items": lost}}

    def _turn(self, said: Json) -> list[Json]:
        key = said["idempotencyKey"]
        begun = {"role": "user", "content": said["message"], "idempotencyKey": f"{key}:user"}
        if said in self.running:
            return [begun]
        error = self.outcomes.get(key, {}).get("error")
        stop = "aborted" if key in self.ended else "error" if error else "stop"
        used = {"usage": self.used, "model": "small-one"} if self.used else {}
        why = {"errorMessage": error} if error else {}
        return [begun, {"role": "assistant", "content": [], "stopReason": stop, **why, **used}]

    def _end(self, params: Json) -> Json:
        """How a turn ended: well, unless a test says otherwise, once it runs no more."""
        key = params["runId"]
        turn = self.runs.get(key)
        goes_on = turn is None or key in self.lost or turn in self.running
        return self.outcomes.get(key, {"status": "timeout" if goes_on else "ok"})

    def _sessions(self, _params: Json) -> Json:
        runs = {key: [it["idempotencyKey"] for it in self.running if it["sessionKey"] == key] for key in self._keys()}
        return {"sessions": [{"key": key, "hasActiveRun": bool(it), "activeRunIds": it} for key, it in runs.items()]}

    def _keys(self) -> list[str]:
        return list(
            dict.fromkeys([*(f"agent:{it}:main" for it in self.entries), *(it["sessionKey"] for it in self.said)])
        )

    def _abort(self, params: Json) -> Json:
        ended = [it["idempotencyKey"] for it in self.running if it["sessionKey"] == params["sessionKey"]]
        self.running = [it for it in self.running if it["sessionKey"] != params["sessionKey"]]
        self.ended += ended
        return {"ok": True, "aborted": bool(ended), "runIds": ended}

    def asks(self, request_id: str, runtime_id: str, command: str, *, minutes: float = 30) -> None:
        """An agent wants to run something, and its turn waits."""
        ends = int((time.time() + minutes * 60) * 1000)
        request = {"agentId": runtime_id, "command": command, "cwd": "/srv/agents", "host": "gateway"}
        self.asked[request_id] = {"id": request_id, "status": "pending", "request": request, "expiresAtMs": ends}

    def _asked(self, _params: Json) -> list[Json]:
        return [it for it in self.asked.values() if it["status"] == "pending"]

    def _approval(self, params: Json) -> Json:
        if params["id"] not in self.asked:
            raise Refusal("approval not found")
        return self.asked[params["id"]]

    def _resolve(self, params: Json) -> Json:
        approval = self._approval(params)
        applied = approval["status"] == "pending"
        if applied:
            approval["status"] = "allowed" if params["decision"] == "allow-once" else "denied"
        return {"applied": applied, "approval": approval}

    def _require(self, agent_id: str) -> None:
        if agent_id not in self.loaded or agent_id not in self.entries:
            raise Refusal(f'agent "{agent_id}" not found')

    def _hash(self) -> str:
        return _digest(json.dumps(self.entries, sort_keys=True))


def _merged(there: Json, patch: Json) -> Json:
    """A merge patch, as configurations are changed: null takes away."""
    result = dict(there)
    for name, value in patch.items():
        if isinstance(value, dict):
            former = result.get(name)
            result[name] = _merged(former if isinstance(former, dict) else {}, value)
        else:
            result[name] = value
    return {name: value for name, value in result.items() if value is not None}


def _digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()
