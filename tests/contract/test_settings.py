"""What the settings promise: how people sign in, and which headers are sent."""

from __future__ import annotations

import secrets
from pathlib import Path

import pytest

from tests.support.command import Installation
from tests.support.server import ServerProcess

DEFAULTS = {
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
    "referrer-policy": "strict-origin-when-cross-origin",
}
VARIABLES = {
    "SECURITY_HEADER_X_CONTENT_TYPE_OPTIONS": "x-content-type-options",
    "SECURITY_HEADER_X_FRAME_OPTIONS": "x-frame-options",
    "SECURITY_HEADER_REFERRER_POLICY": "referrer-policy",
    "SECURITY_HEADER_PERMISSIONS_POLICY": "permissions-policy",
}


@pytest.mark.parametrize("mode", ["none", "LOCAL", " ", "basic"])
def test_s12_an_unknown_way_to_sign_in_stops_the_start(tmp_path: Path, mode: str):
    done = Installation(tmp_path).run("serve", AUTH_MODE=mode)
    assert done.returncode == 2
    assert "AUTH_MODE" in done.stderr


def test_s12_in_production_the_way_to_sign_in_must_be_said(tmp_path: Path):
    settings = {"ENVIRONMENT": "production", "BASE_URL": "https://mc.example.org", "LOCAL_AUTH_TOKEN": "0123456789" * 6}
    done = Installation(tmp_path).run("serve", **settings)
    assert done.returncode == 2
    assert "set AUTH_MODE" in done.stderr


@pytest.mark.parametrize(
    ("variable", "value"),
    [("SECRET_KEY", "x"), ("LOG_LEVEL", "LOUD"), ("ENVIRONMENT", "prod"), ("ENVIRONMENT", "LIVE")],
)
def test_a_value_that_is_weak_or_means_nothing_stops_the_start(tmp_path: Path, variable: str, value: str):
    done = Installation(tmp_path).run("serve", **{variable: value})
    assert done.returncode == 2
    assert f"{variable}: write " in done.stderr


def test_s13_exactly_the_configured_token_signs_in(start_server):
    token = secrets.token_hex(32)
    server: ServerProcess = start_server(env={"LOCAL_AUTH_TOKEN": token})
    with server.client() as client:

        def status(bearer: str) -> int:
            return client.get("/api/v1/users/me", headers={"Authorization": f"Bearer {bearer}"}).status_code

        assert status(token) == 200
        assert {status(token[:-1]), status(f"{token}0"), status(token.upper()), status("x")} == {401}


@pytest.mark.parametrize("token", ["a1b2c3d4e5" * 4 + "f6g7h8i9j", "change-me", "x" * 60])
def test_s13_a_weak_token_stops_the_start(tmp_path: Path, token: str):
    done = Installation(tmp_path).run("serve", AUTH_MODE="local", LOCAL_AUTH_TOKEN=token)
    assert done.returncode == 2
    assert "LOCAL_AUTH_TOKEN" in done.stderr
    assert token not in done.stderr


def test_s29_each_security_header_is_what_its_setting_says(start_server):
    server: ServerProcess = start_server(env={variable: f"test-{name}" for variable, name in VARIABLES.items()})
    with server.client() as client:
        for path in ("/healthz", "/api/v1/users/me", "/"):
            headers = client.get(path).headers
            assert {name: headers[name] for name in VARIABLES.values()} == {
                name: f"test-{name}" for name in VARIABLES.values()
            }


@pytest.mark.parametrize("variable", [name for name in VARIABLES if "PERMISSIONS" not in name])
def test_s30_a_blank_setting_removes_its_header_alone(start_server, variable: str):
    server: ServerProcess = start_server(env={variable: ""})
    with server.client() as client:
        headers = client.get("/healthz").headers
    assert VARIABLES[variable] not in headers
    kept = {name: value for name, value in DEFAULTS.items() if name != VARIABLES[variable]}
    assert {name: headers[name] for name in kept} == kept
