"""Finding what was written: tasks, comments, notes and messages."""

from typing import Any
from uuid import UUID

from sqlalchemy import Row

from mission_control.boards import api as boards
from mission_control.kernel.db.session import UnitOfWork
from mission_control.kernel.http.errors import Unprocessable
from mission_control.kernel.http.pagination import Page, Window, page_of_list, page_of_rows
from mission_control.kernel.security.principals import Principal
from mission_control.search import queries, rules
from mission_control.search.schemas import Kind, Part, SearchHit


class UnknownKind(Unprocessable):
    code = "unknown_kind"


def search(
    uow: UnitOfWork, principal: Principal, text: str, kinds: str | None, board_id: UUID | None, window: Window
) -> Page[SearchHit]:
    """What holds all of the words, the best first. Raises UnknownKind."""
    chosen = _kinds(kinds)
    if board_id:
        boards.get(uow.db, principal, board_id)
    words = rules.terms(text)
    if not words:
        return Page[SearchHit].of(page_of_list([], window))
    found = page_of_rows(uow.db, queries.found(uow.db, principal, words, chosen, board_id), window)
    return Page[SearchHit].of(found.shown_as([_hit(row, words) for row in found.rows]))


def _kinds(text: str | None) -> frozenset[Kind]:
    chosen = frozenset(part.strip() for part in (text or "").split(",") if part.strip())
    if unknown := chosen - frozenset(Kind):
        raise UnknownKind(f"kinds: {', '.join(sorted(unknown))[:200]} is none of {', '.join(Kind)}")
    return frozenset(Kind(one) for one in chosen)


def _hit(row: Row[Any], words: list[str]) -> SearchHit:
    return SearchHit(
        kind=row.kind,
        id=row.id,
        board_id=row.board_id,
        board_name=row.board_name,
        board_group_id=row.board_group_id,
        board_group_name=row.board_group_name,
        task_id=row.task_id,
        task_title=row.task_title,
        task_status=row.task_status,
        title=_parts(rules.marked(row.title, words)),
        snippet=_parts(rules.snippet(row.body, words)),
        created_at=row.created_at,
    )


def _parts(pieces: list[tuple[str, bool]]) -> list[Part]:
    return [Part(text=text, match=match) for text, match in pieces]
