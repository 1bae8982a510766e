"""What an agent may call, in few words, out of the API document: of that the whole is too long for a model. Pure."""

from collections.abc import Iterator, Mapping
from typing import Any

from mission_control.overview.brief_schemas import AgentOperation

METHODS = ("get", "post", "put", "patch", "delete")
Document = Mapping[str, Any]


def permitted(document: Document, role: str) -> list[AgentOperation]:
    """In the order of their paths; `role` as the document names it: `agent-lead`."""
    return [
        _shown(document, method, path, operation)
        for path, method, operation in _operations(document)
        if role in operation.get("x-required-role", ())
    ]


def _operations(document: Document) -> Iterator[tuple[str, str, Mapping[str, Any]]]:
    for path, methods in sorted(document["paths"].items()):
        for method in METHODS:
            if method in methods:
                yield path, method, methods[method]


def _shown(document: Document, method: str, path: str, operation: Mapping[str, Any]) -> AgentOperation:
    when = operation.get("x-when-to-use") or [operation.get("description") or ""]
    return AgentOperation(
        method=method.upper(),
        path=path,
        intent=operation.get("x-llm-intent"),
        when=str(when[0]).split("\n")[0] or None,
        query=[it["name"] for it in operation.get("parameters", ()) if it.get("in") == "query"],
        body=_body(document, operation),
    )


def _body(document: Document, operation: Mapping[str, Any]) -> dict[str, str] | None:
    content = (operation.get("requestBody") or {}).get("content") or {}
    schema = _resolved(document, (content.get("application/json") or {}).get("schema") or {})
    fields = schema.get("properties")
    if not fields:
        return None
    needed = set(schema.get("required", ()))
    return {name: f"{_kind(document, field)}{'*' if name in needed else ''}" for name, field in fields.items()}


def _kind(document: Document, field: Mapping[str, Any]) -> str:
    """`string`, `integer|null`, `inbox|in_progress`, `[string]`."""
    field = _resolved(document, field)
    if "enum" in field:
        return "|".join(str(it) for it in field["enum"])
    if "const" in field:
        return str(field["const"])
    if "anyOf" in field:
        return "|".join(dict.fromkeys(_kind(document, it) for it in field["anyOf"]))
    if field.get("type") == "array":
        return f"[{_kind(document, field.get('items', {}))}]"
    return str(field.get("format") or field.get("type") or "any")


def _resolved(document: Document, schema: Mapping[str, Any]) -> Mapping[str, Any]:
    """What a reference stands for."""
    while "$ref" in schema:
        schema = document["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    return schema
