"""Scripted agents: what an agent of any make does over the public API, without a model behind it."""

import itertools
import json
import threading
import time
from collections.abc import Iterator
from typing import Any

import httpx

from mission_control.entry.demo import story

CLAIM_WAIT_SECONDS = 20
PAUSE_SECONDS = 5.0
"""Between two calls, but for the last of one task and the first of the next: an agent has 20 calls a minute."""
REWORK_EVERY = 5
"""Each so many hand-ins the lead wants something done again."""

Json = dict[str, Any]


class Caller:
    """Calls the API as one agent, waits when told to, and carries on after the server was away."""

    def __init__(self, base_url: str, token: str, stopping: threading.Event) -> None:
        self._client = httpx.Client(
            base_url=base_url, headers={"X-Agent-Token": token}, timeout=CLAIM_WAIT_SECONDS + 20, trust_env=False
        )
        self._stopping = stopping

    @property
    def stopped(self) -> bool:
        return self._stopping.is_set()

    def pause(self, seconds: float = PAUSE_SECONDS) -> None:
        self._stopping.wait(seconds)

    def call(self, method: str, path: str, body: Json | None = None) -> Json | None:
        """The answer; None when the call was refused or the server is stopping."""
        while not self.stopped:
            try:
                reply = self._client.request(method, path, json=body)
            except httpx.TransportError:
                self.pause(1)
                continue
            if reply.status_code == 429:
                self.pause(float(reply.headers.get("retry-after", "1")))
                continue
            return reply.json() if reply.status_code == 200 else None
        return None

    def lines(self, path: str) -> Iterator[Json]:
        """The data of each event of a stream, for ever."""
        while not self.stopped:
            try:
                with self._client.stream("GET", path) as stream:
                    for line in stream.iter_lines():
                        if line.startswith("data: "):
                            yield json.loads(line.removeprefix("data: "))
            except httpx.TransportError:
                pass
            self.pause(1)


def work(caller: Caller, board_id: str) -> None:
    """A worker's day: take the next task, report, hand it in, wait for more."""
    caller.call("POST", "/api/v1/agent/heartbeat")
    while not caller.stopped:
        claimed = caller.call("POST", f"/api/v1/agent/tasks/claim?wait={CLAIM_WAIT_SECONDS}")
        task = (claimed or {}).get("task")
        if task is None:
            caller.pause(1)
            continue
        place = f"/api/v1/agent/boards/{board_id}/tasks/{task['id']}"
        if not _may(caller, board_id, task, place):
            continue
        for words in story.PROGRESS:
            caller.pause()
            caller.call("POST", f"{place}/comments", {"message": words})
        caller.pause()
        hand_in = {"status": "review", "comment": story.HAND_IN.format(title=task["title"])}
        caller.call("PATCH", place, hand_in)


def _may(caller: Caller, board_id: str, task: Json, place: str) -> bool:
    """Ask for what needs a person's approval, and wait for the decision; a task that was refused is given back."""
    wish = story.WISHES.get(task["title"])
    if wish is None:
        return True
    body = {
        "action_type": wish.action_type,
        "confidence": wish.confidence,
        "lead_reasoning": wish.reason,
        "payload": wish.payload,
        "task_ids": [task["id"]],
    }
    approvals = f"/api/v1/agent/boards/{board_id}/approvals"
    caller.call("POST", approvals, body)
    while not caller.stopped:
        caller.pause()
        # Any call of its agent renews a task.
        newest = (caller.call("GET", f"{approvals}?task_id={task['id']}&limit=1") or {"items": []})["items"]
        if newest and newest[0]["status"] == "approved":
            return True
        if newest and newest[0]["status"] == "rejected":
            reason = story.UNWANTED.format(reason=newest[0]["decision_reason"] or "no reason was given")
            caller.call("POST", f"{place}/release", {"reason": reason})
            return False
    return False


def lead(caller: Caller, agent_id: str, board_id: str) -> None:
    """A lead's day: look through what is handed in; approve it, or send it back with a reason."""
    tasks = f"/api/v1/agent/boards/{board_id}/tasks"
    turns = itertools.count(1)
    waiting = caller.call("GET", f"{tasks}?status=review&assigned_agent_id={agent_id}") or {"items": []}
    for task in waiting["items"]:
        _review(caller, tasks, task, next(turns))
    for event in caller.lines(f"/api/v1/boards/{board_id}/tasks/stream"):
        task = event.get("task") or {}
        if task.get("status") == "review" and task.get("assigned_agent_id") == agent_id:
            _review(caller, tasks, task, next(turns))


def _review(caller: Caller, tasks: str, task: Json, turn: int) -> None:
    caller.pause()
    again = turn % REWORK_EVERY == 0
    caller.call("POST", f"{tasks}/{task['id']}/comments", {"message": story.REWORK if again else story.PRAISE})
    caller.pause()
    caller.call("PATCH", f"{tasks}/{task['id']}", {"status": "inbox" if again else "done"})


def wait_until_ready(base_url: str, seconds: float) -> bool:
    """Whether the server came up in time."""
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        try:
            if httpx.get(f"{base_url}/readyz", timeout=2, trust_env=False).status_code == 200:
                return True
        except httpx.TransportError:
            time.sleep(0.2)
    return False
