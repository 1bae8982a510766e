"""Groups, boards, and what organizations add to tasks: tags and custom fields."""

from uuid import UUID

from mission_control.boards.models import Board, BoardGroup
from mission_control.boards.schemas import MAX_AGENTS
from mission_control.custom_fields import rules as fields
from mission_control.custom_fields.models import BoardCustomField, CustomField, FieldType, Visibility
from mission_control.entry.reference.mending import (
    Mend,
    document,
    filled,
    json_object,
    moment,
    moment_or_none,
    one_of,
    untaken,
)
from mission_control.entry.reference.people import stamps, table
from mission_control.entry.reference.world import BoardPlace, World
from mission_control.moving.drafts import Draft, LeftOut, Row, Step
from mission_control.tags.models import Tag
from mission_control.tags.rules import DEFAULT_COLOR, color_of, slug_of

RULES = (
    "require_approval_for_done",
    "require_review_before_done",
    "comment_required_for_review",
    "block_status_changes_with_pending_approval",
    "only_lead_can_change_status",
)


def _group(row: Row, world: World) -> Draft:
    organization_id = world.organization(row.organization_id)
    values = {
        "id": row.id,
        "organization_id": organization_id,
        "name": row.name,
        "slug": row.slug,
        "description": row.description,
        "version": 1,
        **stamps(row),
    }

    def then() -> None:
        world.groups[row.id] = organization_id

    return Draft(values, organization_id, moment(row.created_at), then=then)


def _board(row: Row, world: World) -> Draft:
    organization_id = world.organization(row.organization_id)
    mends: list[str] = []
    place = BoardPlace(
        organization_id,
        _gateway(row.gateway_id, organization_id, world, mends.append),
        _group_of(row.board_group_id, organization_id, world, mends.append),
    )
    max_agents = min(max(row.max_agents, 0), MAX_AGENTS)
    if max_agents != row.max_agents:
        mends.append("an impossible number of agents became one that is possible")
    values = {
        "id": row.id,
        "organization_id": organization_id,
        "name": row.name,
        "slug": row.slug,
        "description": row.description,
        "gateway_id": place.gateway_id,
        "board_group_id": place.group_id,
        "board_type": row.board_type,
        "objective": row.objective,
        "success_metrics": json_object(row.success_metrics, "success_metrics", mends.append),
        "target_date": moment_or_none(row.target_date),
        "goal_confirmed": row.goal_confirmed,
        "goal_source": row.goal_source,
        "max_agents": max_agents,
        "version": 1,
        **{name: getattr(row, name) for name in RULES},
        **stamps(row),
    }

    def then() -> None:
        world.boards[row.id] = place

    return Draft(values, organization_id, moment(row.created_at), mends=mends, then=then)


def _gateway(gateway_id: UUID | None, organization_id: UUID, world: World, mend: Mend) -> UUID | None:
    if gateway_id is None:
        return None
    place = world.gateways.get(gateway_id)
    if place is None or place.organization_id != organization_id:
        mend("its gateway is not here: its agents speak plain HTTP")
        return None
    return place.id


def _group_of(group_id: UUID | None, organization_id: UUID, world: World, mend: Mend) -> UUID | None:
    if group_id is not None and world.groups.get(group_id) != organization_id:
        mend("its group is not here: it is in none")
        return None
    return group_id


def _tag(row: Row, world: World) -> Draft:
    organization_id = world.organization(row.organization_id)
    mends: list[str] = []
    wanted = filled(row.slug) or slug_of(row.name)
    _, slug = untaken(
        (organization_id, wanted), world.tag_slugs, row.id, lambda number: (organization_id, f"{wanted}-{number}")
    )
    if slug != wanted:
        mends.append("its slug was taken, and has a number now")
    values = {
        "id": row.id,
        "organization_id": organization_id,
        "name": row.name,
        "slug": slug,
        "color": _color(row.color, mends.append),
        "description": row.description,
        **stamps(row),
    }

    def then() -> None:
        world.tags[row.id] = organization_id

    return Draft(values, organization_id, moment(row.created_at), mends=mends, then=then)


def _color(text: str, mend: Mend) -> str:
    try:
        return color_of(text)
    except ValueError:
        mend("its colour was none, and is grey now")
        return DEFAULT_COLOR


def _field(row: Row, world: World) -> Draft:
    organization_id = world.organization(row.organization_id)
    mends: list[str] = []
    _, key = untaken(
        (organization_id, row.field_key),
        world.field_keys,
        row.id,
        lambda number: (organization_id, f"{row.field_key}_{number}"),
    )
    if key != row.field_key:
        mends.append("its key was taken, and has a number now")
    kind = one_of(row.field_type, frozenset(FieldType), FieldType.TEXT, "type", mends.append)
    pattern = _pattern(row.validation_regex, kind, mends.append)
    values = {
        "id": row.id,
        "organization_id": organization_id,
        "field_key": key,
        "label": row.label,
        "field_type": kind,
        "ui_visibility": one_of(
            row.ui_visibility, frozenset(Visibility), Visibility.ALWAYS, "visibility", mends.append
        ),
        "validation_regex": pattern,
        "description": row.description,
        "required": row.required,
        "default_value": _default(row.default_value, kind, pattern, mends.append),
        **stamps(row),
    }

    def then() -> None:
        world.fields[row.id] = organization_id

    return Draft(values, organization_id, moment(row.created_at), mends=mends, then=then)


def _pattern(pattern: str | None, kind: str, mend: Mend) -> str | None:
    if not pattern:
        return None
    if kind not in fields.WITH_PATTERN or fields.problem_of_pattern(pattern):
        mend("its pattern cannot be checked here, and is gone")
        return None
    return pattern


def _default(text: str | None, kind: str, pattern: str | None, mend: Mend) -> object:
    value = document(text, "default_value", mend)
    if fields.problem_of_value(value, kind, pattern):
        mend("its default does not fit its type, and is gone")
        return None
    return value


def _field_of_board(row: Row, world: World) -> Draft:
    place = world.board(row.board_id)
    if world.fields.get(row.field_id) != place.organization_id:
        raise LeftOut("its custom field is not here")
    created_at = moment(row.created_at)
    values = {"board_id": row.board_id, "field_id": row.field_id, "created_at": created_at}
    return Draft(values, place.organization_id, created_at)


GROUPS = Step(
    "board_groups",
    "SELECT id, organization_id, name, slug, description, created_at, updated_at"
    " FROM board_groups ORDER BY created_at, id",
    table(BoardGroup),
    _group,
)
BOARDS = Step(
    "boards",
    "SELECT id, organization_id, name, slug, description, gateway_id, board_group_id, board_type, objective,"  # noqa: S608
    " success_metrics::text AS success_metrics, target_date, goal_confirmed, goal_source, max_agents,"
    f" {', '.join(RULES)}, created_at, updated_at FROM boards ORDER BY created_at, id",
    table(Board),
    _board,
)
ADDED = (
    Step(
        "tags",
        "SELECT id, organization_id, name, slug, color, description, created_at, updated_at"
        " FROM tags ORDER BY created_at, id",
        table(Tag),
        _tag,
    ),
    Step(
        "task_custom_field_definitions",
        "SELECT id, organization_id, field_key, label, field_type, ui_visibility, validation_regex, description,"
        " required, default_value::text AS default_value, created_at, updated_at"
        " FROM task_custom_field_definitions ORDER BY created_at, id",
        table(CustomField),
        _field,
    ),
    Step(
        "board_task_custom_fields",
        "SELECT id, board_id, task_custom_field_definition_id AS field_id, created_at"
        " FROM board_task_custom_fields ORDER BY id",
        table(BoardCustomField),
        _field_of_board,
        key=("board_id", "field_id"),
    ),
)
