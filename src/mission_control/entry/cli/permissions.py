"""The page `docs/permissions.md`: who may call what, made from the API document."""

from collections.abc import Iterator
from typing import Any

HEAD = """# Permissions

Who may call each operation, made from the API document (`GET /openapi.json`) by `make generate`. The same
declarations are enforced on every request, so the page cannot promise anything else.

**Who**: `public` needs no credentials. `user` is any signed-in person, `member` one with an organization, `admin` an
owner or admin of it, `owner` its owner. `installation` is who sees to the installation: whoever has signed in with
`AUTH_MODE=local`, else whom `mission-control admins add` has named. `agent-lead`, `agent-worker` and `agent-main` are
agents by their role.
People send `Authorization: Bearer …`, agents `X-Agent-Token: …`.
**Board**: the right that is needed on the board that the request names, or on the board of the agent that it names.
**Limit**: requests per seconds, and what is counted.
`DELETE /api/v1/agents/{agent_id}` and its like for leads answer 200 for an agent that is gone, or never was one of the
caller's: the two look the same, and to delete again is no error.
**Errors**: what the operation answers besides success, each as `{"detail", "request_id", "code", "retryable"}`.
"""

COLUMNS = "| Operation | Who | Board | Limit | Errors |\n| --- | --- | --- | --- | --- |"
METHODS = ("get", "post", "put", "patch", "delete")

Operation = dict[str, Any]


def page(document: dict[str, Any]) -> str:
    """The whole page: one table for each tag, in the order of paths."""
    sections: dict[str, list[str]] = {}
    for method, path, operation in operations(document):
        tag = (operation.get("tags") or ["other"])[0]
        sections.setdefault(tag, []).append(_row(method, path, operation))
    tables = [f"\n## {tag}\n\n{COLUMNS}\n" + "\n".join(rows) + "\n" for tag, rows in sorted(sections.items())]
    return HEAD + "".join(tables)


def operations(document: dict[str, Any]) -> Iterator[tuple[str, str, Operation]]:
    for path, methods in sorted(document["paths"].items()):
        for method in METHODS:
            if method in methods:
                yield method.upper(), path, methods[method]


def _row(method: str, path: str, operation: Operation) -> str:
    cells = (
        f"`{method} {path}`",
        ", ".join(operation.get("x-required-role", [])) or "–",
        operation.get("x-required-board-access") or "–",
        _limit(operation),
        ", ".join(code for code in sorted(operation["responses"]) if code >= "4") or "–",
    )
    return f"| {' | '.join(cells)} |"


def _limit(operation: Operation) -> str:
    if "x-ratelimit-limit" not in operation:
        return "–"
    limit, window = operation["x-ratelimit-limit"], operation.get("x-ratelimit-window")
    rate = f"{limit}/{window}" if window else str(limit)
    return f"{rate} per {operation.get('x-ratelimit-scope', 'address')}"
