"""The statuses that a task has been in: written with every move, whoever makes it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from importlib import import_module
from itertools import pairwise
from uuid import UUID

import pytest
from sqlalchemy import delete, func, select, update

from mission_control.kernel.db import migrate
from mission_control.kernel.db.engine import make_engine
from mission_control.kernel.settings import load_settings
from mission_control.tasks import claiming
from mission_control.tasks.models import Task, TaskTransition
from tests.support.database import open_database
from tests.support.people import People
from tests.support.world import Json, move_to_new_organization, ok
from tests.tasks.crew import Crew


@pytest.fixture
def people(module_database: str) -> People:
    return People(module_database)


def history(crew: Crew, task: Json, **params: int) -> Json:
    found: Json = ok(crew.operator.get(crew.url(crew.operator, task, "history"), params=params))
    return found


def been(crew: Crew, task: Json) -> list[str]:
    """Where a task has been, oldest first."""
    return [stay["status"] for stay in history(crew, task)["items"]][::-1]


def test_people_workers_and_leads_leave_their_names_in_the_history(crew: Crew) -> None:
    task = crew.held_by_ava()
    crew.change(crew.ava, task, status="review", comment="Look at it")
    crew.change(crew.lead, task, status="inbox")
    crew.change(crew.operator, task, title="Renamed")
    crew.change(crew.operator, task, status="done")
    whole = history(crew, task)
    stays = whole["items"][::-1]
    assert [(stay["status"], stay["actor_kind"]) for stay in stays] == [
        ("inbox", "user"),
        ("in_progress", "agent"),
        ("review", "agent"),
        ("inbox", "agent"),
        ("done", "user"),
    ]
    assert [stay["actor_name"] for stay in stays[1:4]] == ["Ava Stone", "Ava Stone", "Lena"]
    assert (stays[1]["agent_id"], stays[1]["user_id"]) == (crew.ava_agent.id, None)
    assert all(stay["left_at"] == after["entered_at"] for stay, after in pairwise(stays))
    assert stays[-1]["left_at"] is None
    assert whole["seconds_by_status"]["inbox"] == pytest.approx(stays[0]["seconds"] + stays[3]["seconds"])
    page = history(crew, task, limit=2, offset=1)
    assert (page["total"], [stay["status"] for stay in page["items"]]) == (5, ["inbox", "review"])


def test_a_lost_lease_and_a_reopened_dependency_are_moves_of_the_product_with_their_reasons(
    crew: Crew, module_database: str
) -> None:
    wood = crew.bring_to("done", title="Cut wood")
    build = crew.task("Build", depends_on_task_ids=[wood["id"]])
    ok(crew.claim(crew.ava, build))
    crew.change(crew.operator, wood, status="inbox")
    assert been(crew, build) == ["inbox", "in_progress", "inbox"]
    assert "Cut wood" in history(crew, build)["items"][0]["reason"]

    held = crew.held_by_ava(title="Held")
    database = open_database(module_database)
    with database.write() as uow:
        long_ago = datetime.now(UTC) - timedelta(hours=1)
        uow.db.execute(update(Task).where(Task.id == UUID(held["id"])).values(lease_expires_at=long_ago))
        claiming.expire(uow)
    database.engine.dispose()
    assert been(crew, held) == ["inbox", "in_progress", "inbox"]
    last = history(crew, held)["items"][0]
    assert (last["actor_kind"], "Ava Stone" in last["reason"]) == ("system", True)


def test_a_task_made_beyond_the_inbox_begins_there_and_takes_its_history_along_when_deleted(
    crew: Crew, people: People
) -> None:
    task = crew.task(status="in_progress")
    assert been(crew, task) == ["in_progress"]
    ok(crew.operator.delete(crew.url(crew.operator, task)))
    assert crew.operator.get(crew.url(crew.operator, task, "history")).status_code == 404
    with people.writing() as db:
        left = select(func.count()).where(TaskTransition.task_id == UUID(task["id"]))
        assert db.scalar(left) == 0


def test_the_migration_tells_the_history_from_the_event_log(crew: Crew, people: People, module_database: str) -> None:
    """What it finds is what was written as it happened; a task from before the log has its making alone."""
    whole = crew.held_by_ava(title="Whole")
    crew.change(crew.ava, whole, status="review", comment="Look")
    crew.change(crew.operator, whole, status="done")
    with people.writing() as db:
        board = UUID(crew.board["id"])
        columns = [column for column in TaskTransition.__table__.columns if column.name != "number"]
        of_board = select(*columns).where(TaskTransition.board_id == board)
        before = db.execute(of_board.order_by(TaskTransition.task_id, TaskTransition.number)).all()
        engine = make_engine(load_settings(database_url=module_database))
    migration = import_module("mission_control.migrations.versions.0008_task_history")
    with engine.execution_options(write=True).begin() as connection:
        connection.execute(delete(TaskTransition))
        migration._fill(connection, TaskTransition.__table__)
    with people.writing() as db:
        assert db.execute(of_board.order_by(TaskTransition.task_id, TaskTransition.number)).all() == before
    assert been(crew, whole) == ["inbox", "in_progress", "review", "done"]
    assert migrate.current(engine) == migrate.head()
    engine.dispose()


# --- what happened, as a feed


def test_w51_the_feed_says_where_each_event_can_be_shown(crew: Crew) -> None:
    task, board = crew.task(), {"boardId": crew.board["id"]}
    on_task = board | {"taskId": task["id"]}
    comment = ok(crew.say(crew.ava, task, "Soon"))
    body = {"action_type": "deploy", "confidence": 50, "lead_reasoning": "It is ready", "task_id": task["id"]}
    ok(crew.ava.post(f"/api/v1/boards/{crew.board['id']}/approvals", json=body))
    ok(crew.operator.patch(f"/api/v1/boards/{crew.board['id']}", json={"objective": "Fly"}))
    ok(crew.operator.post("/api/v1/tags", json={"name": f"Tag {task['id']}"}))

    def newest(event_type: str) -> tuple[str, Json]:
        (event, *_) = ok(crew.operator.get("/api/v1/activity", params={"event_type": event_type, "limit": 1}))["items"]
        return event["route_name"], event["route_params"]

    assert newest("task.created") == ("board", on_task)
    assert newest("task.comment") == ("board", on_task | {"commentId": comment["id"]})
    assert newest("approval.created") == ("board.approvals", board)
    assert newest("board.updated") == ("board", board | {"panel": "chat"})
    assert newest("agent.created") == ("board", board)
    name, params = newest("tag.created")
    assert (name, params["eventType"], set(params)) == (
        "activity",
        "tag.created",
        {"eventId", "eventType", "createdAt"},
    )


def test_w51_an_agents_feed_is_its_own_and_no_tenant_sees_anothers(crew: Crew) -> None:
    task = crew.task()
    crew.say(crew.ava, task, "Mine")
    crew.say(crew.ben, task, "Not hers")
    assert {event["agent_id"] for event in ok(crew.ava.get("/api/v1/activity"))["items"]} == {crew.ava_agent.id}
    comments = ok(crew.operator.get("/api/v1/activity/task-comments", params={"board_id": crew.board["id"]}))["items"]
    assert [item["message"] for item in comments] == ["Not hers", "Mine"]
    move_to_new_organization(crew.operator)
    elsewhere = ok(crew.operator.get("/api/v1/activity"))["items"]
    assert {event["event_type"].partition(".")[0] for event in elsewhere} <= {"organization"}
    assert ok(crew.operator.get("/api/v1/activity/task-comments"))["total"] == 0
