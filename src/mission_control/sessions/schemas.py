"""Wire shapes of the sessions of gateways. What a gateway says of a session is passed on as it is."""

from typing import Annotated, Any

from pydantic import AfterValidator, Field

from mission_control.gateways.api import State
from mission_control.kernel.http.text import Storable
from mission_control.kernel.schema import Schema


class GatewaysStatusResponse(Schema):
    """Whether a gateway lets us in, tried now."""

    connected: bool
    gateway_url: str
    sessions_count: int | None = None
    sessions: list[Any] | None = None
    main_session: Any | None = None
    main_session_error: str | None = None
    error: str | None = None
    status: State | None = Field(None, description="As in a gateway's own status.")
    cure: str | None = Field(None, description="What to do about the error.")
    latency_ms: int | None = Field(None, description="How long it took to answer one question, once connected.")


class GatewaySessionsResponse(Schema):
    sessions: list[Any]
    main_session: Any | None = None


class GatewaySessionResponse(Schema):
    session: Any


class GatewaySessionHistoryResponse(Schema):
    history: list[Any]


def _message(text: str) -> str:
    if len(text) > 100_000:
        raise ValueError("write up to 100000 characters")
    return text


class GatewaySessionMessageRequest(Schema):
    """Something to say to the agent of a session."""

    content: Annotated[str, Storable, AfterValidator(_message)] = Field(min_length=1)


class GatewaySessionAborted(Schema):
    aborted: bool = Field(description="False when the agent was doing nothing in this session.")
