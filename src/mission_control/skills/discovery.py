"""Which skills a repository holds: those that its index lists, else every folder with a SKILL.md."""

import json
import re
from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from typing import Any

INDEX = "skills_index.json"
SKILL_FILE = "SKILL.md"
MAX_SKILLS = 500
MAX_WARNINGS = 50
MAX_FRONT_MATTER = 16_384
_FRONT_MATTER = re.compile(r"\A---[ \t]*\r?\n(.*?)^---[ \t]*\r?$(.*)\Z", re.DOTALL | re.MULTILINE)
_LONGEST = {"name": 200, "description": 2_000, "category": 200, "risk": 200}


@dataclass(frozen=True)
class FoundSkill:
    name: str
    description: str | None
    category: str | None
    risk: str | None
    source: str
    source_url: str
    content: str | None
    details: dict[str, Any] = field(default_factory=dict)

    def stored(self) -> dict[str, Any]:
        return asdict(self)


@dataclass
class Discovery:
    skills: list[FoundSkill] = field(default_factory=list)
    warnings: list[str] = field(default_factory=list)

    def warn(self, sentence: str) -> None:
        if len(self.warnings) < MAX_WARNINGS:
            self.warnings.append(sentence)


@dataclass(frozen=True)
class Repository:
    """What was read of one: the address without branch, and its texts by path."""

    url: str
    branch: str
    files: Mapping[str, str]

    def address_of(self, folder: str) -> str:
        return f"{self.url}/tree/{self.branch}/{folder}".rstrip("/")


def discover(repository: Repository) -> Discovery:
    """The skills of a repository, by their addresses, and what was odd about it."""
    found = Discovery()
    if INDEX in repository.files:
        _from_index(repository, repository.files[INDEX], found)
    if not found.skills:
        _from_files(repository, found)
    unique = {skill.source_url: skill for skill in found.skills}
    if len(unique) > MAX_SKILLS:
        found.warn(f"{len(unique)} skills were found; the first {MAX_SKILLS} are taken")
    found.skills = list(unique.values())[:MAX_SKILLS]
    return found


# --- by the index


def _from_index(repository: Repository, text: str, found: Discovery) -> None:
    try:
        index = json.loads(text)
    except (ValueError, RecursionError):
        found.warn(f"{INDEX} is not JSON; folders with a {SKILL_FILE} are taken instead")
        return
    entries = index.get("skills") if isinstance(index, dict) else index
    if not isinstance(entries, list):
        found.warn(f"{INDEX} holds no list of skills; folders with a {SKILL_FILE} are taken instead")
        return
    for number, entry in enumerate(entries, start=1):
        if skill := _entry(repository, entry, number, found):
            found.skills.append(skill)


def _entry(repository: Repository, entry: Any, number: int, found: Discovery) -> FoundSkill | None:
    if not isinstance(entry, dict):
        found.warn(f"{INDEX}: entry {number} is not an object")
        return None
    folder = _folder_of(repository, entry)
    if folder is None:
        found.warn(f"{INDEX}: entry {number} names no folder of this repository")
        return None
    content = repository.files.get(f"{folder}/{SKILL_FILE}".lstrip("/"))
    if content is None:
        found.warn(f"{INDEX}: {folder or 'the root'} has no {SKILL_FILE}")
        return None
    return FoundSkill(
        name=_line(entry.get("name"), "name") or _title_of(repository, folder),
        description=_line(entry.get("description"), "description"),
        category=_line(entry.get("category"), "category"),
        risk=_line(entry.get("risk"), "risk"),
        source=folder,
        source_url=repository.address_of(folder),
        content=content,
        details={"discovery_mode": "skills_index", "pack_branch": repository.branch, "resolved_path": folder},
    )


def _folder_of(repository: Repository, entry: Mapping[str, Any]) -> str | None:
    """The folder that an entry names, by its path or by an address in this repository."""
    named = entry.get("source_url") or entry.get("path")
    if not isinstance(named, str) or not named.strip():
        return None
    place = named.strip()
    inside = repository.address_of("") + "/"
    if place.startswith(inside):
        place = place.removeprefix(inside)
    elif "://" in place or ".." in place.split("/"):
        return None
    return place.removeprefix("./").strip("/").removesuffix(SKILL_FILE).rstrip("/")


# --- by the files


def _from_files(repository: Repository, found: Discovery) -> None:
    for path in sorted(path for path in repository.files if path.rpartition("/")[2] == SKILL_FILE):
        folder = path.rpartition("/")[0]
        content = repository.files[path]
        front, body = _parts(content, path, found)
        found.skills.append(
            FoundSkill(
                name=_line(front.get("name"), "name") or _heading(body) or _title_of(repository, folder),
                description=_line(front.get("description"), "description") or _first_words(body),
                category=None,
                risk=None,
                source=folder,
                source_url=repository.address_of(folder),
                content=content,
                details={"discovery_mode": "skills_md", "pack_branch": repository.branch, "skill_dir": folder},
            )
        )


def _parts(content: str, path: str, found: Discovery) -> tuple[dict[str, Any], str]:
    """(what the file says of itself at its head, the rest)"""
    divided = _FRONT_MATTER.match(content)
    if divided is None:
        return {}, content
    head, body = divided.groups()
    import yaml

    try:
        front = yaml.safe_load(head) if len(head) <= MAX_FRONT_MATTER else None
    except (yaml.YAMLError, ValueError, RecursionError):
        front = None
    if not isinstance(front, dict):
        found.warn(f"{path}: what stands between the lines of --- cannot be read")
        return {}, body
    return front, body


def _heading(body: str) -> str | None:
    heading = re.search(r"^#{1,6}[ \t]+(.+?)[ \t#]*$", body, re.MULTILINE)
    return _line(heading.group(1), "name") if heading else None


def _first_words(body: str) -> str | None:
    lines = (line.strip() for line in body.splitlines())
    return next((_line(line, "description") for line in lines if line and not line.startswith("#")), None)


def _title_of(repository: Repository, folder: str) -> str:
    return (folder or repository.url).rpartition("/")[2]


def _line(value: Any, what: str) -> str | None:
    """A text of one line, storable and not too long; None for what is none."""
    if not isinstance(value, str | int | float) or isinstance(value, bool):
        return None
    text = re.sub(r"[\x00-\x1f\x7f\ud800-\udfff\s]+", " ", str(value)).strip()
    return text[: _LONGEST[what]].rstrip() or None
