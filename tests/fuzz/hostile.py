"""Inputs that nobody means well with, by what they are put into."""

from __future__ import annotations

import json
import math
from collections.abc import Iterator
from typing import Any

Schema = dict[str, Any]

AS_JSON = "application/json"
DEEP = 5_000
"""Levels: far more than Python's own recursion allows."""


def nested(levels: int) -> Any:
    value: Any = []
    for _ in range(levels):
        value = [value]
    return value


UNREADABLE: dict[str, tuple[bytes, str]] = {
    "nothing": (b"", AS_JSON),
    "cut off": (b'{"name": "x', AS_JSON),
    "not UTF-8": (b'{"name": "\xff\xfe"}', AS_JSON),
    "a list": (b"[]", AS_JSON),
    "a text": (b'"x"', AS_JSON),
    "null": (b"null", AS_JSON),
    "not a number": (b"NaN", AS_JSON),
    "a number of many digits": (b'{"name": ' + b"9" * 5_000 + b"}", AS_JSON),
    "deep lists": (b"[" * DEEP + b"]" * DEEP, AS_JSON),
    "deep objects": (b'{"a":' * DEEP + b"1" + b"}" * DEEP, AS_JSON),
    "plain text": (b'{"name": "x"}', "text/plain"),
    "XML": (b"<name>x</name>", "application/xml"),
    "a form": (b"name=x", "application/x-www-form-urlencoded"),
    "no type at all": (b'{"name": "x"}', "?"),
}
"""Whole bodies, with their content type."""

IDS = ["not-an-id", "%00", "9" * 1_000, "%F0%9F%92%A9", "%ED%A0%80", "null", "0", "{}", "'; DROP TABLE tasks; --"]
"""For paths, as they are sent."""

NUMBERS_IN_TEXT = ["-1", "9" * 5_000, "NaN", "Infinity", "1e400", "0x10", "%00", "one", "", "١"]
TEXTS = ["%00", "%ED%A0%80", "%FF", "a" * 10_000, "0001-01-01T00:00:00%2B23:59", "9999-12-31T23:59:59-23:59"]

HEADER_VALUES = [
    b"\xff\xfe\x80",
    b"x" * 20_000,
    b"mca_" + b"9" * 5_000 + b"_x",
    "mca_٣_x".encode(),
    b'W/"' + b"9" * 5_000 + b'"',
    b"9" * 5_000,
]

_TEXTS: list[Any] = ["a\x00b", "a\ud800b", "x" * 150_000, 7, ["x"], {"a": "x"}, True]
_NUMBERS: list[Any] = [10**400, -(10**30), 2**63, math.nan, math.inf, "seven", [1]]
_MOMENTS: list[Any] = [
    "9999-12-31T23:59:59-23:59",
    "0001-01-01T00:00:00+23:59",
    "+292277026596-12-04T15:30:07Z",
    "2020-13-45",
    10**400,
    1e300,
    math.nan,
    "\x00",
    [],
]
_IDENTITIES: list[Any] = ["not-an-id", "\x00", 7, math.nan, {}, "9" * 1_000]
_FREE: list[Any] = [
    {"a": math.nan},
    {"a": [math.inf]},
    {"a": "b\x00"},
    {"a\x00": "b"},
    {"a": "\udfff"},
    {"\ud800": "b"},
    {"a": nested(800)},
    {"a": 10**400},
    "text",
    [1],
    7,
]


def values_for(schema: Schema, root: Schema) -> Iterator[Any]:
    """What no field of this schema may take."""
    for form in _forms(schema, root):
        yield from _values_for_form(form, root)


def _values_for_form(form: Schema, root: Schema) -> Iterator[Any]:
    kind, shape = form.get("type"), form.get("format")
    if kind == "string" and shape == "uuid":
        yield from _IDENTITIES
    elif kind == "string" and shape == "date-time":
        yield from _MOMENTS
    elif kind == "string":
        yield from _TEXTS
    elif kind == "integer":
        yield from (*_NUMBERS, 1.5)
    elif kind == "number":
        yield from _NUMBERS
    elif kind == "boolean":
        yield from ("maybe", 7, [], math.nan)
    elif kind == "array":
        yield from ([value] for value in values_for(form["items"], root))
        yield [[]] * 10_000
    elif kind == "object" and "properties" not in form:
        # Of a shape that is declared, what is not in it is not looked at, as everywhere.
        yield from _FREE


def _forms(schema: Schema, root: Schema) -> Iterator[Schema]:
    if "$ref" in schema:
        schema = root["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    if "anyOf" in schema:
        for form in schema["anyOf"]:
            yield from _forms(form, root)
    else:
        yield schema


def as_sent(body: dict[str, Any]) -> bytes:
    """JSON with whatever Python can hold: lone surrogates as escapes, and what is no number."""
    return json.dumps(body).encode()
