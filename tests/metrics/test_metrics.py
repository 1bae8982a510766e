"""What the boards have done: equal to what is computed from the same moves by hand."""

from __future__ import annotations

import math
import random
import statistics
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from uuid import UUID, uuid4

import pytest
from sqlalchemy import insert

from mission_control.kernel.events.log import EventRow
from mission_control.tasks.models import Task, TaskTransition
from tests.support.people import People
from tests.support.server import ServerProcess
from tests.support.world import Json, ok
from tests.tasks.crew import Crew, crew_of

DASHBOARD, FLOW = "/api/v1/metrics/dashboard", "/api/v1/metrics/flow"
Path = list[tuple[str, float]]
"""(status, hours ago that a task came into it), oldest first."""


@pytest.fixture
def crew(server: ServerProcess) -> Iterator[Crew]:
    with crew_of(server) as made:
        yield made


@pytest.fixture
def people(module_database: str) -> People:
    return People(module_database)


def seed(people: People, crew: Crew, paths: list[Path], worker: str | None = None) -> None:
    """Tasks that have gone these ways."""
    now = datetime.now(UTC)
    places = {"organization_id": UUID(crew.board["organization_id"]), "board_id": UUID(crew.board["id"])}
    tasks, moves = [], []
    for path in paths:
        times = [now - timedelta(hours=hours) for _, hours in path]
        task_id = uuid4()
        tasks.append(
            {
                **places,
                "id": task_id,
                "title": "Old",
                "status": path[-1][0],
                "priority": "medium",
                "comments_count": 0,
                "fence": 0,
                "version": len(path),
                "created_at": times[0],
                "updated_at": times[-1],
            }
        )
        for number, (status, _) in enumerate(path):
            before = path[number - 1][0] if number else None
            since = times[number - 1] if number else None
            moves.append(
                {
                    **places,
                    "task_id": task_id,
                    "number": number + 1,
                    "from_status": before,
                    "to_status": status,
                    "at": times[number],
                    "since": since,
                    "work_started_at": since if before == "in_progress" else None,
                    "worker_id": UUID(worker) if worker and number > 1 else None,
                    "actor_kind": "system",
                }
            )
    stirred = {"stirred_at": now, "returns": 0} if "stirred_at" in Task.__table__.columns else {}
    with people.writing() as db:
        db.execute(insert(Task), [{**task, **stirred} for task in tasks])
        db.execute(insert(TaskTransition), moves)


def metrics(crew: Crew, url: str, **params: str) -> Json:
    found: Json = ok(crew.operator.get(url, params={"board_id": crew.board["id"], **params}))
    return found


def values(series: Json) -> list[float]:
    return [point["value"] for point in series["points"]]


def test_w52_every_range_has_its_buckets_and_any_other_is_refused(crew: Crew) -> None:
    buckets = {"24h": "hour", "3d": "day", "7d": "day", "14d": "day", "1m": "day", "3m": "week", "6m": "week"}
    for key, bucket in (buckets | {"1y": "month"}).items():
        whole = metrics(crew, DASHBOARD, range_key=key)
        assert whole["range"] == key
        for name in ("throughput", "cycle_time", "error_rate", "wip"):
            for window in ("primary", "comparison"):
                series = whole[name][window]
                assert (series["range"], series["bucket"]) == (key, bucket)
                assert len(series["points"]) >= 4
        assert metrics(crew, FLOW, range_key=key)["bucket"] == bucket
    assert len(metrics(crew, DASHBOARD)["throughput"]["primary"]["points"]) in {24, 25}
    for url in (DASHBOARD, FLOW):
        assert crew.operator.get(url, params={"range_key": "2w"}).status_code == 422
    assert ok(crew.operator.get(DASHBOARD, params={"range": "7d"}))["range"] == "24h"


def test_w53_the_dashboard_is_what_the_moves_tell(crew: Crew, people: People) -> None:
    seed(
        people,
        crew,
        [
            [("inbox", 400), ("in_progress", 102), ("review", 100), ("done", 50)],
            [("inbox", 400), ("in_progress", 54), ("done", 50)],
            # Reopened: no longer done, so not part of the throughput.
            [("inbox", 400), ("in_progress", 60), ("done", 50), ("inbox", 40)],
            # Done in the time before.
            [("inbox", 400), ("in_progress", 210), ("done", 200)],
            [("inbox", 400), ("in_progress", 5)],
        ],
    )
    whole = metrics(crew, DASHBOARD, range_key="7d")
    kpis = whole["kpis"]
    assert [kpis[f"{name}_tasks"] for name in ("inbox", "in_progress", "review", "done")] == [1, 1, 0, 3]
    assert kpis["tasks_in_progress"] == 1
    assert kpis["median_cycle_time_hours_7d"] == pytest.approx(statistics.median([2, 4, 10]), abs=1e-4)
    assert sum(values(whole["throughput"]["primary"])) == 2
    assert sum(values(whole["throughput"]["comparison"])) == 1
    assert max(values(whole["cycle_time"]["comparison"])) == pytest.approx(10, abs=1e-4)
    wip = whole["wip"]["primary"]["points"]
    assert (wip[-1]["inbox"], wip[-1]["in_progress"], wip[-1]["review"], wip[-1]["done"]) == (1, 1, 0, 3)
    start = whole["wip"]["comparison"]["points"][-1]
    assert (start["inbox"], start["in_progress"], start["done"]) == (4, 0, 1)


def test_w53_the_error_rate_is_the_share_of_failures_among_the_events_of_tasks(crew: Crew, people: People) -> None:
    crew.task()
    with people.writing() as db:
        told = {
            "type": "task.assignee_notify_failed",
            "topic": "tasks",
            "organization_id": UUID(crew.board["organization_id"]),
            "board_id": UUID(crew.board["id"]),
            "actor_kind": "system",
            "message": "No answer",
            "payload": {},
            "created_at": datetime.now(UTC),
        }
        db.execute(insert(EventRow), [{**told, "id": uuid4(), "task_id": task} for task in (uuid4(), uuid4(), None)])
    whole = metrics(crew, DASHBOARD)
    assert whole["kpis"]["error_rate_pct"] == pytest.approx(100 * 2 / 3)
    assert max(values(whole["error_rate"]["primary"])) >= 100 * 2 / 3 - 1e-9


def test_percentiles_are_those_of_an_independent_computation(crew: Crew, people: People) -> None:
    dice = random.Random(4)
    worked = [dice.uniform(0.1, 30) for _ in range(37)]
    reviewed = [dice.uniform(0.1, 20) for _ in worked]
    seed(
        people,
        crew,
        [
            [("inbox", 100), ("in_progress", 5 + rest + work), ("review", 5 + rest), ("done", 5)]
            for work, rest in zip(worked, reviewed, strict=True)
        ],
        worker=crew.ava_agent.id,
    )
    flow = metrics(crew, FLOW, range_key="7d")
    lead = [95.0] * len(worked)
    for name, hours in {"cycle_time": worked, "review_time": reviewed, "lead_time": lead}.items():
        found = flow[name]["primary"]
        assert found["count"] == len(hours) == sum(point["count"] for point in found["points"])
        assert found["mean_hours"] == pytest.approx(statistics.mean(hours), abs=1e-3)
        assert found["p50_hours"] == pytest.approx(statistics.median(hours), abs=1e-3)
        for percent in (85, 95):
            nearest = sorted(hours)[math.ceil(len(hours) * percent / 100) - 1]
            assert found[f"p{percent}_hours"] == pytest.approx(nearest, abs=1e-3)
    assert sum(values(flow["throughput"]["primary"])) == len(worked)
    assert metrics(crew, FLOW, range_key="7d", agent_id=crew.ava_agent.id)["cycle_time"]["primary"]["count"] == 37
    assert metrics(crew, FLOW, range_key="7d", agent_id=crew.ben_agent.id)["cycle_time"]["primary"]["count"] == 0
    assert flow["timezone"] == "UTC"


def test_what_happens_through_the_api_is_counted(crew: Crew) -> None:
    task = crew.held_by_ava()
    crew.change(crew.ava, task, status="review", comment="Look at it")
    crew.change(crew.operator, task, status="done")
    crew.held_by_ava(title="Second")
    whole = metrics(crew, DASHBOARD)
    assert whole["kpis"]["active_agents"] >= 1
    assert sum(values(whole["throughput"]["primary"])) == 1
    assert whole["kpis"]["median_cycle_time_hours_7d"] is not None
    flow = metrics(crew, FLOW, agent_id=crew.ava_agent.id)
    assert (flow["cycle_time"]["primary"]["count"], flow["review_time"]["primary"]["count"]) == (1, 1)
    assert flow["wip"] == {"inbox": 0, "in_progress": 1, "review": 0}


def test_a_group_narrows_to_its_boards(crew: Crew) -> None:
    crew.bring_to("done")
    group = ok(crew.operator.post("/api/v1/board-groups", json={"name": "Launches", "slug": "launches"}))
    assert metrics(crew, DASHBOARD, group_id=group["id"])["kpis"]["done_tasks"] == 0
    ok(crew.operator.patch(f"/api/v1/boards/{crew.board['id']}", json={"board_group_id": group["id"]}))
    for params in ({"group_id": group["id"]}, {"group_id": group["id"], "board_id": crew.board["id"]}):
        assert ok(crew.operator.get(DASHBOARD, params=params))["kpis"]["done_tasks"] == 1
        assert ok(crew.operator.get(FLOW, params=params))["lead_time"]["primary"]["count"] == 1


def test_a_tag_narrows_to_the_tasks_that_carry_it(crew: Crew) -> None:
    tag = ok(crew.operator.post("/api/v1/tags", json={"name": f"Docs {uuid4()}"}))["id"]
    crew.bring_to("done", tag_ids=[tag])
    crew.bring_to("done")
    waiting = crew.task("Tagged", tag_ids=[tag])
    for task in (waiting, crew.task("Plain")):
        body = {"action_type": "deploy", "confidence": 60, "lead_reasoning": "Ready", "task_ids": [task["id"]]}
        ok(crew.ava.post(f"/api/v1/agent/boards/{crew.board['id']}/approvals", json=body))
    all_of_it, tagged = metrics(crew, DASHBOARD), metrics(crew, DASHBOARD, tag_id=tag)
    assert (all_of_it["kpis"]["done_tasks"], tagged["kpis"]["done_tasks"], tagged["kpis"]["inbox_tasks"]) == (2, 1, 1)
    assert sum(values(tagged["throughput"]["primary"])) == 1
    assert tagged["wip"]["primary"]["points"][-1]["done"] == 1
    assert [item["task_title"] for item in tagged["pending_approvals"]["items"]] == ["Tagged"]
    assert (tagged["pending_approvals"]["total"], all_of_it["pending_approvals"]["total"]) == (1, 2)
    flow = metrics(crew, FLOW, tag_id=tag)
    assert (flow["lead_time"]["primary"]["count"], flow["wip"]["inbox"]) == (1, 1)
    nothing = metrics(crew, DASHBOARD, tag_id=str(uuid4()))
    assert (nothing["kpis"]["done_tasks"], nothing["pending_approvals"]["total"]) == (0, 0)
    assert crew.operator.get(FLOW, params={"tag_id": "x"}).status_code == 422


def test_w53_the_newest_ten_decisions_that_wait_are_named_with_the_number_of_all(crew: Crew) -> None:
    task = crew.task("Deploy it")
    asked = [
        ok(
            crew.ava.post(
                f"/api/v1/agent/boards/{crew.board['id']}/approvals",
                json={
                    "action_type": f"deploy.{number}",
                    "confidence": 60,
                    "lead_reasoning": "It is ready",
                    "task_ids": [task["id"]] if number == 11 else [],
                },
            )
        )
        for number in range(12)
    ]
    waiting = metrics(crew, DASHBOARD)["pending_approvals"]
    assert waiting["total"] == 12
    assert [item["approval_id"] for item in waiting["items"]] == [one["id"] for one in asked[:1:-1]]
    newest = waiting["items"][0]
    assert (newest["task_title"], newest["board_name"]) == ("Deploy it", crew.board["name"])
    assert waiting["items"][1]["task_title"] is None


def test_w52_only_boards_that_are_shared_are_measured(crew: Crew, people: People, server: ServerProcess) -> None:
    crew.bring_to("done")
    assert metrics(crew, DASHBOARD, group_id=str(uuid4()))["kpis"]["done_tasks"] == 0
    assert crew.operator.get(DASHBOARD, params={"board_id": str(uuid4())}).status_code == 404
    assert crew.ava.get(DASHBOARD).status_code in {401, 403}
    organization = crew.board["organization_id"]
    with crew_of(server) as other:
        try:
            people.become(organization, "member", grants={other.board["id"]: (True, False)})
            for url in (DASHBOARD, FLOW):
                assert crew.operator.get(url, params={"board_id": crew.board["id"]}).status_code == 403
            assert ok(crew.operator.get(DASHBOARD))["kpis"]["done_tasks"] == 0
            people.become(organization, "member")
            assert metrics(crew, DASHBOARD)["kpis"]["done_tasks"] == 0
        finally:
            people.own(organization)
