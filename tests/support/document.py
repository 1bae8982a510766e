"""The API document: it takes the product seconds to write, and is the same from servers with the same settings."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from tests.support.server import ServerProcess

_served: dict[str, Any] = {}


def served_document(server: ServerProcess) -> dict[str, Any]:
    """As the first server that this worker asked has served it."""
    if not _served:
        with server.client() as client:
            _served.update(client.get("/openapi.json").json())
    return deepcopy(_served)
