"""People who sign in with a real OpenID provider, by browser and by bearer tokens, and whoever attacks the way."""

from __future__ import annotations

import re
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import parse_qs, urlsplit
from uuid import uuid4

import httpx
import pytest

from tests.support.command import Installation
from tests.support.identity_provider import IdentityProvider, send_json
from tests.support.openid_provider import CALLBACK, ORGANIZATION, RealProvider, server_with_a_provider
from tests.support.processes import wait_until
from tests.support.server import ServerProcess
from tests.support.world import code_of, ok

SESSIONS = "/api/v1/users/me/sessions"
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0"
IPHONE = "Mozilla/5.0 (iPhone; CPU iPhone OS 19_0 like Mac OS X) AppleWebKit/605.1.15 Version/19.0 Mobile Safari/604.1"
START, SIGN_OUT = "/api/v1/auth/oidc/start", "/api/v1/auth/oidc/sign-out"
ME, MINE = "/api/v1/users/me", "/api/v1/organizations/me/list"


@pytest.fixture(scope="module")
def real(module_database: str) -> Iterator[RealProvider]:
    with server_with_a_provider(module_database) as provider:
        yield provider


OPEN: list[httpx.Client] = []


@pytest.fixture(autouse=True)
def closed_browsers() -> Iterator[None]:
    yield
    while OPEN:
        OPEN.pop().close()


class Browser:
    """Follows redirects by hand, and fills in the provider's forms."""

    def __init__(self, server: ServerProcess) -> None:
        self.server = server
        self.client = httpx.Client(timeout=30, trust_env=False)
        OPEN.append(self.client)

    def begin(self, to: str = "/boards") -> str:
        reply = self.client.get(f"{self.server.base_url}{START}", params={"to": to})
        assert reply.status_code == 303, reply.text
        return reply.headers["location"]

    def sign_in_there(self, location: str, name: str) -> str:
        """The address of ours that the provider sends the browser back to."""
        reply = self.client.get(location)
        for _ in range(10):
            if reply.is_redirect:
                location = str(reply.url.join(reply.headers["location"]))
                if location.startswith(self.server.base_url):
                    return location
                reply = self.client.get(location)
            else:
                action = re.findall(r'action="([^"]+)"', reply.text)[0]
                prompt = re.findall(r'name="prompt" value="(\w+)"', reply.text)[0]
                reply = self.client.post(action, data={"prompt": prompt, "login": name, "password": "any"})
        raise AssertionError("the provider did not send the browser back")

    def sign_in(self, name: str, to: str = "/boards") -> httpx.Response:
        return self.client.get(self.sign_in_there(self.begin(to), name))

    def ask(self, path: str, method: str = "GET", **options: object) -> httpx.Response:
        headers = {"Authorization": "Session cookie"}
        return self.client.request(method, f"{self.server.base_url}{path}", headers=headers, **options)  # type: ignore[arg-type]


def _where(reply: httpx.Response) -> tuple[str, dict[str, list[str]]]:
    assert reply.status_code == 303, reply.text
    parts = urlsplit(reply.headers["location"])
    assert parts.netloc == "", "only ever to our own pages"
    return parts.path, parse_qs(parts.query)


def test_a_browser_signs_in_works_and_signs_out(real: RealProvider) -> None:
    browser = Browser(real.server)
    mode = ok(browser.client.get(f"{real.server.base_url}/api/v1/auth/mode"))
    assert mode == {"mode": "oidc", "provider": "Example ID", "start_path": START}
    name = f"ada{uuid4().hex[:6]}"
    arrived = browser.sign_in(f"{name}.mc-people", to="/boards?view=list")
    assert _where(arrived) == ("/sign-in", {"arrived": ["true"], "to": ["/boards?view=list"]})
    cookie = next(it for it in arrived.headers.get_list("set-cookie") if it.startswith("mc_session="))
    assert "HttpOnly" in cookie
    assert "samesite=lax" in cookie.lower()
    me = ok(browser.ask(ME))
    assert (me["clerk_user_id"], me["email"]) == (f"oidc:{name}.mc-people", f"{name}@example.org")
    assert browser.client.get(f"{real.server.base_url}{ME}").status_code == 401, "the cookie alone is nothing"
    assert browser.client.post(f"{real.server.base_url}{SIGN_OUT}").json() == {"redirect": None}
    token = browser.client.cookies["mc_session"]
    assert ok(browser.ask(SIGN_OUT, "POST"))["redirect"].startswith(f"{real.url}/session/end?")
    assert code_of(browser.ask(ME))[0] == 401
    browser.client.cookies.set("mc_session", token, domain="127.0.0.1", path="/api")
    assert code_of(browser.ask(ME)) == (401, "session_ended")


def test_a_person_sees_where_they_are_signed_in_and_ends_what_they_like(real: RealProvider) -> None:
    name = f"ida{uuid4().hex[:6]}.mc-people"
    laptop, phone, desk = Browser(real.server), Browser(real.server), Browser(real.server)
    for browser, agent in ((laptop, FIREFOX), (phone, IPHONE), (desk, "curl")):
        browser.client.headers["user-agent"] = agent
        browser.sign_in(name)
    page = ok(laptop.ask(SESSIONS))
    seen = {it["device"]: it for it in page["items"]}
    assert page["total"] == 3
    assert set(seen) == {"Firefox on Linux", "Safari on iPhone", None}
    assert [it["device"] for it in page["items"] if it["is_current"]] == ["Firefox on Linux"]
    assert {it["address"] for it in page["items"]} == {"127.0.0.1"}
    assert all(it["last_used_at"] and it["expires_at"] for it in page["items"])
    stranger = Browser(real.server)
    stranger.sign_in(f"eve{uuid4().hex[:6]}.mc-people")
    assert ok(stranger.ask(SESSIONS))["total"] == 1
    desk_session = f"{SESSIONS}/{seen[None]['id']}"
    assert code_of(stranger.ask(desk_session, "DELETE"))[0] == 404

    headers = {"Authorization": "Session cookie"}
    with phone.client.stream("GET", f"{real.server.base_url}/api/v1/events", headers=headers) as stream:
        lines = stream.iter_lines()
        assert any("hello" in line for line in lines)
        ok(laptop.ask(desk_session, "DELETE"))
        assert code_of(desk.ask(ME)) == (401, "session_ended")
        ok(phone.ask(ME))
        assert ok(laptop.ask(SESSIONS, "DELETE")) == {"ended": 1}
        for _ in lines:
            pass  # It ends, and not because it was looked at again by and by.
    assert code_of(phone.ask(ME)) == (401, "session_ended")
    assert [it["device"] for it in ok(laptop.ask(SESSIONS))["items"]] == ["Firefox on Linux"]
    owner = Browser(real.server)
    owner.sign_in("otto.mc-owners")
    told = ok(owner.ask("/api/v1/audit", params={"event_type": "auth.session_ended"}))["items"]
    assert {it["details"]["device"] for it in told[:2]} == {"Safari on iPhone", None}
    assert told[0]["actor"]["name"].startswith("Ida")


def test_roles_come_from_the_claim_at_each_sign_in_and_an_owner_stays(real: RealProvider) -> None:
    first = Browser(real.server)
    first.sign_in("olga.mc-people")
    role = {it["name"]: it["role"] for it in ok(first.ask(MINE))}
    assert role[ORGANIZATION] in {"owner", "member"}
    owner = Browser(real.server)
    owner.sign_in("otto.mc-owners")
    assert {it["name"]: it["role"] for it in ok(owner.ask(MINE))} == {ORGANIZATION: "owner"}
    admin = Browser(real.server)
    admin.sign_in(f"adam{uuid4().hex[:6]}.mc-people.mc-admins")
    assert {it["name"]: it["role"] for it in ok(admin.ask(MINE))} == {ORGANIZATION: "admin"}
    members = ok(owner.ask("/api/v1/organizations/me/members"))["items"]
    adam = next(it for it in members if it["user_id"] == ok(admin.ask(ME))["id"])
    ok(owner.ask(f"/api/v1/organizations/me/members/{adam['id']}", "PATCH", json={"role": "member"}))
    unsure = Browser(real.server)
    unsure.sign_in(f"unverified-{uuid4().hex[:6]}.mc-people")
    assert ok(unsure.ask(ME))["email"] is None, "an address that nobody verified is nobody's"
    stranger = Browser(real.server)
    assert _where(stranger.sign_in(f"nora{uuid4().hex[:6]}")) == ("/sign-in", {"error": ["not_admitted"]})
    assert stranger.ask(ME).status_code == 401


def test_who_sees_to_the_installation_is_named_on_the_server(real: RealProvider, tmp_path: Path) -> None:
    here = Installation(tmp_path, **real.server.environment())
    browser = Browser(real.server)
    owner = Browser(real.server)
    owner.sign_in("otto.mc-owners")
    name = f"ina{uuid4().hex[:6]}"
    assert here.run("admins", "add", f"{name}@example.org").returncode == 1, "nobody has signed in with it"
    browser.sign_in(f"{name}.mc-people")
    jobs = "/api/v1/system/failed-jobs"
    for refused in (owner, browser):
        assert refused.ask(jobs).status_code == 403
        assert ok(refused.ask("/api/v1/system/status"))["runs_installation"] is False
    done = here.run("admins", "add", f"{name.upper()}@example.org")
    assert done.returncode == 0, done.stderr
    assert name in here.run("admins", "list").stdout
    assert ok(browser.ask(jobs))["items"] == []
    assert owner.ask(jobs).status_code == 403
    told = ok(owner.ask("/api/v1/audit", params={"event_type": "user.installation_admin"}))["items"]
    assert name in told[0]["message"].lower()
    assert here.run("admins", "remove", f"{name}@example.org").returncode == 0
    assert browser.ask(jobs).status_code == 403


def test_answers_are_taken_once_by_the_browser_that_asked(real: RealProvider) -> None:
    browser = Browser(real.server)
    back = browser.sign_in_there(browser.begin(), "mia.mc-people")
    other = Browser(real.server)
    assert _where(other.client.get(back)) == ("/sign-in", {"error": ["sign_in_lost"]})
    wrong = httpx.URL(back)
    for change, code in (
        ({"state": "guessed"}, "state_mismatch"),
        ({"state": ""}, "state_mismatch"),
        ({"iss": "https://evil.example.org"}, "issuer_mismatch"),
    ):
        victim = Browser(real.server)
        victim.client.cookies = httpx.Cookies(browser.client.cookies)
        assert _where(victim.client.get(wrong.copy_merge_params(change))) == ("/sign-in", {"error": [code]})
    without = httpx.URL(back).copy_remove_param("iss")
    victim = Browser(real.server)
    victim.client.cookies = httpx.Cookies(browser.client.cookies)
    assert _where(victim.client.get(without))[1] == {"error": ["issuer_mismatch"]}, "this provider names itself"
    kept = httpx.Cookies(browser.client.cookies)
    assert _where(browser.client.get(back))[1]["arrived"] == ["true"]
    assert _where(browser.client.get(back))[1] == {"error": ["sign_in_lost"]}
    browser.client.cookies = kept
    assert _where(browser.client.get(back))[1] == {"error": ["code_refused"]}, "the code was used"
    started = Browser(real.server)
    state = parse_qs(urlsplit(started.begin()).query)["state"][0]
    denied = {"state": state, "iss": real.url, "error": "access_denied"}
    assert _where(started.client.get(f"{real.server.base_url}{CALLBACK}", params=denied))[1] == {"error": ["denied"]}


@pytest.mark.parametrize(
    "target",
    ["//evil.example.org", "https://evil.example.org/", "/\\evil.example.org", "javascript:alert(1)", "/\r\nx"],
)
def test_nobody_is_led_to_foreign_pages(real: RealProvider, target: str) -> None:
    browser = Browser(real.server)
    assert _where(browser.sign_in("mia.mc-people", to=target)) == ("/sign-in", {"arrived": ["true"], "to": ["/"]})


def test_a_session_is_no_key_and_hostile_cookies_are_nothing(real: RealProvider) -> None:
    browser = Browser(real.server)
    browser.sign_in("mia.mc-people")
    token = browser.client.cookies["mc_session"]
    with real.server.client(headers={"Authorization": f"Bearer {token}"}) as client:
        assert client.get(ME).status_code == 401
    for hostile in ("x", f"{token}x", token[:-1], f"mcs_{'0' * 32}_x", "mcs__", "x" * 4000):
        with real.server.client(
            headers={"Authorization": "Session cookie", "Cookie": f"mc_session={hostile}"}
        ) as client:
            assert code_of(client.get(ME))[0] == 401, hostile


# --- a provider of our own, which lies


@pytest.fixture
def liar() -> Iterator[IdentityProvider]:
    made = IdentityProvider()
    yield made
    made.close()


def test_bearer_tokens_and_a_provider_that_is_away_or_lies(
    database: str, start_server: Callable[..., ServerProcess], liar: IdentityProvider, tmp_path: Path
) -> None:
    env = {"AUTH_MODE": "oidc", "OIDC_ISSUER": liar.url, "OIDC_CLIENT_ID": "mission-control"}
    server = start_server(database, env=env | {"SIGN_IN_KEYS_REFETCH_SECONDS": "0.1"})
    # Said before anybody tries.
    wait_until(lambda: "sign_in.provider_unusable" in server.logs(lines=400), timeout=30)
    browser = Browser(server)
    reply = browser.client.get(f"{server.base_url}{START}")
    assert _where(reply) == ("/sign-in", {"error": ["provider_unreachable"]}), "it has no discovery yet"
    said = {
        "issuer": liar.url,
        "jwks_uri": f"{liar.url}/v1/jwks",
        "authorization_endpoint": f"{liar.url}/authorize?tenant=1",
        "token_endpoint": f"{liar.url}/token",
    }
    documents: dict[str, object] = {"/.well-known/openid-configuration": said}

    def speak(request: object) -> bool:
        path = request.path  # type: ignore[attr-defined]
        if path in documents:
            send_json(request, documents[path])  # type: ignore[arg-type]
        return path in documents

    liar.mood = speak
    time.sleep(5.2)  # What failed is not asked again for a moment.
    person = f"user-{uuid4().hex}"
    token = liar.token(person, aud="mission-control", email="Eve@Example.org", email_verified=True, name="Eve")
    with server.client(headers={"Authorization": f"Bearer {token}"}) as client:
        assert (ok(client.get(ME))["clerk_user_id"], ok(client.get(ME))["email"]) == (
            f"oidc:{person}",
            "eve@example.org",
        )
    for over, code in (
        ({"nonce": "of a sign-in"}, "token_id_token"),
        ({"at_hash": "x"}, "token_id_token"),
        ({"typ": "ID"}, "token_id_token"),
        ({"aud": "another"}, "token_audience"),
        ({"aud": None}, "token_claims"),
        ({"iss": "x"}, "token_issuer"),
    ):
        refused = liar.token(person, **({"aud": "mission-control"} | over))
        with server.client(headers={"Authorization": f"Bearer {refused}"}) as client:
            assert code_of(client.get(ME)) == (401, code)
    for nonce, aud, expected in (
        ("guessed", "mission-control", "nonce_mismatch"),
        (None, "mission-control", "nonce_mismatch"),
        ("right", "another", "token_audience"),
        ("right", "mission-control", None),
    ):
        location = browser.begin()
        asked = parse_qs(urlsplit(location).query)
        assert asked["tenant"] == ["1"]
        assert asked["code_challenge_method"] == ["S256"]
        given = asked["nonce"][0] if nonce == "right" else nonce
        documents["/token"] = {"id_token": liar.token(person, aud=aud, nonce=given), "access_token": "x"}
        back = browser.client.get(f"{server.base_url}{CALLBACK}", params={"state": asked["state"][0], "code": "c"})
        assert _where(back)[1].get("error") == ([expected] if expected else None)
    assert ok(browser.ask(ME))["clerk_user_id"] == f"oidc:{person}"
    here = Installation(tmp_path, **env | {"OIDC_ISSUER": f"{liar.url}/realms/x"})
    documents["/realms/x/.well-known/openid-configuration"] = said
    found = here.run("doctor")
    assert found.returncode == 1
    assert f"it calls itself '{liar.url}', and OIDC_ISSUER must be that" in found.stdout
    assert "answers, and has keys" in here.run("doctor", OIDC_ISSUER=liar.url).stdout
    liar.close()
    assert ok(browser.ask(ME))["clerk_user_id"] == f"oidc:{person}", "who has signed in goes on"
