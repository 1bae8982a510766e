"""Every SELECT of tags; all start from an organization."""

from collections.abc import Collection
from typing import Any
from uuid import UUID

from sqlalchemy import ColumnElement, Select, exists, func, or_, select
from sqlalchemy.orm import InstrumentedAttribute, Session

from mission_control.kernel.db.locks import locked
from mission_control.kernel.http.errors import NotFound
from mission_control.tags.models import Tag, TagAssignment

_TASK_COUNT = (
    select(func.count()).where(TagAssignment.tag_id == Tag.id).correlate(Tag).scalar_subquery().label("task_count")
)
_BY_NAME = (func.lower(Tag.name), Tag.created_at, Tag.id)


def with_counts(organization_id: UUID) -> Select[Tag, int]:
    """(tag, number of its tasks) by name."""
    return select(Tag, _TASK_COUNT).where(Tag.organization_id == organization_id).order_by(*_BY_NAME)


def by_name(db: Session, organization_id: UUID) -> list[Tag]:
    return list(db.scalars(select(Tag).where(Tag.organization_id == organization_id).order_by(*_BY_NAME)))


def get(db: Session, organization_id: UUID, tag_id: UUID, *, lock: bool = False) -> Tag:
    """Raises NotFound for a tag of another organization too."""
    tag = locked(db, Tag, tag_id) if lock else db.get(Tag, tag_id)
    if tag is None or tag.organization_id != organization_id:
        raise NotFound
    return tag


def task_count(db: Session, tag_id: UUID) -> int:
    return db.scalar(select(func.count()).where(TagAssignment.tag_id == tag_id)) or 0


def name_with_slug(db: Session, organization_id: UUID, slug: str, but: UUID | None) -> str | None:
    taken = select(Tag.name).where(Tag.organization_id == organization_id, Tag.slug == slug, Tag.id != but)
    return db.scalar(taken.limit(1))


def numbered(db: Session, organization_id: UUID, slug: str, but: UUID | None) -> dict[str, str]:
    """The names of tags that have the slug, or one that begins with it and a hyphen, by their slugs."""
    alike = or_(Tag.slug == slug, Tag.slug.startswith(f"{slug}-"))
    tags = select(Tag.slug, Tag.name).where(Tag.organization_id == organization_id, alike, Tag.id != but)
    return {row[0]: row[1] for row in db.execute(tags)}


def known(db: Session, organization_id: UUID, tag_ids: Collection[UUID]) -> dict[UUID, Tag]:
    """Those of the ids that name tags of the organization; until the end of the transaction nobody can delete them."""
    tags = select(Tag).where(Tag.organization_id == organization_id, Tag.id.in_(tag_ids)).order_by(Tag.id)
    return {tag.id: tag for tag in db.scalars(tags.with_for_update(read=True, key_share=True))}


def of_tasks(db: Session, task_ids: Collection[UUID] | Select[UUID]) -> dict[UUID, list[dict[str, Any]]]:
    """What each of these tasks carries, in the order it was given: the fields of a TagRef."""
    rows = db.execute(
        select(TagAssignment.task_id, Tag.id, Tag.name, Tag.slug, Tag.color)
        .join(Tag, Tag.id == TagAssignment.tag_id)
        .where(TagAssignment.task_id.in_(task_ids))
        .order_by(TagAssignment.task_id, TagAssignment.position)
    )
    found: dict[UUID, list[dict[str, Any]]] = {}
    for task_id, tag_id, name, slug, color in rows:
        found.setdefault(task_id, []).append({"id": tag_id, "name": name, "slug": slug, "color": color})
    return found


def is_tagged(
    task_id: InstrumentedAttribute[UUID] | InstrumentedAttribute[UUID | None],
    tag_id: UUID | ColumnElement[UUID] | None = None,
) -> ColumnElement[bool]:
    """Of a task: it carries this tag, or any."""
    carried = select(TagAssignment.task_id).where(TagAssignment.task_id == task_id)
    if tag_id is not None:
        carried = carried.where(TagAssignment.tag_id == tag_id)
    return exists(carried.correlate(task_id.class_))
