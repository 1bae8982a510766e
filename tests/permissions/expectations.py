"""What the declarations of an operation promise to a caller about an object."""

from __future__ import annotations

from enum import StrEnum

import httpx

from tests.permissions.operations import Operation
from tests.permissions.scene import Caller
from tests.support.world import code_of

LEVELS = {"user": {"owner", "admin", "member"}, "member": {"owner", "admin", "member"}}
# The person of local sign-in sees to the installation, whatever the role.
LEVELS |= {"installation": {"owner", "admin", "member"}}
LEVELS |= {"admin": {"owner", "admin"}, "owner": {"owner"}}

ONESELF = "POST /api/v1/agents/{agent_id}/heartbeat"
"""The one operation that an agent may call about itself alone; people call it about any agent."""
OWN_NAME = "POST /api/v1/agents/heartbeat"
"""An agent's call is about itself, whatever it says; a person's is about the agent that it names."""


class Where(StrEnum):
    HOME = "the board at home"
    BESIDE = "a board that is not shared"
    FOREIGN = "another tenant"


class Outcome(StrEnum):
    UNKNOWN = "401"
    FORBIDDEN = "403"
    ABSENT = "as if there were nothing"
    ADMITTED = "admitted"


def expected(operation: Operation, caller: Caller, where: Where) -> Outcome:
    """Credentials first, then the role, then whether the object is the tenant's, then the right on its board."""
    if "public" in operation.roles:
        return Outcome.ADMITTED
    if caller.person is None and caller.agent is None:
        return Outcome.UNKNOWN
    if caller.agent is not None:
        return _for_agent(operation, caller, where)
    if operation.people is None:
        return Outcome.UNKNOWN
    return _for_person(operation, caller, where)


def _for_person(operation: Operation, caller: Caller, where: Where) -> Outcome:
    if caller.key and not caller.key.suffices(operation):
        return Outcome.FORBIDDEN
    if caller.person not in LEVELS[operation.people or "user"]:
        return Outcome.FORBIDDEN
    if not operation.is_placed:
        return Outcome.ADMITTED
    if where is Where.FOREIGN or caller.outside:
        return Outcome.ABSENT
    if "{session_id}" in operation.path:
        # A session that no Mission Control has made: for those who may read, or write, all boards.
        may = caller.everywhere and (caller.writes or (caller.reads and not operation.changes))
        return Outcome.ADMITTED if may else Outcome.ABSENT
    if operation.is_of_organization:
        return Outcome.ADMITTED
    return Outcome.ADMITTED if _may(operation, caller, where) else Outcome.FORBIDDEN


def _for_agent(operation: Operation, caller: Caller, where: Where) -> Outcome:
    if not any(role.startswith("agent-") for role in operation.roles):
        return Outcome.UNKNOWN
    if caller.agent not in operation.roles:
        return Outcome.FORBIDDEN
    if not operation.is_placed or str(operation) == OWN_NAME:
        return Outcome.ADMITTED
    if str(operation) == ONESELF:
        return Outcome.ADMITTED if where is Where.HOME and not caller.outside else Outcome.FORBIDDEN
    if where is Where.FOREIGN or caller.outside:
        return Outcome.ABSENT
    # What is to be installed is the gateway's, which is the same for the board beside.
    here = where is Where.HOME or "{install_id}" in operation.path
    return Outcome.ADMITTED if here else Outcome.FORBIDDEN


def _may(operation: Operation, caller: Caller, where: Where) -> bool:
    if where is Where.BESIDE and not caller.everywhere:
        return False
    return caller.writes if operation.board_right == "write" else caller.reads or caller.writes


def outcome(reply: httpx.Response) -> Outcome | None:
    """What an answer was, where it can be told from it alone; rules of the work have codes of their own."""
    if reply.status_code < 400:
        return Outcome.ADMITTED
    refusals = {(401, "unauthorized"): Outcome.UNKNOWN, (403, "forbidden"): Outcome.FORBIDDEN}
    refusals[403, "insufficient_scope"] = Outcome.FORBIDDEN
    refusals[404, "not_found"] = Outcome.ABSENT
    # Who is not admitted is not told what the policy says of a pack that is there.
    refusals[400, "skill_pack_url_refused"] = Outcome.ADMITTED
    known = refusals.get(code_of(reply))
    # The gateways of the scene are nowhere, which only those are told who may ask them.
    if known is None and reply.status_code in {403, 404, 409, 502}:
        return Outcome.ADMITTED
    return known
