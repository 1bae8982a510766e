"""Keeping templates, making tasks from them by hand, and being told what cannot be."""

from __future__ import annotations

import pytest

from tests.support.server import ServerProcess
from tests.support.world import as_agent, code_of, make_agent, make_board, make_template, ok
from tests.templates.conftest import Desk, due

WEEKDAYS = {"cron": "0 9 * * 1-5", "time_zone": "Europe/Berlin"}


def test_a_template_is_read_as_it_was_made_with_its_next_run_and_its_words(desk: Desk):
    made = make_template(desk.operator, desk.board, schedule=WEEKDAYS, due_after_minutes=90)
    assert made == desk.again(made)
    assert made["schedule"] == {
        **WEEKDAYS,
        "catch_up": "one",
        "overlap": "skip",
        "words": "At 09:00 on Monday through Friday",
    }
    assert due(made).weekday() < 5
    assert made["last_run"] is None
    assert [item["id"] for item in ok(desk.operator.get(desk.url))["items"]] == [made["id"]]


def test_a_task_made_by_hand_has_what_the_template_says(desk: Desk):
    agent = make_agent(desk.operator, desk.board)
    template = make_template(
        desk.operator, desk.board, title="Report {number}", priority="high", assigned_agent_id=agent.id,
        description="Write it", due_after_minutes=60,
    )  # fmt: skip
    task = ok(desk.operator.post(f"{desk.url}/{template['id']}/tasks"))
    second = ok(desk.operator.post(f"{desk.url}/{template['id']}/tasks"))
    assert (task["title"], second["title"]) == ("Report 1", "Report 2")
    assert (task["priority"], task["description"], task["assigned_agent_id"]) == ("high", "Write it", agent.id)
    assert (task["template_id"], task["template_name"]) == (template["id"], "Daily report")
    assert task["due_at"] is not None
    assert task["created_by_user_id"] is not None
    run = desk.runs(template)[-1]
    assert (run["task_id"], run["scheduled"], run["outcome"]) == (task["id"], False, "created")


def test_a_deleted_template_leaves_its_tasks_and_they_keep_its_name(desk: Desk):
    template = make_template(desk.operator, desk.board)
    ok(desk.operator.post(f"{desk.url}/{template['id']}/tasks"))
    ok(desk.operator.delete(f"{desk.url}/{template['id']}"))
    assert desk.operator.get(f"{desk.url}/{template['id']}").status_code == 404
    (task,) = desk.tasks()
    assert (task["template_id"], task["template_name"]) == (None, "Daily report")


def test_changes_are_told_once_and_a_late_one_is_refused(desk: Desk):
    template = make_template(desk.operator, desk.board)
    renamed = desk.change(template, name="Weekly report")
    assert renamed["version"] == 2
    assert desk.change(template, name="Weekly report")["version"] == 2
    url = f"{desk.url}/{template['id']}"
    late = desk.operator.patch(url, json={"name": "Mine"}, headers={"If-Match": '"1"'})
    assert code_of(late) == (412, "stale_version")
    assert code_of(desk.operator.delete(url, headers={"If-Match": '"1"'})) == (412, "stale_version")
    feed = ok(desk.operator.get("/api/v1/activity", params={"board_id": desk.board["id"]}))["items"]
    told = [item["event_type"] for item in feed if item["event_type"].startswith("template.")]
    assert told == ["template.updated", "template.created"]


@pytest.mark.parametrize(
    ("fields", "status", "code"),
    [
        ({"schedule": {"cron": "0 9 * *"}}, 422, "bad_cron"),
        ({"schedule": {"cron": "0 0 */31 2 MON#5"}}, 422, "cron_never_fires"),
        ({"schedule": {"cron": "0 9 * * *", "time_zone": "Mars/Olympus"}}, 422, "unknown_time_zone"),
        ({"title": "{{ config }}"}, 422, "unknown_placeholder"),
        ({"assigned_agent_id": "00000000-0000-0000-0000-000000000000"}, 404, "unknown_assignee"),
        ({"due_after_minutes": 0}, 422, "invalid_request"),
        ({"due_after_minutes": 10**30}, 422, "invalid_request"),
        ({"name": " "}, 422, "invalid_request"),
        ({"title": "\x00"}, 422, "invalid_request"),
        ({"schedule": {"cron": "0 9 * * *", "catch_up": "some"}}, 422, "invalid_request"),
    ],
)
def test_what_no_run_could_do_is_refused(desk: Desk, fields: dict[str, object], status: int, code: str):
    assert code_of(desk.operator.post(desk.url, json={"name": "A", "title": "B", **fields})) == (status, code)
    template = make_template(desk.operator, desk.board)
    assert code_of(desk.operator.patch(f"{desk.url}/{template['id']}", json=fields)) == (status, code)
    assert desk.again(template) == template


def test_a_preview_says_what_a_schedule_means_and_keeps_nothing(desk: Desk):
    preview = ok(desk.operator.post(f"{desk.url}/preview", json=WEEKDAYS))
    assert preview["words"] == "At 09:00 on Monday through Friday"
    assert len(preview["next_runs"]) == 5
    assert preview["next_runs"] == sorted(preview["next_runs"])
    assert code_of(desk.operator.post(f"{desk.url}/preview", json={"cron": "x"})) == (422, "bad_cron")
    assert ok(desk.operator.get(desk.url))["total"] == 0


def test_a_changed_time_moves_the_next_run_and_a_pause_takes_it_away(desk: Desk):
    template = desk.recurring("0 9 * * *")
    moved = desk.change(template, schedule={"cron": "30 11 * * *"})
    assert (due(moved).hour, due(moved).minute) == (11, 30)
    assert desk.change(template, paused=True)["next_run_at"] is None
    assert desk.change(template, name="Other")["next_run_at"] is None
    assert desk.change(template, paused=False)["next_run_at"] == moved["next_run_at"]
    newest = ok(desk.operator.get("/api/v1/activity", params={"board_id": desk.board["id"], "limit": 1}))["items"][0]
    assert newest["message"] == "Template Other was resumed"
    assert desk.change(template, schedule=None)["next_run_at"] is None


def test_agents_of_the_board_read_templates_and_change_none(desk: Desk, server: ServerProcess):
    template = make_template(desk.operator, desk.board)
    agent = make_agent(desk.operator, desk.board)
    other = make_board(desk.operator)
    elsewhere = f"/api/v1/boards/{other['id']}/templates/{template['id']}"
    assert desk.operator.get(elsewhere).status_code == 404
    with as_agent(server, agent) as client:
        assert ok(client.get(f"{desk.url}/{template['id']}"))["name"] == "Daily report"
        assert client.post(f"{desk.url}/{template['id']}/tasks").status_code in {401, 403}
        assert client.delete(f"{desk.url}/{template['id']}").status_code in {401, 403}


def test_a_task_has_the_tags_and_fields_of_its_template_and_what_is_gone_since_is_left_out(desk: Desk):
    tags = [ok(desk.operator.post("/api/v1/tags", json={"name": name}))["id"] for name in ("Weekly", "Gone")]
    field = ok(
        desk.operator.post(
            "/api/v1/organizations/me/custom-fields",
            json={
                "field_key": "customer",
                "field_type": "text",
                "required": True,
                "board_ids": [desk.board["id"]],
            },
        )
    )
    bare = desk.operator.post(desk.url, json={"name": "Report", "title": "Report"})
    assert code_of(bare) == (422, "missing_custom_field")
    odd = desk.operator.post(
        desk.url, json={"name": "Report", "title": "Report", "custom_field_values": {"customer": 7}}
    )
    assert code_of(odd) == (422, "invalid_custom_field_value")

    template = desk.recurring(tag_ids=tags, custom_field_values={"customer": "Acme"})
    assert (template["tag_ids"], template["custom_field_values"]) == (tags, {"customer": "Acme"})
    desk.fire_late(template, seconds=1)
    (made,) = desk.tasks()
    assert (made["tag_ids"], made["custom_field_values"]) == (tags, {"customer": "Acme"})

    ok(desk.operator.delete(f"/api/v1/tags/{tags[1]}"))
    elsewhere = {"board_ids": [make_board(desk.operator)["id"]]}
    ok(desk.operator.patch(f"/api/v1/organizations/me/custom-fields/{field['id']}", json=elsewhere))
    second = ok(desk.operator.post(f"{desk.url}/{template['id']}/tasks"))
    assert (second["tag_ids"], second["custom_field_values"]) == (tags[:1], {})

    stranger = desk.operator.patch(f"{desk.url}/{template['id']}", json={"tag_ids": [template["id"]]})
    assert code_of(stranger) == (404, "unknown_tags")
    assert desk.change(template, tag_ids=[], custom_field_values={})["tag_ids"] == []
