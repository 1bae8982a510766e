"""The API document beyond what the framework makes of the routes."""

from typing import Any

from fastapi import FastAPI

SECURITY_SCHEMES = {
    "HTTPBearer": {"type": "http", "scheme": "bearer"},
    "AgentToken": {"type": "apiKey", "in": "header", "name": "X-Agent-Token"},
}


def publish_security_schemes(app: FastAPI) -> None:
    """Add the schemes that the routes' `security` entries name."""
    plain = app.openapi

    def document() -> dict[str, Any]:
        made = plain()
        made.setdefault("components", {})["securitySchemes"] = SECURITY_SCHEMES
        return made

    app.openapi = document  # type: ignore[method-assign]
