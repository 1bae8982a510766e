"""What a gateway's transcript tells of a turn. Pure."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from mission_control.turns.models import Outcome

FIRST_LOOK, LONGEST_PAUSE = timedelta(seconds=1), timedelta(minutes=2)
STORED_WITHIN = timedelta(minutes=5)
"""A gateway writes what it was told into its transcript at once; what is not there by then is there no more."""
LASTS_AT_MOST = timedelta(hours=24)
NOT_THERE = "The gateway's transcript does not hold it any more"
LOST = "The gateway ended before it began, and it was told again"
STOPPED = "It was stopped before it had ended"
MOST_REASON = 500


@dataclass(frozen=True, slots=True)
class Usage:
    input_tokens: int
    output_tokens: int
    cost_usd: float | None
    model: str | None


@dataclass(frozen=True, slots=True)
class Ending:
    outcome: Outcome
    reason: str | None = None
    usage: Usage | None = None


@dataclass(frozen=True, slots=True)
class Told:
    """What a transcript tells of a message."""

    is_there: bool
    ending: Ending | None = None
    usage: Usage | None = None


def told(key: str, messages: Sequence[Mapping[str, Any]], pending: Sequence[Mapping[str, Any]]) -> Told:
    """What stands in a session's transcript, and waits to get into it, of the turn that this message has begun."""
    held = next((item for item in pending if item.get("runId") == key), None)
    if held:
        return Told(True, Ending(Outcome.CUT, LOST) if held.get("state") == "interrupted" else None)
    keys = [message.get("idempotencyKey") for message in messages]
    if f"{key}:user" not in keys:
        return Told(False)
    answers = _answers(messages[keys.index(f"{key}:user") + 1 :])
    usage = _usage(answers)
    last = next((it for it in reversed(answers) if _has_ended(it)), None)
    return Told(True, _ending(last, usage) if last else None, usage)


def next_look(told_at: datetime, now: datetime) -> datetime:
    """Soon at first, then further and further apart."""
    return max(told_at + FIRST_LOOK, now + min(max((now - told_at) / 2, FIRST_LOOK), LONGEST_PAUSE))


def _answers(after: Sequence[Mapping[str, Any]]) -> list[Mapping[str, Any]]:
    """The answers of a turn: up to what somebody else has said, or what comes when it has ended."""
    found: list[Mapping[str, Any]] = []
    for message in after:
        if message.get("role") == "user" and (message.get("idempotencyKey") or any(map(_has_ended, found))):
            break
        if message.get("role") == "assistant":
            found.append(message)
    return found


def _has_ended(message: Mapping[str, Any]) -> bool:
    return message.get("stopReason") not in {None, "toolUse"}


def _ending(last: Mapping[str, Any], usage: Usage | None) -> Ending:
    why = str(last.get("errorMessage") or "")[:MOST_REASON] or None
    if last.get("stopReason") == "aborted":
        return Ending(Outcome.CUT, why or STOPPED, usage)
    return Ending(Outcome.FAILED if last.get("stopReason") == "error" else Outcome.DONE, why, usage)


def _usage(answers: Sequence[Mapping[str, Any]]) -> Usage | None:
    """The sum over the calls of a model; None where none of them tells."""
    told_of = [it["usage"] for it in answers if isinstance(it.get("usage"), Mapping)]
    if not told_of:
        return None
    costs = [_number(it["cost"].get("total")) for it in told_of if isinstance(it.get("cost"), Mapping)]
    model = next((it["model"] for it in reversed(answers) if isinstance(it.get("model"), str)), None)
    read = sum(_number(it.get(name)) for it in told_of for name in ("input", "cacheRead", "cacheWrite"))
    # A model without a price is told to cost nothing, which is not known.
    return Usage(int(read), int(sum(_number(it.get("output")) for it in told_of)), sum(costs) or None, model)


def _number(value: Any) -> float:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return float(value) if is_number and 0 <= value < 1e15 else 0.0
