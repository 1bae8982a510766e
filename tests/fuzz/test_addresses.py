"""A thousand hostile addresses for each place that takes one: none is called at, and each is refused with a code."""

from __future__ import annotations

import asyncio
import re
import socket
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any
from urllib.parse import urlsplit

import httpcore
import httpx
import pytest

from mission_control.gateways.protocol import reaching
from mission_control.gateways.protocol import target as gateways
from mission_control.gateways.protocol.errors import CannotConnect
from mission_control.gateways.protocol.target import Target
from mission_control.kernel.http import outgoing
from mission_control.kernel.http.fetching import FetchFailed
from mission_control.sign_in.discovery import provider_of
from mission_control.skills import rules as skills
from mission_control.souls import rules as souls
from mission_control.souls.directory import PublicDirectory
from mission_control.subscriptions import rules as subscriptions
from tests.fuzz.addresses import POINTING_INSIDE, hostile
from tests.support.server import ServerProcess
from tests.support.world import code_of

MANY = 1_000
HOSTS = {"github.com", "git.example.org:8443"}
ISSUER = "https://id.example.org"


@pytest.fixture
def called(monkeypatch: pytest.MonkeyPatch) -> Iterator[list[str]]:
    """Where somebody was connected to. Names are looked up in a network that has one machine, at 10.0.0.7."""
    places: list[str] = []
    look_up = socket.getaddrinfo

    def looked_up(host: Any, port: Any, *more: Any, **others: Any) -> Any:
        name = host.decode() if isinstance(host, bytes) else str(host)
        if name.rstrip(".").lower() == POINTING_INSIDE:
            return look_up("10.0.0.7", port, *more, **others)
        try:
            # The forms of numbers that the system itself knows; no server of names is asked.
            socket.inet_aton(name)
        except (OSError, UnicodeError):
            if name.lower() not in {"localhost", "::1"} and ":" not in name:
                raise socket.gaierror(socket.EAI_NONAME, "unknown") from None
        return look_up(host, port, *more, **others)

    def connected(_self: Any, host: str, port: int, *_more: Any, **_others: Any) -> Any:
        places.append(f"{host}:{port}")
        raise httpcore.ConnectError("nobody is there")

    monkeypatch.setattr(socket, "getaddrinfo", looked_up)
    monkeypatch.setattr(httpcore.SyncBackend, "connect_tcp", connected)
    yield places
    assert places == []


def test_of_webhooks_out(called: list[str]) -> None:
    taken = [url for url in hostile("https", MANY) if not _is_refused(_as_a_webhook, url)]
    # What a name or an odd number means shows when it is used.
    assert POINTING_INSIDE in " ".join(taken)
    for url in taken:
        with pytest.raises(outgoing.NotSent, match=r"does not connect there|no machine is known"):
            outgoing.post(url, {}, b"{}", seconds=5, allow_private=False)
    assert called == []


def test_of_gateways(called: list[str]) -> None:
    async def all_of_them() -> int:
        refused = 0
        for url in hostile("wss", MANY):
            try:
                target = Target(gateways.checked_url(url), allow_private=False)
                await reaching.addresses_of(target)
            except (gateways.BadUrl, CannotConnect) as refusal:
                refused += bool(str(refusal))
        return refused

    assert asyncio.run(all_of_them()) == MANY
    assert called == []


def test_of_packs_and_skills() -> None:
    judges: dict[str, Callable[[str], object]] = {
        "pack": lambda url: skills.pack_url(url, HOSTS),
        "skill": skills.skill_url,
        "place of a skill": lambda url: skills.place_of(url, HOSTS),
    }
    told = {
        name: [url for url in hostile("https", MANY) if not _is_refused(judge, url)] for name, judge in judges.items()
    }
    # An agent would look that name up in its own network; it is told to fetch what was read, which this never is.
    assert {url for url in told["skill"] if POINTING_INSIDE not in url} == set()
    assert (told["pack"], told["place of a skill"]) == ([], [])


def test_of_souls() -> None:
    directory = PublicDirectory("https://souls.example.org/all")
    places = [*hostile("https", MANY), *(f"{directory.base}/souls/{url}" for url in hostile("https", MANY))]
    named = souls.listed("".join(f"<loc>{place}</loc>" for place in places), directory.base)
    # What looks like a name is one, and is read at the directory and nowhere else.
    for url in hostile("https", MANY):
        for pair in ((url, "a"), ("a", url)):
            with suppress(souls.BadSoulName):
                named.append(souls.soul_name(*pair))
    assert named
    for name in named:
        read = urlsplit(directory.raw_url(name))
        assert (read.netloc, read.query, read.fragment) == ("souls.example.org", "", "")
        assert re.fullmatch(r"/all/api/souls/[\w-]+/[\w-]+\.md", read.path, re.ASCII), read.path


def test_of_providers_of_identity() -> None:
    """Where one is, the installation says; what it names besides must be no less safe, and nothing but an address."""
    for scheme in ("http", "javascript", "file", "data", "ftp"):
        for url in hostile(scheme, MANY // 5):
            named = {"authorization_endpoint": url, "token_endpoint": url, "jwks_uri": url, "issuer": ISSUER}
            with pytest.raises(FetchFailed, match="it says no usable"):
                provider_of(named, ISSUER)


def _as_a_webhook(url: str) -> object:
    return subscriptions.checked_url(url, allow_private=False)


def _is_refused(judge: Callable[[str], object], url: str) -> bool:
    try:
        judge(url)
    except ValueError as refusal:
        return bool(str(refusal))
    return False


def test_some_of_them_as_they_are_sent(server: ServerProcess) -> None:
    fields = {
        "/api/v1/event-subscriptions": ("https", {"name": "Hook"}),
        "/api/v1/skills/packs": ("https", {}),
        "/api/v1/skills/marketplace": ("https", {}),
    }
    with server.as_operator() as operator:
        for path, (scheme, body) in fields.items():
            field = "url" if "subscriptions" in path else "source_url"
            for url in hostile(scheme, 60, seed=5):
                reply = operator.post(path, json={**body, field: url})
                if not (reply.status_code == 200 and _says_why_it_is_not_used(operator, path, reply)):
                    assert code_of(reply)[0] in {400, 422}, f"{path} {url}: {reply.text}"
                    assert code_of(reply)[1], url


def _says_why_it_is_not_used(operator: httpx.Client, path: str, reply: httpx.Response) -> bool:
    """A skill whose address is not read says so; of a subscription the name is looked up when it is used."""
    made = reply.json()
    if path.endswith("/marketplace"):
        return bool(made["read_status"] == "failed" and made["read_reason"])
    assert operator.delete(f"{path}/{made['id']}").status_code == 200
    return path.endswith("/event-subscriptions")
