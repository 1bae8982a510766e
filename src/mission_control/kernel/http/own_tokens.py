"""What an agent writes down holds no token: it pastes its shells into comments, and others read those."""

from fastapi import Request
from starlette.types import Message, Receive

from mission_control.kernel.security.tokens import SHOWN_SECRET, without_tokens

SHORTEST = 20
"""What is shorter proves nothing, and may be a word of the text."""


async def masked(request: Request) -> Request:
    """The same request, without tokens of agents in its body when an agent sends it."""
    has_body = request.headers.get("content-length", "0") != "0" or "transfer-encoding" in request.headers
    if not has_body:
        return request
    own = request.headers.get("x-agent-token", "").strip()
    is_bearer = request.headers.get("authorization", "").lower().startswith("bearer mca_")
    if not (own or is_bearer):
        return request
    body = await request.body()
    # Whatever bytes these are, the same come back.
    text = body.decode("utf-8", "surrogateescape")
    shown = without_tokens(text)
    if len(own) >= SHORTEST:
        # One of a former installation has no form to know it by.
        shown = shown.replace(own, SHOWN_SECRET)
    return Request(request.scope, _after(shown.encode("utf-8", "surrogateescape"), request.receive))


def _after(body: bytes, receive: Receive) -> Receive:
    """The whole body at once, and then what comes after it."""
    is_given = False

    async def receiving() -> Message:
        nonlocal is_given
        if is_given:
            return await receive()
        is_given = True
        return {"type": "http.request", "body": body, "more_body": False}

    return receiving
