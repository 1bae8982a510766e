"""The address that other systems send to. It needs no credentials: a webhook with a secret asks for a signature."""

from uuid import UUID

from fastapi import Request

from mission_control.kernel.db.locks import again_after_lost_races
from mission_control.kernel.http.access import PUBLIC
from mission_control.kernel.http.context import current_request
from mission_control.kernel.http.errors import Unavailable
from mission_control.kernel.http.limits import Limit
from mission_control.kernel.http.router import Backend, Router
from mission_control.kernel.threads import in_thread
from mission_control.webhooks import ingest
from mission_control.webhooks.errors import (
    OwnEvent,
    SignatureExpired,
    SignatureInvalid,
    SignatureMissing,
    WebhookDisabled,
    WebhookPayloadTooLarge,
    WebhookSecretUnreadable,
)
from mission_control.webhooks.schemas import BoardWebhookIngestResponse
from mission_control.webhooks.signatures import Incoming

router = Router(prefix="/api/v1/boards/{board_id}/webhooks", tags=["board-webhooks"])
INGEST = Limit("rate_limit_webhook_ingest", None, "address, all webhooks together")
OF_WEBHOOK = Limit("rate_limit_per_webhook", "webhook_id", "webhook, all addresses together", for_all=True)
"""Counts what is signed as the webhook asks: who cannot sign must not use it up for who can."""
REFUSALS = (
    SignatureMissing,
    SignatureInvalid,
    SignatureExpired,
    WebhookDisabled,
    OwnEvent,
    WebhookPayloadTooLarge,
    WebhookSecretUnreadable,
    Unavailable,
)


@router.declare("POST", "/{webhook_id}", access=PUBLIC, limit=INGEST, status_code=202, errors=REFUSALS)
async def ingest_board_webhook(board_id: UUID, webhook_id: UUID, request: Request) -> BoardWebhookIngestResponse:
    """Take a delivery of any content. Repeated under the sender's own name for it, it takes effect once."""
    backend: Backend = request.app.state.backend
    await in_thread(_require_open, backend, board_id, webhook_id)
    body = await _body(request, backend.settings.webhook_max_payload_bytes)
    incoming = Incoming(_headers(request), body)
    payload_id = await in_thread(_received, backend, board_id, webhook_id, incoming)
    return BoardWebhookIngestResponse(board_id=board_id, webhook_id=webhook_id, payload_id=payload_id)


def _require_open(backend: Backend, board_id: UUID, webhook_id: UUID) -> None:
    """Before the body is read: strangers shall not fill the memory."""
    with backend.database.read() as uow:
        ingest.open_webhook(uow, board_id, webhook_id)


async def _body(request: Request, limit: int) -> bytes:
    declared = request.headers.get("content-length", "")
    if declared.isdigit() and len(declared) < 20 and int(declared) > limit:
        raise WebhookPayloadTooLarge(limit)
    body = bytearray()
    async for chunk in request.stream():
        body += chunk
        if len(body) > limit:
            raise WebhookPayloadTooLarge(limit)
    return bytes(body)


def _headers(request: Request) -> dict[str, str]:
    """The first of each name."""
    first: dict[str, str] = {}
    for name, value in request.headers.items():
        first.setdefault(name.lower(), value)
    return first


def _received(backend: Backend, board_id: UUID, webhook_id: UUID, incoming: Incoming) -> UUID:
    context = current_request()
    # Checked before the writing begins: on SQLite what is signed wrongly would hold up every writer.
    with backend.database.read() as uow:
        state = ingest.checked(uow, ingest.open_webhook(uow, board_id, webhook_id), incoming)
    OF_WEBHOOK.require(backend.limiter, backend.settings, webhook_id)
    delivery = ingest.Delivery(incoming, context.client_ip if context else None, state)

    def transaction() -> UUID:
        with backend.database.write(request_id=context.request_id if context else None) as uow:
            return ingest.receive(uow, board_id, webhook_id, delivery)

    return again_after_lost_races(transaction)
