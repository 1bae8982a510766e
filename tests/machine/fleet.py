"""Random people and agents at random work on one board, legal or not, held to what must always be true."""

from __future__ import annotations

from contextlib import ExitStack
from dataclasses import replace
from typing import Any

import httpx
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule

from tests.machine.reasons import AGENTS, READER, Attempt, Known
from tests.machine.state import (
    State,
    read,
    require_legal,
    require_no_start_while_waiting,
    require_told,
    require_told_of_many,
    require_untouched,
)
from tests.support.server import ServerProcess
from tests.support.world import Json, code_of, ok, pages_of
from tests.tasks.crew import Crew, crew_of

BOARD_RULES = (
    "require_approval_for_done",
    "require_review_before_done",
    "comment_required_for_review",
    "block_status_changes_with_pending_approval",
    "only_lead_can_change_status",
)
STATUSES = st.sampled_from(["inbox", "in_progress", "review", "done"])
# What is legal is tried more often than what is not: else nothing ever gets far.
EVERYBODY = st.sampled_from(["operator", "olga", "lead", "ava", "ben", "rita"])
WORKERS = st.sampled_from(["ava", "ben"])
PLANNERS = st.sampled_from(["operator", "operator", "olga", "olga", "lead", "lead", "ava", "rita"])
PEOPLE = st.sampled_from(["operator", "olga", "rita"])
PLANNING_PEOPLE = st.sampled_from(["operator", "operator", "olga", "olga", "rita", "lead"])
INDEX = st.integers(0, 7)
SOME = st.lists(INDEX, max_size=2, unique=True)
ASSIGNEE = st.sampled_from(["", "", "", "nobody", "ava", "ben", "lead"])


class Fleet(RuleBasedStateMachine):
    """One board and whoever works on it; `on` makes the class for a server."""

    server: ServerProcess

    def __init__(self) -> None:
        super().__init__()
        self.open = ExitStack()
        self.made = 0
        self.joined: dict[str, Json] = {}

    @classmethod
    def on(cls, server: ServerProcess) -> type[Fleet]:
        return type(cls.__name__, (cls,), {"server": server})

    def teardown(self) -> None:
        self.open.close()

    @initialize(rules=st.fixed_dictionaries(dict.fromkeys(BOARD_RULES, st.sampled_from([False, False, True]))))
    def make_board(self, rules: dict[str, bool]) -> None:
        self.crew: Crew = self.open.enter_context(crew_of(self.server, **rules))
        crew = self.crew
        self.clients = {"operator": crew.operator, "lead": crew.lead, "ava": crew.ava, "ben": crew.ben}
        self.agents = {"lead": crew.lead_agent, "ava": crew.ava_agent, "ben": crew.ben_agent}
        self.clients |= {name: self._join(name, writes=name != READER) for name in ("olga", READER)}
        self.size = f"size {crew.board['id'][:8]}"
        field = {"field_key": self.size, "required": True, "board_ids": [crew.board["id"]]}
        ok(crew.operator.post("/api/v1/organizations/me/custom-fields", json=field))
        me = ok(crew.operator.get("/api/v1/users/me"))
        self.actors = {name: {"kind": "agent", "id": it.id, "name": it.name} for name, it in self.agents.items()}
        self.actors |= self.joined
        self.actors["operator"] = {"kind": "user", "id": me["id"], "name": me["preferred_name"] or me["name"]}
        self.known = Known(read(crew), rules, {}, {})
        for number in range(2):
            self.create("operator", [number], "inbox", "", "M")

    def _join(self, name: str, *, writes: bool) -> httpx.Client:
        """A member to whom this board alone is given, to write on or only to read."""
        operator, board_id = self.crew.operator, self.crew.board["id"]
        body = {"name": name, "scopes": ["write"], "board_ids": [board_id]}
        key = ok(operator.post("/api/v1/organizations/me/api-keys", json=body))
        pages = pages_of(operator, "/api/v1/organizations/me/members", 200)
        member = next(it["id"] for page in pages for it in page if it["user_id"] == key["owner_user_id"])
        access = {"board_access": [{"board_id": board_id, "can_write": writes}]}
        ok(operator.put(f"/api/v1/organizations/me/members/{member}/access", json=access))
        self.joined[name] = {"kind": "user", "id": key["owner_user_id"], "name": key["owner_name"]}
        return self.open.enter_context(self.server.client(headers={"Authorization": f"Bearer {key['key']}"}))

    # --- tasks

    @rule(
        who=PLANNERS,
        after=SOME,
        status=st.sampled_from(["inbox", "inbox", "in_progress"]),
        assignee=ASSIGNEE,
        size=st.sampled_from(["M", "M", "M", ""]),
    )
    def create(self, who: str, after: list[int], status: str, assignee: str, size: str) -> None:
        if len(self.state.tasks) >= 8:
            return
        body: dict[str, Any] = {"title": self._title(), "depends_on_task_ids": self._ids(after), "status": status}
        body |= self._named(assignee)
        body |= {"custom_field_values": {self.size: size}} if size else {}
        reply = self._url(who, "POST", "", body)
        assert size or reply.status_code != 200, reply.text
        # A refusal to create has no task to be true of: that it left nothing behind is checked all the same.
        self._settle(Attempt(who, self._agent_id(who), "create", body=body), reply, explained=False)

    @rule(who=PLANNERS, which=INDEX, status=STATUSES, assignee=ASSIGNEE)
    def plan(self, who: str, which: int, status: str, assignee: str) -> None:
        self._change(who, which, {"status": status, **self._named(assignee)})

    @rule(who=WORKERS, which=INDEX, status=STATUSES, commented=st.booleans())
    def move(self, who: str, which: int, status: str, commented: bool) -> None:
        self._change(who, which, {"status": status, **({"comment": f"Now in {status}"} if commented else {})})

    @rule(which=INDEX, status=st.sampled_from(["review", "done"]))
    def hand_in(self, which: int, status: str) -> None:
        """Whoever has the task moves it on."""
        task = self._task(which)
        holder = next((name for name, it in self.agents.items() if task and task["assigned_agent_id"] == it.id), None)
        if holder:
            comment = {} if holder == "lead" else {"comment": "This is what was done"}
            self._change(holder, which, {"status": status, **comment})

    @rule(who=PLANNERS, which=INDEX)
    def rename(self, who: str, which: int) -> None:
        self._change(who, which, {"title": self._title()})

    @rule(who=PLANNERS, which=INDEX, after=SOME)
    def depend(self, who: str, which: int, after: list[int]) -> None:
        self._change(who, which, {"depends_on_task_ids": self._ids(after)})

    @rule(who=EVERYBODY, which=INDEX, size=st.sampled_from(["S", "L", None]))
    def measure(self, who: str, which: int, size: str | None) -> None:
        self._change(who, which, {"custom_field_values": {self.size: size}})

    @rule(
        who=PLANNING_PEOPLE,
        which=st.lists(INDEX, min_size=1, max_size=4, unique=True),
        status=st.sampled_from(["", "inbox", "in_progress", "review", "done", "done"]),
        assignee=ASSIGNEE,
        ends=st.sampled_from([False, False, False, True]),
    )
    def change_many(self, who: str, which: list[int], status: str, assignee: str, ends: bool) -> None:
        """Each is judged on its own, and what refuses one does not undo the others."""
        ids = self._ids(which)
        ends = ends and len(self.state.tasks) - len(ids) >= 2
        change = {"delete": True} if ends else {**({"status": status} if status else {}), **self._named(assignee)}
        if not ids or not change:
            return
        # Agents have no such operation; whoever tries that of people is not let in.
        reply = self.clients[who].post(f"{self.crew.people_url}/bulk", json={"task_ids": ids, **change})
        if reply.status_code != 200:
            attempt = Attempt(who, self._agent_id(who), "bulk", self.state.tasks[ids[0]], change)
            self._settle(attempt, reply)
            return
        before, after, told = self.state, read(self.crew), reply.json()
        require_no_start_while_waiting(before, after)
        refused = {it["task_id"]: it["code"] for it in told["refused"]}
        assert {it["id"] for it in told["updated"]} | set(told["deleted_ids"]) | set(refused) == set(ids), told
        require_told_of_many(before, after, self.actors[who], set(ids) - set(refused))
        for task_id, code in refused.items():
            # What was changed before it in the same request may be what refuses it.
            seen = [state.tasks[task_id] for state in (before, after) if task_id in state.tasks]
            attempts = [Attempt(who, None, "delete" if ends else "change", task, change) for task in seen]
            states = zip((before, after), attempts, strict=False)
            assert any(replace(self.known, state=state).is_true(code, it) for state, it in states), (code, told)
        self.known.state = after

    @rule(
        who=st.sampled_from(["ava", "ben", "ava", "ben", "lead"]),
        which=INDEX,
        act=st.sampled_from(["claim", "release"]),
    )
    def work(self, who: str, which: int, act: str) -> None:
        if task := self._task(which):
            body = {"reason": "I cannot do it"} if act == "release" else {}
            reply = self._url(who, "POST", f"/{task['id']}/{act}", body)
            self._settle(Attempt(who, self._agent_id(who), act, task, body), reply)

    @rule(who=EVERYBODY, which=INDEX)
    def say(self, who: str, which: int) -> None:
        if task := self._task(which):
            body = {"message": "It goes on"}
            reply = self._url(who, "POST", f"/{task['id']}/comments", body)
            self._settle(Attempt(who, self._agent_id(who), "say", task, body), reply)

    @rule(who=EVERYBODY, which=INDEX)
    def delete(self, who: str, which: int) -> None:
        task = self._task(which)
        if task and len(self.state.tasks) > 2:
            reply = self._url(who, "DELETE", f"/{task['id']}")
            self._settle(Attempt(who, self._agent_id(who), "delete", task), reply)

    # --- approvals

    @rule(who=EVERYBODY, about=SOME, status=st.sampled_from(["pending", "pending", "pending", "approved"]))
    def ask(self, who: str, about: list[int], status: str) -> None:
        body = {
            "action_type": "deploy",
            "confidence": 60,
            "lead_reasoning": "It is ready",
            "task_ids": self._ids(about),
            "status": status,
        }
        prefix = "/api/v1/agent/boards" if who in AGENTS else "/api/v1/boards"
        reply = self.clients[who].post(f"{prefix}/{self.crew.board['id']}/approvals", json=body)
        self._settle(Attempt(who, self._agent_id(who), "ask", body=body), reply)

    @precondition(lambda self: self.state.approvals)
    @rule(
        who=st.sampled_from(["operator", "operator", "olga", "lead", "rita"]),
        which=INDEX,
        status=st.sampled_from(["approved", "approved", "rejected", "pending"]),
    )
    def decide(self, who: str, which: int, status: str) -> None:
        approval = self._approval(which)
        body = {"status": status, "reason": "So it was decided"}
        reply = self.clients[who].patch(f"{self._approvals}/{approval['id']}", json=body)
        self._settle(Attempt(who, self._agent_id(who), "decide", body=body, approval=approval), reply)

    @precondition(lambda self: self.state.approvals)
    @rule(who=PEOPLE, which=INDEX)
    def undo(self, who: str, which: int) -> None:
        approval = self._approval(which)
        reply = self.clients[who].post(f"{self._approvals}/{approval['id']}/undo")
        self._settle(Attempt(who, None, "undo", approval=approval), reply)

    # --- rules

    @rule(name=st.sampled_from(BOARD_RULES), on=st.booleans())
    def change_rule(self, name: str, on: bool) -> None:
        ok(self.crew.operator.patch(f"/api/v1/boards/{self.crew.board['id']}", json={name: on}))
        self.known.rules[name] = on
        self.known.state = read(self.crew)

    @invariant()
    def nothing_is_illegal(self) -> None:
        if hasattr(self, "known"):
            require_legal(self.state)
            assert all(task["custom_field_values"][self.size] for task in self.state.tasks.values())

    # --- what all of them share

    @property
    def state(self) -> State:
        return self.known.state

    @property
    def _approvals(self) -> str:
        return f"/api/v1/boards/{self.crew.board['id']}/approvals"

    def _change(self, who: str, which: int, body: dict[str, Any]) -> None:
        if task := self._task(which):
            reply = self._url(who, "PATCH", f"/{task['id']}", body)
            self._settle(Attempt(who, self._agent_id(who), "change", task, body), reply)

    def _url(self, who: str, method: str, rest: str, body: dict[str, Any] | None = None) -> httpx.Response:
        base = self.crew.agents_url if who in AGENTS else self.crew.people_url
        return self.clients[who].request(method, base + rest, json=body)

    def _settle(self, attempt: Attempt, reply: httpx.Response, *, explained: bool = True) -> None:
        """Look at the board anew and hold the answer against what became of it."""
        before, after = self.state, read(self.crew)
        require_no_start_while_waiting(before, after)
        assert reply.status_code in {200, 401, 403, 404, 409, 422}, reply.text
        if reply.status_code == 200:
            require_told(before, after, self.actors[attempt.who])
            self._count(attempt)
        else:
            require_untouched(before, after)
            code = code_of(reply)[1]
            assert not explained or self.known.is_true(code, attempt), f"{attempt} was refused: {reply.text}"
        self.known.state = after

    def _count(self, attempt: Attempt) -> None:
        if attempt.task and attempt.who in AGENTS and attempt.target == "in_progress":
            self.known.taken[attempt.task["id"]] = self.known.taken.get(attempt.task["id"], 0) + 1

    def _title(self) -> str:
        self.made += 1
        return f"Task {self.made}"

    def _task(self, index: int) -> Json | None:
        tasks = list(self.state.tasks.values())
        return tasks[index % len(tasks)] if tasks else None

    def _approval(self, index: int) -> Json:
        approvals = list(self.state.approvals.values())
        return approvals[index % len(approvals)]

    def _ids(self, indexes: list[int]) -> list[str]:
        tasks = list(self.state.tasks)
        return list(dict.fromkeys(tasks[index % len(tasks)] for index in indexes)) if tasks else []

    def _agent_id(self, who: str) -> str | None:
        return self.agents[who].id if who in AGENTS else None

    def _named(self, assignee: str) -> dict[str, str | None]:
        if not assignee:
            return {}
        return {"assigned_agent_id": None if assignee == "nobody" else self.agents[assignee].id}
