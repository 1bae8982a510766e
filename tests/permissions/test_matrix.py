"""Every operation, called by everybody, about what is theirs and what is not: each gets what the document declares."""

from __future__ import annotations

import inspect
import json
import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import cache, partial
from typing import Any, TypeVar

import httpx
import pytest

from tests.permissions.expectations import ONESELF, Outcome, Where, expected, outcome
from tests.permissions.operations import BODIES, ENDS, Operation, Placed, body_of, nobodys
from tests.permissions.rows import all_rows, rows_of
from tests.permissions.scene import CALLERS, FOREIGN, HIDDEN, Caller, Scene
from tests.support.processes import wait_until
from tests.support.world import code_of

Case = TypeVar("Case")
BEYOND = 1_000_000
"""More rows than any list has, the activity of all these calls included."""
EVERYBODY = pytest.mark.parametrize("caller", CALLERS, ids=str)


@EVERYBODY
def test_s17_s19_s21_s23_s47_who_is_not_admitted_is_refused_and_changes_nothing(
    scene: Scene, operations: list[Operation], caller: Caller, module_database: str
):
    caller.enter(scene, granted=[scene.home.ids.board_id])
    before = all_rows(scene.people)
    wrong = []
    asked = 0
    with caller.client(scene) as client:
        # The answer about what never was is one for all places.
        of_nothing = cache(lambda operation: call(client, operation, nobodys()))
        for operation, where, ids in _share(list(_cases(scene, operations, caller)), caller, module_database):
            wanted = expected(operation, caller, where)
            if wanted is Outcome.ADMITTED:
                continue
            asked += 1
            reply = call(client, operation, ids)
            if not (
                same_answer(operation, reply, of_nothing(operation))
                if wanted is Outcome.ABSENT
                else outcome(reply) is wanted
            ):
                wrong.append(
                    f"{operation} about {where}: {wanted} expected, not {reply.status_code} {reply.text[:150]}"
                )
            wrong += _leaks(operation, caller, reply)
    assert not wrong, "\n".join(wrong)
    assert asked >= 20
    assert all_rows(scene.people) == before


@EVERYBODY
def test_s17_s21_s22_s23_who_is_admitted_gets_through_and_sees_no_other_tenant(
    scene: Scene, operations: list[Operation], caller: Caller, module_database: str
):
    admitted = [it for it in operations if expected(it, caller, Where.HOME) is Outcome.ADMITTED]
    admitted = _share([it for it in admitted if str(it) not in ENDS], caller, module_database)
    cases = [(operation, _spoilable(scene, operation, caller)) for operation in admitted]
    caller.enter(scene, granted=[scene.home.ids.board_id, *(ids.board_id for _, ids in cases)])
    foreign = scene.foreign.ids.organization_id
    before = rows_of(scene.people, foreign)
    wrong = []
    with caller.client(scene) as client:
        for operation, ids in cases:
            reply = call(client, operation, ids)
            if outcome(reply) is not Outcome.ADMITTED:
                wrong.append(f"{operation}: {reply.url} {reply.status_code} {reply.text[:200]}")
            wrong += _leaks(operation, caller, reply)
            if caller.person and operation.changes and operation.path.startswith("/api/v1/organizations"):
                # Whoever founds or chooses an organization is in it from then on.
                caller.enter(scene, granted=[scene.home.ids.board_id, *(it.board_id for _, it in cases)])
    assert not wrong, "\n".join(wrong)
    assert len(cases) >= 2
    assert rows_of(scene.people, foreign) == before


def test_s53_s54_every_list_is_told_in_pages(scene: Scene, operations: list[Operation]):
    everything = dict.fromkeys(inspect.signature(scene.fresh).parameters, True)
    scene.fresh(**everything | {"board": False, "group": False})
    several = 0
    lists = [it for it in operations if it.method == "GET" and {"query limit", "query offset"} <= it.takes]
    for operation in lists:
        caller = next(it for it in CALLERS if it.key is None and _is_admitted(operation, it))
        caller.enter(scene, granted=[])
        with caller.client(scene) as client:
            ask = partial(_asked, client, operation.url(scene.home.ids))
            # What happens meanwhile is told in the next look.
            assert wait_until(partial(_is_told_in_pages, ask), timeout=20), str(operation)
            several += len(_items(ask())) > 1
    assert len(lists) >= 39
    assert several >= 25


def _asked(client: httpx.Client, url: str, **window: int | str) -> httpx.Response:
    reply = client.get(httpx.URL(url).copy_merge_params(window))
    assert reply.status_code == 200, (url, window, reply.text)
    return reply


def _is_told_in_pages(ask: Callable[..., httpx.Response]) -> bool:
    whole = ask()
    pages = [_page(ask(limit=1, offset=offset)) for offset in (1, BEYOND)]
    if isinstance(whole.json(), list):
        return pages == _pages(whole)
    following = ask(limit=1).json()["next_cursor"]
    second = _items(ask(limit=1, cursor=following)) if following else []
    return pages == _pages(whole) and second == _items(whole)[1:2]


def _is_admitted(operation: Operation, caller: Caller) -> bool:
    return expected(operation, caller, Where.HOME) is Outcome.ADMITTED


def _items(reply: httpx.Response) -> list[Any]:
    told = reply.json()
    return list(told if isinstance(told, list) else told["items"])


def _page(reply: httpx.Response) -> dict[str, Any]:
    """A page as lists tell it; those of before there were pages tell the rest in headers, or not at all."""
    told = reply.json()
    if isinstance(told, list):
        return {"items": told}
    return {name: told[name] for name in ("items", "total", "limit", "offset")}


def _pages(whole: httpx.Response) -> list[dict[str, Any]]:
    """The second row alone, and what is beyond all rows."""
    items = _items(whole)
    if isinstance(whole.json(), list):
        return [{"items": items[1:2]}, {"items": []}]
    total = whole.json()["total"]
    return [
        {"items": items[1:2], "total": total, "limit": 1, "offset": 1},
        {"items": [], "total": total, "limit": 1, "offset": BEYOND},
    ]


def test_every_operation_that_takes_a_body_has_a_good_one(operations: list[Operation]):
    """Otherwise the matrix would say nothing of it."""
    for operation in operations:
        body_of(operation, nobodys())
    assert BODIES.keys() <= {str(operation) for operation in operations}, "BODIES knows operations that are gone"
    strange = [str(it) for it in operations if set(_names(it.path)) - set(Placed.__annotations__)]
    assert strange == [], "say in Placed what goes into these paths"


def test_the_declarations_leave_nobody_out(operations: list[Operation]):
    """Each caller is admitted to something and refused something, or the matrix would be empty for it."""
    for caller in CALLERS:
        seen = {expected(operation, caller, where) for operation in operations for where in Where}
        assert Outcome.ADMITTED in seen, str(caller)
        assert len(seen) >= 2, str(caller)


# --- calling


def _share(cases: list[Case], caller: Caller, database: str) -> list[Case]:
    """Half of the cases on each database, the other half for the next caller: together they are all of them."""
    turn = CALLERS.index(caller) + database.startswith("sqlite")
    return cases[turn % 2 :: 2]


def call(client: httpx.Client, operation: Operation, ids: Placed) -> httpx.Response:
    body = body_of(operation, ids)
    with client.stream(operation.method, operation.url(ids), json=body) as reply:
        # A stream that was let in goes on for ever; its beginning is all that is asked about.
        if reply.status_code >= 400 or not operation.streams:
            reply.read()
    return reply


def _cases(scene: Scene, operations: list[Operation], caller: Caller) -> Iterator[tuple[Operation, Where, Placed]]:
    for number, operation in enumerate(operations):
        if not operation.is_placed:
            yield operation, Where.HOME, scene.home.ids
            continue
        yield operation, Where.HOME, _own(scene, operation, caller)
        # What a key leaves is a person's rights, looked at as theirs are: of the places beside, one by each key.
        turn = number + CALLERS.index(caller)
        if caller.key is None or turn % 2:
            yield operation, Where.BESIDE, scene.beside.ids
        if not caller.outside and (caller.key is None or not turn % 2):
            yield operation, Where.FOREIGN, scene.foreign.ids


def _own(scene: Scene, operation: Operation, caller: Caller) -> Placed:
    """What is at home; for the operation that an agent calls about itself, the caller."""
    ids = scene.home.ids
    if str(operation) != ONESELF or caller.agent is None:
        return ids
    itself = {"agent-lead": scene.lead, "agent-worker": scene.worker, "agent-main": scene.main}[caller.agent]
    return replace(ids, agent_id=itself.id)


def _spoilable(scene: Scene, operation: Operation, caller: Caller) -> Placed:
    if not operation.changes or (str(operation) == ONESELF and caller.agent):
        return _own(scene, operation, caller)
    names = _names(operation.path)
    deletes = operation.method == "DELETE"
    return scene.fresh(
        board=deletes and names == ["board_id"],
        task="task_id" in names,
        agent="agent_id" in names,
        tag="tag_id" in names,
        field="task_custom_field_definition_id" in names,
        group=deletes and names == ["group_id"],
        memory="memory_id" in names,
        template="template_id" in names,
        webhook="webhook_id" in names,
        member="member_id" in names,
        invite="invite_id" in names,
        group_memory="group_memory_id" in names,
        pack="/skills/" in operation.path,
        gateway="gateway_id" in names,
        api_key="api_key_id" in names,
        subscription="subscription_id" in names,
        message="message_id" in names,
        install="install_id" in names,
        session="browser_session_id" in names,
    )


def _names(path: str) -> list[str]:
    return re.findall(r"{(\w+)}", path)


# --- judging


def same_answer(operation: Operation, reply: httpx.Response, other: httpx.Response) -> bool:
    """Whether two answers say that there is nothing, in the same words.

    What is deleted and gone already is no error; a board that only the body names may be refused as any would be.
    """
    ended = reply.status_code == 404
    ended |= operation.method == "DELETE" and reply.json() == {"ok": True}
    ended |= "{" not in operation.path and reply.status_code == 403
    ended |= reply.status_code == 422 and code_of(reply)[1] == "unknown_field_boards"
    return ended and (reply.status_code, _words(reply)) == (other.status_code, _words(other))


def _words(reply: httpx.Response) -> str:
    body = reply.json()
    body.pop("request_id", None)
    if isinstance(body.get("detail"), dict):
        body["detail"].pop("invalid_board_ids", None)
    return json.dumps(body, sort_keys=True)


def _leaks(operation: Operation, caller: Caller, reply: httpx.Response) -> list[str]:
    """Words of places that the caller may not know of."""
    if not reply.is_stream_consumed:
        return []
    hidden = [] if caller.everywhere else [HIDDEN]
    foreign = [] if caller.outside else [FOREIGN]
    hidden = [HIDDEN, "At home"] if caller.outside else hidden
    return [f"{operation} tells of {word}: {reply.text[:200]}" for word in hidden + foreign if word in reply.text]
