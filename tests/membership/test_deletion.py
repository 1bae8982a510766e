"""The end of an organization and of an account: all that is theirs goes, nothing of others does."""

from __future__ import annotations

from uuid import UUID, uuid4

import httpx
import pytest
from sqlalchemy import Table

from tests.membership.tables import is_found_by, references_of, rows_of, tables_of
from tests.support.several_people import ACCEPT, INVITES, MEMBERS, ORGANIZATION, Crowd, Person
from tests.support.world import (
    Json,
    MadeAgent,
    as_agent,
    code_of,
    make_agent,
    make_board,
    make_group,
    make_note,
    make_task,
    make_template,
    make_webhook,
    ok,
)

ACCOUNT = "/api/v1/users/me"
PREVIEW = f"{ORGANIZATION}/deletion-preview"
WITHOUT_KEY = {
    "events": {"organization_id", "board_id", "task_id", "agent_id"},
    "event_entities": {"organization_id", "entity_id"},
    "search_documents": {"object_id", "organization_id", "board_id", "task_id", "board_group_id"},
    "idempotent_requests": {"principal_id"},
}
"""Rows that are deleted by the product or by a trigger: see `membership/deleting.py`, and the searched texts."""
WORDS = {
    ("events", "actor_id"),
    ("events", "request_id"),
    ("users", "external_id"),
    ("agents", "openclaw_session_id"),
    ("agent_setups", "boot_id"),
    ("tasks", "template_id"),
    ("task_templates", "assigned_agent_id"),
    ("approvals", "decision_event_id"),
    ("task_transitions", "actor_id"),
    ("board_webhook_payloads", "delivery_id"),
    ("skill_packs", "commit_id"),
    ("skill_pack_syncs", "commit_id"),
    ("marketplace_skills", "commit_id"),
    ("gateway_links", "device_id"),
    ("gateway_links", "boot_id"),
    ("gateway_links", "pairing_request_id"),
    ("agent_setups", "runtime_id"),
    ("agent_setups", "token_id"),
    ("agent_messages", "correlation_id"),
    ("gateway_installed_skills", "commit_id"),
    ("gateway_exec_requests", "request_id"),
}
"""Ids that may name what is gone: they are read as words, in rows that have a foreign key to their organization."""


# --- what future tables have to say


def test_every_reference_says_what_becomes_of_it_and_is_found_by_an_index(crowd: Crowd) -> None:
    """A table whose rows would stay behind, forbid a deletion, or make it read everything, is named here."""
    wrong = []
    for table in tables_of(crowd.people):
        for name, key in references_of(table):
            place = f"{table.name}.{name}"
            if key is None:
                if (table.name, name) not in WORDS and name not in WITHOUT_KEY.get(table.name, ()):
                    wrong.append(
                        f"{place} has no foreign key: give it one, or delete its rows in membership/deleting.py"
                    )
            elif key.constraint.ondelete not in {"CASCADE", "SET NULL"}:
                wrong.append(f"{place} forbids deletions: say ON DELETE CASCADE or SET NULL")
            elif not is_found_by(table, name):
                wrong.append(f"{place} has no index: each deletion of a row that it refers to would read all of it")
    assert not wrong, "\n".join(wrong)


def test_every_table_ends_with_its_organization_or_its_person(crowd: Crowd) -> None:
    tables = {table.name: table for table in tables_of(crowd.people)}
    ending = {"organizations", "users", *WITHOUT_KEY}
    for _ in tables:
        ending |= {name for name, table in tables.items() if _cascades_from(table, ending)}
    assert set(tables) - ending == set(), "nothing deletes the rows of these tables"


def _cascades_from(table: Table, others: set[str]) -> bool:
    keys = table.foreign_key_constraints
    return any(key.ondelete == "CASCADE" and key.referred_table.name in others for key in keys)


# --- organizations


def say_something(crowd: Crowd, here: httpx.Client, group: Json, board: Json, lead: MadeAgent) -> None:
    """What people keep, and what an agent asks them."""
    make_note(here, board)
    crowd.people.add_question(board, lead.id, "Which one?")
    ok(here.post(f"/api/v1/board-groups/{group['id']}/memory", json={"content": "For all of us."}))


def furnish(crowd: Crowd, owner: Person) -> Json:
    """Put something into every table there is, of this organization."""
    here = owner.client
    group = make_group(here)
    board = make_board(here, board_group_id=group["id"], max_agents=5)
    lead = make_agent(here, board, is_board_lead=True)
    worker = make_agent(here, board)
    tag = ok(here.post("/api/v1/tags", json={"name": f"Tag {uuid4().hex[:8]}"}))
    key = f"key {uuid4().hex[:6]}"
    ok(here.post("/api/v1/organizations/me/custom-fields", json={"field_key": key, "board_ids": [board["id"]]}))
    first = make_task(here, board, tag_ids=[tag["id"]], custom_field_values={key: "v"})
    make_task(here, board, depends_on_task_ids=[first["id"]])
    held = make_task(here, board, assigned_agent_id=worker.id)
    crowd.people.add_turn(board, held, worker)
    tasks = f"/api/v1/boards/{board['id']}/tasks"
    ok(here.post(f"{tasks}/{first['id']}/comments", json={"message": "Mind the gap."}))
    asked = {"action_type": "deploy", "confidence": 50, "task_id": first["id"], "lead_reasoning": "Because."}
    approval = ok(here.post(f"/api/v1/boards/{board['id']}/approvals", json=asked))
    ok(here.patch(f"/api/v1/boards/{board['id']}/approvals/{approval['id']}", json={"status": "approved"}))
    say_something(crowd, here, group, board, lead)
    template = make_template(here, board)
    ok(here.post(f"/api/v1/boards/{board['id']}/templates/{template['id']}/tasks"))
    crowd.people.note_run(template["id"])
    connect(crowd, here, board, approval)
    with as_agent(crowd.server, worker) as agent, as_agent(crowd.server, lead) as leading:
        said = f"/api/v1/agent/boards/{board['id']}/tasks/{held['id']}"
        ok(agent.patch(said, json={"status": "in_progress"}))
        ok(agent.post(f"{said}/comments", json={"message": "On it."}, headers={"Idempotency-Key": uuid4().hex}))
        ok(leading.post(f"/api/v1/agent/boards/{board['id']}/memory", json={"content": "Ship on Friday."}))
    for keys in (f"{ACCOUNT}/api-keys", f"{ORGANIZATION}/api-keys"):
        ok(here.post(keys, json={"name": "Report"}))
    crowd.people.begin_session(owner.email)
    grants = [{"board_id": board["id"], "can_write": True}]
    crowd.member(owner, name="Mia", board_access=grants)
    ok(here.post(INVITES, json={"invited_email": "later@example.org", "board_access": grants}))
    ok(here.patch(ACCOUNT, json={"notes": "Reads mornings."}, headers={"Idempotency-Key": uuid4().hex}))
    return board


def connect(crowd: Crowd, here: httpx.Client, board: Json, approval: Json) -> None:
    """What other systems have to do with an organization."""
    address = f"ws://127.0.0.1:9/{uuid4().hex}"
    away = ok(here.post("/api/v1/gateways", json={"name": "Away", "url": address, "workspace_root": "~/agents"}))
    crowd.people.add_exec_request(away["id"], approval)
    remote = make_board(here, gateway_id=away["id"], max_agents=5)
    make_task(here, remote, assigned_agent_id=make_agent(here, remote).id)
    ok(here.post(f"/api/v1/boards/{remote['id']}/onboarding/start", json={}))
    *_, skill = crowd.people.add_pack(board["organization_id"], "A pack")
    ok(here.post(f"/api/v1/skills/marketplace/{skill}/install", params={"gateway_id": away["id"]}))
    webhook = make_webhook(here, board)
    assert here.post(webhook["endpoint_path"], json={"build": "red"}).status_code == 202
    hooks = {"name": "Chat", "url": "https://hooks.invalid/events", "event_types": ["audit."]}
    told = ok(here.post("/api/v1/event-subscriptions", json=hooks))
    crowd.people.add_delivery(board["organization_id"], told["id"])


def test_d01_an_organization_with_everything_in_it_is_deleted_and_nothing_else(crowd: Crowd) -> None:
    other, _ = crowd.owner()
    furnish(crowd, other)
    owner, organization = crowd.owner()
    tables = tables_of(crowd.people)
    before = rows_of(crowd.people, tables)
    furnish(crowd, owner)
    full = rows_of(crowd.people, tables)
    empty = {name for name in full if full[name] == before[name]}
    # Whoever adds a table puts something into it in `furnish`.
    assert empty == set()
    seen = ok(owner.client.get(PREVIEW))
    assert seen["counts"]["tasks"] == 5
    assert seen["counts"]["boards"] == 2
    # The built-in one, which nobody has made, is not told.
    assert seen["counts"]["gateways"] == 1
    assert (seen["other_members"], len(seen["running_agents"])) == (1, 2)
    refused = owner.client.delete(ORGANIZATION)
    assert code_of(refused) == (409, "agents_running")
    assert refused.json()["detail"]["running_agents"] == seen["running_agents"]
    ok(owner.client.delete(ORGANIZATION, params={"force": True}))
    after = rows_of(crowd.people, tables)
    left = {name: after[name] - before[name] for name in after}
    it = UUID(organization["id"]).hex
    of_it = {name: [row for row in rows if it in row] for name, rows in left.items()}
    assert [name for name, rows in of_it.items() if rows] == ["events"]
    assert ["organization.deleted" in row for row in of_it["events"]] == [True]
    # What is left besides are the two people, where they began, and what they were answered.
    assert {name for name, rows in left.items() if rows} <= {
        "events", "users", "organizations", "organization_members", "idempotent_requests", "sign_in_sessions"
    }  # fmt: skip
    lost = {name: before[name] - after[name] for name in before}
    assert {name for name, rows in lost.items() if rows} <= {"users", "organizations", "organization_members", "events"}
    assert all(it in row for name in lost for row in lost[name])
    assert ok(owner.client.get(ORGANIZATION))["name"] == "Personal"
    assert ok(other.client.get(PREVIEW))["counts"]["tasks"] == 5


def test_s21_only_an_owner_deletes_an_organization(crowd: Crowd) -> None:
    owner, _ = crowd.owner()
    for role in ("admin", "member"):
        other = crowd.member(owner, role)
        assert code_of(other.client.delete(ORGANIZATION)) == (403, "forbidden")
        assert code_of(other.client.get(PREVIEW)) == (403, "forbidden")


# --- accounts


def test_an_account_goes_with_its_own_organizations_and_leaves_the_others(crowd: Crowd) -> None:
    owner, shared = crowd.owner()
    board = make_board(owner.client)
    mia = crowd.member(owner, all_boards_write=True)
    task = make_task(mia.client, board, "Hers")
    ok(mia.client.post(f"/api/v1/boards/{board['id']}/tasks/{task['id']}/comments", json={"message": "Mine."}))
    make_note(mia.client, board)
    own = ok(mia.client.post("/api/v1/organizations", json={"name": f"Own {uuid4().hex}"}))
    furnished = make_board(mia.client)
    make_task(mia.client, furnished)
    seen = ok(mia.client.get(f"{ACCOUNT}/deletion-preview"))
    assert (seen["left"], seen["blocking"]) == ([shared["name"]], [])
    assert {item["name"] for item in seen["deleted"]} == {own["name"], "Personal"}
    old = ok(mia.client.get(ACCOUNT))["id"]
    ok(mia.client.delete(ACCOUNT))
    for table, rows in rows_of(crowd.people, tables_of(crowd.people)).items():
        assert table == "events" or not [row for row in rows if UUID(own["id"]).hex in row]
    assert ok(owner.client.get(MEMBERS))["total"] == 1
    left = ok(owner.client.get(f"/api/v1/boards/{board['id']}/tasks"))["items"][0]
    assert (left["title"], left["created_by_user_id"]) == ("Hers", None)
    told = ok(owner.client.get("/api/v1/activity"))["items"][0]
    assert (told["event_type"], told["payload"]["account_deleted"]) == ("member.left", True)
    # Whoever signs in again begins anew.
    assert ok(mia.client.get(ACCOUNT))["id"] != old


def test_the_last_owner_of_others_cannot_vanish(crowd: Crowd) -> None:
    owner, shared = crowd.owner()
    mia = crowd.member(owner)
    assert ok(owner.client.get(f"{ACCOUNT}/deletion-preview"))["blocking"] == [shared["name"]]
    assert code_of(owner.client.delete(ACCOUNT)) == (409, "last_owner_of_shared_organizations")
    ok(owner.client.patch(f"{MEMBERS}/{mia.member_id}", json={"role": "owner"}))
    ok(owner.client.delete(ACCOUNT))
    assert ok(mia.client.get(MEMBERS))["total"] == 1


def test_the_person_of_local_sign_in_begins_anew(crowd: Crowd) -> None:
    with crowd.server.as_operator() as operator:
        before = ok(operator.get(ACCOUNT))
        agent = make_agent(operator, make_board(operator))
        with as_agent(crowd.server, agent) as client:
            ok(client.get("/api/v1/agent/healthz"))
        assert code_of(operator.delete(ACCOUNT)) == (409, "agents_running")
        ok(operator.delete(ACCOUNT, params={"force": True}))
        replies = [operator.patch(ACCOUNT, json={"notes": "new"}), operator.get(ACCOUNT)]
    assert [reply.status_code for reply in replies] == [200, 200]
    now = replies[1].json()
    assert now["id"] != before["id"]
    assert (now["email"], now["notes"]) == ("admin@home.local", "new")


@pytest.mark.parametrize("what", ["organization", "account"])
def test_an_invite_that_is_accepted_while_its_organization_ends_is_worth_nothing(crowd: Crowd, what: str) -> None:
    owner, _ = crowd.owner()
    guest = crowd.person("Gina")
    invite = ok(owner.client.post(INVITES, json={"invited_email": guest.email}))
    ok(owner.client.delete(ORGANIZATION if what == "organization" else ACCOUNT))
    refused: httpx.Response = guest.client.post(ACCEPT, json={"token": invite["token"]})
    assert code_of(refused) == (404, "invite_unusable")
