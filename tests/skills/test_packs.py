"""Packs: which repositories an organization takes skills from, and how they are brought to what those hold."""

from __future__ import annotations

import json
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any
from uuid import uuid4

import httpx
import pytest

from tests.support.git_server import Content, GitServer, Link, Submodule
from tests.support.processes import wait_until
from tests.support.world import Json, code_of, move_to_new_organization, ok

PACKS = "/api/v1/skills/packs"
SKILLS = "/api/v1/skills/marketplace"
REVIEW = "---\nname: Review code\ndescription: How a change is read.\n---\n# Review\nRead the change twice.\n"


@pytest.fixture
def repository(git: GitServer) -> Callable[..., str]:
    """Make a repository; answers its address."""

    def make(files: dict[str, Content], branch: str = "main") -> str:
        path = f"team/{uuid4().hex}"
        git.commit(path, files, branch)
        return git.url(path)

    return make


def accepted(reply: httpx.Response) -> Json:
    assert reply.status_code == 202, reply.text
    body: Json = reply.json()
    return body


def add(operator: httpx.Client, url: str, **over: Any) -> Json:
    made: Json = ok(operator.post(PACKS, json={"source_url": url, **over}))
    return made


def sync(operator: httpx.Client, pack: Json) -> Json:
    done: Json = ok(operator.post(f"{PACKS}/{pack['id']}/sync"))
    return done


def read(operator: httpx.Client, pack: Json) -> Json:
    """Have the repository read without applying it; answers the reading when it is over."""
    asked = accepted(operator.post(f"{PACKS}/{pack['id']}/syncs", json={}))
    place = f"{PACKS}/{pack['id']}/syncs/{asked['id']}"
    assert wait_until(lambda: ok(operator.get(place))["status"] not in {"queued", "fetching"}, timeout=90)
    over: Json = ok(operator.get(place))
    return over


def skills(operator: httpx.Client, **narrowed: Any) -> dict[str, Json]:
    return {skill["name"]: skill for skill in ok(operator.get(SKILLS, params=narrowed))}


def events(operator: httpx.Client, kind: str) -> list[Json]:
    found: list[Json] = ok(operator.get("/api/v1/activity", params={"event_type": kind}))["items"]
    return found


# --- packs


def test_a_pack_is_added_changed_and_deleted(operator: httpx.Client):
    made = add(operator, "https://GitHub.com/acme/skills.git/")
    assert (made["source_url"], made["name"], made["branch"]) == ("https://github.com/acme/skills", "skills", "main")
    assert (made["skill_count"], made["metadata"], made["latest_sync"]) == (0, {}, None)

    change = {"source_url": made["source_url"], "name": "Ours", "branch": "stable", "metadata_": {"team": "core"}}
    changed = ok(operator.patch(f"{PACKS}/{made['id']}", json=change))
    assert (changed["name"], changed["branch"], changed["metadata"]) == ("Ours", "stable", {"team": "core"})
    assert ok(operator.get(f"{PACKS}/{made['id']}")) == changed
    assert ok(operator.get(PACKS)) == [changed]

    ok(operator.delete(f"{PACKS}/{made['id']}"))
    assert operator.get(f"{PACKS}/{made['id']}").status_code == 404
    kinds = ("skill_pack.created", "skill_pack.updated", "skill_pack.deleted")
    assert [len(events(operator, kind)) for kind in kinds] == [1, 1, 1]


def test_what_is_left_out_of_a_repeated_pack_stays_as_it_was(operator: httpx.Client):
    url = "https://github.com/acme/again"
    first = add(operator, url, name="Ours", description="Kept", branch="stable", metadata={"a": 1})
    again = add(operator, url, description=None)
    assert again == first
    assert add(operator, url, branch="main")["branch"] == "main"
    patched = ok(operator.patch(f"{PACKS}/{first['id']}", json={"source_url": url}))
    assert (patched["name"], patched["description"], patched["metadata"]) == ("Ours", "Kept", {"a": 1})


def test_two_packs_have_no_address_in_common(operator: httpx.Client):
    one = add(operator, "https://github.com/acme/one")
    two = add(operator, "https://github.com/acme/two")
    taken = operator.patch(f"{PACKS}/{two['id']}", json={"source_url": one["source_url"]})
    assert code_of(taken) == (409, "skill_pack_url_taken")


def test_many_who_add_one_pack_at_the_same_moment_have_added_one(operator: httpx.Client):
    with ThreadPoolExecutor(8) as pool:
        made = list(pool.map(lambda _: add(operator, "https://github.com/acme/raced"), range(8)))
    assert len({pack["id"] for pack in made}) == 1
    assert len(ok(operator.get(PACKS))) == 1
    assert len(events(operator, "skill_pack.created")) == 1


@pytest.mark.parametrize(
    "url",
    [
        "http://github.com/a/b",
        "ssh://github.com/a/b",
        "file:///etc/passwd",
        "https://localhost/a/b",
        "https://127.0.0.1/a/b",
        "https://[::1]/a/b",
        "https://169.254.169.254/latest/meta-data",
        "https://gitlab.com/a/b",
        "https://github.com.evil.example/a/b",
        "https://evil.example/github.com/a/b",
        "https://github.com@evil.example/a/b",
        "https://user:password@github.com/a/b",
        "https://github.com:8443/a/b",
        "https://github.com:99999/a/b",
        "https://github.com/a",
        "https://github.com/a/b/c",
        "https://github.com/a/b?ref=main",
        "https://github.com/a/b#main",
        "https://github.com/a/..",
        "https://github.com/../b",
        "https://github.com/a/b%2f..%2fc",
        "https://github.com/a/b\\c",
        "https://github.com/-a/--upload-pack=x y",
        "https://gıthub.com/a/b",
        "https:///a/b",
        "github.com/a/b",
        "https://github.com/a/" + "b" * 600,
    ],
)
def test_an_address_that_is_no_repository_of_an_allowed_server_is_refused(operator: httpx.Client, url: str):
    refused = operator.post(PACKS, json={"source_url": url})
    assert code_of(refused) == (400, "skill_pack_url_refused")
    assert ok(operator.get(PACKS)) == []


@pytest.mark.parametrize("branch", ["-x", "a b", "a..b", "/a", "a/", "a//b", "a.lock", "ä", "a;b", "a" * 201])
def test_what_is_no_name_of_a_branch_is_refused(operator: httpx.Client, branch: str):
    refused = operator.post(PACKS, json={"source_url": "https://github.com/a/b", "branch": branch})
    assert refused.status_code == 422


# --- reading a repository


def test_every_folder_with_a_skill_file_is_a_skill(operator: httpx.Client, git: GitServer, repository: Any):
    url = repository(
        {
            "SKILL.md": "Of the whole repository.\n",
            "review/SKILL.md": REVIEW,
            "deep/er/SKILL.md": "# Deploy it\n\nWith care.\n",
            ".hidden/SKILL.md": "# Hidden",
            "notes/skill.md": "# Another case",
            "review/notes.txt": "nothing",
        }
    )
    pack = add(operator, url)
    done = sync(operator, pack)
    assert (done["synced"], done["created"], done["updated"], done["warnings"]) == (3, 3, 0, [])
    found = skills(operator)
    assert set(found) == {url.rpartition("/")[2], "Review code", "Deploy it"}
    review = found["Review code"]
    assert (review["description"], review["source_url"]) == ("How a change is read.", f"{url}/tree/main/review")
    assert review["metadata"] == {"discovery_mode": "skills_md", "pack_branch": "main", "skill_dir": "review"}
    assert found["Deploy it"]["description"] == "With care."

    detail = ok(operator.get(f"{SKILLS}/{review['id']}"))
    assert detail["content"] == REVIEW
    assert detail["pinned_url"] == f"{url}/tree/{detail['commit_id']}/review"
    shown = ok(operator.get(f"{PACKS}/{pack['id']}"))
    assert (shown["skill_count"], shown["commit_id"]) == (3, detail["commit_id"])
    assert sync(operator, pack)["updated"] == 0


def test_an_index_says_which_skills_there_are(operator: httpx.Client, git: GitServer, repository: Any):
    index = [
        {"path": "./review/SKILL.md", "name": "Reviewing", "category": "code", "risk": "low"},
        {"path": "https://evil.example/other/tree/main/x"},
        {"source_url": "https://github.com/other/repo/tree/main/x"},
        {"path": "../outside"},
        {"path": "nothing-there"},
        {"name": "nowhere"},
        "no object",
    ]
    url = repository(
        {"skills_index.json": json.dumps({"skills": index}), "review/SKILL.md": REVIEW, "other/SKILL.md": "# Other"}
    )
    pack = add(operator, url)
    done = sync(operator, pack)
    assert (done["synced"], len(done["warnings"])) == (1, 6)
    (skill,) = skills(operator).values()
    assert (skill["name"], skill["category"], skill["risk"]) == ("Reviewing", "code", "low")
    assert skill["metadata"]["discovery_mode"] == "skills_index"
    # A repository whose address begins as that of the other does.
    git.commit(f"{url.removeprefix(git.url(''))}-more", {"SKILL.md": "# More"})
    sibling = add(operator, f"{url}-more")
    sync(operator, sibling)
    narrowed = [{"category": "CODE"}, {"risk": " low "}, {"risk": "uncategorized"}, {"risk": "high"}]
    narrowed += [{"pack_id": pack["id"]}, {"pack_id": sibling["id"]}, {"pack_id": pack["id"], "risk": "uncategorized"}]
    found = [sorted(it["name"] for it in skills(operator, **query).values()) for query in narrowed]
    assert found == [["Reviewing"], ["Reviewing"], ["More"], [], ["Reviewing"], ["More"], []]
    assert [it["skill_count"] for it in ok(operator.get("/api/v1/skills/packs"))] == [1, 1]


@pytest.mark.parametrize("index", ["{", "[" * 100_000, '{"skills": 3}', "null"])
def test_an_index_that_cannot_be_read_is_told_and_the_files_count(operator: httpx.Client, repository: Any, index: str):
    pack = add(operator, repository({"skills_index.json": index, "a/SKILL.md": "# A"}))
    done = sync(operator, pack)
    assert done["synced"] == 1
    assert "skills_index.json" in done["warnings"][0]


def test_what_a_hostile_repository_holds_is_not_followed(operator: httpx.Client, repository: Any):
    url = repository(
        {
            "link/SKILL.md": Link("/etc/passwd"),
            "away": Link("../../.."),
            "module": Submodule(),
            "long/SKILL.md": "x" * 300_000,
            "binary/SKILL.md": b"\xff\xfe\x00",
            "nul/SKILL.md": "a\x00b",
            "bomb/SKILL.md": "---\na: &a [x,x]\nb: &b [*a,*a]\nname: [*b,*b]\n---\n# Bomb\n",
            "tag/SKILL.md": "---\nname: !!python/object/apply:os.system ['true']\n---\n# Tagged\n",
            "fine/SKILL.md": "# Fine",
        }
    )
    done = sync(operator, add(operator, url))
    assert set(skills(operator)) == {"Fine", "Bomb", "Tagged"}
    assert len(done["warnings"]) == 6
    assert not any("/etc" in warning for warning in done["warnings"])


def test_the_branch_of_a_pack_is_the_one_that_is_read(operator: httpx.Client, git: GitServer):
    path = f"team/{uuid4().hex}"
    git.commit(path, {"SKILL.md": "# Main"})
    git.commit(path, {"SKILL.md": "# Next"}, "release/next")
    sync(operator, add(operator, git.url(path), branch="release/next"))
    (skill,) = skills(operator).values()
    assert (skill["name"], skill["source_url"]) == ("Next", f"{git.url(path)}/tree/release/next")


def test_a_skill_that_its_repository_has_no_longer_is_marked_and_comes_back(operator: httpx.Client, git: GitServer):
    path = f"team/{uuid4().hex}"
    git.commit(path, {"a/SKILL.md": "# A", "b/SKILL.md": "# B"})
    pack = add(operator, git.url(path))
    sync(operator, pack)
    git.commit(path, {"a/SKILL.md": "# A\nChanged."})
    done = sync(operator, pack)
    assert (done["created"], done["updated"], done["vanished"]) == (0, 1, 1)
    assert skills(operator)["B"]["vanished_at"] is not None
    assert ok(operator.get(f"{PACKS}/{pack['id']}"))["skill_count"] == 1
    git.commit(path, {"a/SKILL.md": "# A\nChanged.", "b/SKILL.md": "# B"})
    assert sync(operator, pack)["updated"] == 1
    assert skills(operator)["B"]["vanished_at"] is None


def test_a_reading_is_looked_at_before_it_is_applied(operator: httpx.Client, git: GitServer):
    path = f"team/{uuid4().hex}"
    git.commit(path, {"a/SKILL.md": "# A\nOld.", "gone/SKILL.md": "# Gone"})
    pack = add(operator, git.url(path))
    sync(operator, pack)
    commit = git.commit(path, {"a/SKILL.md": "# A\nNew.", "b/SKILL.md": "# B"})
    reading = read(operator, pack)
    assert (reading["status"], reading["commit_id"]) == ("ready", commit)
    changes = {change["name"]: change for change in reading["changes"]}
    assert {name: change["kind"] for name, change in changes.items()} == {
        "A": "updated",
        "B": "created",
        "Gone": "vanished",
    }
    assert (changes["A"]["before"], changes["A"]["after"]) == ("# A\nOld.", "# A\nNew.")
    assert set(changes["A"]["fields"]) == {"description", "content"}
    assert set(skills(operator)) == {"A", "Gone"}

    place = f"{PACKS}/{pack['id']}/syncs/{reading['id']}"
    assert ok(operator.post(f"{place}/apply"))["status"] == "applied"
    assert set(skills(operator)) == {"A", "B", "Gone"}
    again = operator.post(f"{place}/apply")
    assert code_of(again) == (409, "skill_pack_sync_not_ready")
    assert ok(operator.get(place))["changes"] == []


def test_a_later_reading_takes_the_place_of_one_that_nobody_applied(operator: httpx.Client, repository: Any):
    pack = add(operator, repository({"a/SKILL.md": "# A"}))
    first, second = read(operator, pack), read(operator, pack)
    late = operator.post(f"{PACKS}/{pack['id']}/syncs/{first['id']}/apply")
    assert code_of(late) == (409, "skill_pack_sync_not_ready")
    assert ok(operator.post(f"{PACKS}/{pack['id']}/syncs/{second['id']}/apply"))["created_count"] == 1
    listed = ok(operator.get(f"{PACKS}/{pack['id']}/syncs"))["items"]
    assert [item["status"] for item in listed] == ["applied", "superseded"]


def test_many_who_ask_at_the_same_moment_share_one_reading(operator: httpx.Client, repository: Any):
    pack = add(operator, repository({f"{number}/SKILL.md": f"# Skill {number}" for number in range(20)}))
    with ThreadPoolExecutor(6) as pool:
        done = list(pool.map(lambda _: sync(operator, pack), range(6)))
    assert all(answer["status"] == "applied" for answer in done)
    assert len(skills(operator)) == 20
    told = [event["message"] for event in events(operator, "skill_pack.synced")]
    assert sum("20 new" in message for message in told) == 1
    assert all("20 new" in message or "0 new, 0 changed" in message for message in told)


# --- what goes wrong


def _moved(environ: Any, start_response: Any) -> list[bytes]:
    start_response("302 Found", [("Location", "https://127.0.0.1:1/elsewhere" + environ["PATH_INFO"])])
    return [b""]


def _web_page(_environ: Any, start_response: Any) -> list[bytes]:
    start_response("200 OK", [("Content-Type", "text/html")])
    return [b"<html>"]


@pytest.mark.parametrize(
    ("answer", "said"),
    [(_moved, "another address"), (_web_page, "git server"), (None, "no public repository")],
)
def test_a_repository_that_cannot_be_read_says_why(operator: httpx.Client, git: GitServer, answer: Any, said: str):
    path = f"team/{uuid4().hex}"
    if answer:
        git.answer(path, answer)
    pack = add(operator, git.url(path))
    failed = operator.post(f"{PACKS}/{pack['id']}/sync")
    assert code_of(failed) == (502, "skill_pack_sync_failed")
    assert said in failed.json()["detail"]
    assert "/tmp" not in failed.text
    latest = ok(operator.get(f"{PACKS}/{pack['id']}"))["latest_sync"]
    assert (latest["status"], said in latest["reason"]) == ("failed", True)
    assert len(events(operator, "skill_pack.sync_failed")) == 1


def test_a_branch_that_is_not_there_is_named_with_those_that_are(operator: httpx.Client, repository: Any):
    pack = add(operator, repository({"SKILL.md": "# A"}, branch="trunk"))
    failed = operator.post(f"{PACKS}/{pack['id']}/sync")
    assert failed.json()["detail"] == "the repository has no branch main; it has trunk"


def test_a_pack_deleted_while_it_is_read_leaves_nothing(operator: httpx.Client, repository: Any):
    pack = add(operator, repository({"SKILL.md": "# A"}))
    accepted(operator.post(f"{PACKS}/{pack['id']}/syncs", json={"apply": True}))
    ok(operator.delete(f"{PACKS}/{pack['id']}"))
    other = add(operator, repository({"SKILL.md": "# B"}))
    sync(operator, other)
    assert "A" not in skills(operator)


# --- what becomes of the skills


@pytest.mark.parametrize(("what", "left"), [({}, 1), ({"skills": "keep"}, 1), ({"skills": "delete"}, 0)])
def test_the_skills_of_a_deleted_pack_stay_unless_they_are_to_go(
    operator: httpx.Client, repository: Any, what: Json, left: int
):
    pack = add(operator, repository({"SKILL.md": "# A"}))
    sync(operator, pack)
    ok(operator.delete(f"{PACKS}/{pack['id']}", params=what))
    assert len(skills(operator)) == left


def test_packs_and_skills_of_another_organization_are_as_if_they_were_not(operator: httpx.Client, repository: Any):
    pack = add(operator, repository({"SKILL.md": "# Theirs"}))
    sync(operator, pack)
    (skill,) = skills(operator).values()
    reading = ok(operator.get(f"{PACKS}/{pack['id']}/syncs"))["items"][0]
    move_to_new_organization(operator)
    assert ok(operator.get(PACKS)) == []
    assert skills(operator) == {}
    for path in (f"{PACKS}/{pack['id']}", f"{PACKS}/{pack['id']}/syncs/{reading['id']}", f"{SKILLS}/{skill['id']}"):
        assert operator.get(path).status_code == 404
    assert operator.get(SKILLS, params={"pack_id": pack["id"]}).status_code == 404
    assert operator.post(f"{PACKS}/{pack['id']}/sync").status_code == 404
