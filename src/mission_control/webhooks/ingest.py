"""A delivery that comes in: whether it is taken, and what of it is kept.

What is kept, the note in the board's memory and the job that tells an agent are one transaction: once a sender has
been answered 202, nothing of it can get lost.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from uuid import UUID

from mission_control.boards.api import Board
from mission_control.kernel.db.session import UnitOfWork
from mission_control.kernel.environment import environment_of
from mission_control.kernel.http.errors import ApiError
from mission_control.kernel.security.secrets import SecretUnreadable
from mission_control.memory import api as memory
from mission_control.webhooks import queries, rules, telling
from mission_control.webhooks.errors import (
    OwnEvent,
    SignatureExpired,
    SignatureInvalid,
    SignatureMissing,
    WebhookDisabled,
    WebhookSecretUnreadable,
)
from mission_control.webhooks.events import DeliveryReceived
from mission_control.webhooks.models import BoardWebhook, DeliveryStatus, SignatureState, WebhookPayload
from mission_control.webhooks.signatures import (
    SCHEMES,
    TOLERANCE_SECONDS,
    Incoming,
    Scheme,
    SchemeName,
    Verdict,
    delivery_id,
    verify,
)

AUTHOR = "Webhook"

REFUSALS: Mapping[Verdict, ApiError] = {
    Verdict.MISSING: SignatureMissing("Missing webhook signature: send it in the header that the webhook expects"),
    Verdict.INVALID: SignatureInvalid(
        "Invalid webhook signature: sign the bytes of the body with the webhook's secret"
    ),
    Verdict.EXPIRED: SignatureExpired(
        f"The webhook signature's time is more than {TOLERANCE_SECONDS} seconds off: sign anew, and set the clock"
    ),
}


@dataclass(frozen=True, slots=True)
class Delivery:
    """A request at a webhook's address, with its whole body."""

    incoming: Incoming
    source_ip: str | None
    signature: SignatureState


def open_webhook(uow: UnitOfWork, board_id: UUID, webhook_id: UUID, *, lock: bool = False) -> BoardWebhook:
    """Raises NotFound, alike for unknown boards and webhooks, or WebhookDisabled."""
    webhook = queries.get(uow.db, board_id, webhook_id, lock=lock)
    if not webhook.enabled:
        raise WebhookDisabled
    return webhook


def checked(uow: UnitOfWork, webhook: BoardWebhook, incoming: Incoming) -> SignatureState:
    """Raises what is wrong with the signature; a webhook without a secret asks for none."""
    if webhook.sealed_secret is None:
        return SignatureState.UNSIGNED
    try:
        secret = environment_of(uow.db).secrets.decrypt(webhook.sealed_secret)
    except SecretUnreadable as error:
        raise WebhookSecretUnreadable(f"the secret of this webhook was {error}") from error
    verdict = verify(_scheme(webhook), webhook.signature_header, secret, incoming, uow.now.timestamp())
    if verdict in REFUSALS:
        refusal = REFUSALS[verdict]
        raise type(refusal)(refusal.detail)
    return SignatureState.VERIFIED


def receive(uow: UnitOfWork, board_id: UUID, webhook_id: UUID, delivery: Delivery) -> UUID:
    """Keep a delivery and have it told; answers its id, of a repeated one that of the first. Raises OwnEvent."""
    if queries.is_event(uow.db, delivery.incoming.headers.get("webhook-id")):
        raise OwnEvent
    # Locked: of two deliveries of one name at a time the second finds the first.
    webhook = open_webhook(uow, board_id, webhook_id, lock=True)
    named = delivery_id(_scheme(webhook), delivery.incoming)
    if named and (earlier := queries.delivered_as(uow.db, webhook, named)):
        return earlier
    payload = _kept(uow, webhook, delivery, named)
    board = uow.db.get_one(Board, board_id)
    payload.memory_id = _noted(uow, board, webhook, payload)
    uow.db.flush()
    webhook.received_count += 1
    webhook.last_received_at = uow.now
    what = "A test of webhook" if delivery.signature is SignatureState.TEST else "Webhook"
    uow.emit(
        DeliveryReceived(
            **telling.place(payload),
            message=f"{what} “{rules.short(webhook.description)}” was received",
            is_test=delivery.signature is SignatureState.TEST,
        )
    )
    telling.have_told(uow, payload)
    return payload.id


def _scheme(webhook: BoardWebhook) -> Scheme:
    return SCHEMES[SchemeName(webhook.signature_scheme)]


def _kept(uow: UnitOfWork, webhook: BoardWebhook, delivery: Delivery, named: str | None) -> WebhookPayload:
    headers, body = delivery.incoming.headers, delivery.incoming.body
    signed_in = [*_scheme(webhook).headers, *SCHEMES[SchemeName.HMAC].headers, webhook.signature_header or ""]
    payload = WebhookPayload(
        organization_id=webhook.organization_id,
        board_id=webhook.board_id,
        webhook_id=webhook.id,
        delivery_id=named,
        body=body,
        size=len(body),
        headers=rules.kept_headers(headers, signed_in),
        source_ip=delivery.source_ip,
        content_type=headers.get("content-type"),
        signature=delivery.signature,
        delivery_status=DeliveryStatus.PENDING,
        attempts=0,
        received_at=uow.now,
    )
    uow.db.add(payload)
    uow.db.flush()
    return payload


def _noted(uow: UnitOfWork, board: Board, webhook: BoardWebhook, payload: WebhookPayload) -> UUID:
    place = rules.Place(board.id, webhook.id, payload.id)
    sent = rules.decoded(payload.body, payload.content_type)
    recipient = telling.recipient(uow.db, webhook)
    note = memory.note_down(
        uow,
        board,
        rules.notice(place, board.name, webhook.description, sent),
        tags=place.tags,
        source="webhook",
        author=AUTHOR,
        called=recipient.id if recipient else None,
    )
    return note.id
