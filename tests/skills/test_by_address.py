"""Skills that are added by their address: read once, pinned to a commit, and shown before an agent gets them."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import httpx

from tests.support.git_server import Content, GitServer
from tests.support.processes import wait_until
from tests.support.world import Json, code_of, ok

SKILLS = "/api/v1/skills/marketplace"
REVIEW = "---\nname: Review code\ndescription: How a change is read.\n---\n# Review\nRead it once.\n"


def settled(operator: httpx.Client, skill: Json) -> Json:
    """The skill with its text, when its reading is over."""
    at = f"{SKILLS}/{skill['id']}"
    assert wait_until(lambda: ok(operator.get(at))["read_status"] != "reading", timeout=60, interval=0.1)
    shown: Json = ok(operator.get(at))
    return shown


def add(operator: httpx.Client, url: str, **over: Any) -> Json:
    made: Json = ok(operator.post(SKILLS, json={"source_url": url, **over}))
    return made


def test_a_skill_is_read_once_and_stays_what_it_was(operator: httpx.Client, git: GitServer):
    path = f"acme/{uuid4().hex}"
    files: dict[str, Content] = {"skills/review/SKILL.md": REVIEW, "SKILL.md": "# The whole", "bad/SKILL.md": b"\xff"}
    first = git.commit(path, files)
    git.commit(path, {"layout/SKILL.md": "# Layout"}, branch="next/one")
    made = add(operator, git.url(f"{path}/tree/main/skills/review"), description="Ours")
    others = {
        place: add(operator, git.url(path + place))
        for place in ("", "/blob/next/one/layout/SKILL.md", "/tree/main/nowhere", "/tree/gone/review", "/tree/main/bad")
    }
    assert made["read_status"] == "reading"
    read = settled(operator, made)
    assert (read["name"], read["description"]) == ("Review code", "Ours")
    assert (read["content"], read["commit_id"], read["read_status"]) == (REVIEW, first, "read")
    assert read["pinned_url"] == git.url(f"{path}/tree/{first}/skills/review")
    found = {place: settled(operator, skill) for place, skill in others.items()}
    assert {place: (it["content"], it["read_reason"]) for place, it in found.items()} == {
        "": ("# The whole", None),
        "/blob/next/one/layout/SKILL.md": ("# Layout", None),
        "/tree/main/nowhere": (None, f"branch main of {git.url(path)} has no nowhere/SKILL.md"),
        "/tree/gone/review": (None, "the repository has no branch gone; it has main, next/one"),
        "/tree/main/bad": (None, "bad/SKILL.md is not UTF-8"),
    }
    assert found[""]["pinned_url"] == git.url(f"{path}/tree/{first}")
    second = git.commit(path, files | {"skills/review/SKILL.md": REVIEW.replace("once", "twice")})
    add(operator, made["source_url"], name="Ours")
    assert settled(operator, made)["commit_id"] == first, "it moves when somebody asks for it"
    assert operator.post(f"{SKILLS}/{made['id']}/read").status_code == 202
    again = settled(operator, made)
    assert (again["name"], again["commit_id"], "twice" in again["content"]) == ("Ours", second, True)
    kinds = [it["event_type"] for it in ok(operator.get("/api/v1/activity", params={"limit": 50}))["items"]]
    assert (kinds.count("skill.read"), kinds.count("skill.read_failed")) == (4, 3)


def test_a_skill_of_a_pack_is_read_with_it(operator: httpx.Client, git: GitServer):
    path = f"acme/{uuid4().hex}"
    git.commit(path, {"review/SKILL.md": REVIEW})
    skill = add(operator, git.url(f"{path}/tree/main/review"))
    pack = ok(operator.post("/api/v1/skills/packs", json={"source_url": git.url(path)}))
    settled(operator, skill)
    ok(operator.post(f"/api/v1/skills/packs/{pack['id']}/sync"))
    assert ok(operator.get(f"{SKILLS}/{skill['id']}"))["pack_id"] == pack["id"]
    assert code_of(operator.post(f"{SKILLS}/{skill['id']}/read")) == (409, "skill_of_pack")
