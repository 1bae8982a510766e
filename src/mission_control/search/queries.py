"""The one SELECT of search; it starts from the boards that the principal may read."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    MetaData,
    Select,
    String,
    Table,
    Text,
    Uuid,
    and_,
    case,
    column,
    false,
    func,
    literal_column,
    not_,
    or_,
    select,
    table,
)
from sqlalchemy.dialects.postgresql import TSVECTOR
from sqlalchemy.orm import Session

from mission_control.boards.api import Board, BoardGroup, visible_groups
from mission_control.boards.api import visible_to as visible_boards
from mission_control.kernel.db.types import UtcDateTime
from mission_control.kernel.security.principals import Principal
from mission_control.memory.api import BoardGroupMemory, BoardMemory
from mission_control.search.schemas import Kind
from mission_control.tasks.api import Task

# No models: triggers write them, and each database indexes them in its own way (see the migration).
DOCUMENTS = Table(
    "search_documents",
    MetaData(),
    Column("id", BigInteger, primary_key=True),
    Column("kind", String),
    Column("object_id", Uuid),
    Column("organization_id", Uuid),
    Column("board_id", Uuid),
    Column("board_group_id", Uuid),
    Column("task_id", Uuid),
    Column("title", Text),
    Column("body", Text),
    Column("created_at", UtcDateTime()),
    Column("vector", TSVECTOR),
)
_INDEX = table("search_index", column("rowid"))
GROUP_MEMORY = "group_memory"
"""What the texts of groups are called there; to readers they are notes and messages like others."""
_IS_CHAT = func.coalesce(BoardMemory.is_chat, BoardGroupMemory.is_chat, false())
TITLE_WEIGHT, BODY_WEIGHT = 10.0, 1.0


def found(
    db: Session, principal: Principal, words: list[str], kinds: Collection[Kind], board_id: UUID | None
) -> Select[*tuple[Any, ...]]:
    """(kind, id, board, its name, group, its name, task, its title and status, title, body, time), the best first.

    All of the words have to be there; each stands for what begins with it. What is of a group is of no board.
    """
    document = DOCUMENTS.c
    boards = visible_boards(principal).with_only_columns(Board.id)
    groups = visible_groups(principal).with_only_columns(BoardGroup.id)
    kind = case((_IS_CHAT, Kind.CHAT.value), (document.kind == GROUP_MEMORY, Kind.MEMORY.value), else_=document.kind)
    hits = (
        select(
            kind.label("kind"),
            document.object_id.label("id"),
            document.board_id,
            Board.name.label("board_name"),
            document.board_group_id,
            BoardGroup.name.label("board_group_name"),
            document.task_id,
            Task.title.label("task_title"),
            Task.status.label("task_status"),
            document.title,
            document.body,
            document.created_at,
        )
        .select_from(DOCUMENTS)
        .outerjoin(Board, Board.id == document.board_id)
        .outerjoin(BoardGroup, BoardGroup.id == document.board_group_id)
        .outerjoin(Task, Task.id == document.task_id)
        .outerjoin(BoardMemory, and_(document.kind == Kind.MEMORY, BoardMemory.id == document.object_id))
        .outerjoin(BoardGroupMemory, and_(document.kind == GROUP_MEMORY, BoardGroupMemory.id == document.object_id))
        .where(
            document.organization_id == principal.organization_id,
            or_(document.board_id.in_(boards), document.board_group_id.in_(groups)),
        )
    )
    if board_id:
        hits = hits.where(document.board_id == board_id)
    if kinds:
        hits = hits.where(_of(kinds))
    matching = _on_postgresql if db.get_bind().dialect.name == "postgresql" else _on_sqlite
    return matching(hits, words)


def _of(kinds: Collection[Kind]) -> ColumnElement[bool]:
    """Messages are memory too, told from notes by what they are."""
    kind = DOCUMENTS.c.kind
    wanted = [kind == one for one in kinds if one in {Kind.TASK, Kind.COMMENT}]
    is_memory = kind.in_([Kind.MEMORY, GROUP_MEMORY])
    if Kind.MEMORY in kinds:
        wanted.append(and_(is_memory, not_(_IS_CHAT)))
    if Kind.CHAT in kinds:
        wanted.append(and_(is_memory, _IS_CHAT))
    return or_(*wanted)


def _on_sqlite(hits: Select[*tuple[Any, ...]], words: list[str]) -> Select[*tuple[Any, ...]]:
    index: ColumnElement[Any] = literal_column("search_index")
    query = " ".join(f'"{word}"*' for word in words)
    rank = func.bm25(index, TITLE_WEIGHT, BODY_WEIGHT)
    matching = hits.join(_INDEX, _INDEX.c.rowid == DOCUMENTS.c.id).where(index.op("MATCH")(query))
    return matching.order_by(rank, DOCUMENTS.c.created_at.desc(), DOCUMENTS.c.id)


def _on_postgresql(hits: Select[*tuple[Any, ...]], words: list[str]) -> Select[*tuple[Any, ...]]:
    query = func.to_tsquery("simple", " & ".join(map(_beginning, words)))
    # 1: of two texts with the same words the shorter one is more about them.
    rank = func.ts_rank(DOCUMENTS.c.vector, query, 1)
    matching = hits.where(DOCUMENTS.c.vector.op("@@")(query))
    return matching.order_by(rank.desc(), DOCUMENTS.c.created_at.desc(), DOCUMENTS.c.id)


def _beginning(word: str) -> str:
    """What begins with a word; databases of the C locale tell the cases of letters apart that are not ASCII."""
    forms = [word] if word.isascii() else dict.fromkeys([word, word.capitalize(), word.upper()])
    return "(" + " | ".join(f"'{form}':*" for form in forms) + ")"
