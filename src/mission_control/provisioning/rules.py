"""What is to be done next about an agent's setup, and what is said of it. Pure."""

import hashlib
import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Any

from mission_control.agents.api import Phase, duration_of, has_pace

TOKEN = "\N{OBJECT REPLACEMENT CHARACTER}"  # noqa: S105 - stands for one
"""Stands for the agent's token in what is rendered: the token itself is filled in when the file is written."""
_TASK_ID = re.compile(r" \(task [0-9a-f-]{36}\)")
TOKEN_TEXT = re.compile(r"mca_[0-9a-f]{24}_[\w-]{20,100}")
PROGRAM_FILE, SOUL_FILE = "AGENTS.md", "SOUL.md"
"""The first is the only one with the token in it."""
LASTING = frozenset({"USER.md", "MEMORY.md"})
"""Written once, and the agent's own from then on."""
FILE_CHARACTERS = 20_000
"""What gateways cut a file to in an agent's context."""
KEPT_DIGESTS = 3

LEAST_PROTOCOL = 4
TOO_OLD = (
    "The gateway speaks protocol {}, and keeps its agents in a way that Mission Control does not write: update "
    "OpenClaw on its host to 2026.9 or newer; until then agents of this board can work over plain HTTP"
)
"""What can be done there is to look at sessions, and to talk in them."""
LONGEST_PAUSE = timedelta(minutes=5)
APPLY_PAUSE = timedelta(seconds=5)
"""Gateways load what they have saved a moment later; one that was killed while it saved, up to 5 minutes later."""
STOP_PAUSE = timedelta(seconds=2)
"""After a turn was stopped: another may have waited behind it."""
FIRST_CALL_WITHIN, LONGEST_WAIT = timedelta(minutes=3), timedelta(hours=6)
"""A first turn may have to load a model. Each wake-up costs one, so they come further and further apart."""
MOST_TURNS = 4
"""So many turns of one message are begun when they end in errors. A model that has no credentials fails at once, one
that is overloaded may be well minutes later."""

BEAT = "It is time for your regular look: do what your heartbeat checklist says, or AGENTS.md; if nothing, NO_REPLY."
ADOPTED_BEAT = "It is time for your regular look at {}: follow that; with nothing to do answer NO_REPLY."
"""The checklist of an agent that was adopted is its own."""
FIRST_LOOK = timedelta(seconds=4)
"""After a wake-up: a turn that fails does so soon, and then that is the reason to be told."""


class Fate(StrEnum):
    """What became of a message, when it is not known whether the gateway's process that had it is still there."""

    ABSENT = "absent"
    """The gateway does not know of it."""
    SPENT = "spent"
    """It was lost before its turn began, and its key takes no other."""
    BEGUN = "begun"
    """Its turn has begun, or waits to; gateways go on with turns that ended with a former process of theirs."""
    ENDED = "ended"


class Step(StrEnum):
    REMOVE = "remove"
    APPLY = "apply"
    WAKE = "wake"
    LOOK = "look"
    """Whether the call that a wake-up was to lead to has come."""
    HOLD = "hold"
    """It is paused: see that it does nothing."""
    TELL = "tell"
    """What the agent is to be woken for."""
    NOTHING = "nothing"


@dataclass(frozen=True, slots=True)
class Standing:
    """How far a setup is."""

    is_wanted: bool
    generation: int
    applied: int
    is_woken: bool
    is_confirmed: bool
    has_wakes: bool = False
    is_paused: bool = False


def next_step(it: Standing) -> Step:
    if not it.is_wanted:
        return Step.REMOVE
    if it.applied < it.generation:
        return Step.APPLY
    if it.is_paused:
        return Step.HOLD
    if not it.is_confirmed:
        return Step.LOOK if it.is_woken else Step.WAKE
    return Step.TELL if it.has_wakes else Step.NOTHING


def phase_of(it: Standing) -> Phase:
    if it.applied < it.generation:
        return Phase.APPLYING
    return Phase.READY if it.is_confirmed else Phase.WAKING


def pause(attempts: int, first: timedelta) -> timedelta:
    """After this many failures in a row."""
    return min(first * (1 << min(max(attempts - 1, 0), 16)), LONGEST_PAUSE)


def wait_for_call(wakes: int) -> timedelta:
    """How long the first call is waited for after this many wake-ups."""
    return min(FIRST_CALL_WITHIN * (1 << min(max(wakes - 1, 0), 16)), LONGEST_WAIT)


def turn_pause(failed: int, first: timedelta) -> timedelta:
    """Until what a turn was to tell is told again, after it has failed this often."""
    return first * (1 << 2 * max(failed - 1, 0))


def next_look(woken_at: datetime, now: datetime, until: datetime) -> datetime:
    """Soon at first, then further and further apart."""
    return min(max(woken_at + FIRST_LOOK, now + (now - woken_at)), until)


# --- names


def runtime_id(session_key: str) -> str:
    """The agent's id on its gateway: the second part of its session's key."""
    return session_key.split(":")[1]


def workspace_of(root: str, runtime: str) -> str:
    """A main agent's folder goes without the `mc-`, as it always did; `~` is the gateway's to resolve."""
    return f"{root.rstrip('/')}/workspace-{re.sub(r'^mc-(?=gateway-)', '', runtime)}"


# --- configuration


def entry(
    name: str, workspace: str, heartbeat: Mapping[str, Any] | None, model: str | None = None, written: str | None = None
) -> dict[str, Any]:
    """An agent in the gateway's configuration. Without a pace of its own it never runs by itself: that costs money."""
    # Without a wish of ours the model is as others have set it there, unless we did.
    models = {"model": model} if model or written else {}
    return {"name": name, "workspace": workspace, "heartbeat": beat(heartbeat), **models}


def adopted_entry(heartbeat: Mapping[str, Any] | None, model: str | None, *, is_paused: bool) -> dict[str, Any]:
    """What is asked for here of an agent that was adopted: everything else of its entry is not ours."""
    wanted: dict[str, Any] = {"model": model} if model else {}
    if has_pace(heartbeat):
        prompt = ADOPTED_BEAT.format(PROGRAM_SECTION)
        wanted["heartbeat"] = beat(None if is_paused else heartbeat, prompt)
    return wanted


def beat(heartbeat: Mapping[str, Any] | None, prompt: str = BEAT) -> dict[str, Any]:
    seconds = int(duration_of((heartbeat or {}).get("every")).total_seconds())
    every = f"{seconds}s" if seconds % 60 else f"{seconds // 60}m"
    # With another target a gateway without a chat channel skips the turn.
    return {"every": every, "target": "none"} | ({"prompt": prompt} if seconds else {})


def differing(wanted: Mapping[str, Any], present: Mapping[str, Any]) -> dict[str, Any]:
    """What of an entry is to be written, as a merge patch; what others have set besides stays."""
    patch: dict[str, Any] = {}
    for name, value in wanted.items():
        there = present.get(name)
        if isinstance(value, Mapping) and isinstance(there, Mapping):
            if inner := differing(value, there):
                patch[name] = inner
        elif value != there:
            patch[name] = value
    return patch


def put_back(found: Mapping[str, Any], present: Mapping[str, Any]) -> dict[str, Any]:
    """What is to be written so that these parts of an entry are as they were found; None takes away."""
    patch: dict[str, Any] = {}
    for name, former in found.items():
        there = present.get(name)
        if isinstance(former, Mapping) and isinstance(there, Mapping):
            if inner := put_back({key: former.get(key) for key in {**former, **there}}, there):
                patch[name] = inner
        elif former != there:
            patch[name] = former
    return patch


# --- files


class Writing(StrEnum):
    WRITE = "write"
    KEEP = "keep"
    """It is as it is to be, or the agent's own."""
    CONFLICT = "conflict"
    """It was edited: it stays so, but for the token in it."""


def is_refreshed(runtime: str, name: str) -> bool:
    """Whether a file follows whatever its agent made of it: a main agent is told of people, and does not collect it."""
    return name == "USER.md" and runtime.startswith("mc-gateway-")


def digest(text: str) -> str:
    return hashlib.sha256(text.encode()).hexdigest()


def writing(name: str, wanted: str, present: str | None, written: Sequence[str], *, overwrite: bool) -> Writing:
    """What to do about a file; `written` are the digests of what we wrote there before."""
    if present is None:
        return Writing.WRITE
    if present == wanted:
        return Writing.KEEP
    if name in LASTING and written and not overwrite:
        return Writing.KEEP
    # What was there before our first writing is the gateway's own beginning.
    if overwrite or not written or digest(present) in written:
        return Writing.WRITE
    return Writing.CONFLICT


def beat_writing(wanted: str, present: str, written: Sequence[str], *, overwrite: bool) -> Writing:
    """What to do about the text of the heartbeats; one that was there before ours is somebody's."""
    if present.strip() == wanted.strip():
        return Writing.KEEP
    ours = not present.strip() or digest(present) in written
    return Writing.WRITE if ours or overwrite else Writing.CONFLICT


def filled(name: str, text: str, token: str) -> str:
    """A rendered file as it is written. What others have written is never given the token."""
    return text.replace(TOKEN, token) if name == PROGRAM_FILE else text


def with_token(name: str, text: str, token: str) -> str:
    """A file that was edited, with this token where it has one: an agent that copied its own keeps its way in."""
    return TOKEN_TEXT.sub(token, text) if name == PROGRAM_FILE else text


def token_in(text: str | None) -> str | None:
    found = TOKEN_TEXT.search(text or "")
    return found[0] if found else None


def remembered(written: Sequence[str], text: str) -> list[str]:
    new = digest(text)
    return [*(it for it in written if it != new), new][-KEPT_DIGESTS:]


# --- messages


def fate(key: str, messages: Sequence[Mapping[str, Any]], pending: Sequence[Mapping[str, Any]]) -> Fate:
    """Of a message by its key; from a session's transcript, and what waits to get into it."""
    if held := next((item for item in pending if item.get("runId") == key), None):
        return Fate.SPENT if held.get("state") == "interrupted" else Fate.BEGUN
    keys = [message.get("idempotencyKey") for message in messages]
    if f"{key}:user" not in keys:
        return Fate.ABSENT
    after = messages[keys.index(f"{key}:user") + 1 :]
    ends = (it.get("role") == "assistant" and it.get("stopReason") not in {None, "toolUse"} for it in after)
    return Fate.ENDED if any(ends) else Fate.BEGUN


PROGRAM, PROGRAM_SECTION = PROGRAM_FILE, "the section “Mission Control” of AGENTS.md"
"""Where what an agent is to do is written: all of the file, or, for one that was adopted, our part of it."""


def wake_text(name: str, program: str = PROGRAM, *, again: bool) -> str:
    told = "You have not called Mission Control yet." if again else "Mission Control has set you up."
    return f"{told} You are {name}. Read {program}, check in with the first call that it names, and follow it."


def wake_key(setup_id: object, generation: int, number: int) -> str:
    return f"mc-wake-{setup_id}-{generation}-{number}"


MENTIONED, QUOTED = 300, 500
"""Characters of a title or reason, and of what somebody said."""


def short(text: str, most: int = MENTIONED) -> str:
    return text if len(text) <= most else text[: most - 1] + "…"


def quoted(text: str) -> str:
    """What somebody else wrote, every line marked as such: none of it passes for a word of ours."""
    return "\n".join(f"> {line}" for line in short(text.strip(), QUOTED).splitlines())


def work_text(texts: Sequence[str], program: str = PROGRAM) -> str:
    if len(texts) == 1:
        return f"{texts[0]}\n\nFollow {program}."
    return "\n".join(["There is news for you:", *(f"- {text}" for text in texts), "", f"Follow {program}."])


def resumed_text(titles: Sequence[str]) -> str:
    """For who has held work through a pause."""
    what = ", ".join(f"“{title}”" for title in titles)
    return f"You were paused, and may go on now. You still have {what}: go on with it where you were"


def failed_text(titles: Sequence[str]) -> str:
    """For who has begun work in a turn that failed."""
    what = ", ".join(f"“{title}”" for title in titles)
    return f"Your last turn ended in an error before you were done. You still have {what}: go on with it where you were"


def turn_trouble(error: str, again_at: datetime | None) -> str:
    then = (
        f"it is told again at {again_at:%H:%M:%S} UTC"
        if again_at
        else "what it was to hear is told again after a turn that ends well, or when it is set up again"
    )
    return f"Its last turn failed: {error.rstrip('.')}; {then}"


def heading(text: str) -> str:
    """What is told to everybody of a message: its first line, without ids. The rest is for the agent alone."""
    return _TASK_ID.sub("", text.partition("\n")[0]).rstrip(":")


def since(moment: datetime) -> str:
    return f"{moment:%Y-%m-%d %H:%M} UTC"


# --- turns


@dataclass(frozen=True, slots=True)
class TurnNews:
    """A turn has begun, or has ended."""

    session_key: str
    run_id: str
    has_begun: bool


_BEGINS = {("chat", "status"), ("chat", "delta"), ("agent", "start")}
_ENDS = {("chat", "final"), ("chat", "error"), ("chat", "aborted"), ("agent", "end"), ("agent", "error")}


def news_of_turn(event: str, payload: Mapping[str, Any]) -> TurnNews | None:
    """What an event of a gateway says of a turn; None for most of them."""
    word = payload.get("state")
    if event == "agent":
        data = payload.get("data")
        word = data.get("phase") if payload.get("stream") == "lifecycle" and isinstance(data, Mapping) else None
    what, session_key, run_id = (event, word), payload.get("sessionKey"), payload.get("runId")
    if what not in _BEGINS | _ENDS or not isinstance(session_key, str) or not isinstance(run_id, str):
        return None
    return TurnNews(session_key, run_id, has_begun=what in _BEGINS)


def agent_of(session_key: str) -> str | None:
    """An agent's id on its gateway, by a session of its."""
    parts = session_key.split(":")
    return parts[1] if len(parts) > 2 and parts[0] == "agent" else None
