"""Whose turn it is in an interview, and what comes of its draft. Pure."""

import json
from collections.abc import Mapping, Sequence
from typing import Any, Literal

from mission_control.onboarding.models import Message, Status

MOST_MESSAGES = 200
BOARD_TYPES = ("goal", "general")
LEVELS = ("autonomy_level", "verbosity", "output_format", "update_cadence", "custom_instructions")
AUTONOMY_KEYS = ("autonomy_level", "autonomy", "mode")
FULLY_AUTONOMOUS = frozenset({"autonomous", "fully-autonomous", "full-autonomy"})

Turn = Literal["agent", "person"]


def turn(status: str, messages: Sequence[Message]) -> Turn | None:
    """Who is to say something next; nobody when it is confirmed."""
    if status == Status.CONFIRMED:
        return None
    return "agent" if messages and messages[-1]["role"] == "user" else "person"


def is_answered(messages: Sequence[Message]) -> bool:
    """Whether what the agent asked last is answered. Where it has asked nothing, or sent a draft, more can be said."""
    if not messages or messages[-1]["role"] != "user":
        return False
    asked = next((it["content"] for it in reversed(messages) if it["role"] == "assistant"), None)
    return asked is not None and not _is_draft(asked)


def _is_draft(said: str) -> bool:
    """Whatever an agent of the reference wrote besides is read as a question."""
    try:
        written = json.loads(said)
    except ValueError:
        return False
    return isinstance(written, dict) and written.get("status") == "complete"


def answer_text(answer: str, other: str | None) -> str:
    return f"{answer}: {other}" if other else answer


def lacks_goal(goal: Mapping[str, Any]) -> bool:
    """Whether a board that is to have a goal would have none."""
    return goal["board_type"] == "goal" and not (goal.get("objective") and goal.get("success_metrics"))


def lead_profile(lead: Mapping[str, Any]) -> dict[str, str]:
    """What the draft says of the lead, as agents have it in their profile."""
    chosen = {key: lead[key] for key in LEVELS if lead.get(key)}
    return dict(lead.get("identity_profile") or {}) | chosen


def is_fully_autonomous(lead: Mapping[str, Any]) -> bool:
    """Whether it was chosen that the lead decides by itself, in any spelling that agents use.

    The level decides alone where there is one: it is what a person sees, and chooses.
    """
    profile = lead.get("identity_profile") or {}
    said = [lead["autonomy_level"]] if lead.get("autonomy_level") else [profile.get(key) for key in AUTONOMY_KEYS]
    words = [str(it).strip().lower().replace("_", "-") for it in said if it]
    return any(it in FULLY_AUTONOMOUS or ("autonom" in it and "fully" in it) for it in words)
