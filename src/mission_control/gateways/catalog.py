"""The models that a gateway can run agents with."""

from collections.abc import Mapping
from typing import Any

from mission_control.gateways.asking import CALL_SECONDS, asking
from mission_control.gateways.protocol.target import Target
from mission_control.gateways.schemas import GatewayModel, GatewayModels


async def models(target: Target) -> GatewayModels:
    """Those that are configured, in the gateway's order. Raises GatewayFailed and GatewayTimedOut."""
    async with asking(target) as gateway:
        answer = await gateway.call("models.list", {"view": "configured"}, seconds=CALL_SECONDS)
    found = answer.get("models") if isinstance(answer, Mapping) else None
    rows = [row for row in found if isinstance(row, Mapping) and row.get("id")] if isinstance(found, list) else []
    return GatewayModels(models=[_model(row) for row in rows])


def _model(row: Mapping[str, Any]) -> GatewayModel:
    provider, name = str(row.get("provider") or ""), str(row["id"])
    tags, window = row.get("tags"), row.get("contextWindow")
    return GatewayModel(
        id=f"{provider}/{name}" if provider and not name.startswith(f"{provider}/") else name,
        name=str(row.get("name") or name)[:200],
        context_tokens=window if isinstance(window, int) and not isinstance(window, bool) else None,
        available=row.get("available") is not False,
        is_default=isinstance(tags, list) and "default" in tags,
    )
