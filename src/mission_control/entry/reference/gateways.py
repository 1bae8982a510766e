"""Gateways, and what agents can be taught: packs, skills, and where those are installed."""

from collections.abc import Callable

from mission_control.entry.reference.mending import Mend, filled, json_object, moment
from mission_control.entry.reference.people import stamps, table
from mission_control.entry.reference.world import GatewayPlace, World
from mission_control.gateways.models import Gateway, GatewayKind, GatewayLink
from mission_control.gateways.protocol.target import BadUrl, checked_url
from mission_control.gateways.service import new_link
from mission_control.moving.drafts import Draft, LeftOut, Row, Step
from mission_control.skill_installs.models import InstallStatus, SkillInstall
from mission_control.skill_installs.rules import folder_of
from mission_control.skills import rules as skills
from mission_control.skills.models import Skill, SkillPack

DEFAULT_ROOT = "~/.openclaw"


def _gateway(row: Row, world: World) -> Draft:
    organization_id = world.organization(row.organization_id)
    mends: list[str] = []
    url = _url(row, mends.append)
    known = world.gateway_urls.setdefault((organization_id, url), row.id)
    root = filled(row.workspace_root)
    if root is None:
        mends.append(f"it had no folder for workspaces: {DEFAULT_ROOT}")
    values = {
        "id": row.id,
        "organization_id": organization_id,
        "kind": GatewayKind.OPENCLAW,
        "name": row.name,
        "url": url,
        "workspace_root": root or DEFAULT_ROOT,
        "sealed_token": world.sealed(filled(row.token)),
        "allow_insecure_tls": row.allow_insecure_tls,
        "disable_device_pairing": row.disable_device_pairing,
        "certificate_authority": None,
        "version": 1,
        **stamps(row),
    }

    def then() -> None:
        world.gateways[row.id] = GatewayPlace(known, organization_id)

    link = (table(GatewayLink), new_link(world.environment.secrets, row.id, world.now))
    return Draft(
        values, organization_id, moment(row.created_at), [link], mends=mends, then=then, is_present=known != row.id
    )


def _url(row: Row, mend: Mend) -> str:
    text = filled(row.url) or ""
    # The reference takes both spellings.
    for there, here in (("http://", "ws://"), ("https://", "wss://")):
        if text.lower().startswith(there):
            text = here + text[len(there) :]
    try:
        return checked_url(text)
    except BadUrl:
        mend("its address cannot be used; correct it on the page of gateways")
        return f"ws://gateway-{row.id}.invalid"


def _at(row: Row, allowed: Callable[[str], str]) -> str:
    try:
        return allowed(row.source_url)
    except ValueError as error:
        raise LeftOut(f"its address is refused here: {error}") from None


def _pack(row: Row, world: World) -> Draft:
    organization_id = world.organization(row.organization_id)
    mends: list[str] = []
    hosts = world.environment.settings.skill_pack_host_names
    url = _at(row, lambda raw: skills.pack_url(raw, hosts))
    if world.pack_urls.setdefault((organization_id, url), row.id) != row.id:
        raise LeftOut("another pack has the same address")
    values = {
        "id": row.id,
        "organization_id": organization_id,
        "name": row.name,
        "description": row.description,
        "source_url": url,
        "branch": _branch(row.branch, mends.append),
        "metadata": json_object(row.details, "metadata", mends.append) or {},
        "version": 1,
        **stamps(row),
    }
    return Draft(values, organization_id, moment(row.created_at), mends=mends)


def _branch(text: str, mend: Mend) -> str:
    try:
        return skills.branch(text)
    except ValueError:
        mend(f"its branch has no usable name, and is `{skills.DEFAULT_BRANCH}` now")
        return skills.DEFAULT_BRANCH


def _skill(row: Row, world: World) -> Draft:
    organization_id = world.organization(row.organization_id)
    mends: list[str] = []
    url = _at(row, skills.skill_url)
    if world.skill_urls.setdefault((organization_id, url), row.id) != row.id:
        raise LeftOut("another skill has the same address")
    values = {
        "id": row.id,
        "organization_id": organization_id,
        "name": row.name,
        "description": row.description,
        "category": row.category,
        "risk": row.risk,
        "source": row.source,
        "source_url": url,
        "metadata": json_object(row.details, "metadata", mends.append) or {},
        "version": 1,
        **stamps(row),
    }

    def then() -> None:
        world.skills[row.id] = organization_id

    return Draft(values, organization_id, moment(row.created_at), mends=mends, then=then)


def _install(row: Row, world: World) -> Draft:
    place = world.gateways.get(row.gateway_id)
    if place is None or world.skills.get(row.skill_id) != place.organization_id:
        raise LeftOut("its gateway or its skill is not here")
    values = {
        "id": row.id,
        "organization_id": place.organization_id,
        "gateway_id": place.id,
        "skill_id": row.skill_id,
        "folder": folder_of(row.name or "", row.skill_id),
        "status": InstallStatus.INSTALLED,
        "attempt": 1,
        "requested_at": moment(row.created_at),
        "settled_at": moment(row.updated_at),
    }
    return Draft(values, place.organization_id, moment(row.created_at))


GATEWAYS = Step(
    "gateways",
    "SELECT id, organization_id, name, url, token, workspace_root, allow_insecure_tls, disable_device_pairing,"
    " created_at, updated_at FROM gateways ORDER BY created_at, id",
    table(Gateway),
    _gateway,
)
SKILLS = (
    Step(
        "skill_packs",
        "SELECT id, organization_id, name, description, source_url, branch, metadata::text AS details,"
        " created_at, updated_at FROM skill_packs ORDER BY created_at, id",
        table(SkillPack),
        _pack,
    ),
    Step(
        "marketplace_skills",
        "SELECT id, organization_id, name, description, category, risk, source, source_url,"
        " metadata::text AS details, created_at, updated_at FROM marketplace_skills ORDER BY created_at, id",
        table(Skill),
        _skill,
    ),
    Step(
        "gateway_installed_skills",
        "SELECT i.id, i.gateway_id, i.skill_id, s.name, i.created_at, i.updated_at"
        " FROM gateway_installed_skills i LEFT JOIN marketplace_skills s ON s.id = i.skill_id ORDER BY i.id",
        table(SkillInstall),
        _install,
    ),
)
