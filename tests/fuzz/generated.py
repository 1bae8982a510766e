"""Requests generated from the API document, sent by several callers; every answer is held against the document."""

from __future__ import annotations

import re
import time
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from http import HTTPStatus
from typing import Any

import requests
import schemathesis
from hypothesis import HealthCheck, Phase, given, seed, settings
from hypothesis.errors import Unsatisfiable
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import Failure, FailureGroup
from schemathesis.generation import GenerationMode
from schemathesis.generation.case import Case
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from tests.permissions.expectations import Outcome, Where, expected
from tests.permissions.operations import CLAIM_NEXT, ENDS, Operation, Placed, operations_of
from tests.permissions.scene import CALLERS, Caller, Scene


def no_failure_of_ours(context: Any, response: Any, case: Case[Any]) -> Any:
    """That a gateway does not answer is no failure of the server: those of the scene are nowhere."""
    is_away = response.status_code == HTTPStatus.BAD_GATEWAY and response.json()["code"] == "gateway_failed"
    return None if is_away else not_a_server_error(context, response, case)


CHECKS = [
    no_failure_of_ours,
    status_code_conformance,
    content_type_conformance,
    response_headers_conformance,
    response_schema_conformance,
]
NAMED = ("owner", "member who writes", "lead", "worker", "main agent", "nobody")
SENDERS = [caller for caller in CALLERS if caller.name in NAMED or caller.key]
ROUND = 1_000
"""More than there are operations: numbers of different rounds are different ones."""
CREDENTIALS = ("authorization", "x-agent-token")


@dataclass
class Report:
    """What was sent, and what of the answers breaks the document."""

    cases: int = 0
    statuses: Counter[int] = field(default_factory=Counter)
    failures: dict[tuple[str, str, int], str] = field(default_factory=dict)
    """The first example of each kind: operation, check, status."""

    def __str__(self) -> str:
        answers = ", ".join(f"{status}: {count}" for status, count in sorted(self.statuses.items()))
        return "\n".join([f"{self.cases} cases ({answers})", *self.failures.values()])


class Fuzzing:
    """Sends generated requests to the server of a scene."""

    def __init__(self, scene: Scene, document: dict[str, Any]) -> None:
        self.scene = scene
        self.schema = schemathesis.openapi.from_dict(document)
        self.operations = [it for it in operations_of(document) if str(it) not in ENDS]
        self.report = Report()
        # Credentials are those of the caller.
        self.schema.config.generation.update(with_security_parameters=False)

    def run(self, examples: int, number: int, until: float) -> None:
        """One round: so many examples for each operation, by one of those who may know it; ends at `until`."""
        for caller in SENDERS:
            self.scene.own()
            caller.enter(self.scene, granted=[self.scene.home.ids.board_id])
            with requests.Session() as session:
                session.headers.update(caller.headers(self.scene))
                for index, operation in enumerate(self.operations):
                    if time.monotonic() > until:
                        return
                    if _whose_turn(operation, index + number) is caller:
                        mode = list(GenerationMode)[(index + number // len(SENDERS)) % 2]
                        self._send_all(session, caller, operation, mode, examples, number * ROUND + index)

    def _send_all(
        self,
        session: requests.Session,
        caller: Caller,
        operation: Operation,
        mode: GenerationMode,
        examples: int,
        number: int,
    ) -> None:
        known = self.schema[operation.path][operation.method]
        for ids in self._ids(operation, caller, number):
            path = {name: getattr(ids, name) for name in _names(operation)} if ids else None
            # Waiting for work is no hostile input, and would take its minute.
            query = {"wait": 0} if str(operation) == CLAIM_NEXT else None
            if not (known.body or known.query or (known.path_parameters and path is None)):
                # There is nothing to get wrong where there is nothing to say, and to find that out takes seconds.
                mode = GenerationMode.POSITIVE
            cases = known.as_strategy(generation_mode=mode, path_parameters=path, query=query)
            try:
                self._draw(cases, session, caller, operation, examples, number)
            except Unsatisfiable:
                # All that could be said is given.
                cases = known.as_strategy(generation_mode=GenerationMode.POSITIVE, path_parameters=path, query=query)
                self._draw(cases, session, caller, operation, examples, number)

    def _draw(
        self, cases: Any, session: requests.Session, caller: Caller, operation: Operation, examples: int, number: int
    ) -> None:
        @seed(number)
        @settings(
            max_examples=examples,
            database=None,
            deadline=None,
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        )
        @given(case=cases)
        def send(case: Case[Any]) -> None:
            self._send(session, caller, operation, case)

        send()

    def _ids(self, operation: Operation, caller: Caller, number: int) -> Iterator[Placed | None]:
        """In turns about what is there, which is made for it where it may be deleted, and about generated ids."""
        names = _names(operation)
        if not names or sum(divmod(number, ROUND)) % 2:
            yield None
            return
        if operation.method == "DELETE":
            self.scene.own()
            # What was generated may have made one required, and then no task is made without it.
            self.scene.people.make_fields_optional()
            yield self.scene.fresh(
                board=names == ["board_id"],
                task="task_id" in names,
                agent="agent_id" in names,
                tag="tag_id" in names,
                field="task_custom_field_definition_id" in names,
                group=names == ["group_id"],
                memory="memory_id" in names,
                template="template_id" in names,
                webhook="webhook_id" in names,
                group_memory="group_memory_id" in names,
                pack="/skills/" in operation.path,
                subscription="subscription_id" in names,
            )
            caller.enter(self.scene, granted=[self.scene.home.ids.board_id])
        else:
            yield self.scene.home.ids

    def _send(self, session: requests.Session, caller: Caller, operation: Operation, case: Case[Any]) -> None:
        request = case.as_transport_kwargs(base_url=self.scene.server.base_url)
        sent = {name: value for name, value in request["headers"].items() if name.lower() not in CREDENTIALS}
        request["headers"] = sent
        try:
            reply = session.request(**request, stream=True, timeout=30)
        except requests.exceptions.InvalidHeader:
            # No client can send it.
            return
        with reply:
            self.report.cases += 1
            self.report.statuses[reply.status_code] += 1
            known = expected(operation, caller, Where.HOME) is not Outcome.UNKNOWN
            if known == (reply.status_code == 401):
                name = "LetIn" if reply.ok else "NotKnown"
                self._note(operation, caller, reply, name, f"{reply.status_code} {request['headers']}")
            if reply.headers.get("content-type", "").startswith("text/event-stream"):
                # Goes on for ever; that it has begun is all there is to check.
                return
            try:
                case.validate_response(reply, checks=CHECKS)
            except (FailureGroup, Failure) as group:
                for failure in group.exceptions if isinstance(group, FailureGroup) else [group]:
                    told = f"{failure.title}: {failure.message}"
                    self._note(operation, caller, reply, type(failure).__name__, told)
        if reply.ok and operation.changes and operation.path.startswith("/api/v1/organizations"):
            caller.enter(self.scene, granted=[self.scene.home.ids.board_id])

    def _note(self, operation: Operation, caller: Caller, reply: requests.Response, kind: str, told: str) -> None:
        asked = f"{reply.request.url!s:.300} {reply.request.body!r:.300}"
        example = f"{operation} by {caller}: {told} | {asked} | {reply.text[:300]}"
        self.report.failures.setdefault((str(operation), kind, reply.status_code), example)


def _names(operation: Operation) -> list[str]:
    return re.findall(r"{(\w+)}", operation.path)


def _whose_turn(operation: Operation, turn: int) -> Caller:
    """Those whom the operation does not admit are refused before much is looked at: they come last, and seldom."""
    admitted = [caller for caller in SENDERS if expected(operation, caller, Where.HOME) is Outcome.ADMITTED]
    callers = [*admitted, *admitted, *admitted, SENDERS[turn % len(SENDERS)]]
    return callers[turn % len(callers)]
