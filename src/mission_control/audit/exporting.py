"""The log as a file: one line for each event, oldest first, read a batch at a time."""

import csv
import io
import json
from collections.abc import Iterator, Sequence
from enum import StrEnum

from mission_control.audit import finding, reading
from mission_control.audit.queries import Filters, Scope
from mission_control.audit.schemas import AuditEventRead
from mission_control.kernel.db.session import Database
from mission_control.kernel.events.log import EventRow

AT_ONCE = 500
COLUMNS = (
    "seq",
    "id",
    "created_at",
    "event_type",
    "message",
    "actor_kind",
    "actor_id",
    "actor_name",
    "address",
    "request_id",
    "board_id",
    "board_name",
    "task_id",
    "agent_id",
    "agent_name",
    "changes",
    "details",
    "words_erased",
)
_FORMULAS = ("=", "+", "-", "@", "\t", "\r")


class Format(StrEnum):
    CSV = "csv"
    JSONL = "jsonl"

    @property
    def media_type(self) -> str:
        return "text/csv; charset=utf-8" if self is Format.CSV else "application/x-ndjson"


def export(database: Database, scope: Scope, asked: Filters, form: Format) -> Iterator[bytes]:
    """The lines, some at a time; no connection is held between two pieces."""
    if form is Format.CSV:
        yield _csv([COLUMNS])
    position = 0
    while True:
        with database.read() as uow:
            rows = finding.all_of(scope, asked).where(EventRow.seq > position).order_by(EventRow.seq)
            events = uow.db.scalars(rows.limit(AT_ONCE)).all()
            shown = reading.shown(uow.db, events)
        if not events:
            return
        position = events[-1].seq
        if form is Format.CSV:
            yield _csv([_cells(event) for event in shown])
        else:
            yield "".join(f"{event.model_dump_json()}\n" for event in shown).encode()


def _cells(event: AuditEventRead) -> list[str]:
    values = event.model_dump(mode="json")
    actor = {f"actor_{name}": value for name, value in values.pop("actor").items()}
    return [_cell((values | actor)[name]) for name in COLUMNS]


def _cell(value: object) -> str:
    """The text of a cell that no spreadsheet takes for a formula: somebody else wrote it."""
    if value is None:
        return ""
    text = json.dumps(value, ensure_ascii=False) if isinstance(value, list | dict | bool) else str(value)
    return f"'{text}" if text.startswith(_FORMULAS) else text


def _csv(lines: Sequence[Sequence[str]]) -> bytes:
    written = io.StringIO()
    csv.writer(written).writerows(lines)
    return written.getvalue().encode()
