"""A pack: added, read, looked at and applied while the pages are open; its skills found and read."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.steps import live_mark, sign_in, violations
from tests.support.git_server import GitServer
from tests.support.server import ServerProcess
from tests.support.world import ok

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(300)]

REVIEW = "---\nname: Review code\ndescription: How a change is read.\n---\n# Review\nRead the change once.\n"


@pytest.fixture
def server(sqlite_url: str, git: GitServer) -> Iterator[ServerProcess]:
    with ServerProcess(sqlite_url, env=git.trusted_by_the_server()) as process:
        yield process.start()


def test_a_pack_is_added_read_looked_at_and_applied(page: Page, server: ServerProcess, git: GitServer):
    git.commit("team/skills", {"review/SKILL.md": REVIEW, "gone/SKILL.md": "# Gone", "module/SKILL.md": b"\xff"})
    sign_in(page, server)
    page.keyboard.press("g")
    page.keyboard.press("k")
    expect(page.get_by_text("No skills yet")).to_be_visible()
    assert violations(page) == {}
    page.get_by_role("link", name="Packs").first.click()
    expect(page.get_by_text("No packs yet")).to_be_visible()
    _add(page, git.url("team/skills"))
    _look_and_apply(page)

    page.get_by_role("link", name="Back to skills").click()
    page.get_by_role("searchbox", name="Search skills").fill("CHANGE IS")
    expect(page.get_by_role("list", name="Skills").get_by_role("listitem")).to_have_count(1)
    page.keyboard.press("Escape")
    page.get_by_role("button", name="Review code").click()
    panel = page.get_by_role("dialog", name="Skill Review code")
    expect(panel.get_by_text("Read the change once.")).to_be_visible()
    assert violations(page) == {}
    page.keyboard.press("Escape")
    expect(panel).to_have_count(0)

    page.set_viewport_size({"width": 390, "height": 844})
    git.commit("team/skills", {"review/SKILL.md": REVIEW.replace("once", "twice")})
    _see_what_changed_on_a_phone(page, server)
    _add_one_by_its_address(page, git)


def _add_one_by_its_address(page: Page, git: GitServer) -> None:
    for address in (git.url("team/skills/tree/main/nowhere"), git.url("team/skills/tree/main/review")):
        page.get_by_role("button", name="Add a skill").click()
        dialog = page.get_by_role("dialog", name="Add a skill")
        dialog.get_by_label("Address").fill(address)
        dialog.get_by_role("button", name="Add skill").click()
        expect(dialog).to_have_count(0)
    # The row takes its name from what was read.
    page.get_by_role("button", name="Review code").click()
    panel = page.get_by_role("dialog", name="Skill Review code")
    expect(panel.get_by_text("Read the change twice.")).to_be_visible()
    expect(panel.get_by_role("button", name="Read again")).to_be_enabled()
    page.keyboard.press("Escape")
    page.get_by_role("button", name="nowhere").click()
    panel = page.get_by_role("dialog", name="Skill nowhere")
    expect(panel.get_by_text("has no nowhere/SKILL.md.")).to_be_visible()
    expect(panel.get_by_text("Could not be read")).to_be_visible()
    assert violations(page) == {}


def _add(page: Page, url: str) -> None:
    page.keyboard.press("n")
    dialog = page.get_by_role("dialog", name="Add a pack")
    dialog.get_by_label("Repository").fill("https://evil.example/team/skills")
    dialog.get_by_role("button", name="Add pack").click()
    expect(dialog.get_by_role("alert")).to_contain_text("repositories are read from")
    dialog.get_by_label("Repository").fill(url)
    assert violations(page) == {}
    dialog.get_by_role("button", name="Add pack").click()
    expect(dialog).to_have_count(0)
    expect(page.get_by_text("Never read yet.")).to_be_visible()


def _look_and_apply(page: Page) -> None:
    page.get_by_role("button", name="Check skills for changes").click()
    expect(page.get_by_text("To be looked at")).to_be_visible()
    expect(page.get_by_text("Read: 2 new.")).to_be_visible()
    page.get_by_role("button", name="Look at the changes of skills").click()
    panel = page.get_by_role("dialog", name="Changes of skills")
    expect(panel.get_by_text("module/SKILL.md is not UTF-8")).to_be_visible()
    expect(panel.get_by_role("region", name="Instructions of Review code")).to_contain_text("Read the change once.")
    assert violations(page) == {}
    panel.get_by_role("button", name="Apply the changes").click()
    expect(panel).to_have_count(0)
    expect(page.get_by_text("Last applied: 2 new.")).to_be_visible()
    expect(page.get_by_text("2 skills")).to_be_visible()


def _see_what_changed_on_a_phone(page: Page, server: ServerProcess) -> None:
    page.goto(f"{server.base_url}/skills/packs")
    expect(live_mark(page)).to_have_text("Live")
    with server.as_operator() as operator:
        # Somebody else asks for it: this page hears of it.
        (pack,) = ok(operator.get("/api/v1/skills/packs"))
        assert operator.post(f"/api/v1/skills/packs/{pack['id']}/syncs", json={}).status_code == 202
    expect(page.get_by_text("Read: 1 changed, 1 there no longer.")).to_be_visible()
    page.get_by_role("button", name="Look at the changes of skills").click()
    panel = page.get_by_role("dialog", name="Changes of skills")
    differences = panel.get_by_role("region", name="Instructions of Review code")
    expect(differences).to_contain_text("Removed: Read the change once.")
    expect(differences).to_contain_text("Added: Read the change twice.")
    assert page.evaluate("document.documentElement.scrollWidth") <= 390
    assert violations(page) == {}
    panel.get_by_role("button", name="Close").click()
    page.get_by_role("button", name="More about skills").click()
    page.get_by_role("menuitem", name="Delete").click()
    page.get_by_label("Delete its skills too").click()
    page.get_by_role("button", name="Delete pack").click()
    expect(page.get_by_text("No packs yet")).to_be_visible()
    page.get_by_role("link", name="Back to skills").click()
    expect(page.get_by_text("No skills yet")).to_be_visible()
