"""Use cases of tags."""

from collections.abc import Sequence
from uuid import UUID

from sqlalchemy import delete as delete_rows
from sqlalchemy.exc import IntegrityError

from mission_control.boards import api as boards
from mission_control.kernel.db.session import UnitOfWork
from mission_control.kernel.http.errors import Conflict, NotFound
from mission_control.kernel.http.pagination import Found, Window, page_of_rows
from mission_control.kernel.security.principals import Principal
from mission_control.tags import queries, rules
from mission_control.tags.events import TagCreated, TagDeleted, TagUpdated
from mission_control.tags.models import Tag, TagAssignment
from mission_control.tags.schemas import TagCreate, TagRead, TagRef, TagUpdate


class TagSlugTaken(Conflict):
    code = "tag_slug_taken"


class UnknownTags(NotFound):
    code = "unknown_tags"


def listed(uow: UnitOfWork, principal: Principal, window: Window) -> Found[TagRead]:
    found = page_of_rows(uow.db, queries.with_counts(principal.organization_id), window)
    return found.shown_as([_shown(row[0], row[1]) for row in found.rows])


def of_board(uow: UnitOfWork, principal: Principal, board_id: UUID) -> list[Tag]:
    """The tags that the tasks of a board may carry."""
    board = boards.get(uow.db, principal, board_id)
    return queries.by_name(uow.db, board.organization_id)


def read(uow: UnitOfWork, principal: Principal, tag_id: UUID) -> TagRead:
    tag = queries.get(uow.db, principal.organization_id, tag_id)
    return _shown(tag, queries.task_count(uow.db, tag.id))


def create(uow: UnitOfWork, principal: Principal, body: TagCreate) -> TagRead:
    """Raises TagSlugTaken."""
    tag = Tag(
        organization_id=principal.organization_id,
        name=body.name,
        slug=_slug(uow, principal.organization_id, body.slug, body.name),
        color=body.color,
        description=body.description,
        created_at=uow.now,
        updated_at=uow.now,
    )
    _require_free(uow, tag)
    uow.db.add(tag)
    _flush(uow)
    uow.emit(
        TagCreated(
            organization_id=tag.organization_id,
            message=f"Tag {tag.name} was created",
            tag_id=tag.id,
            name=tag.name,
        )
    )
    return _shown(tag, 0)


def update(uow: UnitOfWork, principal: Principal, tag_id: UUID, body: TagUpdate) -> TagRead:
    """Raises TagSlugTaken. Renaming alone keeps the slug."""
    tag = queries.get(uow.db, principal.organization_id, tag_id, lock=True)
    wanted = body.changes()
    if "slug" in wanted:
        name = wanted.get("name") or tag.name
        wanted["slug"] = _slug(uow, tag.organization_id, wanted["slug"], name, but=tag.id)
    changes = {name: value for name, value in wanted.items() if getattr(tag, name) != value}
    before = {name: getattr(tag, name) for name in changes}
    old_name = tag.name
    for name, value in changes.items():
        setattr(tag, name, value)
    if changes:
        with uow.db.no_autoflush:
            _require_free(uow, tag)
        tag.updated_at = uow.now
        _flush(uow)
        uow.emit(
            TagUpdated(
                organization_id=tag.organization_id,
                message=f"Tag {old_name}: {', '.join(sorted(changes))} changed",
                tag_id=tag.id,
                before=before,
                after=changes,
                tag=TagRef.model_validate(tag).model_dump(mode="json"),
            )
        )
    return _shown(tag, queries.task_count(uow.db, tag.id))


def delete(uow: UnitOfWork, principal: Principal, tag_id: UUID) -> None:
    """Delete a tag; the tasks that carried it stay."""
    tag = queries.get(uow.db, principal.organization_id, tag_id, lock=True)
    uow.emit(
        TagDeleted(
            organization_id=tag.organization_id,
            message=f"Tag {tag.name} was deleted",
            tag_id=tag.id,
            name=tag.name,
        )
    )
    uow.db.delete(tag)


# --- on tasks


def require(uow: UnitOfWork, organization_id: UUID, tag_ids: Sequence[UUID]) -> list[Tag]:
    """The tags of these ids, in their order; raises UnknownTags, which names those that are missing."""
    if not tag_ids:
        return []
    known = queries.known(uow.db, organization_id, tag_ids)
    if missing := [str(tag_id) for tag_id in tag_ids if tag_id not in known]:
        raise UnknownTags({"message": "no such tags in this organization", "missing_tag_ids": missing})
    return [known[tag_id] for tag_id in tag_ids]


def remaining(uow: UnitOfWork, organization_id: UUID, tag_ids: Sequence[UUID]) -> list[UUID]:
    """Those of the ids that still name tags, in their order."""
    known = queries.known(uow.db, organization_id, tag_ids) if tag_ids else {}
    return [tag_id for tag_id in tag_ids if tag_id in known]


def put_on(uow: UnitOfWork, task_id: UUID, tags: Sequence[Tag]) -> None:
    """Give a new task its tags."""
    uow.db.add_all(
        TagAssignment(task_id=task_id, tag_id=tag.id, position=position, created_at=uow.now)
        for position, tag in enumerate(tags)
    )


def replace_on(uow: UnitOfWork, task_id: UUID, tags: Sequence[Tag]) -> tuple[list[str], list[str]]:
    """Give a task these tags in place of those that it had; answers the names before and after."""
    present = queries.of_tasks(uow.db, [task_id]).get(task_id, [])
    if [tag["id"] for tag in present] != [tag.id for tag in tags]:
        uow.db.execute(delete_rows(TagAssignment).where(TagAssignment.task_id == task_id))
        put_on(uow, task_id, tags)
        uow.db.flush()
    return [tag["name"] for tag in present], [tag.name for tag in tags]


def _shown(tag: Tag, task_count: int) -> TagRead:
    fields = {name: getattr(tag, name) for name in TagRead.model_fields if name != "task_count"}
    return TagRead(**fields, task_count=task_count)


def _slug(uow: UnitOfWork, organization_id: UUID, wish: str | None, name: str, but: UUID | None = None) -> str:
    if not rules.needs_number(wish or name):
        return rules.slug_of(wish or name)
    numbered = queries.numbered(uow.db, organization_id, rules.NO_SLUG, but)
    if not wish and name in numbered.values():
        # As after a double click: of names in Latin letters the slug says so.
        raise TagSlugTaken(f"there is a tag called “{name}” already")
    return rules.first_free(numbered)


def _require_free(uow: UnitOfWork, tag: Tag) -> None:
    taken_by = queries.name_with_slug(uow.db, tag.organization_id, tag.slug, tag.id)
    if taken_by is not None:
        raise TagSlugTaken(f"the tag “{taken_by}” has the slug {tag.slug} already; give this one a slug of its own")


def _flush(uow: UnitOfWork) -> None:
    try:
        uow.db.flush()
    except IntegrityError as error:
        raise TagSlugTaken("another tag took this slug at the same moment; read again") from error
