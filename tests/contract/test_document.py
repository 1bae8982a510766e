"""What the API document says of every operation."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.support.server import ServerProcess

PERMISSIONS = Path(__file__).parents[2] / "docs" / "permissions.md"
ROLES = {"public", "user", "member", "admin", "owner", "installation", "agent-main", "agent-lead", "agent-worker"}
PLAIN_LISTS = {
    "/api/v1/agent/boards/{board_id}/tags",
    "/api/v1/organizations/me/custom-fields",
    "/api/v1/organizations/me/list",
    "/api/v1/skills/marketplace",
    "/api/v1/skills/packs",
}
"""Lists that were there before pages were: bare arrays."""

Operation = dict[str, Any]


def operations(document: dict[str, Any]) -> Iterator[tuple[str, str, Operation]]:
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            yield method.upper(), path, operation


def schemes(operation: Operation) -> set[str]:
    return {name for entry in operation["security"] for name in entry}


def test_s55_lists_come_in_pages_except_the_few_that_say_otherwise(document: dict[str, Any]):
    for method, path, operation in operations(document):
        content = operation["responses"].get("200", {}).get("content", {})
        if method != "GET" or "application/json" not in content:
            continue
        schema = content["application/json"]["schema"]
        if schema.get("type") == "array":
            assert path in PLAIN_LISTS
        names = {parameter["name"] for parameter in operation.get("parameters", [])}
        if {"limit", "offset"} <= names and path not in PLAIN_LISTS:
            page = document["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
            assert {"items", "total", "limit", "offset"} <= set(page["required"]), path


def test_s55_a_page_tells_what_was_asked_for(server: ServerProcess):
    with server.as_operator() as operator:
        page = operator.get("/api/v1/boards?limit=3&offset=500").json()
    assert (page["items"], page["limit"], page["offset"]) == ([], 3, 500)
    assert isinstance(page["total"], int)


def test_s59_every_operation_names_its_credentials(document: dict[str, Any]):
    known = set(document["components"]["securitySchemes"])
    for method, path, operation in operations(document):
        roles, named = operation["x-required-role"], schemes(operation)
        assert named <= known, (method, path)
        assert ("public" in roles) == (named == set()), (method, path)
        assert ("AgentToken" in named) == any(role.startswith("agent-") for role in roles), (method, path)


def test_s60_every_operation_names_who_may_call_it(document: dict[str, Any]):
    page = PERMISSIONS.read_text()
    for method, path, operation in operations(document):
        roles = operation["x-required-role"]
        assert roles, (method, path)
        assert set(roles) <= ROLES, (method, path)
        assert f"| `{method} {path}` | {', '.join(roles)} |" in page


def test_s61_every_operation_documents_its_errors_in_one_shape(document: dict[str, Any]):
    for method, path, operation in operations(document):
        documented = set(operation["responses"])
        expected = set() if "public" in operation["x-required-role"] else {"401", "403"}
        expected |= {"404"} if "{" in path else set()
        expected |= {"429"} if "x-ratelimit-limit" in operation else set()
        assert expected <= documented, (method, path)
        for code in sorted(documented - {"422"}):
            if code >= "4":
                schema = operation["responses"][code]["content"]["application/json"]["schema"]
                assert _names_the_error(schema, document), (method, path, code)


def _names_the_error(schema: dict[str, Any], document: dict[str, Any]) -> bool:
    """Whether a schema is the one of all errors, or one that adds to it."""
    shared = document["components"]["schemas"]["ErrorResponse"]["properties"].keys()
    names = [item["$ref"].rpartition("/")[2] for item in [schema, *schema.get("anyOf", [])] if "$ref" in item]
    return any(shared <= document["components"]["schemas"][name]["properties"].keys() for name in names)


def test_streams_are_told_from_other_answers(document: dict[str, Any]):
    streams = {
        path
        for _, path, item in operations(document)
        if "text/event-stream" in item["responses"].get("200", {}).get("content", {})
    }
    assert streams == {
        "/api/v1/activity/task-comments/stream",
        "/api/v1/agents/stream",
        "/api/v1/boards/{board_id}/approvals/stream",
        "/api/v1/board-groups/{group_id}/memory/stream",
        "/api/v1/boards/{board_id}/group-memory/stream",
        "/api/v1/boards/{board_id}/memory/stream",
        "/api/v1/boards/{board_id}/onboarding/stream",
        "/api/v1/boards/{board_id}/tasks/stream",
        "/api/v1/events",
    }
    files = {
        "/api/v1/audit/export": {"text/csv", "application/x-ndjson"},
        "/api/v1/organizations/me/export": {"application/gzip"},
    }
    answers = {path: {"text/event-stream"} for path in streams} | files
    for method, path, operation in operations(document):
        for code, response in operation["responses"].items():
            wanted = answers.get(path, {"application/json"}) if code == "200" else {"application/json"}
            assert response["content"].keys() == wanted, (method, path, code)
