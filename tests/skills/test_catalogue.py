"""The catalogue of skills: what is added by its address, and how it is searched."""

from __future__ import annotations

from typing import Any
from uuid import uuid4

import httpx
import pytest

from tests.support.world import Json, code_of, ok

SKILLS = "/api/v1/skills/marketplace"


def add(operator: httpx.Client, url: str, **over: Any) -> Json:
    made: Json = ok(operator.post(SKILLS, json={"source_url": url, **over}))
    return made


def names(operator: httpx.Client, **narrowed: Any) -> list[str]:
    return [skill["name"] for skill in ok(operator.get(SKILLS, params=narrowed))]


def test_d03_a_skill_is_added_by_its_address_and_answered_as_documented(operator: httpx.Client):
    made = add(operator, "https://Example.org/skills/write%20well_now.git")
    assert (made["name"], made["source_url"]) == (
        "write well now",
        "https://example.org/skills/write%20well_now.git",
    )
    assert made["metadata"] == {}
    card = ok(operator.get(SKILLS))[0]
    assert (card["installed"], card["installed_at"], card["source"]) == (False, None, made["source_url"])
    shown = ok(operator.get(f"{SKILLS}/{made['id']}"))
    assert (shown["content"], shown["commit_id"], shown["read_status"]) == (None, None, "failed")
    assert "repositories are read from" in shown["read_reason"]


def test_one_that_is_there_is_renamed_and_keeps_what_is_left_out(operator: httpx.Client):
    first = add(operator, "https://example.org", name="One", description="Kept")
    again = add(operator, "https://example.org/", name="Two")
    assert (again["id"], again["name"], again["description"]) == (first["id"], "Two", "Kept")
    ok(operator.delete(f"{SKILLS}/{first['id']}"))
    assert operator.delete(f"{SKILLS}/{first['id']}").status_code == 404


@pytest.mark.parametrize(
    "url",
    [
        "ftp://example.org/a",
        "file:///etc/passwd",
        "javascript:alert(1)",
        "https://user:secret@example.org/a",
        "http://localhost/a",
        "http://127.0.0.1/a",
        "http://127.1/a",
        "http://0x7f.0.0.1/a",
        "http://2130706433/a",
        "http://[::1]/a",
        "http://[::ffff:127.0.0.1]/a",
        "http://169.254.169.254/latest",
        "http://10.0.0.1/a",
        "http://192.168.1.1/a",
        "http://router/a",
        "http://printer.local/a",
        "http://metadata.google.internal/a",
        "https://example.org:0x50/a",
        "https://exämple.org/a",
        "https:///a",
        "https://exa mple.org",
        "example.org/a",
    ],
)
def test_an_address_that_agents_should_not_fetch_is_refused(operator: httpx.Client, url: str):
    refused = operator.post(SKILLS, json={"source_url": url})
    assert code_of(refused) == (422, "skill_url_refused")


def test_the_catalogue_is_searched_and_read_in_pages(operator: httpx.Client):
    for number in range(5):
        add(operator, f"https://example.org/{number}", name=f"Skill {number}")
    add(operator, "https://example.org/odd", name="100% sure_thing", description="Rare words")
    assert names(operator, search="RARE") == ["100% sure_thing"]
    assert names(operator, search="0%") == ["100% sure_thing"]
    assert names(operator, search="e_t") == ["100% sure_thing"]
    assert len(names(operator, category="uncategorized")) == 6
    assert names(operator, category="code") == []
    page = operator.get(SKILLS, params={"limit": 2, "offset": 1})
    assert [skill["name"] for skill in page.json()] == ["Skill 4", "Skill 3"]
    told = {name: page.headers[name] for name in ("X-Total-Count", "X-Limit", "X-Offset")}
    assert told == {"X-Total-Count": "6", "X-Limit": "2", "X-Offset": "1"}
    assert names(operator, offset=4) == ["Skill 1", "Skill 0"]


def test_what_is_installed_is_told_of_a_gateway_of_the_own_organization(operator: httpx.Client):
    assert operator.get(SKILLS, params={"gateway_id": str(uuid4())}).status_code == 404
