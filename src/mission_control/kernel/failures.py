"""How a failure is told to operators, in the log and elsewhere: what kind, where, and not what it carried along.

The text of an exception may repeat the values that failed: a statement its parameters, a validation its input, a
conversion its argument. So texts of such kinds are left out, and of others the first line stays, without secrets.
"""

import re
import traceback
from collections.abc import Iterator

from pydantic import ValidationError
from sqlalchemy.exc import SQLAlchemyError, StatementError

MAX_LENGTH = 300
MAX_STATEMENT = 1_000

_SECRETS = (
    (re.compile(r"//[^/\s@]+@"), "//…@"),
    (re.compile(r"(?i)\b(bearer|basic)\s+\S+"), r"\1 …"),
    (re.compile(r"(?i)\b(\w*(?:token|secret|password|key))(\"?\s*[=:]\s*)\S+"), r"\1\2…"),
    (re.compile(r"[A-Za-z0-9_\-+/]{40,}"), "…"),
)
_OURS = "mission_control"
_REPEATING_PACKAGES = frozenset({"fastapi", "psycopg", "psycopg_pool", "pydantic", "pydantic_core", "sqlite3"})
_REPEATING_KINDS = (ValueError, LookupError)
"""`int("…")` and `{}["…"]` say what they were given; our own errors of these kinds are written for operators."""


def describe(error: BaseException) -> str:
    """One line; the log has the rest."""
    kind = type(error).__name__
    if isinstance(error, SQLAlchemyError):
        return f"{kind} ({_cause(error.orig)})" if isinstance(error, StatementError) and error.orig else kind
    if isinstance(error, ValidationError):
        return f"{kind}: {_places(error)}"[:MAX_LENGTH]
    lines = str(error).strip().splitlines()
    if not lines or _repeats_values(type(error)):
        return kind
    text = lines[0]
    for pattern, instead in _SECRETS:
        text = pattern.sub(instead, text)
    return f"{kind}: {text}"[:MAX_LENGTH]


def traceback_of(error: BaseException) -> str:
    """As Python writes it, causes first, with each exception told as `describe` does and SQL without its values."""
    return "\n\n".join(_told(each) for each in reversed([*_chain(error, set())]))


def _chain(error: BaseException, seen: set[int]) -> Iterator[BaseException]:
    """The error, the members of a group, and what each of them came from."""
    following: BaseException | None = error
    while following is not None and id(following) not in seen:
        seen.add(id(following))
        yield following
        if isinstance(following, BaseExceptionGroup):
            for member in following.exceptions:
                yield from _chain(member, seen)
        context = None if following.__suppress_context__ else following.__context__
        following = following.__cause__ or context


def _told(error: BaseException) -> str:
    frames = "".join(traceback.format_tb(error.__traceback__))
    head = f"Traceback (most recent call last):\n{frames}" if frames else ""
    statement = getattr(error, "statement", None) if isinstance(error, StatementError) else None
    return head + describe(error) + (f"\n[SQL: {statement[:MAX_STATEMENT]}]" if statement else "")


def _repeats_values(kind: type[BaseException]) -> bool:
    if kind.__module__.partition(".")[0] == _OURS:
        return False
    packages = {each.__module__.partition(".")[0] for each in kind.__mro__}
    return issubclass(kind, _REPEATING_KINDS) or not packages.isdisjoint(_REPEATING_PACKAGES)


def _cause(error: BaseException) -> str:
    """The driver's kind of error, and its code where the kind does not say it all."""
    code: str | None = getattr(error, "sqlite_errorname", None)
    return f"{type(error).__name__} {code}" if code else type(error).__name__


def _places(error: ValidationError) -> str:
    found = error.errors(include_url=False, include_context=False, include_input=False)
    return ", ".join(f"{'.'.join(str(part) for part in item['loc'])} {item['type']}".strip() for item in found)
