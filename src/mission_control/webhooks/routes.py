"""Webhooks of a board, for the people who keep them."""

from typing import Annotated
from uuid import UUID

from fastapi import Query

from mission_control.kernel.http.access import Access, UserLevel
from mission_control.kernel.http.errors import StaleVersion
from mission_control.kernel.http.pagination import Page, Paged
from mission_control.kernel.http.router import CurrentPrincipal, OkResponse, Read, Router, Write
from mission_control.webhooks import reading, service
from mission_control.webhooks.errors import TooManyWebhooks, UnknownWebhookAgent, WebhookDisabled
from mission_control.webhooks.schemas import (
    BoardWebhookCreate,
    BoardWebhookIngestResponse,
    BoardWebhookPayloadRead,
    BoardWebhookRead,
    BoardWebhookUpdate,
)

router = Router(prefix="/api/v1/boards/{board_id}/webhooks", tags=["board-webhooks"])
READER = Access(user=UserLevel.USER, board="read")
WRITER = Access(user=UserLevel.USER, board="write")

MaxChars = Annotated[
    int | None,
    Query(ge=1, le=1_000_000, description="A payload that is longer when written down is cut, and then a text."),
]


@router.declare("GET", "", access=READER)
def list_board_webhooks(board_id: UUID, window: Paged, who: CurrentPrincipal, uow: Read) -> Page[BoardWebhookRead]:
    """Webhooks of a board, newest first; never with their secrets."""
    found = service.listed(uow, who, board_id, window)
    return Page[BoardWebhookRead].of(found.shown_as(reading.read_models(uow.db, who, found.rows)))


@router.declare("POST", "", access=WRITER, errors=(UnknownWebhookAgent, TooManyWebhooks))
def create_board_webhook(
    board_id: UUID, body: BoardWebhookCreate, who: CurrentPrincipal, uow: Write
) -> BoardWebhookRead:
    """Make an address for a sender; with a secret, only what it has signed is taken."""
    return reading.read_model(uow.db, who, service.create(uow, who, board_id, body))


@router.declare("GET", "/{webhook_id}", access=READER)
def get_board_webhook(board_id: UUID, webhook_id: UUID, who: CurrentPrincipal, uow: Read) -> BoardWebhookRead:
    """One webhook."""
    return reading.read_model(uow.db, who, service.get(uow, who, board_id, webhook_id))


@router.declare("PATCH", "/{webhook_id}", access=WRITER, errors=(UnknownWebhookAgent, StaleVersion))
def update_board_webhook(
    board_id: UUID, webhook_id: UUID, body: BoardWebhookUpdate, who: CurrentPrincipal, uow: Write
) -> BoardWebhookRead:
    """Change a webhook, pause or resume it, or give it another secret."""
    return reading.read_model(uow.db, who, service.update(uow, who, board_id, webhook_id, body))


@router.declare("DELETE", "/{webhook_id}", access=WRITER, errors=(StaleVersion,))
def delete_board_webhook(board_id: UUID, webhook_id: UUID, who: CurrentPrincipal, uow: Write) -> OkResponse:
    """Delete a webhook with its deliveries; the notes about them in the board's memory stay."""
    service.delete(uow, who, board_id, webhook_id)
    return OkResponse()


@router.declare("POST", "/{webhook_id}/test", access=WRITER, status_code=202, errors=(WebhookDisabled,))
def test_board_webhook(
    board_id: UUID, webhook_id: UUID, who: CurrentPrincipal, uow: Write
) -> BoardWebhookIngestResponse:
    """Send a delivery that says it is a test, to see who is told and what."""
    payload_id = service.send_test(uow, who, board_id, webhook_id)
    return BoardWebhookIngestResponse(board_id=board_id, webhook_id=webhook_id, payload_id=payload_id)


@router.declare("GET", "/{webhook_id}/payloads", access=READER)
def list_board_webhook_payloads(
    board_id: UUID,
    webhook_id: UUID,
    window: Paged,
    who: CurrentPrincipal,
    uow: Read,
    max_chars: MaxChars = None,
) -> Page[BoardWebhookPayloadRead]:
    """Deliveries of a webhook, newest first."""
    found = service.payloads(uow, who, board_id, webhook_id, window)
    return Page[BoardWebhookPayloadRead].of(found.shown_as(reading.payload_models(uow, found.rows, max_chars)))


@router.declare("GET", "/{webhook_id}/payloads/{payload_id}", access=READER)
def get_board_webhook_payload(
    board_id: UUID, webhook_id: UUID, payload_id: UUID, who: CurrentPrincipal, uow: Read, max_chars: MaxChars = None
) -> BoardWebhookPayloadRead:
    """One delivery: what was sent, and whom it was told to."""
    return reading.payload_model(uow, service.payload(uow, who, board_id, webhook_id, payload_id), max_chars)


@router.declare("POST", "/{webhook_id}/payloads/{payload_id}/redeliver", access=WRITER, status_code=202)
def redeliver_board_webhook_payload(
    board_id: UUID, webhook_id: UUID, payload_id: UUID, who: CurrentPrincipal, uow: Write
) -> BoardWebhookIngestResponse:
    """Have the agent told of a delivery again, or the one that is responsible by now."""
    service.redeliver(uow, who, board_id, webhook_id, payload_id)
    return BoardWebhookIngestResponse(board_id=board_id, webhook_id=webhook_id, payload_id=payload_id)
