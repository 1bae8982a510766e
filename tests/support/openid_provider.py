"""A real OpenID provider of the package registry, and a server that people sign in to with it."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx

from tests.support.processes import free_port, wait_until
from tests.support.server import ServerProcess

WEB = Path(__file__).parents[2] / "web"
CALLBACK = "/api/v1/auth/oidc/callback"
ORGANIZATION = "Example Works"


@dataclass(frozen=True, slots=True)
class RealProvider:
    url: str
    server: ServerProcess


@contextmanager
def server_with_a_provider(database_url: str | None = None) -> Iterator[RealProvider]:
    """Whoever gives a name at the provider's form is that person (`web/testing/oidc-provider.mjs`)."""
    port = free_port()
    url = f"http://127.0.0.1:{port}"
    env = {
        "AUTH_MODE": "oidc",
        "OIDC_ISSUER": url,
        "OIDC_CLIENT_ID": "mission-control",
        "OIDC_CLIENT_SECRET": "secret-of-the-tests",
        "OIDC_PROVIDER_NAME": "Example ID",
        "OIDC_ORGANIZATION": ORGANIZATION,
        "OIDC_ROLE_CLAIM": "groups",
        # What ends a stream in these tests is what happened.
        "EVENT_STREAM_RECHECK_SECONDS": "3600",
        "OIDC_ROLE_MAP": "mc-owners=owner, mc-admins=admin, mc-people=member",
    }
    with ServerProcess(database_url, env=env) as server:
        command = ["node", "testing/oidc-provider.mjs", str(port), f"{server.base_url}{CALLBACK}"]
        log = (server.data_dir.parent / "provider.log").open("wb")
        with (
            log,
            subprocess.Popen([*command, f"{server.base_url}/sign-in"], cwd=WEB, stdout=log, stderr=log) as provider,
        ):
            try:
                assert wait_until(lambda: _answers(url), timeout=60)
                yield RealProvider(url, server.start())
            finally:
                provider.terminate()


def _answers(url: str) -> bool:
    try:
        return httpx.get(f"{url}/jwks", timeout=10, trust_env=False).status_code == 200
    except httpx.HTTPError:
        return False
