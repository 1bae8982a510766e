"""People with Clerk's session tokens, signed by keys of our own."""

from __future__ import annotations

import base64
import hashlib
import hmac
import json
import random
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler
from pathlib import Path
from typing import Any
from uuid import uuid4

import httpx
import jwt
import pytest
from cryptography.hazmat.primitives import serialization

from tests.support.command import Installation
from tests.support.identity_provider import IdentityProvider, Json, SigningKey, send_json
from tests.support.processes import wait_until
from tests.support.server import ServerProcess
from tests.support.world import code_of, ok

ME = "/api/v1/users/me"
SECRET = "sk_test_of_the_tests"
AGAIN_SECONDS = 0.5


@pytest.fixture(scope="module")
def provider() -> Iterator[IdentityProvider]:
    made = IdentityProvider()
    yield made
    made.close()


@pytest.fixture(scope="module")
def server(module_database: str, provider: IdentityProvider) -> Iterator[ServerProcess]:
    env = {
        "AUTH_MODE": "clerk",
        "CLERK_SECRET_KEY": SECRET,
        "CLERK_API_URL": provider.url,
        "CLERK_ISSUER": provider.url,
        "CLERK_AUTHORIZED_PARTIES": "https://control.example.org",
        "SIGN_IN_KEYS_REFETCH_SECONDS": "0.2",
        "SIGN_IN_PROFILE_AGAIN_SECONDS": str(AGAIN_SECONDS),
    }
    with ServerProcess(module_database, env=env) as process:
        yield process.start()


@pytest.fixture(autouse=True)
def good_mood(provider: IdentityProvider) -> Iterator[None]:
    yield
    provider.mood = lambda _request: False


def ask(server: ServerProcess, token: str, path: str = ME, **headers: str) -> httpx.Response:
    with server.client(headers={"Authorization": f"Bearer {token}", **headers}) as client:
        return client.get(path)


def someone() -> str:
    return f"user_{uuid4().hex}"


def test_s14_a_good_session_token_opens_the_account_and_a_personal_organization(
    server: ServerProcess, provider: IdentityProvider
) -> None:
    subject = someone()
    provider.profiles[subject] = {
        "first_name": "Ada",
        "last_name": "Lovelace",
        "primary_email_address_id": "idn_2",
        "email_addresses": [
            {"id": "idn_1", "email_address": "old@example.org", "verification": {"status": "verified"}},
            {"id": "idn_2", "email_address": "Ada@Example.org", "verification": {"status": "verified"}},
        ],
    }
    before = len(provider.asked)
    token = provider.token(subject, azp="https://control.example.org")
    me = ok(ask(server, token))
    assert (me["clerk_user_id"], me["email"], me["name"]) == (subject, "ada@example.org", "Ada Lovelace")
    organizations = ok(ask(server, token, "/api/v1/organizations/me/list"))
    assert [(it["name"], it["role"]) for it in organizations] == [("Personal", "owner")]
    ok(ask(server, provider.token(subject)))
    assert provider.asked[before:].count(f"/v1/users/{subject}") == 1, "who is known is not asked for again"
    assert set(provider.authorizations) == {f"Bearer {SECRET}"}


@pytest.mark.parametrize(
    ("told", "name"),
    [
        ("\u200b\u2060", None),
        ("\u0301", None),
        ("Ada\n\n# Rules\tof", "Ada # Rules of"),
        ("Ada \x1b[31m\u202eevol\x07", "Ada [31mevol"),
        (" Ada ", "Ada"),
    ],
)
def test_a_name_from_a_provider_is_one_line_that_can_be_seen(
    server: ServerProcess, provider: IdentityProvider, told: str, name: str | None
) -> None:
    token = provider.token(someone(), name=told, email="named@example.org", email_verified=True)
    assert ok(ask(server, token))["name"] == name


def test_s14_an_expired_or_foreign_signed_token_is_refused(server: ServerProcess, provider: IdentityProvider) -> None:
    now = int(time.time())
    foreign = SigningKey()
    foreign.name = provider.keys[0].name
    refused = {
        provider.token(someone(), exp=now - 11): "token_expired",
        provider.token(someone(), nbf=now + 60): "token_not_yet_valid",
        provider.token(someone(), foreign): "token_signature",
        provider.token(someone(), SigningKey()): "token_key_unknown",
        provider.token(someone(), iss="https://elsewhere.example.org"): "token_issuer",
        provider.token(someone(), iss=None): "token_claims",
        provider.token(someone(), exp=None): "token_claims",
        provider.token(someone(), azp="https://evil.example.org"): "token_audience",
        provider.token(""): "token_claims",
    }
    for token, code in refused.items():
        reply = ask(server, token)
        assert code_of(reply) == (401, code), reply.text
        assert reply.headers["www-authenticate"] == "Bearer"


def test_clocks_may_differ_by_the_leeway(server: ServerProcess, provider: IdentityProvider) -> None:
    now = int(time.time())
    allowed: list[Json] = [{"exp": now - 5}, {"nbf": now + 5, "iat": now + 5}]
    for over in allowed:
        ok(ask(server, provider.token(someone(), **over)))


def test_s11_s13_only_the_authorization_header_counts_and_the_local_token_does_not(
    server: ServerProcess, provider: IdentityProvider
) -> None:
    assert code_of(ask(server, server.token)) == (401, "unauthorized")
    with server.client(headers={"Cookie": f"__session={provider.token(someone())}"}) as client:
        assert code_of(client.get(ME)) == (401, "unauthorized")
        assert code_of(client.get(ME, headers={"Authorization": f"Basic {provider.token(someone())}"}))[0] == 401


def test_first_calls_at_once_make_one_account(server: ServerProcess, provider: IdentityProvider) -> None:
    subject = someone()
    token = provider.token(subject, email="twin@example.org", email_verified=True, name="Twin")
    with ThreadPoolExecutor(8) as pool:
        replies = list(pool.map(lambda _n: ask(server, token, "/api/v1/organizations/me"), range(8)))
    assert len({ok(reply)["id"] for reply in replies}) == 1


def _profile(email: str, status: str, **over: Any) -> Json:
    entry = {"id": "idn_1", "email_address": email, "verification": {"status": status}}
    return {"first_name": "Eve", "primary_email_address_id": "idn_1", "email_addresses": [entry], **over}


def test_an_invite_for_a_verified_address_is_accepted_by_signing_in(
    server: ServerProcess, provider: IdentityProvider
) -> None:
    email = f"{uuid4().hex}@example.org"
    with server.client(headers={"Authorization": f"Bearer {provider.token(someone(), name='Olga')}"}) as owner:
        organization = ok(owner.get("/api/v1/organizations/me"))
        ok(owner.post("/api/v1/organizations/me/invites", json={"invited_email": email, "role": "admin"}))
    liars = [someone() for _ in range(4)]
    provider.profiles[liars[3]] = _profile(email, "unverified")
    for liar, claims in (
        (liars[0], {"email": email, "email_verified": False}),
        (liars[1], {"email": email}),
        (liars[2], {"email_addresses": [{"email_address": email}], "email_verified": "yes"}),
        (liars[3], {"email": email, "email_verified": True}),
    ):
        assert ok(ask(server, provider.token(liar, **claims), "/api/v1/organizations/me"))["id"] != organization["id"]
    good = provider.token(someone(), email=email.upper(), email_verified=True)
    joined = ask(server, good, "/api/v1/organizations/me/list")
    assert [(it["id"], it["role"]) for it in ok(joined)] == [(organization["id"], "admin")]


def test_a_look_at_the_profile_that_failed_is_repeated_and_accepts_what_waits(
    server: ServerProcess, provider: IdentityProvider
) -> None:
    email, subject = f"{uuid4().hex}@example.org", someone()
    with server.client(headers={"Authorization": f"Bearer {provider.token(someone(), name='Olga')}"}) as owner:
        ok(owner.post("/api/v1/organizations/me/invites", json={"invited_email": email, "role": "member"}))
    provider.profiles[subject] = _profile(email, "verified")

    def broken(request: BaseHTTPRequestHandler) -> bool:
        if subject in request.path:
            send_json(request, {"errors": []}, 500)
        return subject in request.path

    provider.mood = broken
    token = provider.token(subject)
    assert ok(ask(server, token))["email"] is None
    provider.mood = lambda _request: False
    assert wait_until(lambda: ok(ask(server, token))["email"] == email, timeout=30)
    assert provider.asked.count(f"/v1/users/{subject}") >= 2
    for _ in range(3):
        ok(ask(server, token))
    time.sleep(AGAIN_SECONDS + 0.1)
    before = len(provider.asked)
    ok(ask(server, token))
    assert provider.asked[before:] == [], "who is known whole is not asked for again"


def test_who_deletes_their_account_is_deleted_at_the_provider_too_whenever_it_can_be_asked(
    server: ServerProcess, provider: IdentityProvider
) -> None:
    known, gone = someone(), someone()
    provider.profiles[known] = _profile("leaving@example.org", "verified")
    refused: list[str] = []

    def deletes_nothing_at_first(request: BaseHTTPRequestHandler) -> bool:
        if request.command != "DELETE" or refused:
            return False
        refused.append(request.path)
        send_json(request, {"errors": []}, 503)
        return True

    provider.mood = deletes_nothing_at_first
    for subject in (known, gone):
        with server.client(headers={"Authorization": f"Bearer {provider.token(subject, name='Lea')}"}) as leaving:
            ok(leaving.get(ME))
            ok(leaving.delete(ME))
    assert wait_until(lambda: known not in provider.profiles, timeout=60)
    assert len(refused) == 1
    deleted = f"/v1/users/{gone}"
    assert wait_until(lambda: deleted in provider.deleted, timeout=60), (
        "who is not known there any more is gone as well"
    )


def test_keys_rotate_and_a_withdrawn_key_ends_what_it_signed(server: ServerProcess, provider: IdentityProvider) -> None:
    old = provider.keys[0]
    token = provider.token(someone())
    ok(ask(server, token))
    new = SigningKey("ES256")
    provider.keys = [new]
    try:
        time.sleep(0.3)
        ok(ask(server, provider.token(someone(), new)))
        assert code_of(ask(server, token)) == (401, "token_key_unknown")
    finally:
        provider.keys = [SigningKey(), old]
    time.sleep(0.3)
    ok(ask(server, token))


def test_unknown_keys_are_asked_for_now_and_then_only(server: ServerProcess, provider: IdentityProvider) -> None:
    time.sleep(0.3)
    before = len(provider.asked)
    started = time.monotonic()
    for _ in range(20):
        assert code_of(ask(server, provider.token(someone(), SigningKey("ES256")))) == (401, "token_key_unknown")
    assert len(provider.asked) - before <= 2 + (time.monotonic() - started) / 0.2


def _away(request: BaseHTTPRequestHandler) -> bool:
    request.close_connection = True
    request.connection.close()
    return True


def _broken(request: BaseHTTPRequestHandler) -> bool:
    send_json(request, {"keys": "none"})
    return True


def _empty(request: BaseHTTPRequestHandler) -> bool:
    send_json(request, {"keys": []})
    return True


def _redirecting(request: BaseHTTPRequestHandler) -> bool:
    request.send_response(302)
    request.send_header("location", "http://127.0.0.1:1/")
    request.send_header("content-length", "0")
    request.end_headers()
    return True


def _huge(request: BaseHTTPRequestHandler) -> bool:
    send_json(request, {"keys": [{"kty": "RSA", "n": "x" * 3_000_000}]})
    return True


def _weak(request: BaseHTTPRequestHandler) -> bool:
    secret = base64.urlsafe_b64encode(b"k" * 32).decode()
    send_json(request, {"keys": [{"kty": "oct", "k": secret, "kid": "weak", "alg": "HS256"}]})
    return True


@pytest.mark.parametrize("mood", [_away, _broken, _empty, _redirecting, _huge, _weak], ids=lambda it: it.__name__)
def test_known_keys_go_on_whatever_the_key_server_does(
    server: ServerProcess, provider: IdentityProvider, mood: Callable[[BaseHTTPRequestHandler], bool]
) -> None:
    good = provider.token(someone(), email="a@example.org", email_verified=True, name="A")
    ok(ask(server, good))
    time.sleep(0.3)
    provider.mood = mood
    assert code_of(ask(server, provider.token(someone(), SigningKey("ES256")))) == (401, "token_key_unknown")
    ok(ask(server, provider.token(someone(), email="b@example.org", email_verified=True, name="B")))
    weak = jwt.encode({"sub": "user_weak", "exp": time.time() + 60}, b"k" * 32, "HS256", headers={"kid": "weak"})
    assert code_of(ask(server, weak)) == (401, "token_algorithm")


def test_without_any_keys_the_answer_is_to_come_back(
    database: str, start_server: Callable[..., ServerProcess], provider: IdentityProvider
) -> None:
    env = {"AUTH_MODE": "clerk", "CLERK_SECRET_KEY": SECRET, "CLERK_API_URL": provider.url}
    server = start_server(database, env=env | {"SIGN_IN_KEYS_REFETCH_SECONDS": "0.1", "RATE_LIMIT_SIGN_IN": "3/60"})
    provider.mood = _away
    token = provider.token(someone(), name="Early", email="early@example.org")
    for _ in range(4):
        refused = ask(server, token)
        assert code_of(refused) == (503, "key_server_unreachable")
        assert refused.json()["retryable"] is True
    provider.mood = lambda _request: False
    time.sleep(0.2)
    ok(ask(server, token))
    failed = [ask(server, provider.token(someone(), exp=1)).status_code for _ in range(5)]
    assert failed == [401, 401, 401, 429, 429]
    ok(ask(server, token))


def test_s12_a_mode_that_is_incomplete_or_unknown_does_not_start(tmp_path: Path) -> None:
    for env, words in (
        ({"AUTH_MODE": "magic"}, "AUTH_MODE"),
        ({"AUTH_MODE": "clerk"}, "CLERK_SECRET_KEY"),
        ({"AUTH_MODE": "clerk", "CLERK_SECRET_KEY": " "}, "CLERK_SECRET_KEY"),
        ({"AUTH_MODE": "oidc", "OIDC_CLIENT_ID": "x"}, "OIDC_ISSUER"),
        ({"AUTH_MODE": "oidc", "OIDC_ISSUER": "ftp://x", "OIDC_CLIENT_ID": "x"}, "OIDC_ISSUER"),
        ({"AUTH_MODE": "oidc", "OIDC_ISSUER": "https://x", "OIDC_CLIENT_ID": "x", "OIDC_ROLE_MAP": "a=king"}, "ROLE"),
        (
            {
                "AUTH_MODE": "oidc",
                "ENVIRONMENT": "production",
                "BASE_URL": "https://x",
                "OIDC_ISSUER": "http://x",
                "OIDC_CLIENT_ID": "x",
            },
            "https://",
        ),
    ):
        done = Installation(tmp_path, **env).run("doctor")
        assert done.returncode != 0, env
        assert words in done.stdout + done.stderr, env


# --- a thousand hostile tokens


def _b64(value: Any) -> str:
    raw = value if isinstance(value, bytes) else json.dumps(value).encode()
    return base64.urlsafe_b64encode(raw).rstrip(b"=").decode()


def _unsigned(header: Any, claims: Any, signature: bytes = b"") -> str:
    return f"{_b64(header)}.{_b64(claims)}.{_b64(signature)}"


def _hostile(provider: IdentityProvider, chance: random.Random) -> str:
    """A token that somebody made who does not have the key, or was made for something else."""
    key, now = provider.keys[0], int(time.time())
    pem = key.private.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    own = _OWN_KEY
    claims: Json = {"sub": "user_victim", "iat": now, "exp": now + 3600, "iss": provider.url}
    base = {"typ": "JWT", "kid": key.name}
    good = provider.token("user_victim")
    head, body, signature = good.split(".")

    def with_secret(secret: bytes, alg: str = "HS256") -> str:
        signed = f"{_b64({**base, 'alg': alg})}.{_b64(claims)}"
        return f"{signed}.{_b64(hmac.new(secret, signed.encode(), hashlib.sha256).digest())}"

    kinds: list[Callable[[], str]] = [
        lambda: _unsigned({**base, "alg": chance.choice(["none", "None", "NONE", "nOnE", "", None, 7, []])}, claims),
        lambda: with_secret(pem),
        lambda: with_secret(json.dumps(key.public).encode(), chance.choice(["HS256", "HS512", "RS256"])),
        lambda: own.sign(claims, kid=key.name),
        lambda: own.sign(claims, kid=key.name, jwk=own.public),
        lambda: own.sign(claims, kid=own.name, jku=f"{provider.url}/evil.json"),
        lambda: own.sign(claims, kid=key.name, x5u="https://evil.example.org/x.pem"),
        lambda: own.sign(claims, kid=chance.choice(["../../dev/null", "' OR 1=1 --", "x" * 5000, "\x00", "é", ""])),
        lambda: _unsigned(
            {**base, "alg": chance.choice(["RS512", "PS256", "ES384", "EdDSA", "RS1"])}, claims, b"x" * 64
        ),
        lambda: provider.token("user_victim", exp=chance.choice([0, -1, now - 3600, -(2**70), "soon", [], True])),
        lambda: provider.token("user_victim", exp=chance.choice(["", {}, "NaN", 1e-300])),
        lambda: provider.token("user_victim", nbf=now + chance.randint(60, 10**9)),
        lambda: provider.token("user_victim", iat=chance.choice([now + 3600, "then", [], 2**70])),
        lambda: provider.token("user_victim", iss=chance.choice(["", provider.url + "/", provider.url.upper(), [], 7])),
        lambda: provider.token("user_victim", azp=chance.choice(["https://evil.example.org", "", [], {}, 7])),
        lambda: own.sign({**claims, "sub": chance.choice(["", " ", "x" * 300, "a\x00b"])}, kid=key.name),
        lambda: provider.token(chance.choice(["", " ", "x" * 300, "a\x00b", 7, [], {}])),  # type: ignore[arg-type]
        lambda: f"{head}.{body}.{_flipped(signature, chance)}",
        lambda: f"{head}.{_b64({**claims, 'sub': 'user_admin'})}.{signature}",
        lambda: f"{head}.{body}.",
        lambda: f"{head}.{body}." + _b64(b"\x00" * 256),
        lambda: f"{_b64({**base, 'alg': 'RS256', 'crit': ['b64'], 'b64': False})}.{body}.{signature}",
        lambda: f"{'x' * chance.randint(17_000, 40_000)}.{body}.{signature}",
        lambda: ".".join(_b64(chance.randbytes(chance.randint(0, 60))) for _ in range(3)),
        lambda: chance.choice(
            ["..", "a.b.c", ". .", f"{head}..{signature}", f"{head}.{body}", f"{good}.x", "null.null.null"]
        ),
        lambda: _unsigned("[" * 3000, claims),
        lambda: _unsigned(b"[" * 6000, b"{" * 100),
        lambda: _unsigned({**base, "alg": "RS256"}, chance.choice([None, [], "x", 7]), b"x" * 256),
    ]
    return chance.choice(kinds)()


_OWN_KEY = SigningKey()


def _flipped(signature: str, chance: random.Random) -> str:
    place = chance.randrange(len(signature) - 2)
    other = chance.choice([it for it in "ABCDEFGHijklmnop0123456789-_" if it != signature[place]])
    return signature[:place] + other + signature[place + 1 :]


def test_a_thousand_hostile_tokens_are_all_refused_with_a_code(
    server: ServerProcess, provider: IdentityProvider
) -> None:
    chance = random.Random(20)
    ok(ask(server, provider.token("user_victim", name="Victim", email="victim@example.org")))
    codes: set[str] = set()
    wrong = []
    with server.client() as client:
        for _ in range(1_000):
            token = _hostile(provider, chance)
            reply = client.get(ME, headers=[(b"authorization", b"Bearer " + token.encode("latin-1"))])
            status, code = code_of(reply)
            codes.add(code)
            if status != 401:
                wrong.append(f"{status} {token[:300]}")
    assert wrong == []
    assert codes >= {"unauthorized", "token_malformed", "token_algorithm", "token_signature", "token_expired"}
    assert codes >= {"token_not_yet_valid", "token_issuer", "token_audience", "token_claims"}
    assert not any("evil" in path for path in provider.asked), "no token says where its key is"
