"""The words in which agents are told messages, and which entry of a board's memory answers which. Pure."""

import json
from collections.abc import Collection
from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

NUDGE_PAUSE = timedelta(minutes=1)
"""Between two nudges of one agent: each costs a turn of a model."""

TO_PEOPLE = "LEAD REQUEST: ASK USER"
TO_LEAD = {"question": "GATEWAY MAIN QUESTION", "handoff": "GATEWAY MAIN HANDOFF"}

USER_REPLY = ("gateway_main", "user_reply")
LEAD_REPLY = ("gateway_main", "lead_reply")
FROM_USER = "user_via_gateway_main"
FROM_LEAD = "lead_to_gateway_main"


@dataclass(frozen=True, slots=True)
class Letter:
    """A message with all that its text says."""

    id: UUID
    kind: str
    board_id: UUID
    board_name: str
    sender: str
    content: str
    reply_tags: Collection[str]
    reply_source: str | None
    correlation_id: str | None = None
    preferred_channel: str | None = None


def request_to_people(it: Letter) -> str:
    """For a gateway's main agent, which has channels to people that Mission Control has not."""
    channel = [f"Preferred channel: {it.preferred_channel}"] if it.preferred_channel else []
    ask = (
        "Ask the user through the channels that you have; people see this question in Mission Control as well. "
        "When you have an answer, record it, word for word:"
    )
    return "\n".join([TO_PEOPLE, *_head(it), *channel, "", it.content, "", ask, _reply_call(it)])


def message_to_lead(it: Letter) -> str:
    answer = ["", "Answer with this call, not here:", _reply_call(it)] if it.kind == "question" else []
    return "\n".join([TO_LEAD[it.kind], *_head(it), "", it.content, *answer])


def answer_notice(it: Letter, answer: str, by: str) -> str:
    about = f" ({it.correlation_id})" if it.correlation_id else ""
    return f"{by} answered your question{about} on board “{it.board_name}”: {answer}\nYou had asked: {it.content}"


def dismissal_notice(it: Letter, by: str, reason: str | None) -> str:
    why = f": {reason}" if reason else ""
    return f"{by} will not answer your question on board “{it.board_name}”{why}\nYou had asked: {it.content}"


def answered_by(tags: Collection[str] | None, open_messages: Collection[tuple[UUID, Collection[str]]]) -> UUID | None:
    """Of open messages, the oldest first, the one that an entry with these tags answers."""
    present = set(tags or ())
    return next((key for key, wanted in open_messages if wanted and present.issuperset(wanted)), None)


def _head(it: Letter) -> list[str]:
    head = [f"Board: {it.board_name} ({it.board_id})", f"From: {it.sender}"]
    return [*head, f"Correlation: {it.correlation_id}"] if it.correlation_id else head


def _reply_call(it: Letter) -> str:
    body = json.dumps(
        {
            "content": "…",
            "tags": list(it.reply_tags),
            **({"source": it.reply_source} if it.reply_source else {}),
            "in_reply_to": str(it.id),
        },
        separators=(",", ":"),
        ensure_ascii=False,
    ).replace("'", "'\\''")
    return f'curl -s -X POST "$API/agent/boards/{it.board_id}/memory" -H "$AUTH" -H "$JSON" -d \'{body}\''
