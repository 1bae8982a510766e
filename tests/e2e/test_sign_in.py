"""Signing in with a company's provider, in the browser, and keys for programs that act in somebody's name."""

from __future__ import annotations

from collections.abc import Iterator

import httpx
import pytest
from playwright.sync_api import Page, expect

from tests.e2e.steps import PATIENCE, live_mark, violations
from tests.support.openid_provider import RealProvider, server_with_a_provider
from tests.support.people import People

# The time is for machines that run other tests beside this one.
pytestmark = [pytest.mark.e2e, pytest.mark.timeout(300)]

ME = "/api/v1/users/me"


@pytest.fixture(scope="module")
def real() -> Iterator[RealProvider]:
    with server_with_a_provider() as provider:
        yield provider


def sign_in(page: Page, real: RealProvider, name: str, path: str) -> None:
    page.set_default_timeout(PATIENCE)
    page.goto(f"{real.server.base_url}{path}")
    page.get_by_role("link", name="Sign in with Example ID").click()
    page.wait_for_url(f"{real.url}/**")
    page.locator("[name=login]").fill(name)
    page.locator("[name=password]").fill("any")
    page.locator("button[type=submit]").click()
    # The provider asks whether Mission Control may know who this is.
    page.locator("button[type=submit]").click()
    expect(live_mark(page)).to_have_text("Live")


def ask(real: RealProvider, key: str) -> httpx.Response:
    headers = {"Authorization": f"Bearer {key}"}
    return httpx.get(f"{real.server.base_url}{ME}", headers=headers, timeout=60, trust_env=False)


def test_somebody_signs_in_gives_a_program_a_key_takes_it_back_and_signs_out(page: Page, real: RealProvider):
    sign_in(page, real, "mia.mc-admins", "/settings")
    # No script of the page has the session.
    assert "mc_session" not in page.evaluate("document.cookie")
    People(f"sqlite:///{real.server.data_dir / 'mission-control.db'}").begin_session("mia@example.org")
    page.reload()
    sessions = page.get_by_role("list", name="Browsers in which you are signed in").get_by_role("listitem")
    expect(sessions.filter(has_text="This browser")).to_contain_text("Chrome on Linux")
    expect(sessions.filter(has_text="A browser that does not say what it is")).to_be_visible()
    page.get_by_role("button", name="Sign out everywhere else").click()
    page.get_by_role("alertdialog").get_by_role("button", name="Sign out").click()
    expect(page.get_by_text("You are signed in here alone")).to_be_visible()
    expect(sessions).to_have_count(1)
    keys = page.get_by_role("region", name="API keys")
    keys.get_by_role("button", name="New API key").click()
    dialog = page.get_by_role("dialog", name="New API key")
    dialog.get_by_label("Name").fill("Nightly report")
    assert violations(page) == {}
    # Two clicks make one key.
    dialog.get_by_role("button", name="Make the key").dblclick()
    key = page.get_by_test_id("api-key").inner_text()
    assert violations(page) == {}
    page.get_by_role("button", name="Done").click()
    assert ask(real, key).json()["email"] == "mia@example.org"
    page.reload()
    row = keys.get_by_role("listitem").filter(has_text="Nightly report")
    expect(row).to_contain_text("Read")
    expect(page.locator("body")).not_to_contain_text(key)
    row.get_by_role("button", name="Revoke Nightly report").click()
    page.get_by_role("alertdialog").get_by_role("button", name="Revoke").click()
    # A dialog hides the row behind it before it is gone.
    expect(page.get_by_text("Nightly report was revoked")).to_be_visible()
    expect(row).to_have_count(0)
    assert ask(real, key).status_code == 401
    page.get_by_role("button", name="Sign out").click()
    page.wait_for_url(f"{real.url}/**")
    page.goto(f"{real.server.base_url}/settings")
    expect(page.get_by_role("link", name="Sign in with Example ID")).to_be_visible()


def test_an_admin_lets_a_service_in_and_members_see_no_keys_of_others(page: Page, real: RealProvider):
    sign_in(page, real, "ada.mc-admins", "/organization")
    keys = page.get_by_role("region", name="API keys")
    keys.get_by_role("button", name="New service key").click()
    dialog = page.get_by_role("dialog", name="New service key")
    dialog.get_by_label("Name").fill("Importer")
    dialog.get_by_label("Scope").select_option("write")
    dialog.get_by_role("button", name="Make the key").click()
    key = page.get_by_test_id("api-key").inner_text()
    page.get_by_role("button", name="Done").click()
    assert ask(real, key).json()["name"] == "Importer"
    expect(keys.get_by_role("listitem").filter(has_text="Importer")).to_contain_text("A service")
    importer = page.get_by_role("region", name="Members").get_by_role("listitem").filter(has_text="Importer")
    expect(importer).to_contain_text("Service")
    expect(importer.get_by_label("Role of Importer").locator("option")).to_have_text(["Admin", "Member"])
    assert violations(page) == {}


def test_a_provider_that_refuses_leads_back_with_the_reason(page: Page, real: RealProvider):
    page.goto(f"{real.server.base_url}/api/v1/auth/oidc/callback?error=access_denied&state=none")
    expect(page.get_by_role("status").filter(has_text="begun in another browser")).to_be_visible()
    expect(page.get_by_role("link", name="Sign in with Example ID")).to_be_visible()
    assert violations(page) == {}
