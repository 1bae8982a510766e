"""What boards and groups remember, and webhooks with what they were sent."""

import json
from datetime import timedelta
from typing import Any

from mission_control.entry.reference.mending import Mend, document, filled, json_object, moment, texts
from mission_control.entry.reference.people import stamps, table
from mission_control.entry.reference.world import SOMEBODY, World
from mission_control.memory.models import BoardGroupMemory, BoardMemory
from mission_control.moving.drafts import Draft, LeftOut, Row, Step, Values
from mission_control.webhooks.models import BoardWebhook, DeliveryStatus, SignatureState, WebhookPayload
from mission_control.webhooks.rules import decoded, kept_headers
from mission_control.webhooks.signatures import SCHEMES, SchemeName

JSON = "application/json"


def _entry(row: Row, mend: Mend) -> Values:
    return {
        "id": row.id,
        "content": row.content,
        "tags": texts(row.tags, "tags", mend),
        "is_chat": row.is_chat,
        "source": row.source,
        "author_name": filled(row.source) or SOMEBODY,
        "mentioned_agent_ids": [],
        "created_at": moment(row.created_at),
    }


def _memory(row: Row, world: World) -> Draft:
    board = world.board(row.board_id)
    mends: list[str] = []
    place = {"organization_id": board.organization_id, "board_id": row.board_id}
    return Draft(_entry(row, mends.append) | place, board.organization_id, moment(row.created_at), mends=mends)


def _group_memory(row: Row, world: World) -> Draft:
    organization_id = world.groups.get(row.board_group_id)
    if organization_id is None:
        raise LeftOut("its group is not here")
    mends: list[str] = []
    place = {"organization_id": organization_id, "board_group_id": row.board_group_id}
    return Draft(_entry(row, mends.append) | place, organization_id, moment(row.created_at), mends=mends)


def _webhook(row: Row, world: World) -> Draft:
    board = world.board(row.board_id)
    mends: list[str] = []
    agent = world.agents.get(row.agent_id) if row.agent_id else None
    if row.agent_id and (agent is None or agent.board_id != row.board_id):
        mends.append("its agent is not on its board: the lead is told")
        agent = None
    values = {
        "id": row.id,
        "organization_id": board.organization_id,
        "board_id": row.board_id,
        "agent_id": row.agent_id if agent else None,
        "description": row.description,
        "enabled": row.enabled,
        "sealed_secret": world.sealed(filled(row.secret)),
        "signature_scheme": SchemeName.HMAC,
        "signature_header": filled(row.signature_header),
        "received_count": row.received,
        "last_received_at": moment(row.last_received_at) if row.last_received_at else None,
        "version": 1,
        **stamps(row),
    }
    return Draft(
        values,
        board.organization_id,
        moment(row.created_at),
        mends=mends,
        then=lambda: world.webhooks.add(row.id),
    )


def _payload(row: Row, world: World) -> Draft:
    board = world.board(row.board_id)
    if row.webhook_id not in world.webhooks:
        raise LeftOut("its webhook is not here")
    received_at = moment(row.received_at)
    days = world.environment.settings.webhook_payload_retention_days
    if received_at < world.now - timedelta(days=days):
        raise LeftOut(f"older than {days} days, which is how long they are kept (WEBHOOK_PAYLOAD_RETENTION_DAYS)")
    mends: list[str] = []
    body, content_type = _body(document(row.payload, "payload", mends.append), filled(row.content_type))
    values = {
        "id": row.id,
        "organization_id": board.organization_id,
        "board_id": row.board_id,
        "webhook_id": row.webhook_id,
        "body": body,
        "size": len(body),
        "headers": _headers(row, mends.append),
        "source_ip": row.source_ip,
        "content_type": content_type,
        # The reference does not keep whether a signature was checked.
        "signature": SignatureState.UNSIGNED,
        # Whoever was to be told was told there.
        "delivery_status": DeliveryStatus.DELIVERED,
        "attempts": 0,
        "delivered_at": received_at,
        "received_at": received_at,
    }
    return Draft(values, board.organization_id, received_at, mends=mends)


def _body(value: Any, content_type: str | None) -> tuple[bytes, str | None]:
    """Bytes that mean this value here: the reference kept the value, and we keep what was sent."""
    if isinstance(value, str) and decoded(value.encode(), content_type) == value:
        return value.encode(), content_type
    body = json.dumps(value).encode()
    return body, content_type if decoded(body, content_type) == value else JSON


def _headers(row: Row, mend: Mend) -> dict[str, str] | None:
    found = json_object(row.headers, "headers", mend)
    if not found:
        return None
    signatures = (*SCHEMES[SchemeName.HMAC].headers, *([row.signature_header] if row.signature_header else []))
    return kept_headers({name.lower(): str(value) for name, value in found.items()}, signatures)


WORDS = (
    Step(
        "board_memory",
        "SELECT id, board_id, content, tags::text AS tags, is_chat, source, created_at"
        " FROM board_memory ORDER BY created_at, id",
        table(BoardMemory),
        _memory,
    ),
    Step(
        "board_group_memory",
        "SELECT id, board_group_id, content, tags::text AS tags, is_chat, source, created_at"
        " FROM board_group_memory ORDER BY created_at, id",
        table(BoardGroupMemory),
        _group_memory,
    ),
    Step(
        "board_webhooks",
        "SELECT w.id, w.board_id, w.agent_id, w.description, w.enabled, w.secret, w.signature_header, w.created_at,"
        " w.updated_at, count(p.id) AS received, max(p.received_at) AS last_received_at"
        " FROM board_webhooks AS w LEFT JOIN board_webhook_payloads AS p ON p.webhook_id = w.id"
        " GROUP BY w.id ORDER BY w.created_at, w.id",
        table(BoardWebhook),
        _webhook,
    ),
    Step(
        "board_webhook_payloads",
        "SELECT p.id, p.board_id, p.webhook_id, p.payload::text AS payload, p.headers::text AS headers, p.source_ip,"
        " p.content_type, p.received_at, w.signature_header FROM board_webhook_payloads AS p"
        " LEFT JOIN board_webhooks AS w ON w.id = p.webhook_id ORDER BY p.received_at, p.id",
        table(WebhookPayload),
        _payload,
    ),
)
