"""The jobs of the installation, for who sees to it."""

from __future__ import annotations

from datetime import UTC, datetime

from mission_control.kernel.jobs.models import JobRow, JobStatus
from tests.support.people import People
from tests.support.server import ServerProcess
from tests.support.world import code_of, ok

SYSTEM = "/api/v1/system"
FAILED = f"{SYSTEM}/failed-jobs"


def give_up(people: People, *names: str) -> list[int]:
    """Dead letters of these names; answers their ids."""
    now = datetime.now(UTC)
    rows = [
        JobRow(
            name=name,
            arguments={"agent_id": "a"},
            run_at=now,
            attempts=8,
            status=JobStatus.FAILED,
            last_error="Gone: the gateway was away",
            created_at=now,
            updated_at=now,
        )
        for name in names
    ]
    with people.writing() as db:
        db.add_all(rows)
        db.flush()
        return [row.id for row in rows]


def test_jobs_that_were_given_up_are_seen_queued_again_and_dropped(server: ServerProcess, module_database: str) -> None:
    people = People(module_database)
    first, second, third = give_up(people, "tests.first", "tests.second", "tests.third")
    with server.as_operator() as operator:
        page = ok(operator.get(FAILED))
        assert [(it["name"], it["attempts"], it["last_error"]) for it in page["items"]] == [
            (f"tests.{name}", 8, "Gone: the gateway was away") for name in ("third", "second", "first")
        ]
        assert page["items"][0]["arguments"] == {"agent_id": "a"}
        needs = [it["title"] for it in ok(operator.get("/api/v1/overview"))["needs_me"] if it["kind"] == "failed_job"]
        assert sorted(needs) == ["tests.first", "tests.second", "tests.third"]
        ok(operator.delete(f"{FAILED}/{first}"))
        ok(operator.post(f"{FAILED}/{second}/retry"))
        # What this process does not know is tried again, and so waits in the queue.
        waiting = {it["name"]: it["waiting"] for it in ok(operator.get(f"{SYSTEM}/jobs"))["items"]}
        assert (waiting.get("tests.second"), waiting.get("tests.first")) == (1, None)
        assert ok(operator.post(f"{FAILED}/retry")) == {"retried": 1}
        assert ok(operator.get(FAILED))["total"] == 0
        for gone in (first, third):
            assert code_of(operator.post(f"{FAILED}/{gone}/retry")) == (404, "no_failed_job")
            assert operator.delete(f"{FAILED}/{gone}").status_code == 404
        assert operator.post(f"{FAILED}/{2**63}/retry").status_code == 404
        kinds = ["job.retried", "job.discarded"]
        found = {it: ok(operator.get("/api/v1/activity", params={"event_type": it}))["items"] for it in kinds}
        assert [event["message"] for event in found["job.retried"]] == [
            "The job tests.third was queued again",
            "The job tests.second was queued again",
        ]
        assert [event["message"] for event in found["job.discarded"]] == ["The failed job tests.first was dropped"]
