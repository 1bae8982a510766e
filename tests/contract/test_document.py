"""What the API document says of every operation."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any

from tests.support.server import ServerProcess
from tests.support.world import make_board, make_group, make_task, ok

HERE = Path(__file__).parent
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


def reference() -> dict[str, list[str]]:
    """Who may call each operation of the reference, the role of users, and the operation's name."""
    lines = (HERE / "reference_operations.tsv").read_text().splitlines()
    rows = [line.split("\t") for line in lines if not line.startswith("#")]
    return {f"{method} {path}": rest for method, path, *rest in rows}


BY_AGENT = {"AgentToken", "AgentBearer"}
CREDENTIALS = {"public": set(), "user": {"HTTPBearer"}, "agent": BY_AGENT, "either": {"HTTPBearer"} | BY_AGENT}


def test_s17_s59_each_operation_of_the_reference_is_for_whom_it_was(document: dict[str, Any]):
    served = {f"{method} {path}": operation for method, path, operation in operations(document)}
    expected = reference()
    assert expected.keys() <= served.keys()
    assert len(expected) == 142
    for name, (who, role, _) in expected.items():
        roles = set(served[name]["x-required-role"])
        assert schemes(served[name]) == CREDENTIALS[who], name
        assert any(it.startswith("agent-") for it in roles) == (who in {"agent", "either"}), name
        assert role in {"-", *roles}, name


def test_s59_every_operation_names_its_credentials(document: dict[str, Any]):
    assert document["components"]["securitySchemes"].keys() == {"HTTPBearer"} | BY_AGENT
    for method, path, operation in operations(document):
        roles = set(operation["x-required-role"])
        agents = {role for role in roles if role.startswith("agent-")}
        who = "public" if "public" in roles else "user" if not agents else "either" if roles - agents else "agent"
        assert schemes(operation) == CREDENTIALS[who], (method, path)


def test_clients_are_generated_by_the_names_of_the_reference(document: dict[str, Any]):
    named = {f"{method} {path}": operation["operationId"] for method, path, operation in operations(document)}
    assert named.items() >= {name: rest[-1] for name, rest in reference().items()}.items()
    schemas = set((HERE / "reference_schemas.txt").read_text().split())
    assert schemas - document["components"]["schemas"].keys() == set()
    assert len(schemas) > 100


def test_every_tag_says_what_it_is_about(document: dict[str, Any]):
    described = {tag["name"] for tag in document["tags"] if tag["description"]}
    assert {tag for _, _, operation in operations(document) for tag in operation["tags"]} == described


SHOWN = {
    "TaskCreate": "/api/v1/boards/{board_id}/tasks",
    "TaskCommentCreate": "/api/v1/boards/{board_id}/tasks/{task_id}/comments",
    "BoardMemoryCreate": "/api/v1/boards/{board_id}/memory",
    "BoardGroupMemoryCreate": "/api/v1/board-groups/{group_id}/memory",
    "ApprovalCreate": "/api/v1/boards/{board_id}/approvals",
    "AgentCreate": "/api/v1/agents",
    "BoardCreate": "/api/v1/boards",
    "BoardWebhookCreate": "/api/v1/boards/{board_id}/webhooks",
}


def test_the_examples_of_the_document_are_good_bodies(document: dict[str, Any], server: ServerProcess):
    with server.as_operator() as operator:
        group, board = make_group(operator), make_board(operator)
        ids = {"board_id": board["id"], "group_id": group["id"], "task_id": make_task(operator, board)["id"]}
        for name, path in SHOWN.items():
            (example,) = document["components"]["schemas"][name]["examples"]
            more = {"board_id": board["id"]} if name == "AgentCreate" else {}
            ok(operator.post(path.format(**ids), json=example | more))
        (approval,) = ok(operator.get(f"/api/v1/boards/{board['id']}/approvals"))["items"]
        changes = {
            "TaskUpdate": f"/api/v1/boards/{board['id']}/tasks/{ids['task_id']}",
            "ApprovalUpdate": f"/api/v1/boards/{board['id']}/approvals/{approval['id']}",
        }
        for name, path in changes.items():
            ok(operator.patch(path, json=document["components"]["schemas"][name]["examples"][0]))


def test_s60_every_operation_names_who_may_call_it(document: dict[str, Any]):
    page = PERMISSIONS.read_text()
    for method, path, operation in operations(document):
        roles = operation["x-required-role"]
        assert roles, (method, path)
        assert set(roles) <= ROLES, (method, path)
        assert f"| `{method} {path}` | {', '.join(roles)} |" in page


HINTS = {f"x-{it}" for it in ("llm-intent", "required-actor", "prerequisites", "side-effects", "negative-guidance")}
HINTS |= {f"x-{it}" for it in ("when-to-use", "when-not-to-use", "routing-policy", "routing-policy-examples")}


def test_g42_agents_find_their_operations_by_role_and_intent(document: dict[str, Any]):
    served = {f"{method} {path}": operation for method, path, operation in operations(document)}
    shared = ("/group-memory", "/group-memory/stream", "/group-snapshot")
    of_agents = {
        name: served[name]
        for name in reference()
        if "/api/v1/agent/" in name or ("/boards/{board_id}" in name and name.endswith(shared))
    }
    assert len(of_agents) == 30
    for name, operation in of_agents.items():
        assert ROLES & set(operation["tags"]), name
        assert operation["description"].strip(), name
        assert all(operation.get(hint) for hint in HINTS) or name.endswith("/group-snapshot"), name
        (example,) = operation.get("x-routing-policy-examples", [{"decision": name}])
        assert example["decision"] == name
    assert "requestBody" not in of_agents["POST /api/v1/agent/heartbeat"]
    names = [operation["operationId"] for operation in served.values()]
    assert len(set(names)) == len(names)


def test_s61_s62_every_operation_documents_its_errors_in_one_shape(document: dict[str, Any]):
    for method, path, operation in operations(document):
        documented = set(operation["responses"])
        expected = set() if "public" in operation["x-required-role"] else {"401", "403"}
        expected |= {"404"} if "{" in path else set()
        expected |= {"413"} if "requestBody" in operation else set()
        assert expected <= documented, (method, path)
        limits = {name for name in ("limit", "window", "scope") if operation.get(f"x-ratelimit-{name}")}
        assert limits == ({"limit", "window", "scope"} if "429" in documented else set()), (method, path)
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
