"""Has a repository read by a process of its own, within bounds of time and memory."""

import json
import os
import subprocess
import sys
from dataclasses import dataclass
from typing import Any

from mission_control.skills.discovery import SKILL_FILE, Discovery, FoundSkill, Repository, discover

FETCH_SECONDS = 90
_PASSED_ON = ("PATH", "SSL_CERT_FILE", "SSL_CERT_DIR", "HTTPS_PROXY", "https_proxy", "NO_PROXY", "no_proxy", "TMPDIR")


class FetchFailed(Exception):
    """The text says why, in words that an operator can act on."""


@dataclass(frozen=True)
class Fetched:
    commit_id: str
    discovery: Discovery


@dataclass(frozen=True)
class FetchedSkill:
    commit_id: str
    skill: FoundSkill


def fetch(url: str, branch: str) -> Fetched:
    """What is at the head of a branch now; raises FetchFailed."""
    answer = _ask({"url": url, "branch": branch})
    if "error" in answer:
        raise FetchFailed(answer["error"])
    found = discover(Repository(url, branch, answer["files"]))
    for sentence in answer["warnings"]:
        found.warn(sentence)
    return Fetched(answer["commit"], found)


def fetch_skill(url: str, place: str | None) -> FetchedSkill:
    """The skill at a place of a repository, see `fetcher.place`; raises FetchFailed."""
    answer = _ask({"url": url, "place": place})
    if "error" in answer:
        raise FetchFailed(answer["error"])
    branch, folder = answer["branch"], answer["folder"]
    path = f"{folder}/{SKILL_FILE}".lstrip("/")
    if path not in answer["files"]:
        left_out = [warning for warning in answer["warnings"] if warning.startswith(path)]
        raise FetchFailed(left_out[0] if left_out else f"branch {branch} of {url} has no {path}")
    found = discover(Repository(url, branch, {path: answer["files"][path]}))
    return FetchedSkill(answer["commit"], found.skills[0])


def _ask(order: dict[str, str | None]) -> dict[str, Any]:
    environment = {name: os.environ[name] for name in _PASSED_ON if name in os.environ}
    try:
        done = subprocess.run(
            [sys.executable, "-m", "mission_control.skills.fetcher"],
            input=json.dumps(order),
            capture_output=True,
            check=False,
            env=environment,
            text=True,
            timeout=FETCH_SECONDS,
        )
    except subprocess.TimeoutExpired:
        raise FetchFailed(f"reading the repository took longer than {FETCH_SECONDS} seconds") from None
    try:
        answer: dict[str, Any] = json.loads(done.stdout)
    except ValueError:
        raise FetchFailed("reading the repository took more memory or time than it may") from None
    return answer
