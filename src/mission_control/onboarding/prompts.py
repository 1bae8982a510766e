"""What the agent is told: each message names the board and the interview, and the call that answers it. Pure."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from mission_control.onboarding.models import Message

REQUEST, ANSWER = "BOARD ONBOARDING REQUEST", "BOARD ONBOARDING ANSWER"
QUOTED = 300
RECALLED = 40
"""Messages that are repeated to an agent that is told again."""

INTERVIEW = """\
{place}
What it is for: {description}

A person answers on a web page and sees only what you send by these calls: one question each, then stop; the answer \
wakes you. Ask 6 to 10 in all: 3 to 6 about the goal (result, measure, date), one for the name of the lead agent, \
2 to 4 about how it shall work, and one last open one. Where words are better than options add one whose label \
contains "I'll type it".

```bash
{call}
{{"question":"What is true when it is done?","options":[{{"id":"1","label":"…"}},{{"id":"2","label":"I'll type it"}}]}}
END
```

When you know enough, send the draft, which the person corrects and confirms. `goal` needs objective and \
success_metrics, else `general`; leave out what nobody said.

```bash
{call}
{{"status":"complete","board_type":"goal","objective":"…","success_metrics":{{"what":"how much"}},\
"target_date":"2030-12-31","user_profile":{{"preferred_name":"…","pronouns":"…","timezone":"Europe/Oslo",\
"notes":"…","context":"…"}},"lead_agent":{{"name":"…","identity_profile":{{"role":"…"}},\
"autonomy_level":"balanced","verbosity":"balanced","output_format":"mixed","update_cadence":"daily",\
"custom_instructions":"…"}}}}
END
```

autonomy_level ask_first|balanced|autonomous, verbosity concise|balanced|detailed, \
output_format bullets|mixed|narrative, \
update_cadence asap|hourly|daily|weekly. What the person adds later: merge it, send the whole draft again."""

NEXT = """\
Send the next question:

```bash
{call}
{{"question":"…","options":[{{"id":"1","label":"…"}}]}}
END
```

or, by the same call, the draft in the shape of the request."""

MERGE = """\
Merge it into the draft, as it is now, and send all of that again:

```bash
{call}
{draft}
END
```"""


@dataclass(frozen=True, slots=True)
class Place:
    """Where the answers belong."""

    board_id: UUID
    onboarding_id: UUID
    board_name: str
    description: str

    @property
    def line(self) -> str:
        return f"Board “{_short(self.board_name)}” ({self.board_id}), interview {self.onboarding_id}"

    @property
    def call(self) -> str:
        """Of the answer the beginning is enough: all of it would be read, and paid for, each time."""
        url = f"$API/agent/boards/{self.board_id}/onboarding?onboarding_id={self.onboarding_id}"
        return f"""curl -s -X POST "{url}" -H "$AUTH" -H "$JSON" -d @- <<'END' | head -c 300"""


def request(place: Place) -> str:
    """With it an interview begins."""
    told = INTERVIEW.format(place=place.line, description=_short(place.description), call=place.call)
    return f"{REQUEST}\n{told}"


def again(place: Place, messages: Sequence[Message], draft: Mapping[str, Any] | None) -> str:
    """The same for an agent that may have heard all or nothing of it, with what was said so far."""
    said = [it for it in messages if not it.get("hidden")]
    if not said:
        return request(place)
    lines = [f"{'You' if it['role'] == 'assistant' else 'Person'}: {_short(it['content'])}" for it in said[-RECALLED:]]
    told = "\n".join([request(place), "", "Said so far; go on from there:", *lines])
    return f"{told}\n\n{_to_be_merged(place, draft)}" if draft else told


def answer(place: Place, text: str, draft: Mapping[str, Any] | None) -> str:
    """What a person has said; with the draft, when there is one, as it may have been edited meanwhile."""
    head = f"{ANSWER}\n{place.line}\n\n{text}\n\n"
    if draft is None:
        return head + NEXT.format(call=place.call)
    return head + _to_be_merged(place, draft)


def _to_be_merged(place: Place, draft: Mapping[str, Any]) -> str:
    return MERGE.format(call=place.call, draft=json.dumps(draft, ensure_ascii=False, separators=(",", ":")))


def _short(text: str) -> str:
    """On one line, so that no text passes for a line of ours."""
    line = " ".join(text.split())
    return line if len(line) <= QUOTED else line[: QUOTED - 1] + "…"
