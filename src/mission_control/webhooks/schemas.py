"""Wire shapes of webhooks."""

from datetime import datetime
from typing import Annotated, Self
from uuid import UUID

from pydantic import AfterValidator, ConfigDict, Field, StringConstraints, model_validator

from mission_control.kernel.http.text import RequiredText, Storable
from mission_control.kernel.schema import Schema
from mission_control.webhooks.models import DeliveryStatus, SignatureState
from mission_control.webhooks.rules import HEADER_NAME, Payload
from mission_control.webhooks.signatures import SchemeName

MIN_SECRET_LENGTH = 16
MAX_DESCRIPTION = 10_000
NEVER_NULL = frozenset({"description", "enabled", "signature_scheme"})
SECRET_HELP = f"Shared with the sender, {MIN_SECRET_LENGTH} characters or more; never shown again."
SCHEME_HELP = "How senders sign; `hmac`: HMAC-SHA256 of the body in hexadecimal digits. See docs/webhooks.md."
HEADER_HELP = "Where the signature is, when not where the scheme has it."


def _of_length(text: str) -> str:
    # Not a length of the schema: clients of the reference, whose document has none, would call that tighter.
    if len(text) > MAX_DESCRIPTION:
        raise ValueError(f"write up to {MAX_DESCRIPTION} characters")
    return text


def _secret(text: str) -> str | None:
    if text and not MIN_SECRET_LENGTH <= len(text) <= 1_000:
        raise ValueError(f"write {MIN_SECRET_LENGTH} to 1000 random characters, e.g. from: openssl rand -hex 32")
    return text or None


def _header_name(text: str) -> str | None:
    if text and (len(text) > 200 or not HEADER_NAME.fullmatch(text)):
        raise ValueError("write the name of a header, for example X-Signature")
    return text or None


Trimmed = StringConstraints(strip_whitespace=True)
Description = Annotated[RequiredText, AfterValidator(_of_length)]
Secret = Annotated[str, Trimmed, Storable, AfterValidator(_secret)]
HeaderName = Annotated[str, Trimmed, AfterValidator(_header_name)]


class BoardWebhookCreate(Schema):
    """An address at which another system may tell the board something."""

    description: Description = Field(min_length=1, description="What the agent is to do with deliveries.")
    enabled: bool = True
    agent_id: UUID | None = Field(None, description="Who is told; the board's lead when nobody is named.")
    secret: Secret | None = Field(None, description=SECRET_HELP)
    signature_header: HeaderName | None = Field(None, description=HEADER_HELP)
    signature_scheme: SchemeName = Field(SchemeName.HMAC, description=SCHEME_HELP)


class BoardWebhookUpdate(Schema):
    """Fields left out stay as they are; null, or nothing but blanks, clears those that may be empty."""

    description: Annotated[Description, Field(min_length=1)] | None = None
    enabled: bool | None = Field(None, description="False pauses it: senders are answered 410.")
    agent_id: UUID | None = None
    secret: Secret | None = Field(None, description=SECRET_HELP)
    signature_header: HeaderName | None = Field(None, description=HEADER_HELP)
    signature_scheme: SchemeName | None = Field(None, description=SCHEME_HELP)

    @model_validator(mode="after")
    def _null_only_where_it_means_something(self) -> Self:
        empty = sorted(name for name in self.model_fields_set & NEVER_NULL if getattr(self, name) is None)
        if empty:
            raise ValueError(f"cannot be null: {', '.join(empty)}")
        return self


class BoardWebhookRead(Schema):
    """A webhook as everybody may see it who reads the board: without its secret."""

    id: UUID
    board_id: UUID
    agent_id: UUID | None = Field(description="Who was chosen to be told.")
    description: str
    enabled: bool
    has_secret: bool
    signature_scheme: SchemeName = Field(description=SCHEME_HELP)
    signature_header: str | None
    endpoint_path: str
    endpoint_url: str | None = Field(description="Where senders send to; null to who may not write on the board.")
    told_agent_id: UUID | None = Field(description="Who would be told now: the one chosen, or the board's lead.")
    told_agent_name: str | None
    received_count: int = Field(description="Deliveries so far, also those that are not kept any more.")
    last_received_at: datetime | None
    version: int
    created_at: datetime
    updated_at: datetime


class BoardWebhookPayloadRead(Schema):
    """One delivery, and what has become of it."""

    id: UUID
    board_id: UUID
    webhook_id: UUID
    payload: Payload = Field(description="What was sent: a JSON value, or text where it is none.")
    headers: dict[str, str] | None = Field(description="Those that say what it is about; secrets are hidden.")
    source_ip: str | None
    content_type: str | None
    received_at: datetime
    size: int = Field(description="Bytes that were sent.")
    delivery_id: str | None = Field(description="How the sender names this delivery; it is taken once.")
    signature: SignatureState = Field(description="Whether it was signed, or sent as a test from here.")
    delivery_status: DeliveryStatus = Field(description="Whether an agent was told.")
    attempts: int = Field(description="How often an agent was to be told, or there was none to tell.")
    last_error: str | None = Field(
        description="Why nobody was told; while it is pending, what the agent's gateway waits for."
    )
    delivered_at: datetime | None = Field(description="When an agent was last told.")
    told_agent_id: UUID | None
    told_agent_name: str | None = Field(description="Who was told, or is to be, by the name of then.")


class BoardWebhookIngestResponse(Schema):
    """The delivery is kept, and an agent will be told."""

    model_config = ConfigDict(from_attributes=True)

    ok: bool = True
    board_id: UUID
    webhook_id: UUID
    payload_id: UUID
