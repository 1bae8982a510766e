"""The files of an agent's workspace: its program, rendered from templates that come with the product."""

import json
import re
from collections.abc import Mapping
from functools import cache
from typing import TYPE_CHECKING, Any
from uuid import UUID

from sqlalchemy import select
from sqlalchemy.orm import Session

from mission_control.agents.api import Agent
from mission_control.boards.api import Board
from mission_control.gateways.api import Gateway
from mission_control.identity.api import User
from mission_control.kernel.environment import environment_of
from mission_control.organizations.api import Member
from mission_control.provisioning import sections
from mission_control.provisioning.rules import FILE_CHARACTERS, PROGRAM_FILE, SOUL_FILE, TOKEN

if TYPE_CHECKING:
    from jinja2 import Environment

PROFILE_DEFAULTS = {"role": "Generalist", "communication_style": "direct, concise, practical", "emoji": ":gear:"}
MORE_OF_PROFILE = {
    "purpose": "Purpose",
    "personality": "Personality",
    "autonomy_level": "Autonomy",
    "verbosity": "Verbosity",
    "output_format": "Output",
    "update_cadence": "Updates",
    "custom_instructions": "Instructions",
}
CUT = f"\n\n[Cut here: more than {FILE_CHARACTERS:,} characters of a file are not read.]\n"
TOLD_OF_PEOPLE = frozenset({"name", "preferred_name", "pronouns", "timezone", "notes", "context"})
_ABOUT_PEOPLE = ("user_preferred_name", "user_pronouns", "user_timezone")
_VARIABLE = re.compile(r"\{\{\s*(\w+)\s*\}\}")


@cache
def _templates() -> "Environment":
    from jinja2 import Environment, PackageLoader, StrictUndefined

    # Markdown for a model, not HTML for a browser.
    return Environment(
        loader=PackageLoader("mission_control.provisioning", "workspace"),
        undefined=StrictUndefined,
        autoescape=False,  # noqa: S701
        keep_trailing_newline=False,
    )


def render(
    db: Session, agent: Agent, gateway: Gateway, board: Board | None, *, section: str | None = None
) -> dict[str, str]:
    """Each file by its name, with `rules.TOKEN` where the agent's token belongs: in its program, once.

    None is longer than what gateways show an agent of a file. Of an adopted agent its program is a section, and the
    other files are its own.
    """
    kind = _kind(agent)
    context = _plain(_context(db, agent, gateway, board, kind)) | {"is_adopted": section is not None}
    program = _rendered(f"{kind}.md.j2", context | {"auth_token": TOKEN})
    if section:
        return {PROGRAM_FILE: sections.framed(section, program)}
    files = {
        PROGRAM_FILE: program,
        SOUL_FILE: filled_in(agent.soul_template, context) or _rendered("soul.md.j2", context),
        "IDENTITY.md": filled_in(agent.identity_template, context) or _rendered("identity.md.j2", context),
        "USER.md": _rendered("user.md.j2", context),
    }
    return {name: fitting(text) for name, text in files.items() if text.strip()}


def fitting(text: str) -> str:
    """Cut, and saying so: what a gateway cuts off by itself is missing without a word."""
    if len(text) <= FILE_CHARACTERS:
        return text
    return text[: FILE_CHARACTERS - len(CUT)].rstrip() + CUT


def beat_of(agent: Agent) -> str:
    """What it is to do at each beat: one call, and nothing else where that brings nothing."""
    return _rendered("heartbeat.md.j2", {"kind": _kind(agent)})


def _kind(agent: Agent) -> str:
    if agent.board_id is None:
        return "main"
    return "lead" if agent.is_board_lead else "worker"


def _rendered(template: str, context: Mapping[str, Any]) -> str:
    return re.sub(r"\n{3,}", "\n\n", _templates().get_template(template).render(context)).strip() + "\n"


def filled_in(template: str | None, context: Mapping[str, Any]) -> str | None:
    """A text of the operator's. Only `{{ names }}` are filled in: it is data, and is not run as a program."""
    if not template:
        return None
    filled = _VARIABLE.sub(lambda found: str(context.get(found[1], found[0])), _plain(template))
    return filled.strip() + "\n"


def _plain(value: Any) -> Any:
    """What people and agents have written, without the character that stands for the token."""
    if isinstance(value, str):
        return value.replace(TOKEN, "")
    if isinstance(value, dict):
        return {name: _plain(it) for name, it in value.items()}
    return type(value)(map(_plain, value)) if isinstance(value, list | tuple) else value


def _context(db: Session, agent: Agent, gateway: Gateway, board: Board | None, kind: str) -> dict[str, Any]:
    profile = PROFILE_DEFAULTS | {key: str(value) for key, value in (agent.identity_profile or {}).items()}
    return {
        "kind": kind,
        "agent_name": agent.name,
        "agent_id": str(agent.id),
        "session_key": agent.openclaw_session_id or "",
        "base_url": environment_of(db).settings.public_url.rstrip("/"),
        "gateway_name": gateway.name,
        "workspace_root": gateway.workspace_root,
        "board_id": str(board.id) if board else "",
        "board_name": board.name if board else "",
        "board_objective": (board.objective or "")[:1_000] if board else "",
        "board_success_metrics": _metrics(board) if board else "",
        "board_target_date": f"{board.target_date:%Y-%m-%d}" if board and board.target_date else "",
        "board_sureness": board.approval_confidence_threshold if board else "",
        "more": [(label, profile[key]) for key, label in MORE_OF_PROFILE.items() if profile.get(key)],
        **{f"identity_{key}": profile.get(key, "") for key in (*PROFILE_DEFAULTS, *MORE_OF_PROFILE)},
        **user_context(_owner(db, agent.organization_id)),
    }


def _metrics(board: Board) -> str:
    """How one sees that the goal is reached, as it was written down: a name and what is to be there."""
    said = (f"{name}: {_in_words(wanted)}" for name, wanted in (board.success_metrics or {}).items())
    return "; ".join(said)[:1_000]


def _in_words(wanted: Any) -> str:
    return wanted if isinstance(wanted, str) else json.dumps(wanted, ensure_ascii=False)


def _owner(db: Session, organization_id: UUID) -> User | None:
    """Whom agents work for: the organization's first owner."""
    owners = select(User).join(Member, Member.user_id == User.id)
    owners = owners.where(Member.organization_id == organization_id, Member.role == "owner")
    return db.scalar(owners.order_by(Member.created_at, Member.id).limit(1))


def working_for(db: Session, user_id: UUID) -> list[UUID]:
    """The organizations whose agents work for this person."""
    owned = select(Member.organization_id).where(Member.user_id == user_id, Member.role == "owner")
    owners = ((organization_id, _owner(db, organization_id)) for organization_id in db.scalars(owned))
    return [organization_id for organization_id, owner in owners if owner and owner.id == user_id]


def user_context(user: User | None) -> dict[str, Any]:
    """Whom an agent works for: the full name, and the one word by which to call this person."""
    if user is None:
        return {"user_name": "the people of this organization", **dict.fromkeys(_ABOUT_PEOPLE, ""), "user_more": []}
    name = user.name or user.email or user.display_name
    called, *_ = (user.preferred_name or name).split() or [name]
    return {
        "user_name": name,
        "user_preferred_name": called if user.preferred_name else called.partition("@")[0],
        "user_pronouns": user.pronouns or "",
        "user_timezone": user.timezone or "",
        "user_more": [text for text in (user.notes, user.context) if text],
    }
