"""What a gateway is asked about requests, in its own words."""

from collections.abc import Mapping
from typing import Any, Protocol

from mission_control.exec_approvals.rules import GONE, Asked, Outcome
from mission_control.gateways.api import NotThere, Payload


class Call(Protocol):
    """A connection's way to call, be it one that is kept or one for a moment."""

    async def __call__(self, method: str, params: Payload | None = None, *, seconds: float = ...) -> Any: ...


class Remote:
    def __init__(self, call: Call) -> None:
        self._call = call

    async def asked(self) -> list[Asked]:
        """All that waits for a decision now."""
        rows = await self._call("exec.approval.list", {})
        found = [Asked.of(row) for row in rows if isinstance(row, Mapping)] if isinstance(rows, list) else []
        return [it for it in found if it]

    async def answer(self, request_id: str, decision: str) -> Outcome:
        """The first answer counts: what comes back is how it stands then."""
        params = {"id": request_id, "kind": "exec", "decision": decision}
        try:
            answer = await self._call("approval.resolve", params)
        except NotThere:
            return GONE
        return Outcome.of(answer.get("approval") if isinstance(answer, Mapping) else None)

    async def outcome(self, request_id: str) -> Outcome:
        try:
            answer = await self._call("approval.get", {"id": request_id})
        except NotThere:
            return GONE
        return Outcome.of(answer.get("approval") if isinstance(answer, Mapping) else None)
