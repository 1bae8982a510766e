"""Two tenants with something in them, and everybody who may call about it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from uuid import uuid4

import httpx

from tests.permissions.operations import Operation, Placed
from tests.support.people import People
from tests.support.server import ServerProcess
from tests.support.world import (
    Json,
    MadeAgent,
    make_agent,
    make_board,
    make_group,
    make_note,
    make_task,
    make_template,
    make_webhook,
    move_to_new_organization,
    ok,
)

HIDDEN = "HIDDEN-BESIDE"
FOREIGN = "HIDDEN-FOREIGN"
LOCAL_EMAIL = "admin@home.local"
"""Words in all texts of a place, by which a leak of them is found in any answer."""


@dataclass(slots=True)
class Place:
    """A board with a task that was talked about, and an agent."""

    board: Json
    ids: Placed
    agent: MadeAgent


class Scene:
    """At home: a board for everybody and one beside it, which is not shared. And another tenant."""

    def __init__(self, server: ServerProcess, people: People) -> None:
        self.server = server
        self.used_key = ""
        self.people = people
        with server.as_operator() as operator:
            foreign = move_to_new_organization(operator)
            self.foreign = _place(operator, people, FOREIGN)
            self.organization_id: str = move_to_new_organization(operator)["id"]
            people.hand_over(foreign["id"])
            self.home = _place(operator, people, "At home")
            self.beside = _place(operator, people, HIDDEN)
            self.lead = make_agent(operator, self.home.board, "Lena", is_board_lead=True)
            self.worker = self.home.agent
            self.main = make_agent(operator, self.home.board, "Mona")
            self.gateway_id = people.put_on_gateway(self.home.board, self.main)
            ok(operator.post(f"/api/v1/boards/{self.home.board['id']}/onboarding/start", json={}))
            # The main agent installs what is asked for on its own gateway.
            for place in (self.home, self.beside):
                place.ids = replace(place.ids, install_id=self._install(place.ids.skill_id))
        self._keys: dict[tuple[str, ...], str] = {}
        for agent in (self.lead, self.worker, self.main, self.foreign.agent, self.beside.agent):
            # The first use of a token is written down; it is no change that a test is about.
            with server.as_agent(agent.token) as client:
                ok(client.get("/api/v1/agent/healthz"))

    def fresh(
        self,
        *,
        board: bool,
        task: bool,
        agent: bool,
        tag: bool = False,
        field: bool = False,
        group: bool = False,
        memory: bool = False,
        template: bool = False,
        webhook: bool = False,
        member: bool = False,
        invite: bool = False,
        group_memory: bool = False,
        pack: bool = False,
        gateway: bool = False,
        api_key: bool = False,
        subscription: bool = False,
        message: bool = False,
        install: bool = False,
        session: bool = False,
    ) -> Placed:
        """Ids at home, of which those that are asked for are new: an admitted call may spoil them."""
        with self.server.as_operator() as operator:
            here = make_board(operator) if board else self.home.board
            return Placed(
                self.organization_id,
                here["id"],
                make_task(operator, here)["id"] if task else self.home.ids.task_id,
                make_agent(operator, here).id if agent else self.home.ids.agent_id,
                self.home.ids.agent_name,
                _tag(operator, "New") if tag else self.home.ids.tag_id,
                _field(operator, here, "New") if field else self.home.ids.task_custom_field_definition_id,
                make_group(operator)["id"] if group else self.home.ids.group_id,
                self.home.ids.approval_id,
                make_note(operator, here)["id"] if memory else self.home.ids.memory_id,
                make_template(operator, here)["id"] if template else self.home.ids.template_id,
                *(_webhook(operator, here, "New") if webhook else (self.home.ids.webhook_id, self.home.ids.payload_id)),
                self.people.add_member(self.organization_id, "New member") if member else self.home.ids.member_id,
                _invite(operator) if invite else self.home.ids.invite_id,
                _told(operator, self.home.ids.group_id, "New") if group_memory else self.home.ids.group_memory_id,
                *(self.people.add_pack(self.organization_id, "New pack") if pack else _pack_of(self.home.ids)),
                _gateway(operator, "New") if gateway else self.home.ids.gateway_id,
                _key(operator) if api_key else self.home.ids.api_key_id,
                *(_subscription(operator, self.people, "New") if subscription else _subscription_of(self.home.ids)),
                self.people.add_question(here, self.home.ids.agent_id, "New question")
                if message
                else self.home.ids.message_id,
                self._fresh_install() if install else self.home.ids.install_id,
                self.people.begin_session(LOCAL_EMAIL) if session else self.home.ids.browser_session_id,
            )

    def _install(self, skill_id: str) -> str:
        return self.people.add_install(self.organization_id, self.gateway_id, skill_id)

    def _fresh_install(self) -> str:
        return self._install(self.people.add_pack(self.organization_id, "New pack")[2])

    def key(self, kept: Key, granted: list[str]) -> str:
        """A key of the person of the scene, who is its owner now; made once for the boards that it is to reach."""
        reached = sorted({*granted}) if kept.of_boards else []
        asked = (kept.scope, "service" if kept.is_service else "person", *reached)
        if asked not in self._keys:
            body = {"name": f"Matrix {len(self._keys)}", "scopes": [kept.scope], "board_ids": reached or None}
            place = "organizations" if kept.is_service else "users"
            role = {"role": "admin"} if kept.is_service else {}
            with self.server.as_operator() as operator:
                self._keys[asked] = ok(operator.post(f"/api/v1/{place}/me/api-keys", json={**body, **role}))["key"]
        return self._keys[asked]

    def own(self) -> None:
        self.people.own(self.organization_id)


def _place(operator: httpx.Client, people: People, word: str) -> Place:
    group = make_group(operator, name=f"{word} group", description=f"{word} together")
    board = make_board(operator, name=f"{word} board", description=f"{word} description", board_group_id=group["id"])
    agent = make_agent(operator, board, f"{word} agent {uuid4().hex[:6]}")
    task = make_task(operator, board, f"{word} task", description=f"{word} text")
    said = f"/api/v1/boards/{board['id']}/tasks/{task['id']}/comments"
    ok(operator.post(said, json={"message": f"{word} comment"}))
    template = make_template(operator, board, name=f"{word} template", description=f"{word} text")
    # Tags and fields are the organization's: those beside are no secret.
    shown = "Beside" if word == HIDDEN else word
    asked = {"action_type": f"{word} action", "confidence": 50, "task_id": task["id"], "lead_reasoning": f"{word} why"}
    approval = ok(operator.post(f"/api/v1/boards/{board['id']}/approvals", json=asked))
    note = make_note(operator, board, f"{word} note")
    member = people.add_member(board["organization_id"], f"{shown} member")
    hook = _webhook(operator, board, word)
    things = (group["id"], str(approval["id"]), note["id"], template["id"], *hook, member, _invite(operator))
    pack = people.add_pack(board["organization_id"], f"{shown} pack")
    gateway = _gateway(operator, shown)
    more = (
        _tag(operator, shown),
        _field(operator, board, shown),
        *things,
        _told(operator, group["id"], word),
        *pack,
        gateway,
        _key(operator),
        *_paused_subscription(operator, people, shown),
        people.add_question(board, agent.id, f"{word} question"),
        people.add_install(board["organization_id"], gateway, pack[2]),
        people.begin_session(LOCAL_EMAIL),
    )
    ids = Placed(board["organization_id"], board["id"], task["id"], agent.id, agent.name, *more)
    return Place(board, ids, agent)


def _pack_of(ids: Placed) -> tuple[str, str, str]:
    return ids.pack_id, ids.sync_id, ids.skill_id


def _subscription_of(ids: Placed) -> tuple[str, str]:
    return ids.subscription_id, ids.event_delivery_id


def _subscription(operator: httpx.Client, people: People, word: str) -> tuple[str, str]:
    """One that is told of nothing that happens here, and a delivery that was given up."""
    body = {"name": f"{word} subscription", "url": "https://hooks.invalid/events", "event_types": ["audit."]}
    made = ok(operator.post("/api/v1/event-subscriptions", json=body))
    return made["id"], people.add_delivery(made["organization_id"], made["id"])


def _paused_subscription(operator: httpx.Client, people: People, word: str) -> tuple[str, str]:
    """One that the product leaves as it is, whatever rights whoever keeps it is given meanwhile."""
    subscription_id, delivery_id = _subscription(operator, people, word)
    ok(operator.patch(f"/api/v1/event-subscriptions/{subscription_id}", json={"enabled": False}))
    return subscription_id, delivery_id


def _tag(operator: httpx.Client, word: str) -> str:
    return str(ok(operator.post("/api/v1/tags", json={"name": f"{word} tag {uuid4().hex[:6]}"}))["id"])


def _gateway(operator: httpx.Client, word: str) -> str:
    body = {"name": f"{word} gateway", "url": f"ws://{uuid4().hex}.invalid", "workspace_root": "~/.openclaw"}
    return str(ok(operator.post("/api/v1/gateways", json=body))["id"])


def _told(operator: httpx.Client, group_id: str, word: str) -> str:
    """A note for a group."""
    note = ok(operator.post(f"/api/v1/board-groups/{group_id}/memory", json={"content": f"{word} note for all"}))
    return str(note["id"])


def _webhook(operator: httpx.Client, board: Json, word: str) -> tuple[str, str]:
    """A webhook and what it has received."""
    webhook = make_webhook(operator, board, f"{word} webhook")
    sent = operator.post(webhook["endpoint_path"], json={"said": f"{word} payload"})
    assert sent.status_code == 202, sent.text
    return webhook["id"], sent.json()["payload_id"]


def _invite(operator: httpx.Client) -> str:
    body = {"invited_email": f"{uuid4().hex}@example.org"}
    return str(ok(operator.post("/api/v1/organizations/me/invites", json=body))["id"])


def _key(operator: httpx.Client) -> str:
    return str(ok(operator.post("/api/v1/users/me/api-keys", json={"name": "Report"}))["id"])


def _field(operator: httpx.Client, board: Json, word: str) -> str:
    body = {"field_key": f"{word} field {uuid4().hex[:6]}", "board_ids": [board["id"]]}
    return str(ok(operator.post("/api/v1/organizations/me/custom-fields", json=body))["id"])


# --- who calls


@dataclass(frozen=True, slots=True)
class Key:
    """An API key: of the owner of the organization, who may do everything, or of a service that is an admin of it."""

    scope: str
    of_boards: bool = False
    """Narrowed to the boards that are granted."""
    is_service: bool = False

    def suffices(self, operation: Operation) -> bool:
        """Whether the key as such is no reason to refuse."""
        # The person of local sign-in sees to the installation, no service does, and a key with the scope admin alone.
        sees_to_it = self.scope == "admin" and not self.of_boards and not self.is_service
        beyond = operation.people == "installation" and not sees_to_it
        return operation.is_for_keys and not beyond and (self.scope != "read" or not operation.writes)


@dataclass(frozen=True, slots=True)
class Caller:
    """Somebody with credentials, and what they may do by the declarations."""

    name: str
    headers: Callable[[Scene], dict[str, str]]
    person: str | None = None
    """The role in the organization."""
    reads: bool = False
    writes: bool = False
    """What a person may do on the board at home; grants alone give it where `everywhere` is not set."""
    everywhere: bool = False
    agent: str | None = None
    """The role as the document names it."""
    outside: bool = False
    """Whether the home of the scene is another tenant for this caller."""
    key: Key | None = None
    """The rights above are what the key leaves of its owner's."""

    def __str__(self) -> str:
        return self.name

    def client(self, scene: Scene) -> httpx.Client:
        return scene.server.client(headers=self.headers(scene))

    def enter(self, scene: Scene, *, granted: list[str]) -> None:
        """Take the place of the caller; grants go to the boards named."""
        if self.person is None:
            return
        if self.key:
            scene.own()
            scene.used_key = scene.key(self.key, granted)
            return
        if self.outside:
            with scene.server.as_operator() as operator:
                move_to_new_organization(operator)
            return
        rights = dict.fromkeys(granted, (self.reads, self.writes)) if self.reads or self.writes else {}
        scene.people.become(
            scene.organization_id,
            self.person,
            reads_all=self.everywhere and self.reads,
            writes_all=self.everywhere and self.writes,
            grants={} if self.everywhere else rights,
        )


def _bearer(scene: Scene) -> dict[str, str]:
    return {"Authorization": f"Bearer {scene.server.token}"}


def _by_key(scene: Scene) -> dict[str, str]:
    return {"Authorization": f"Bearer {scene.used_key}"}


def _agent(which: Callable[[Scene], MadeAgent]) -> Callable[[Scene], dict[str, str]]:
    return lambda scene: {"X-Agent-Token": which(scene).token}


CALLERS = [
    Caller("nobody", lambda _scene: {}),
    Caller("a wrong token", lambda _scene: {"Authorization": "Bearer wrong"}),
    Caller("a wrong agent token", lambda _scene: {"X-Agent-Token": "mca_0123456789abcdef_wrong"}),
    Caller("owner", _bearer, person="owner", reads=True, writes=True, everywhere=True),
    Caller("owner who reads", _bearer, person="owner", reads=True, everywhere=True),
    Caller("admin", _bearer, person="admin", reads=True, writes=True, everywhere=True),
    Caller("admin who writes one board", _bearer, person="admin", reads=True, writes=True),
    Caller("admin without boards", _bearer, person="admin"),
    Caller("member who writes all boards", _bearer, person="member", reads=True, writes=True, everywhere=True),
    Caller("member who writes", _bearer, person="member", writes=True),
    Caller("member who reads", _bearer, person="member", reads=True),
    Caller("member without boards", _bearer, person="member"),
    Caller("key that reads", _by_key, person="member", reads=True, everywhere=True, key=Key("read")),
    Caller("key that writes", _by_key, person="member", reads=True, writes=True, everywhere=True, key=Key("write")),
    Caller("key of one board", _by_key, person="member", reads=True, writes=True, key=Key("write", of_boards=True)),
    Caller("key that administers", _by_key, person="owner", reads=True, writes=True, everywhere=True, key=Key("admin")),
    Caller(
        "service key",
        _by_key,
        person="admin",
        reads=True,
        writes=True,
        everywhere=True,
        key=Key("admin", is_service=True),
    ),
    Caller("lead", _agent(lambda scene: scene.lead), agent="agent-lead"),
    Caller("worker", _agent(lambda scene: scene.worker), agent="agent-worker"),
    Caller(
        "worker by Authorization",
        lambda scene: {"Authorization": f"Bearer {scene.worker.token}"},
        agent="agent-worker",
    ),
    Caller("main agent", _agent(lambda scene: scene.main), agent="agent-main"),
    Caller(
        "owner of another organization", _bearer, person="owner", reads=True, writes=True, everywhere=True, outside=True
    ),
    Caller(
        "agent of another organization", _agent(lambda scene: scene.foreign.agent), agent="agent-worker", outside=True
    ),
]
