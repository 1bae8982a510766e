"""What an agent's state is, from evidence, and the reason in words. Pure."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any
from uuid import UUID

from mission_control.agents.setups import Phase, Setup
from mission_control.agents.works import Holding

PROVISIONING = "provisioning"
UPDATING = "updating"
ONLINE = "online"
OFFLINE = "offline"

_DURATION = re.compile(r"(\d{1,6})\s*(ms|s|m|h|d)?")
_PACE = re.compile(r"[0-9]{1,6}(s|m|h|d)")
HEARTBEAT_DEFAULTS: dict[str, Any] = {"every": "10m", "target": "last", "includeReasoning": False}
_UNITS = {"ms": 0.001, "s": 1, "m": 60, "h": 3600, "d": 86400, None: 60}
MISSED_BEATS = 2
"""An agent counts as offline after this many of its own intervals without a call."""


FAILING_AFTER = 3
"""So many failures in a row, or wake-ups without a call, are more than something that passes."""


class Trouble(StrEnum):
    """What kind of trouble an agent is in; each has another cure."""

    UNREACHABLE = "unreachable"
    """Its gateway cannot be used: whether it is well there nobody knows."""
    SETUP_FAILING = "setup_failing"
    NEVER_CALLED = "never_called"
    """It was woken again and again, and has never called."""
    TURNS_FAILING = "turns_failing"
    """It is woken, and its turns end in errors, as often as they are tried."""
    SILENT = "silent"
    """No call has come for longer than it may be silent."""


@dataclass(frozen=True, slots=True)
class State:
    status: str
    reason: str
    trouble: Trouble | None = None


@dataclass(frozen=True, slots=True)
class Evidence:
    """What there is to know of an agent: its calls and, for one on a gateway, how far its setup is."""

    last_seen_at: datetime | None
    reported: str | None
    silence_allowed: timedelta
    has_pace: bool
    """Whether it is to call by itself from time to time."""
    setup: Setup | None = None
    paused: str | None = None
    """Why it is to do nothing, in words."""


def state_of(known: Evidence, now: datetime) -> State:
    """One that is paused is as it is; its reason says so first."""
    if known.paused is None:
        return _present(known, now)
    # Its heartbeat is off: one on a gateway is not missed.
    state = _present(replace(known, has_pace=known.has_pace and known.setup is None), now)
    return replace(state, reason=f"{known.paused}. {_while_paused(known, state)}".rstrip(". "))


def waiting(state: State, what_for: str | None, *, is_paused: bool) -> State:
    """What an agent that is there waits for comes first; for one that is not, or may not, it is not the reason."""
    if not what_for:
        return state
    told = (state.reason, what_for) if is_paused or state.status != ONLINE else (what_for, state.reason)
    return State(state.status, ". ".join(sentence.rstrip(".") for sentence in told))


@dataclass(frozen=True, slots=True)
class Work:
    """What an agent is at, in words, and since when."""

    what: str
    since: datetime
    task_id: UUID | None = None
    in_turn: bool = False
    """Whether its gateway says that it runs at this moment; of an agent that speaks plain HTTP nobody knows."""


def work_of(setup: Setup | None, holding: Holding | None) -> Work | None:
    """The task that it holds; in a turn without one, what that is about."""
    turn = setup.turn_since if setup else None
    if holding and (since := holding.since or turn):
        more = f", and holds {holding.more} more" if holding.more else ""
        return Work(f"“{holding.title}”{more}", since, holding.task_id, in_turn=turn is not None)
    if setup and turn:
        return Work(setup.turn_about or "what somebody said to it", turn, in_turn=True)
    return None


def working(state: State, work: Work | None, setup: Setup | None) -> State:
    """Of one that is there and may act: what it works on comes before how it could be reached."""
    if work is None or state.status in {PROVISIONING, UPDATING, OFFLINE}:
        return state
    since = f"since {work.since:%Y-%m-%d %H:%M} UTC"
    if work.in_turn:
        # That its turns fail is not over with the next that begins.
        trouble = f". {state.reason}" if setup and setup.turn_trouble else ""
        return replace(state, reason=f"Works on {work.what} {since}{trouble}")
    if setup is None:
        return replace(state, reason=f"Works on {work.what} {since}. {state.reason}")
    rest = ", and is in no turn now" if setup.gateway_connected else ""
    return replace(state, reason=f"Has {work.what} {since}{rest}. {state.reason}")


def _while_paused(known: Evidence, state: State) -> str:
    """What is to be told besides that it is paused."""
    return "" if state.status == ONLINE and known.setup else state.reason


def _present(known: Evidence, now: datetime) -> State:
    if known.setup is not None and (state := _on_gateway(known, known.setup, now)):
        return state
    return _by_its_calls(known, now)


def _on_gateway(known: Evidence, setup: Setup, now: datetime) -> State | None:
    """What its gateway adds to what its calls tell: an agent that sleeps there is not away."""
    is_away = not setup.gateway_connected and not setup.gateway_is_back_soon
    trouble = Trouble.UNREACHABLE if is_away else _of_setup(setup)
    if known.last_seen_at is None:
        return State(OFFLINE if trouble is Trouble.NEVER_CALLED else PROVISIONING, setup.reason, trouble)
    if setup.phase is Phase.APPLYING:
        return State(UPDATING, setup.reason, trouble)
    has_called = now - known.last_seen_at <= known.silence_allowed
    if has_called and known.reported not in {None, ONLINE}:
        return None
    if is_away:
        why = f"Unreachable: its gateway {setup.gateway_name} cannot be used: {setup.gateway_reason}"
        return None if has_called else State(OFFLINE, why, trouble)
    if setup.phase is Phase.READY and setup.turn_trouble and (has_called or not known.has_pace):
        return State(ONLINE, setup.turn_trouble, Trouble.TURNS_FAILING if setup.has_given_up else None)
    if setup.turn_since is not None:
        return State(ONLINE, f"At work on gateway {setup.gateway_name}")
    if setup.phase is Phase.READY and not known.has_pace:
        return State(ONLINE, f"Lives on gateway {setup.gateway_name}; work for it wakes it")
    return None


def _of_setup(setup: Setup) -> Trouble | None:
    """What of a setup somebody should look at."""
    is_given_up = setup.unanswered > FAILING_AFTER or (setup.unanswered == setup.attempts == FAILING_AFTER)
    if setup.phase is Phase.WAKING and is_given_up:
        return Trouble.NEVER_CALLED
    return Trouble.SETUP_FAILING if setup.attempts >= FAILING_AFTER and setup.phase is not Phase.READY else None


def _by_its_calls(known: Evidence, now: datetime) -> State:
    last_seen_at, silence_allowed, reported = known.last_seen_at, known.silence_allowed, known.reported
    if last_seen_at is None:
        return State(PROVISIONING, "Waiting for its first call: give the agent its token")
    if now - last_seen_at > silence_allowed:
        return State(
            OFFLINE,
            f"No call since {last_seen_at:%Y-%m-%d %H:%M} UTC; one was expected within {in_words(silence_allowed)}",
            Trouble.SILENT,
        )
    if reported and reported != ONLINE:
        return State(reported, f"The agent says so of itself: {reported}")
    return State(ONLINE, f"Calls in; counts as offline after {in_words(silence_allowed)} of silence")


def silence_allowed(heartbeat_config: dict[str, Any] | None, least_seconds: int) -> timedelta:
    """How long an agent may be silent: twice its own heartbeat interval, and never less than the setting."""
    every = duration_of((heartbeat_config or {}).get("every"))
    return max(timedelta(seconds=least_seconds), MISSED_BEATS * every)


def has_pace(heartbeat_config: Mapping[str, Any] | None) -> bool:
    return duration_of((heartbeat_config or {}).get("every")) > timedelta()


def duration_of(text: object) -> timedelta:
    """`10m`, `90s`, `1h`; a bare number is minutes. Zero for anything else: no pace is asked for."""
    found = _DURATION.fullmatch(str(text).strip().lower()) if isinstance(text, str | int) else None
    return timedelta(seconds=int(found[1]) * _UNITS[found[2]]) if found else timedelta()


def is_duration(value: object) -> bool:
    """Whether `duration_of` understands it."""
    return isinstance(value, str | int) and _DURATION.fullmatch(str(value).strip().lower()) is not None


def is_pace(text: str) -> bool:
    """Whether a pace is written out: a number with its unit."""
    return _PACE.fullmatch(text) is not None


def paced(heartbeat_config: dict[str, Any] | None, every: str) -> dict[str, Any]:
    """A heartbeat configuration with another pace; what it says besides is kept."""
    return {**HEARTBEAT_DEFAULTS, **(heartbeat_config or {}), "every": every, "target": "last"}


def in_words(span: timedelta) -> str:
    seconds = int(span.total_seconds())
    if seconds < 120:
        return f"{seconds} seconds"
    return f"{seconds // 60} minutes" if seconds < 2 * 3600 else f"{seconds // 3600} hours"


def name_key(name: str) -> str:
    """Names are unique on a board whatever their case."""
    return " ".join(name.casefold().split())


def session_key(
    agent_id: UUID, *, board_id: UUID | None, gateway_id: UUID, is_lead: bool, adopted_as: str | None = None
) -> str:
    """The session that an agent on a gateway works in, and with it its id there; by ids, so that it outlives names."""
    if adopted_as:
        # Its main session is for those whom it served before, and may go on serving.
        return f"agent:{adopted_as}:mc-{agent_id}"
    if board_id is None:
        return f"agent:mc-gateway-{gateway_id}:main"
    return f"agent:lead-{board_id}:main" if is_lead else f"agent:mc-{agent_id}:main"
