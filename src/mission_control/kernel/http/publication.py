"""What a route's declaration says in the API document: senders, roles, limits, headers and errors."""

from collections.abc import Mapping
from typing import Any

from mission_control.kernel.http.access import Access
from mission_control.kernel.http.errors import (
    ApiError,
    ErrorResponse,
    Forbidden,
    NotFound,
    StaleVersion,
    TooManyRequests,
    Unauthorized,
)
from mission_control.kernel.http.limits import Limit
from mission_control.kernel.security.principals import AgentKind

AGENT_LIMIT_SCOPE = "address and agent"
SIGN_IN_LIMIT_SCOPE = "address, failed sign-ins only"
RATE_LIMIT_PLACEHOLDER = "rate_limit_agent_auth"
"""Replaced by the running configuration's numbers when the document is made; see `entry.document`."""

_AGENTS = {AgentKind.LEAD: "a lead", AgentKind.WORKER: "a worker", AgentKind.MAIN: "a main agent"}
_NOTHING_TO_DO = "Nothing that you are to do asks for it: each call is paid for"
_READ_ONCE = "Do not ask again and again: you are woken when there is something for you"
_REFUSED_ONCE = "Do not repeat what was refused: its code and its words say what to do instead"


def _header(name: str, description: str) -> dict[str, Any]:
    text = {"anyOf": [{"type": "string"}, {"type": "null"}], "title": name}
    return {"name": name, "in": "header", "required": False, "schema": text, "description": description}


IDEMPOTENCY_KEY = _header(
    "Idempotency-Key", "Names this request: repeated within a day, it takes effect once and gets the same answer."
)
IF_MATCH = _header("If-Match", "The ETag that was read; the change is refused with 412 when it is no longer that.")
AGENT_TOKEN = _header("X-Agent-Token", "The agent's token.")
ORGANIZATION = _header(
    "X-Organization-Id", "The organization that this request is about, when it is not the active one."
)
AUTHORIZATION = _header("Authorization", "`Bearer` and the agent's token, when X-Agent-Token is not sent.")


def additions(
    access: Access, errors: tuple[type[ApiError], ...], *, writes: bool, limit: Limit | None = None
) -> dict[str, Any]:
    """The additions to an operation; one that refuses with StaleVersion takes `If-Match`."""
    published: dict[str, Any] = {"security": _security(access), "x-required-role": access.roles}
    if access.in_person:
        published["x-api-keys"] = False
    if access.board:
        published["x-required-board-access"] = access.board
    if access.user:
        # No limit on calls: it stops who guesses, and then answers for the address.
        published |= {"x-ratelimit-limit": "rate_limit_sign_in", "x-ratelimit-scope": SIGN_IN_LIMIT_SCOPE}
    if access.agent:
        published |= {"x-ratelimit-limit": RATE_LIMIT_PLACEHOLDER, "x-ratelimit-scope": AGENT_LIMIT_SCOPE}
    if limit:
        published |= {"x-ratelimit-limit": limit.setting, "x-ratelimit-scope": limit.scope}
    parameters = [AGENT_TOKEN, AUTHORIZATION] if access.agent and access.user is None else []
    if access.user:
        parameters = [ORGANIZATION]
    if writes:
        parameters = [*parameters, IDEMPOTENCY_KEY]
    if StaleVersion in errors:
        parameters = [*parameters, IF_MATCH]
    return published | ({"parameters": parameters} if parameters else {})


def guidance(access: Access, told: Mapping[str, Any], call: str) -> dict[str, Any]:
    """What its declaration says to a model that chooses an operation by `told`: the feature's own hints.

    Agents of the reference look for all of these names. `call` is method and path.
    """
    intent = told.get("x-llm-intent")
    if intent is None:
        return {}
    refused = [name for kind, name in _AGENTS.items() if kind not in access.agent]
    place = ["The board is yours, or on the gateway whose main agent you are"] if access.board else []
    reads = call.startswith("GET ")
    return {
        "x-when-not-to-use": [f"You are {' or '.join(refused)}: the answer is 403" if refused else _NOTHING_TO_DO],
        "x-prerequisites": ["Your token, as X-Agent-Token or as the bearer", *place],
        "x-side-effects": ["None" if reads else "Whoever may see it is told what has changed, and that it was you"],
        "x-negative-guidance": [_READ_ONCE if reads else _REFUSED_ONCE],
        "x-routing-policy": [f"For {intent} call {call}"],
        "x-routing-policy-examples": [
            {"input": {"intent": intent, "required_privilege": told.get("x-required-actor")}, "decision": call}
        ],
        **told,
    }


def _security(access: Access) -> list[dict[str, list[str]]]:
    if access.public:
        return []
    # An agent's token is accepted in either header; as a bearer it has a name of its own, for people's it is not.
    schemes = ["HTTPBearer"] if access.user else []
    schemes += ["AgentToken", "AgentBearer"] if access.agent else []
    return [{scheme: []} for scheme in schemes]


def merged(first: dict[str, Any], second: dict[str, Any]) -> dict[str, Any]:
    """Both sets of additions; lists that both name are joined."""
    joined = {**first, **second}
    for name in first.keys() & second.keys():
        if isinstance(first[name], list):
            joined[name] = [*first[name], *second[name]]
    return joined


def error_answer(codes: str = "") -> dict[str, Any]:
    """Named by reference: of a model the framework would build a validator for each error of each route."""
    schema = {"$ref": f"#/components/schemas/{ErrorResponse.__name__}"}
    return {"description": codes, "content": {"application/json": {"schema": schema}}}


def responses(
    path: str, access: Access, errors: tuple[type[ApiError], ...], *, limited: bool = False
) -> dict[int | str, dict[str, Any]]:
    """The errors that an operation documents: its own, and those that its declaration implies."""
    kinds: list[type[ApiError]] = list(errors)
    if not access.public:
        kinds += [Unauthorized, Forbidden, TooManyRequests]
    if access.public and limited:
        kinds.append(TooManyRequests)
    if "{" in path or access.board:
        kinds.append(NotFound)
    documented: dict[int | str, dict[str, Any]] = {}
    for kind in kinds:
        entry = documented.setdefault(int(kind.status), error_answer())
        codes = entry["description"].split(", ") if entry["description"] else []
        entry["description"] = ", ".join(dict.fromkeys([*codes, kind.code]))
    return documented
