"""The compose files fit together, and fit the product."""

from __future__ import annotations

import ipaddress
import re
from typing import Any

import pytest
import yaml

from mission_control import __version__
from tests.support.deploy import (
    DEPLOY,
    SERVER_STOPS_WITHIN,
    SETTINGS,
    WORKER_STOPS_WITHIN,
    accept,
    assignments,
    containerfile,
    understand,
)

FILES = ("compose.yaml", "compose.embedded.yaml")
SAMPLES = {"BASE_URL": "https://mission-control.example.org"}
ASKED_FOR = re.compile(r"\$\{(\w+):\?[^}]+\}")


def load(name: str) -> dict[str, Any]:
    loaded: dict[str, Any] = yaml.safe_load((DEPLOY / name).read_text())
    return loaded


def services(name: str) -> dict[str, dict[str, Any]]:
    found: dict[str, dict[str, Any]] = load(name)["services"]
    return found


def ours(name: str) -> dict[str, dict[str, Any]]:
    return {key: it for key, it in services(name).items() if it["image"].startswith("mission-control:")}


def filled_in(text: str) -> str:
    return ASKED_FOR.sub(lambda asked: SAMPLES.get(asked[1], "0123456789abcdef" * 4), text)


@pytest.mark.parametrize("name", FILES)
def test_the_product_understands_its_commands_and_settings(name: str):
    for service in ours(name).values():
        understand(service["command"])
        accept({key: filled_in(str(value)) for key, value in service["environment"].items()})


@pytest.mark.parametrize("name", FILES)
def test_images_are_pinned_and_ours_is_this_version(name: str):
    for service in services(name).values():
        assert re.fullmatch(r"[a-z-]+:\d[\w.-]*", service["image"])
    assert {service["image"] for service in ours(name).values()} == {f"mission-control:{__version__}"}
    for service in ours(name).values():
        assert (DEPLOY / service["build"]["context"] / service["build"]["dockerfile"]).is_file()


@pytest.mark.parametrize("name", FILES)
def test_every_service_says_how_it_is_watched_stopped_and_started_again(name: str):
    for key, service in services(name).items():
        one_off = service["restart"] == "no"
        assert one_off or service["restart"] == "unless-stopped"
        if key in ("serve", "mission-control"):
            # The image's own check.
            assert "healthcheck" not in service
            assert seconds(service["stop_grace_period"]) > SERVER_STOPS_WITHIN
        else:
            assert service["healthcheck"].get("test") or service["healthcheck"] == {"disable": True}
    worker = services(name).get("worker")
    assert worker is None or seconds(worker["stop_grace_period"]) > WORKER_STOPS_WITHIN


def seconds(text: str) -> int:
    assert text.endswith("s")
    return int(text[:-1])


@pytest.mark.parametrize("name", FILES)
def test_what_is_referred_to_is_there(name: str):
    composition = load(name)
    for service in services(name).values():
        assert set(service.get("networks", ())) <= set(composition.get("networks", ()))
        assert set(service.get("depends_on", ())) <= set(composition["services"])
        for volume in service.get("volumes", ()):
            source = volume.split(":")[0]
            assert (DEPLOY / source).is_file() if source.startswith(".") else source in composition["volumes"]


def test_two_servers_share_what_has_to_be_shared():
    serve = ours("compose.yaml")["serve"]
    assert serve["deploy"]["replicas"] == 2
    for setting in ("DATABASE_URL", "SECRET_KEY", "LOCAL_AUTH_TOKEN"):
        assert len({service["environment"][setting] for service in ours("compose.yaml").values()}) == 1
    assert serve["environment"]["RATE_LIMIT_BACKEND"] == "redis"
    assert serve["depends_on"]["migrate"] == {"condition": "service_completed_successfully"}


def test_only_the_proxy_can_be_reached_and_only_it_is_believed():
    composition = load("compose.yaml")
    assert [key for key, service in composition["services"].items() if "ports" in service] == ["proxy"]
    for service in ("postgres", "redis"):
        assert composition["services"][service]["networks"] == ["back"]
    assert composition["networks"]["back"]["internal"]
    (pool,) = composition["networks"]["front"]["ipam"]["config"]
    proxy = ipaddress.ip_address(composition["services"]["proxy"]["networks"]["front"]["ipv4_address"])
    assert proxy in ipaddress.ip_network(pool["subnet"])
    # Else another container may have been given the address first.
    assert proxy not in ipaddress.ip_network(pool["ip_range"])
    assert composition["services"]["serve"]["environment"]["TRUSTED_PROXIES"] == str(proxy)


def test_the_embedded_variant_is_for_this_machine_until_a_proxy_stands_before_it():
    (service,) = services("compose.embedded.yaml").values()
    assert all(port.startswith("127.0.0.1:") for port in service["ports"])


def test_the_proxy_lets_streams_through_and_forged_addresses_not():
    caddyfile = (DEPLOY / "Caddyfile").read_text()
    for line in ("{$BASE_URL} {", "name serve", "port 8000", "flush_interval -1", "header_up -Forwarded"):
        assert re.search(rf"^\s*{re.escape(line)}$", caddyfile, re.MULTILINE), line
    assert not re.search(r"^\s*(encode|trusted_proxies)\b", caddyfile, re.MULTILINE)


def test_the_example_asks_for_every_secret_and_holds_none():
    example = assignments(DEPLOY / "env.example")
    assert set(example.values()) == {""}
    assert set(ASKED_FOR.findall((DEPLOY / "compose.yaml").read_text())) == set(example)
    assert set(example) - SETTINGS == {"POSTGRES_PASSWORD"}


def test_the_image_can_back_up_the_postgresql_that_stands_beside_it():
    server = services("compose.yaml")["postgres"]["image"].removeprefix("postgres:")
    client = re.search(r"postgresql-client-(\d+)", " ".join(it.text for it in containerfile()))
    assert client
    assert int(client[1]) >= int(server.split(".")[0])
