"""What a unit of work has changed, before and after, for the events that tell of it.

Rows are watched where the session flushes them, so no service writes down a change a second time and none is forgotten.
A model says which of its columns are secrets and which are not worth a record:

    __secrets__ = frozenset({"sealed_secret"})
    __unrecorded__ = frozenset({"body"})
    __forgotten__ = True

The last says that deleting a row is a promise that its words are gone: what it was is not told then.

Changes that a statement makes without an object (`update(…)`) are not seen here; their events state them.
"""

import hashlib
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cache
from typing import Any
from uuid import UUID

from sqlalchemy import Column, inspect
from sqlalchemy import event as orm_event
from sqlalchemy.orm import Mapper, PassiveFlag, Session, attributes

from mission_control.kernel.db.base import Identified
from mission_control.kernel.db.types import JsonObject
from mission_control.kernel.events.envelope import Event

MASKED = "•••"
LONGEST = 500
"""Characters of a text, or of a document as JSON, that are recorded; of a longer one its beginning and its digest."""
MOST_FIELDS = 100
_ALWAYS_LEFT_OUT = frozenset({"id", "organization_id", "created_at", "updated_at", "version"})


class RecordingSession(Session):
    """A session that remembers what its flushes have changed, in `recorder`."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.recorder = Recorder()


@dataclass(slots=True)
class _Changed:
    row: Identified
    before: JsonObject = field(default_factory=dict)
    created: bool = False
    deleted: bool = False


class Recorder:
    """The changed rows of one transaction."""

    def __init__(self) -> None:
        self._changed: dict[int, _Changed] = {}

    def note(self, session: Session) -> None:
        """Called before a flush: what it is about to write."""
        for row in session.new:
            if isinstance(row, Identified):
                self._of(row).created = True
        for row in session.dirty:
            if isinstance(row, Identified):
                self._note_attributes(row)
        for row in session.deleted:
            if isinstance(row, Identified) and not getattr(type(row), "__forgotten__", False):
                changed = self._of(row)
                changed.deleted = True
                changed.before = _present(row) | changed.before

    def take(self, events: Sequence[Event]) -> list[JsonObject | None]:
        """For each event the changes that it tells of without stating them itself; a row goes to the first it fits."""
        if not self._changed:
            return [None] * len(events)
        changed, self._changed = self._changed, {}
        by_id = {item.row.id: item for item in changed.values()}
        return [None if _states_changes(event) else _told(by_id, event) for event in events]

    def _of(self, row: Identified) -> _Changed:
        # Held by the entry, so that no other object can have its place in memory.
        return self._changed.setdefault(id(row), _Changed(row))

    def _note_attributes(self, row: Identified) -> None:
        state = attributes.instance_state(row)
        for name in state.committed_state:
            if name in _recorded(state.mapper):
                history = attributes.get_history(row, name, passive=PassiveFlag.PASSIVE_NO_INITIALIZE)
                if history.added:
                    changed = self._of(row)
                    changed.before.setdefault(name, history.deleted[0] if history.deleted else None)


@orm_event.listens_for(RecordingSession, "before_flush")
def _before_flush(session: RecordingSession, _context: object, _instances: object) -> None:
    session.recorder.note(session)


def _told(by_id: dict[UUID, _Changed], event: Event) -> JsonObject | None:
    """The changes of the rows that an event names, as it stores them."""
    rows = [changed for named in _named(event) if (changed := by_id.pop(named, None))]
    told = [entry for changed in rows if (entry := _entry(changed))]
    return {"rows": told} if told else None


def _named(event: Event) -> Iterable[UUID]:
    """The ids that an event speaks of, the nearest first."""
    yield event.id
    for name, value in event.payload().items():
        if name.endswith("_id") and isinstance(value, str):
            try:
                yield UUID(value)
            except ValueError:
                continue
    yield from (named for named in (event.task_id, event.agent_id, event.board_id, event.organization_id) if named)


def _states_changes(event: Event) -> bool:
    return isinstance(getattr(event, "before", None), dict) or isinstance(getattr(event, "changes", None), dict)


def _entry(changed: _Changed) -> JsonObject | None:
    if changed.created and changed.deleted:
        return None
    row = changed.row
    after = {} if changed.deleted else _present(row)
    if not changed.created and not changed.deleted:
        after = {name: after.get(name) for name in changed.before}
    before = {} if changed.created else changed.before
    names = [name for name in (before | after) if before.get(name) != after.get(name) or name in _secrets(type(row))]
    if not names:
        return None
    entry: JsonObject = {"kind": inspect(type(row)).local_table.name, "id": str(row.id)}
    for side, values in (("before", before), ("after", after)):
        if values:
            entry[side] = {name: shown(type(row), name, values.get(name)) for name in names[:MOST_FIELDS]}
    return entry


def _present(row: Identified) -> JsonObject:
    """What is loaded of a row; nothing is read for it."""
    loaded = attributes.instance_dict(row)
    names = _recorded(attributes.instance_state(row).mapper)
    return {name: loaded[name] for name in names if loaded.get(name) is not None}


@cache
def _recorded(mapper: Mapper[Any]) -> dict[str, None]:
    """The recorded attributes of a model, in the order of its columns."""
    left_out = _ALWAYS_LEFT_OUT | getattr(mapper.class_, "__unrecorded__", frozenset())
    columns = (item.key for item in mapper.column_attrs if isinstance(item.columns[0], Column))
    return dict.fromkeys(name for name in columns if name not in left_out)


def _secrets(model: type) -> frozenset[str]:
    named: frozenset[str] = getattr(model, "__secrets__", frozenset())
    return named


def shown(model: type, name: str, value: Any) -> Any:
    """A value as the log keeps it: secrets masked, long ones cut."""
    if value is None:
        return None
    return MASKED if name in _secrets(model) else bounded(value)


def bounded(value: Any) -> Any:
    """JSON of a limited size; of what is longer the beginning, the length and the digest."""
    if isinstance(value, bool | int | float):
        return value
    if isinstance(value, datetime | date):
        return value.isoformat()
    text = json.dumps(value, default=str, ensure_ascii=False) if isinstance(value, Mapping | list) else str(value)
    if len(text) <= LONGEST:
        return value if isinstance(value, Mapping | list) else text
    digest = hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()
    return {"begins": text[:LONGEST], "characters": len(text), "sha256": digest}
