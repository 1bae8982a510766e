"""The API document beyond what the framework makes of the routes."""

from typing import Any

from fastapi import FastAPI

from mission_control.kernel.http.errors import ErrorResponse
from mission_control.kernel.settings import Settings, parse_rate

SECURITY_SCHEMES = {
    "HTTPBearer": {"type": "http", "scheme": "bearer"},
    "AgentToken": {"type": "apiKey", "in": "header", "name": "X-Agent-Token"},
}

EVENT_STREAM = "text/event-stream"
BY_FIELD, IN_WORDS = "#/components/schemas/HTTPValidationError", "#/components/schemas/ErrorResponse"


def publish_document(app: FastAPI, settings: Settings) -> None:
    """Add the schemes that the routes' `security` entries name, and the limits that are in force."""
    plain = app.openapi

    def document() -> dict[str, Any]:
        made = plain()
        components = made.setdefault("components", {})
        components["securitySchemes"] = SECURITY_SCHEMES
        components["schemas"][ErrorResponse.__name__] = _error_schema()
        for methods in made["paths"].values():
            for operation in methods.values():
                _publish_limit(operation, settings)
                _publish_errors_as_json(operation)
                _publish_both_refusals(operation)
        return made

    app.openapi = document  # type: ignore[method-assign]


def _error_schema() -> dict[str, Any]:
    """What the routes' errors refer to. No field of it is always there, so none has a default."""
    schema = ErrorResponse.model_json_schema(mode="serialization")
    for field in schema["properties"].values():
        field.pop("default", None)
    return schema


def _publish_errors_as_json(operation: dict[str, Any]) -> None:
    """The framework documents all answers in the type of the success; a stream refuses in JSON, as everything does."""
    for status, response in operation["responses"].items():
        content = response.get("content", {})
        if status >= "4" and EVENT_STREAM in content:
            content["application/json"] = content.pop(EVENT_STREAM)


def _publish_both_refusals(operation: dict[str, Any]) -> None:
    """A body may not fit its schema, which is told field by field, or make no sense, which is told in a sentence."""
    refused = operation["responses"].get("422", {}).get("content", {}).get("application/json")
    if refused and refused["schema"] in ({"$ref": BY_FIELD}, {"$ref": IN_WORDS}):
        refused["schema"] = {"anyOf": [{"$ref": BY_FIELD}, {"$ref": IN_WORDS}]}


def _publish_limit(operation: dict[str, Any], settings: Settings) -> None:
    """Routes name the setting that limits them; callers want its numbers."""
    setting = operation.get("x-ratelimit-limit")
    if isinstance(setting, str):
        requests, seconds = parse_rate(getattr(settings, setting))
        operation |= {"x-ratelimit-limit": requests, "x-ratelimit-window": seconds}
