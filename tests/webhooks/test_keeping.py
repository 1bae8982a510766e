"""Keeping webhooks: what may be said of one, who may, and that a secret never comes back."""

from __future__ import annotations

from typing import Any

import pytest
from sqlalchemy import text

from tests.support.people import People
from tests.support.world import code_of, make_agent, make_board, move_to_new_organization, ok
from tests.webhooks.conftest import Post
from tests.webhooks.signing import SECRET, plain


def test_a_webhook_is_read_as_it_was_made_without_its_secret(post: Post, server):
    made = post.webhook(
        "  Triage it.  ", secret=SECRET, signature_header=" X-Signature ", agent_id=post.crew.ava_agent.id
    )
    assert (made["description"], made["signature_header"], made["signature_scheme"]) == (
        "Triage it.",
        "X-Signature",
        "hmac",
    )
    assert (made["enabled"], made["has_secret"], made["received_count"]) == (True, True, 0)
    assert made["endpoint_path"] == f"{post.url}/{made['id']}"
    assert made["endpoint_url"] == server.base_url + made["endpoint_path"]
    assert (made["told_agent_id"], made["told_agent_name"]) == (post.crew.ava_agent.id, "Ava Stone")
    assert ok(post.crew.operator.get(f"{post.url}/{made['id']}")) == made
    second = post.webhook()
    assert (second["has_secret"], second["told_agent_name"]) == (False, "Lena")
    listed = post.crew.operator.get(post.url)
    assert [item["id"] for item in ok(listed)["items"]] == [second["id"], made["id"]]
    assert SECRET not in listed.text


def test_a_secret_is_encrypted_at_rest_and_in_no_event(post: Post, module_database: str):
    made = post.webhook(secret=SECRET)
    post.change(made, secret=f"{SECRET}-2")
    with People(module_database).writing() as db:
        for table in ("board_webhooks", "events", "idempotent_requests"):
            assert SECRET not in str(db.execute(text(f"SELECT * FROM {table}")).all())
    assert post.events("webhook.updated")[0]["payload"]["secret_changed"] is True


@pytest.mark.parametrize(
    "body",
    [
        {},
        {"description": "   "},
        {"description": None},
        {"description": 7},
        {"description": "x" * 10_001},
        {"description": "a\x00b"},
        {"description": "x", "secret": 7},
        {"description": "x", "secret": "too short"},
        {"description": "x", "secret": ["x"]},
        {"description": "x", "signature_header": 7},
        {"description": "x", "signature_header": "no header"},
        {"description": "x", "signature_header": "X-Ä"},
        {"description": "x", "signature_header": "X" * 300},
        {"description": "x", "signature_scheme": "md5"},
        {"description": "x", "enabled": None},
        {"description": "x", "agent_id": "nobody"},
    ],
    ids=str,
)
def test_d11_what_makes_no_sense_is_refused(post: Post, body: dict[str, Any]):
    refused = post.crew.operator.post(post.url, json=body)
    assert code_of(refused) == (422, "invalid_request"), refused.text
    if body:
        made = post.webhook()
        assert code_of(post.crew.operator.patch(f"{post.url}/{made['id']}", json=body)) == (422, "invalid_request")


def test_only_an_agent_of_the_board_can_be_told(post: Post):
    elsewhere = make_agent(post.crew.operator, make_board(post.crew.operator))
    for agent_id in (elsewhere.id, post.crew.board["id"]):
        refused = post.crew.operator.post(post.url, json={"description": "x", "agent_id": agent_id})
        assert code_of(refused) == (422, "unknown_webhook_agent")
    made = post.webhook()
    again = post.crew.operator.patch(f"{post.url}/{made['id']}", json={"agent_id": elsewhere.id})
    assert code_of(again) == (422, "unknown_webhook_agent")


def test_a_change_says_what_it_changes_and_null_or_blank_clears(post: Post):
    made = post.webhook(secret=SECRET, signature_header="X-Signature", agent_id=post.crew.ava_agent.id)
    assert post.change(made) == made
    assert post.change(made, description=made["description"], enabled=True) == made
    cleared = post.change(made, secret=" ", signature_header="", agent_id=None)
    assert (cleared["has_secret"], cleared["signature_header"], cleared["agent_id"]) == (False, None, None)
    assert cleared["version"] == 2
    assert post.change(made, secret=None)["version"] == 2
    late = post.crew.operator.patch(f"{post.url}/{made['id']}", json={"enabled": False}, headers={"If-Match": '"1"'})
    assert code_of(late) == (412, "stale_version")
    (told,) = post.events("webhook.updated")
    assert told["message"] == "Webhook “File a task.”: agent_id, secret, signature_header changed"
    assert told["actor"]["kind"] == "user"


def test_who_keeps_a_webhook_sees_it_paused_resumed_and_deleted_in_the_activity(post: Post):
    made = post.webhook()
    payload_id = post.taken(made)
    post.change(made, enabled=False)
    post.change(made, enabled=True)
    assert [it["message"] for it in post.events("webhook.updated")] == [
        "Webhook “File a task.” was resumed",
        "Webhook “File a task.” was paused",
    ]
    assert ok(post.crew.operator.delete(f"{post.url}/{made['id']}")) == {"ok": True}
    assert code_of(post.crew.operator.get(f"{post.url}/{made['id']}")) == (404, "not_found")
    assert code_of(post.crew.operator.get(f"{post.url}/{made['id']}/payloads/{payload_id}")) == (404, "not_found")
    assert code_of(post.send(made)) == (404, "not_found")
    assert len(post.events("webhook.deleted")) == 1
    assert len(post.notes()) == 1


def test_agents_keep_no_webhooks_and_nobody_sees_those_of_others(post: Post):
    made = post.webhook()
    payload_id = post.taken(made)
    assert code_of(post.crew.lead.get(post.url)) == (401, "unauthorized")
    assert code_of(post.crew.lead.post(post.url, json={"description": "x"})) == (401, "unauthorized")
    other = make_board(post.crew.operator)
    for path in (f"{made['id']}", f"{made['id']}/payloads", f"{made['id']}/payloads/{payload_id}"):
        beside = post.crew.operator.get(f"/api/v1/boards/{other['id']}/webhooks/{path}")
        assert code_of(beside) == (404, "not_found")
    second = post.webhook()
    crossed = post.crew.operator.get(f"{post.url}/{second['id']}/payloads/{payload_id}")
    assert code_of(crossed) == (404, "not_found")
    move_to_new_organization(post.crew.operator)
    assert code_of(post.crew.operator.get(f"{post.url}/{made['id']}")) == (404, "not_found")


def test_when_its_agent_is_gone_the_lead_is_told_and_a_deleted_board_takes_all_with_it(
    post: Post, module_database: str
):
    ben = post.crew.ben_agent
    made = post.webhook(agent_id=ben.id, secret=SECRET)
    payload_id = post.taken(made, b"{}", plain(b"{}"))
    assert post.settled(made, payload_id)["told_agent_name"] == "Ben"
    ok(post.crew.operator.delete(f"/api/v1/agents/{ben.id}"))
    left = ok(post.crew.operator.get(f"{post.url}/{made['id']}"))
    assert (left["agent_id"], left["told_agent_name"]) == (None, "Lena")
    told = post.payload(made, payload_id)
    assert (told["told_agent_id"], told["told_agent_name"]) == (None, "Ben")
    ok(post.crew.operator.delete(f"/api/v1/boards/{post.crew.board['id']}"))
    with People(module_database).writing() as db:
        for table in ("board_webhooks", "board_webhook_payloads"):
            kept = text(f"SELECT count(*) FROM {table} WHERE board_id IN (:plain, :short)")
            names = {"plain": post.crew.board["id"], "short": post.crew.board["id"].replace("-", "")}
            if db.get_bind().dialect.name == "postgresql":
                kept = text(f"SELECT count(*) FROM {table} WHERE board_id::text IN (:plain, :short)")
            assert db.scalar(kept, names) == 0


def test_a_board_has_a_hundred_webhooks_at_most(post: Post):
    for number in range(100):
        post.webhook(f"Number {number}")
    refused = post.crew.operator.post(post.url, json={"description": "One more"})
    assert code_of(refused) == (409, "too_many_webhooks")
