"""Which values a custom field takes. Pure.

Patterns come from people and are held against values of any length, so they run in RE2, whose time grows with the
length of the value and never with its powers (docs/decisions/0006-patterns-in-linear-time.md).
"""

import json
from collections.abc import Callable
from datetime import date, datetime
from functools import lru_cache
from typing import Any
from urllib.parse import urlsplit

from mission_control.custom_fields.models import FieldType

MAX_PATTERN = 1_000
MAX_VALUE = 100_000
"""Characters, as JSON."""


TYPE_ALIASES = {
    "text (long)": FieldType.TEXT_LONG,
    "long_text": FieldType.TEXT_LONG,
    "true/false": FieldType.BOOLEAN,
    "date & time": FieldType.DATE_TIME,
    "datetime": FieldType.DATE_TIME,
}
WITH_PATTERN = frozenset({FieldType.TEXT, FieldType.TEXT_LONG, FieldType.DATE, FieldType.DATE_TIME, FieldType.URL})


def problem_of_pattern(pattern: str) -> str | None:
    """Why this is no pattern that can be checked."""
    if len(pattern) > MAX_PATTERN:
        return f"write a pattern of up to {MAX_PATTERN} characters"
    import re2

    try:
        _compiled(pattern)
    except re2.error as error:
        reason = error.args[0].decode(errors="replace") if error.args else "it cannot be read"
        return f"not a pattern that can be checked: {reason}; look-around and back-references are not supported"
    return None


def problem_of_value(value: Any, field_type: str, pattern: str | None) -> str | None:
    """Why a field of this type does not take the value; every field takes null."""
    if value is None:
        return None
    if len(json.dumps(value, ensure_ascii=False)) > MAX_VALUE:
        return f"write up to {MAX_VALUE} characters"
    accepts, wanted = _TYPES[FieldType(field_type)]
    if not accepts(value):
        return wanted
    if pattern is not None and isinstance(value, str) and _compiled(pattern).fullmatch(value) is None:
        return f"does not match the pattern {pattern}"
    return None


@lru_cache(maxsize=1_000)
def _compiled(pattern: str) -> Any:
    import re2

    options = re2.Options()
    options.log_errors = False
    return re2.compile(pattern, options=options)


def _is_date(value: Any) -> bool:
    return isinstance(value, str) and _parses(date.fromisoformat, value)


def _is_date_time(value: Any) -> bool:
    return isinstance(value, str) and _parses(datetime.fromisoformat, value)


def _is_url(value: Any) -> bool:
    if not isinstance(value, str) or value != value.strip() or not _parses(urlsplit, value):
        return False
    parts = urlsplit(value)
    return parts.scheme.lower() in {"http", "https"} and bool(parts.hostname)


def _parses(read: Callable[[str], object], value: str) -> bool:
    try:
        read(value)
    except ValueError:
        return False
    return True


def _is_text(value: Any) -> bool:
    return isinstance(value, str)


def _is_integer(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


_TYPES: dict[FieldType, tuple[Callable[[Any], bool], str]] = {
    FieldType.TEXT: (_is_text, "write a text"),
    FieldType.TEXT_LONG: (_is_text, "write a text"),
    FieldType.INTEGER: (_is_integer, "write a whole number"),
    FieldType.DECIMAL: (lambda value: _is_integer(value) or isinstance(value, float), "write a number"),
    FieldType.BOOLEAN: (lambda value: isinstance(value, bool), "write true or false"),
    FieldType.DATE: (_is_date, "write a date such as 2026-03-31"),
    FieldType.DATE_TIME: (_is_date_time, "write a date and time such as 2026-03-31T09:00:00Z"),
    FieldType.URL: (_is_url, "write an address that begins with http:// or https://"),
    FieldType.JSON: (lambda value: isinstance(value, dict | list), "write a JSON object or array"),
}
