import asyncio
import gc
import json
import logging
import os
from collections.abc import Callable
from typing import Any

import pytest
from pydantic import TypeAdapter
from sqlalchemy import create_engine, text

from mission_control.kernel.http.context import RequestContext, enter_request, leave_request
from mission_control.kernel.logging import TRACE, get_logger, level_from
from tests.kernel.conftest import LogLines, LogText


def test_a_json_line_has_the_fields_that_collectors_expect(log_lines: LogLines):
    get_logger("mission_control.tests").info("app.lifecycle.started", port=8000)
    (line,) = log_lines()
    expected: dict[str, Any] = {
        "level": "INFO",
        "logger": "mission_control.tests",
        "message": "app.lifecycle.started",
        "app": "mission-control",
        "version": "0.1.0",
        "module": "test_logging",
        "function": "test_a_json_line_has_the_fields_that_collectors_expect",
        "port": 8000,
    }
    assert line.items() >= expected.items()
    assert line["timestamp"].endswith("Z")


def test_lines_of_the_standard_library_look_the_same(log_lines: LogLines):
    entered = enter_request(RequestContext("r-1", "192.0.2.1", "/api/v1/boards", "GET"))
    logging.getLogger("uvicorn.error").warning("%s is odd", "this", extra={"color_message": "x", "why": "z"})
    leave_request(entered)
    (line,) = log_lines()
    assert (line["message"], line["logger"]) == ("this is odd", "uvicorn.error")
    assert (line["request_id"], line["method"], line["path"]) == ("r-1", "GET", "/api/v1/boards")
    assert line["why"] == "z"
    assert "color_message" not in line


def test_an_exception_is_one_json_line_with_its_trace(log_lines: LogLines):
    try:
        raise RuntimeError("broken")
    except RuntimeError:
        get_logger("ours").exception("unhandled_exception")
        logging.getLogger("theirs").exception("failed")
    ours, theirs = log_lines()
    assert ours["exception"].startswith("Traceback")
    assert theirs["exception"].endswith("RuntimeError: broken")


TEXT = "what people write"


def _statement() -> None:
    with create_engine("sqlite://").connect() as connection:
        connection.execute(text("SELECT :word FROM nowhere"), {"word": TEXT})


def _conversion() -> None:
    try:
        os.environ[TEXT]
    except KeyError as error:
        raise RuntimeError("not found") from error


async def _group() -> None:
    async with asyncio.TaskGroup() as tasks:
        tasks.create_task(asyncio.to_thread(int, TEXT))


FAILURES: dict[str, tuple[Callable[[], object], str]] = {
    "a statement": (_statement, "OperationalError SQLITE_ERROR)\n[SQL: SELECT ? FROM nowhere]"),
    "an answer of another shape": (
        lambda: TypeAdapter(dict[str, int]).validate_python({"count": TEXT}),
        "ValidationError: count int_parsing",
    ),
    "a conversion": (_conversion, "\n\nTraceback (most recent call last):"),
    "a group of tasks": (lambda: asyncio.run(_group()), "ExceptionGroup"),
}


@pytest.mark.parametrize("kind", FAILURES)
def test_a_failure_says_what_and_where_and_not_the_values(kind: str, log_text: LogText):
    lines = log_text()
    fail, shown = FAILURES[kind]
    try:
        fail()
    except Exception:  # noqa: BLE001 (each fails in another way)
        get_logger("ours").exception("unhandled_exception")
    written = "\n".join(lines())
    assert shown in written
    assert "test_logging.py" in written
    assert TEXT not in written


def test_what_asyncio_says_of_a_task_ends_with_the_kind_of_failure(log_text: LogText):
    async def forgotten() -> None:
        asyncio.create_task(asyncio.to_thread(int, TEXT))  # noqa: RUF006 (it is about one that nobody keeps)
        await asyncio.sleep(0.05)

    lines = log_text()
    asyncio.run(forgotten())
    gc.collect()
    written = "\n".join(lines())
    assert "Task exception was never retrieved" in written
    assert written.endswith("ValueError")
    assert TEXT not in written


def test_trace_is_a_level_of_its_own(log_lines: LogLines):
    get_logger("ours").trace("http.request.start", path="/x")
    (line,) = log_lines()
    assert (line["level"], line["message"], line["path"]) == ("TRACE", "http.request.start", "/x")


def test_what_is_below_the_level_is_not_written(log_text: LogText):
    lines = log_text(log_level="DEBUG")
    get_logger("ours").trace("http.request.start")
    assert lines() == []


def test_a_text_line_reads_from_left_to_right(log_text: LogText):
    lines = log_text(log_use_utc=True)
    get_logger("ours").warning("http.request.slow", duration_ms=12.5, path="/a b")
    (line,) = lines()
    assert line.split("+00:00 ", 1)[1] == 'WARNING ours http.request.slow duration_ms=12.5 path="/a b"'


def test_a_value_cannot_forge_a_line_of_text(log_text: LogText):
    lines = log_text()
    get_logger("ours").info("seen", path="/\n2026 ERROR forged \x1b[2J")
    logging.getLogger("theirs").info("one\ntwo")
    assert len(lines()) == 2


def test_values_that_json_does_not_know_are_written_as_text(log_lines: LogLines):
    get_logger("ours").info("seen", odd={"\udcff"}, error=ValueError("x"))
    (line,) = log_lines()
    assert line["error"] == "x"


def test_http_clients_and_sql_stay_quiet(log_text: LogText):
    lines = log_text(log_level="DEBUG")
    for name in ("httpx", "httpcore", "urllib3", "sqlalchemy.engine", "uvicorn.access"):
        logging.getLogger(name).info("chatter")
    assert lines() == []


def test_sql_is_written_at_trace(log_lines: LogLines):
    logging.getLogger("sqlalchemy.engine").info("SELECT 1")
    assert [line["message"] for line in log_lines()] == ["SELECT 1"]


def test_setting_up_twice_writes_each_line_once(log_text: LogText):
    former, lines = log_text(), log_text()
    get_logger("ours").info("once")
    assert (len(former()), len(lines())) == (0, 1)


@pytest.mark.parametrize(
    ("text", "level"),
    [("trace", TRACE), ("DEBUG", 10), (" Warning ", 30), ("35", 35), ("loud", 20), ("", 20), ("²", 20)],
)
def test_the_level_is_a_name_or_a_number_and_else_info(text: str, level: int):
    assert level_from(text) == level


def test_json_lines_are_plain_ascii(log_text: LogText):
    lines = log_text(log_format="JSON")
    get_logger("ours").info("naïve \u2028")
    (line,) = lines()
    assert line.isascii()
    assert json.loads(line)["message"] == "naïve \u2028"
