"""Ids of other tenants beside an own board, in queries and in bodies: they name nothing, as if they were made up."""

from __future__ import annotations

import copy
import json
import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from typing import Any
from uuid import uuid4

import httpx
import pytest
from sqlalchemy import select

from mission_control.agents.models import Agent
from mission_control.organizations.models import Member
from tests.permissions.expectations import Outcome, Where, expected
from tests.permissions.operations import Operation, Placed, body_of
from tests.permissions.rows import rows_of
from tests.permissions.scene import CALLERS, FOREIGN, HIDDEN, Caller, Place, Scene
from tests.support.document import served_document

MOMENT = re.compile(r"\d{4}-\d\d-\d\dT[\d:.]+Z")
NAMED = ("owner", "admin who writes one board", "member who writes", "lead", "worker", "main agent")
SOME = [caller for caller in CALLERS if caller.name in NAMED]


@dataclass(frozen=True, slots=True)
class Slot:
    """Where an operation takes an id besides that of the board that it is about."""

    place: str
    name: str
    many: bool = False


def slots_of(operation: Operation, document: dict[str, Any]) -> Iterator[Slot]:
    if "{board_id}" in operation.path:
        names = ("task_id", "agent_id", "approval_id", "memory_id", "template_id", "webhook_id", "payload_id")
        yield from (Slot("path", name) for name in names if f"{{{name}}}" in operation.path)
    for parameter in operation.declared.get("parameters", []):
        if parameter["in"] == "query" and _is_id(parameter["schema"]):
            yield Slot("query", parameter["name"])
    if operation.takes_body:
        body = operation.declared["requestBody"]["content"]["application/json"]["schema"]
        for form in body.get("anyOf", [body]):
            shape = document["components"]["schemas"][form["$ref"].rpartition("/")[2]]
            for name, schema in shape["properties"].items():
                if _is_id(schema) or _are_ids(schema):
                    yield Slot("body", name, many=_are_ids(schema))


def _forms(schema: dict[str, Any]) -> list[dict[str, Any]]:
    return [schema, *schema.get("anyOf", [])]


def _is_id(schema: dict[str, Any]) -> bool:
    return any(form.get("format") == "uuid" for form in _forms(schema))


def _are_ids(schema: dict[str, Any]) -> bool:
    return any(_is_id(form.get("items", {})) for form in _forms(schema))


@pytest.fixture(scope="module")
def document(server) -> dict[str, Any]:
    return served_document(server)


@pytest.mark.parametrize("caller", SOME, ids=str)
def test_s23_s47_an_id_of_another_tenant_is_worth_as_much_as_one_that_was_made_up(
    scene: Scene, operations: list[Operation], document: dict[str, Any], caller: Caller
):
    foreign, beside = _ids(scene, scene.foreign), _ids(scene, scene.beside)
    caller.enter(scene, granted=[scene.home.ids.board_id])
    before = rows_of(scene.people, scene.foreign.ids.organization_id)
    wrong = []
    asked = 0
    with caller.client(scene) as client:
        for operation in operations:
            if expected(operation, caller, Where.HOME) is not Outcome.ADMITTED:
                continue
            for slot in slots_of(operation, document):
                asked += 1
                theirs = send(client, operation, scene.home.ids, slot, foreign[slot.name])
                nobodys = send(client, operation, scene.home.ids, slot, made_up := str(uuid4()))
                if _told(theirs, foreign[slot.name]) != _told(nobodys, made_up):
                    wrong.append(f"{operation} {slot}: {theirs.text[:200]} is not {nobodys.text[:200]}")
                if FOREIGN in _text(theirs):
                    wrong.append(f"{operation} {slot} tells of another tenant")
                # Who may know of all boards could move things there, and would.
                if not caller.everywhere:
                    hidden = send(client, operation, scene.home.ids, slot, beside[slot.name])
                    wrong += [f"{operation} {slot} tells of a hidden board"] * (HIDDEN in _text(hidden))
    assert not wrong, "\n".join(wrong)
    assert asked >= 6
    assert rows_of(scene.people, scene.foreign.ids.organization_id) == before


def _ids(scene: Scene, place: Place) -> dict[str, str]:
    """What of a place fits a slot, by the slot's name."""
    ids = place.ids
    with scene.people.writing() as db:
        agent = db.scalars(select(Agent).where(Agent.name == place.agent.name)).one()
        user = db.scalars(select(Member.user_id).where(Member.organization_id == agent.organization_id)).first()
    return {
        "organization_id": ids.organization_id,
        "board_id": ids.board_id,
        "task_id": ids.task_id,
        "approval_id": ids.approval_id,
        "template_id": ids.template_id,
        "webhook_id": ids.webhook_id,
        "payload_id": ids.payload_id,
        "pack_id": ids.pack_id,
        "depends_on_task_ids": ids.task_id,
        "agent_id": ids.agent_id,
        "actor_id": ids.agent_id,
        "entity_id": ids.task_id,
        "memory_id": ids.memory_id,
        "in_reply_to": ids.message_id,
        "assigned_agent_id": ids.agent_id,
        "gateway_id": ids.gateway_id,
        "created_by_user_id": str(user),
        "board_group_id": ids.group_id,
        "group_id": ids.group_id,
        "board_ids": ids.board_id,
        "task_ids": ids.task_id,
        "onboarding_id": ids.board_id,
        "tag_id": ids.tag_id,
        "tag_ids": ids.tag_id,
        "add_tag_ids": ids.tag_id,
        "remove_tag_ids": ids.tag_id,
    }


def send(client: httpx.Client, operation: Operation, ids: Placed, slot: Slot, value: str) -> httpx.Response:
    if slot.place == "path":
        ids = replace(ids, **{slot.name: value})
    body = copy.deepcopy(body_of(operation, ids))
    query = {}
    if slot.place == "query":
        query[slot.name] = value
    elif slot.place == "body" and body is not None:
        body[slot.name] = [value] if slot.many else value
    url = httpx.URL(operation.url(ids)).copy_merge_params(query)
    with client.stream(operation.method, url, json=body) as reply:
        if reply.status_code >= 400 or not operation.streams:
            reply.read()
    return reply


def _told(reply: httpx.Response, value: str) -> tuple[int, str]:
    """Status and words, without the id that was sent; what was made has ids of its own and counts by its status."""
    if reply.status_code < 400 and reply.request.method != "GET":
        return reply.status_code, ""
    if not reply.is_stream_consumed:
        return reply.status_code, ""
    if reply.headers["content-type"] != "application/json":
        # A file that is written while it is read; nothing in it may be of another tenant.
        return reply.status_code, reply.text.replace(value, "ID")
    body = reply.json()
    body.pop("request_id", None)
    words = json.dumps(body, sort_keys=True).replace(value, "ID")
    # Figures are those of the moment in which they are asked for; the moment says nothing of the id.
    return reply.status_code, MOMENT.sub("WHEN", words) if "/metrics/" in reply.request.url.path else words


def _text(reply: httpx.Response) -> str:
    return reply.text if reply.is_stream_consumed else ""
