"""Wire shapes of gateways."""

from datetime import datetime
from typing import Annotated, Literal, Self
from uuid import UUID

from pydantic import AfterValidator, Field, StringConstraints, model_validator

from mission_control.gateways.doctor import Check, Outcome
from mission_control.gateways.protocol.states import State
from mission_control.gateways.protocol.target import BadUrl, checked_url
from mission_control.kernel.http.text import RequiredName, Storable
from mission_control.kernel.pausing import PausableRead, PauseRead
from mission_control.kernel.schema import Schema

NEVER_NULL = frozenset({"name", "url", "workspace_root", "allow_insecure_tls", "disable_device_pairing"})
URL_HELP = "Where it is: ws:// or wss://, host, port. A token in it is refused."
TOKEN_HELP = "Shared with the gateway, stored encrypted, never shown again."  # noqa: S105 - a sentence
PAIRING_HELP = "Come with the token alone, without a device that has to be approved; only some gateways allow that."
CA_HELP = "PEM of the authority that signed the gateway's certificate, when machines do not know it."
ROOT_HELP = "The folder on the gateway's host below which its agents get theirs; `~` is the gateway's home."


def _url(text: str) -> str:
    if len(text) > 2_000:
        raise ValueError("write an address of up to 2000 characters")
    try:
        return checked_url(text)
    except BadUrl as bad:
        raise ValueError(str(bad)) from None


def _token(text: str) -> str | None:
    if len(text) > 4_000 or any(ord(character) < 32 for character in text):
        raise ValueError("write a token of up to 4000 characters in one line")
    return text or None


def _folder(text: str) -> str:
    if not text or len(text) > 1_000:
        raise ValueError("write a folder on the gateway's host, for example ~/.openclaw")
    return text


def _authority(text: str) -> str | None:
    if not text:
        return None
    if len(text) > 50_000:
        raise ValueError("write up to 50000 characters")
    from cryptography import x509

    try:
        x509.load_pem_x509_certificates(text.encode())
    except ValueError:
        raise ValueError("write a certificate in PEM, from -----BEGIN CERTIFICATE----- on") from None
    return text


Trimmed = StringConstraints(strip_whitespace=True)
GatewayUrl = Annotated[str, Trimmed, Storable, AfterValidator(_url)]
GatewayToken = Annotated[str, Trimmed, Storable, AfterValidator(_token)]
WorkspaceRoot = Annotated[str, Trimmed, Storable, AfterValidator(_folder)]
CertificateAuthority = Annotated[str, Trimmed, Storable, AfterValidator(_authority)]


class GatewayCreate(Schema):
    """A gateway to connect to; one that cannot be reached yet is taken too, and its state says why."""

    name: RequiredName
    url: GatewayUrl = Field(description=URL_HELP)
    workspace_root: WorkspaceRoot = Field(description=ROOT_HELP)
    token: GatewayToken | None = Field(None, description=TOKEN_HELP)
    allow_insecure_tls: bool = Field(False, description="Take any certificate; the connection can be listened to then.")
    disable_device_pairing: bool = Field(False, description=PAIRING_HELP)
    certificate_authority: CertificateAuthority | None = Field(None, description=CA_HELP)


class GatewayUpdate(Schema):
    """Fields left out stay as they are; null, or nothing, clears the token and the authority."""

    name: RequiredName | None = None
    url: GatewayUrl | None = Field(None, description=URL_HELP)
    workspace_root: WorkspaceRoot | None = Field(None, description=ROOT_HELP)
    token: GatewayToken | None = Field(None, description=TOKEN_HELP)
    allow_insecure_tls: bool | None = None
    disable_device_pairing: bool | None = Field(None, description=PAIRING_HELP)
    certificate_authority: CertificateAuthority | None = Field(None, description=CA_HELP)

    @model_validator(mode="after")
    def _null_only_where_it_means_something(self) -> Self:
        empty = sorted(name for name in self.model_fields_set & NEVER_NULL if getattr(self, name) is None)
        if empty:
            raise ValueError(f"cannot be null: {', '.join(empty)}")
        return self


class GatewayRead(PausableRead):
    """A gateway with the state of its connection; its token is never in an answer."""

    id: UUID
    organization_id: UUID
    name: str
    url: str
    workspace_root: str
    token: str | None = Field(None, description="Always null; `has_token` says whether there is one.")
    has_token: bool
    allow_insecure_tls: bool = False
    disable_device_pairing: bool = False
    certificate_authority: str | None
    status: State = Field(description="How the connection is.")
    status_reason: str
    status_cure: str = Field(description="What to do; empty where there is nothing to do.")
    status_since: datetime
    status_command: str | None = Field(description="What to run on the gateway's host to approve the pairing.")
    pairing_request_id: str | None
    device_id: str = Field(description="Who Mission Control is to this gateway.")
    last_connected_at: datetime | None
    server_version: str | None = Field(description="What the gateway said when it was last connected.")
    protocol: int | None
    commands_waiting: int = Field(description="Commands of its main agent that wait for an administrator's leave.")
    pauses: list[PauseRead] = Field(description="Why its agents do nothing: it, or the organization, is paused.")
    version: int
    created_at: datetime
    updated_at: datetime


class GatewayUse(Schema):
    """Something that keeps a gateway from being deleted."""

    kind: Literal["board", "agent", "removal"] = Field(
        description="`removal`: an agent that is deleted here, and is still to be removed there."
    )
    id: UUID
    name: str
    board_id: UUID | None = None


class GatewayUses(Schema):
    """What uses a gateway; while anything does, it cannot be deleted."""

    uses: list[GatewayUse] = Field(description="Up to 200.")


class GatewayCheck(Schema):
    """Where a gateway would be, to be examined before it is added."""

    url: GatewayUrl = Field(description=URL_HELP)
    token: GatewayToken | None = Field(None, description=TOKEN_HELP)
    allow_insecure_tls: bool = False
    disable_device_pairing: bool = Field(False, description=PAIRING_HELP)
    certificate_authority: CertificateAuthority | None = Field(None, description=CA_HELP)


class GatewayFinding(Schema):
    check: Check
    outcome: Outcome
    detail: str
    cure: str = Field(description="What to do; empty where there is nothing to do.")
    command: str | None = Field(description="What to run on the gateway's host.")


class GatewayDiagnosis(Schema):
    """What keeps Mission Control from using a gateway, step by step."""

    ok: bool
    status: State
    reason: str
    findings: list[GatewayFinding]
    server_version: str | None
    protocol: int | None
    seconds: float = Field(description="How long it took.")


class GatewayCommandsResponse(Schema):
    """What gateways can be asked, as one that is connected has announced it."""

    protocol_version: int
    methods: list[str]
    events: list[str]


class GatewayAbilities(Schema):
    """What a gateway can be asked and tells of, and what we may do there, as it said when it last let us in."""

    protocol: int | None
    server_version: str | None
    told_at: datetime | None = Field(description="When it said so; null before it was connected for the first time.")
    scopes: list[str]
    methods: list[str]
    events: list[str]
    missing: list[str] = Field(description="Methods that we use and it does not announce; some work all the same.")


class GatewayLogLine(Schema):
    """A line of a gateway's log."""

    at: datetime | None
    level: str = Field(description="As the gateway names it: `info`, `warn`, `error`; empty where it names none.")
    subsystem: str = Field(description="What of the gateway wrote it.")
    text: str


class GatewayLogRead(Schema):
    """The end of a gateway's log, oldest line first."""

    lines: list[GatewayLogLine]
    cursor: int = Field(description="Name it to get what is written from now on.")
    restarted: bool = Field(description="The file is another than that of the cursor; the lines are its newest.")
    cut: bool = Field(description="There is more than fits in the answer.")


class GatewayModel(Schema):
    """A model that a gateway can run agents with."""

    id: str = Field(description="`provider/model`: what an agent's `model` is set to.")
    name: str
    context_tokens: int | None
    available: bool = Field(description="Whether the gateway has what it takes to call it, credentials for example.")
    is_default: bool = Field(description="What agents run with that have no model of their own.")


class GatewayModels(Schema):
    models: list[GatewayModel]


class PairingRequest(Schema):
    """A device that asks a gateway to be let in, or to be allowed more than it is."""

    request_id: str
    device_id: str
    name: str | None = Field(description="What it calls itself.")
    client: str | None
    platform: str | None
    role: str | None
    scopes: list[str] = Field(description="All that it would be allowed.")
    remote_address: str | None
    is_repair: bool = Field(description="The gateway knows it already.")
    requested_at: datetime | None


class PairingRequests(Schema):
    requests: list[PairingRequest] = Field(description="Oldest first.")


class PairingApproved(Schema):
    """Who has let Mission Control in; the connection stands within half a minute."""

    through_gateway_id: UUID
    through_name: str
