"""What who sees to the installation does: jobs that were given up; and the sign-in that takes a token of elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import closing

import pytest
from playwright.sync_api import Page, expect

from tests.e2e.steps import PATIENCE, live_mark, sign_in, violations
from tests.support.identity_provider import IdentityProvider
from tests.support.people import People
from tests.support.server import ServerProcess
from tests.support.world import ok
from tests.system.test_jobs import FAILED, give_up

pytestmark = [pytest.mark.e2e, pytest.mark.timeout(300)]


def test_jobs_that_were_given_up_are_dropped_and_queued_again(page: Page, server: ServerProcess) -> None:
    give_up(People(server.environment()["DATABASE_URL"]), "tests.first", "tests.second")
    sign_in(page, server, "/jobs")
    given_up = page.get_by_role("list", name="Jobs that were given up")
    expect(given_up.get_by_role("listitem")).to_have_count(2)
    expect(given_up).to_contain_text("Gone: the gateway was away")
    assert violations(page) == {}
    page.get_by_role("button", name="Drop tests.first").click()
    asked = page.get_by_role("alertdialog", name="Drop tests.first?")
    assert violations(page) == {}
    asked.get_by_role("button", name="Drop job").click()
    expect(given_up.get_by_role("listitem")).to_have_count(1)
    # Until it is closed the keys are the dialog's.
    expect(asked).to_have_count(0)
    page.keyboard.press("j")
    page.keyboard.press("Enter")
    expect(page.get_by_text("tests.second is queued again")).to_be_visible()
    expect(page.get_by_text("No job was given up")).to_be_visible()
    with server.as_operator() as operator:
        assert ok(operator.get(FAILED))["total"] == 0


@pytest.fixture
def provider() -> Iterator[IdentityProvider]:
    with closing(IdentityProvider()) as made:
        yield made


def test_a_session_token_of_clerk_is_pasted(page: Page, provider: IdentityProvider) -> None:
    env = {"AUTH_MODE": "clerk", "CLERK_SECRET_KEY": "sk_test_secret", "CLERK_API_URL": provider.url}
    with ServerProcess(env=env | {"CLERK_ISSUER": provider.url}) as server:
        server.start()
        page.set_default_timeout(PATIENCE)
        page.goto(f"{server.base_url}/settings")
        field = page.get_by_label("Clerk session token")
        field.fill("not-a-token")
        page.get_by_role("button", name="Sign in").click()
        expect(page.get_by_role("alert")).to_be_visible()
        assert violations(page) == {}
        field.fill(provider.token("user_ada", name="Ada", email="ada@example.org"))
        page.get_by_role("button", name="Sign in").click()
        expect(live_mark(page)).to_have_text("Live")
        expect(page.get_by_label("Name", exact=True)).to_have_value("Ada")
