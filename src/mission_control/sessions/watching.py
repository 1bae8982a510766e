"""Sessions that people look at, followed by the gateway's own events: their pages are told that there is more to read.

Whoever reads a session is told for a while when it goes on; what is said in it is read as before, by whoever may.
Nothing is stored, and without anybody who looks nothing is told.
"""

import asyncio
from contextlib import suppress
from dataclasses import dataclass, field
from uuid import UUID

from mission_control.gateways.api import Kept, Payload, works_over_gateways
from mission_control.kernel.events.passing import Passage, Passing
from mission_control.kernel.security.principals import UserPrincipal

LOOKED, MOVED = "session.looked_at", "session.moved"
FOLLOWED = frozenset({"chat", "agent"})
"""The events by which gateways tell of turns, for each word of an answer and each use of a tool."""
LOOKING_SECONDS = 90.0
"""For how long a reader counts as one who looks on; pages read again within half a minute."""
MOST_WATCHED = 1_000
PAUSE_SECONDS = 0.7
"""Between two words about the same gateway: an answer comes in hundreds of pieces."""


def looks(passage: Passage, who: UserPrincipal, gateway_id: UUID, key: str) -> None:
    """Note that a person, who may, has read a session just now."""
    passage.tell(Passing(LOOKED, {"gateway_id": str(gateway_id), "session_key": key, "user_id": str(who.user_id)}))


@dataclass
class _Watched:
    """Who looks at which sessions of one gateway, and which of these have moved; used in one event loop."""

    until: dict[str, dict[str, float]] = field(default_factory=dict)
    moved: set[str] = field(default_factory=set)
    woken: asyncio.Event = field(default_factory=asyncio.Event)

    def note_look(self, key: str, user_id: str, until: float) -> None:
        if len(self.until) >= MOST_WATCHED:
            self.until.clear()
        self.until.setdefault(key, {})[user_id] = until

    def note_event(self, name: str, payload: Payload) -> None:
        key = str(payload.get("sessionKey") or "")
        if name in FOLLOWED and key in self.until:
            self.moved.add(key)
            self.woken.set()

    def take(self, now: float) -> list[tuple[str, tuple[str, ...]]]:
        """Sessions that have moved, with whoever looks at each still."""
        self.woken.clear()
        moved, self.moved = self.moved, set()
        still = {key: {who: end for who, end in ends.items() if end > now} for key, ends in self.until.items()}
        self.until = {key: ends for key, ends in still.items() if ends}
        return [(key, tuple(self.until[key])) for key in sorted(moved) if key in self.until]


@works_over_gateways
async def watch(kept: Kept) -> None:
    watched, loop = _Watched(), asyncio.get_running_loop()
    passage, gateway_id = kept.database.passage, str(kept.gateway_id)

    def hear(passing: Passing) -> None:
        about = passing.payload
        if passing.type == LOOKED and about["gateway_id"] == gateway_id:
            until = loop.time() + LOOKING_SECONDS
            # The loop may have just ended.
            with suppress(RuntimeError):
                loop.call_soon_threadsafe(watched.note_look, about["session_key"], about["user_id"], until)

    ends = (passage.hear(hear), kept.listen(watched.note_event))
    try:
        while True:
            await watched.woken.wait()
            for key, user_ids in watched.take(loop.time()):
                told = Passing(MOVED, {"gateway_id": gateway_id, "session_key": key}, user_ids)
                await asyncio.to_thread(passage.tell, told)
            await asyncio.sleep(PAUSE_SECONDS)
    finally:
        for end in ends:
            end()
