"""What may be registered, and what a failure may tell."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import ClassVar
from uuid import uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy.exc import IntegrityError

from mission_control.kernel.failures import MAX_LENGTH, describe
from mission_control.kernel.jobs.registry import DuplicateJob, Job, Registry, checked, cron_of
from tests.kernel.jobs_world import Renamed, renamed


def nothing(*_: object, **__: object) -> None: ...


def test_a_second_handler_under_one_name_is_refused():
    registry = Registry()
    registry.job("tasks.sweep")(nothing)
    with pytest.raises(DuplicateJob, match=r"tasks\.sweep"):
        registry.job("tasks.sweep")(nothing)
    with pytest.raises(DuplicateJob):
        registry.periodic("tasks.sweep", every=timedelta(minutes=1))(nothing)


@given(attempts=st.integers(1, 10_000))
def test_pauses_between_attempts_grow_to_a_limit_and_are_spread(attempts: int):
    job = Job("j", nothing, retry_base_seconds=2, retry_max_seconds=600)
    longest = min(2 * 2 ** min(attempts - 1, 30), 600)
    assert longest / 2 <= job.retry_delay(attempts).total_seconds() <= longest


def test_an_operator_says_how_often_jobs_are_repeated_that_say_nothing_themselves():
    registry = Registry()
    registry.job("usual")(nothing)
    registry.errand("own", max_attempts=3)(lambda *_, **__: nothing)
    registry.retry_as(None, None, None)
    assert registry.find("usual").max_attempts == 8
    registry.retry_as(1, 40, 20)
    usual, own = registry.find("usual"), registry.find("own")
    assert [usual.is_exhausted(attempts) for attempts in (1, 2)] == [False, True]
    assert usual.retry_delay(5).total_seconds() <= 40
    assert (own.max_attempts, registry.is_errand("own")) == (3, True)


@pytest.mark.parametrize(
    ("seconds", "cron"),
    [
        (1, "* * * * * */1"),
        (30, "* * * * * */30"),
        (60, "* * * * *"),
        (300, "*/5 * * * *"),
        (3600, "0 * * * *"),
        (6 * 3600, "0 */6 * * *"),
        (86400, "0 0 * * *"),
    ],
)
def test_a_period_becomes_a_cron_line(seconds: int, cron: str):
    assert cron_of(timedelta(seconds=seconds)) == cron


@pytest.mark.parametrize("seconds", [0, 0.5, 45, 90, 7 * 60, 5 * 3600, 2 * 86400, -60])
def test_a_period_that_workers_could_not_agree_on_is_refused_at_import(seconds: float):
    with pytest.raises(ValueError, match="evenly"):
        Registry().periodic("p", every=timedelta(seconds=seconds))


def test_reactions_are_found_for_the_event_and_its_bases_once_each():
    class Renamed2(Renamed):
        type: ClassVar[str] = "test.renamed2"

    registry = Registry()
    job = registry.reacts_to(Renamed, Renamed2)(nothing)
    assert job.name == "tests.kernel.test_jobs_registry.nothing"
    assert registry.reactions_of(renamed("Ada")) == [job]
    assert registry.reactions_of(Renamed2(organization_id=uuid4(), message="", name="Ada")) == [job]


@pytest.mark.parametrize("value", [uuid4(), datetime.now, float("nan"), {1, 2}])
def test_arguments_that_are_not_json_are_refused_where_they_are_given(value: object):
    with pytest.raises((TypeError, ValueError)):
        checked({"value": value})


@pytest.mark.parametrize(
    ("message", "shown"),
    [
        ("no answer from postgres://me:pw@db/x", "no answer from postgres://…@db/x"),
        ("sent Authorization: Bearer abc.def", "sent Authorization: Bearer …"),
        ("gateway refused token=abc", "gateway refused token=…"),
        ("unknown " + "a1" * 30, "unknown …"),
        ("first line\nsecond line", "first line"),
    ],
)
def test_a_failure_is_told_without_secrets(message: str, shown: str):
    assert describe(ConnectionError(message)) == f"ConnectionError: {shown}"


def test_a_failed_statement_is_told_without_its_values():
    assert describe(IntegrityError("INSERT", {"email": "a@b"}, KeyError("a@b"))) == "IntegrityError (KeyError)"


@pytest.mark.parametrize("error", [ValueError("a@b"), KeyError("a@b")])
def test_what_may_repeat_a_value_is_told_by_its_kind(error: Exception):
    assert describe(error) == type(error).__name__


def test_a_failure_is_told_briefly():
    assert len(describe(RuntimeError("word " * 1000))) == MAX_LENGTH
    assert describe(RuntimeError()) == "RuntimeError"
