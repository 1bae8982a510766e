"""The chart, read, checked and rendered by Helm's own code."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import helm_python as helm
import pytest
import yaml

from mission_control import __version__
from tests.support.deploy import (
    DEPLOY,
    SERVER_STOPS_WITHIN,
    SETTINGS,
    WORKER_STOPS_WITHIN,
    accept,
    containerfile,
    understand,
)

FOLDER = DEPLOY / "helm" / "mission-control"
SECRETS = {"DATABASE_URL", "LOCAL_AUTH_TOKEN", "SECRET_KEY", "RATE_LIMIT_REDIS_URL", "RQ_REDIS_URL"}
SET_BY_IMAGE_OR_CHART = {"DATA_DIR", "PORT", "DB_AUTO_MIGRATE"}
ADDRESS: dict[str, Any] = {"config": {"BASE_URL": "https://mission-control.example.org"}}
FULL: dict[str, Any] = {
    "image": {"repository": "images.example.org/mission-control", "tag": "next", "pullSecrets": [{"name": "pull"}]},
    "config": {**ADDRESS["config"], "RATE_LIMIT_BACKEND": "redis", "TRUSTED_PROXIES": "10.42.0.0/16"},
    "serve": {
        "nodeSelector": {"disk": "fast"},
        "tolerations": [{"key": "agents", "operator": "Exists"}],
        "affinity": {"podAntiAffinity": {}},
    },
    "worker": {"replicas": 3, "nodeSelector": {"disk": "slow"}},
    "service": {"annotations": {"example.org/team": "agents"}},
    "ingress": {"enabled": True, "className": "nginx", "host": "mission-control.example.org", "tlsSecretName": "tls"},
    "podAnnotations": {"example.org/scrape": "true"},
}
SMALL: dict[str, Any] = {
    **ADDRESS,
    "worker": {"replicas": 0},
    "serve": {"replicas": 1, "disruptionBudget": {"enabled": False}},
}
Manifest = dict[str, Any]


def rendered(values: Mapping[str, Any] = ADDRESS) -> dict[str, Manifest]:
    """The objects by the names of the files that make them."""
    with helm.Chart.load(FOLDER) as chart:
        chart.validate_schema(dict(values))
        texts = chart.render(dict(values), name="ops", namespace="fleet")
    objects = {Path(name).stem: yaml.safe_load(text) for name, text in texts.items() if name.endswith(".yaml")}
    return {name: it for name, it in objects.items() if it}


def pods(objects: Mapping[str, Manifest]) -> Iterator[Manifest]:
    return (it["spec"]["template"]["spec"] for it in objects.values() if it["kind"] == "Deployment")


def containers(objects: Mapping[str, Manifest]) -> Iterator[Manifest]:
    return (it for pod in pods(objects) for it in (*pod["initContainers"], *pod["containers"]))


@pytest.mark.parametrize("values", [ADDRESS, FULL, SMALL])
def test_helm_finds_nothing_to_complain_about(values: Mapping[str, Any]):
    report = helm.lint(FOLDER, dict(values), strict=True)
    assert report["errors"] == []
    # An icon is all that it may miss: 1 is a remark.
    assert {message["severity"] for message in report["messages"]} <= {1}


def test_it_is_the_chart_of_this_version():
    with helm.Chart.load(FOLDER) as chart:
        assert chart.version == chart.metadata["appVersion"] == __version__


@pytest.mark.parametrize("values", [ADDRESS, FULL, SMALL])
def test_the_product_understands_its_commands_and_settings(values: Mapping[str, Any]):
    objects = rendered(values)
    for container in containers(objects):
        understand(container["args"])
        secret = {"DATABASE_URL": "postgresql://u:p@db/x", "RATE_LIMIT_REDIS_URL": "redis://redis/0"}
        given = {
            entry["name"]: entry.get("value", secret.get(entry["name"], "0123456789abcdef" * 4))
            for entry in container["env"]
        }
        assert SECRETS - {"RQ_REDIS_URL"} < set(given)
        assert not given.keys() & objects["configmap"]["data"].keys()
        accept(given | objects["configmap"]["data"])


@pytest.mark.parametrize("values", [ADDRESS, FULL, SMALL])
def test_every_pod_is_shut_in_and_brings_the_schema_up_to_date_before_it_starts(values: Mapping[str, Any]):
    objects = rendered(values)
    (user,) = [it.text for it in containerfile() if it.word == "USER"]
    for pod in pods(objects):
        security = pod["securityContext"]
        assert security["runAsNonRoot"]
        assert f"{security['runAsUser']}:{security['runAsGroup']}" == user
        assert not pod["automountServiceAccountToken"]
        assert [it["args"] for it in pod["initContainers"]] == [["migrate"]]
        assert {volume["name"] for volume in pod["volumes"]} == {"data", "tmp"}
    for container in containers(objects):
        assert container["securityContext"] == {
            "allowPrivilegeEscalation": False,
            "readOnlyRootFilesystem": True,
            "capabilities": {"drop": ["ALL"]},
        }
        assert container["resources"]["limits"]["memory"]
        assert {mount["mountPath"] for mount in container["volumeMounts"]} == {"/data", "/tmp"}


def test_servers_are_probed_and_everything_is_given_the_time_to_stop():
    objects = rendered()
    serve, worker = (objects[name]["spec"]["template"]["spec"] for name in ("serve", "worker"))
    (server,) = serve["containers"]
    probes = {name: server[f"{name}Probe"]["httpGet"] for name in ("startup", "liveness", "readiness")}
    assert [probe["path"] for probe in probes.values()] == ["/healthz", "/healthz", "/readyz"]
    assert {probe["port"] for probe in probes.values()} == {"http"}
    pause = int(server["lifecycle"]["preStop"]["exec"]["command"][1])
    assert serve["terminationGracePeriodSeconds"] > pause + SERVER_STOPS_WITHIN
    assert worker["terminationGracePeriodSeconds"] > WORKER_STOPS_WITHIN


def test_service_ingress_and_budget_lead_to_the_servers_and_to_nothing_else():
    objects = rendered(FULL)
    labels = objects["serve"]["spec"]["template"]["metadata"]["labels"]
    for selector in (
        objects["serve"]["spec"]["selector"]["matchLabels"],
        objects["service"]["spec"]["selector"],
        objects["disruptionbudget"]["spec"]["selector"]["matchLabels"],
    ):
        assert selector.items() <= labels.items()
        assert not selector.items() <= objects["worker"]["spec"]["template"]["metadata"]["labels"].items()
    (rule,) = objects["ingress"]["spec"]["rules"]
    assert rule["host"] == FULL["ingress"]["host"]
    assert rule["http"]["paths"][0]["backend"]["service"] == {
        "name": objects["service"]["metadata"]["name"],
        "port": {"name": objects["service"]["spec"]["ports"][0]["name"]},
    }
    assert {it["image"] for it in containers(objects)} == {"images.example.org/mission-control:next"}
    pinned = {"image": FULL["image"] | {"digest": f"sha256:{'a' * 64}"}, **ADDRESS}
    assert {it["image"] for it in containers(rendered(pinned))} == {
        f"images.example.org/mission-control:next@sha256:{'a' * 64}"
    }


def test_what_is_switched_off_is_not_made():
    assert set(rendered()) == {"configmap", "serve", "worker", "service", "disruptionbudget"}
    assert set(rendered(SMALL)) == {"configmap", "serve", "service"}


def test_changed_settings_reach_the_pods_that_run():
    def checksum(values: Mapping[str, Any]) -> str:
        return str(rendered(values)["serve"]["spec"]["template"]["metadata"]["annotations"]["checksum/config"])

    assert checksum(ADDRESS) != checksum(FULL)


def test_without_an_address_helm_says_what_to_set():
    with pytest.raises(helm.HelmError, match=r"Set config\.BASE_URL"):
        rendered({})


@pytest.mark.parametrize(
    "wrong",
    [
        {"config": {"BASE_URLS": "https://example.org"}},
        {"config": {"SECRET_KEY": "in a ConfigMap everybody could read it"}},
        {"config": {"LOG_USE_UTC": True}},
        {"serve": {"replicas": 0}},
        {"server": {"replicas": 2}},
        {"image": {"digest": "latest"}},
        {"ingress": {"enabled": True}},
    ],
    ids=str,
)
def test_values_that_make_no_sense_are_refused(wrong: dict[str, Any]):
    with helm.Chart.load(FOLDER) as chart, pytest.raises(helm.HelmValuesError):
        chart.validate_schema(wrong)


def test_the_schema_knows_every_setting_that_may_be_read_by_all():
    assert SECRETS | SET_BY_IMAGE_OR_CHART <= SETTINGS
    schema = json.loads((FOLDER / "values.schema.json").read_text())
    enum = schema["properties"]["config"]["propertyNames"]["enum"]
    assert set(enum) == SETTINGS - SECRETS - SET_BY_IMAGE_OR_CHART, "run: make generate"


def test_every_value_is_used_and_every_used_value_exists():
    templates = "\n".join(path.read_text() for path in (FOLDER / "templates").iterdir())
    # What a part of it is for is said where it is taken apart.
    used = set(re.findall(r"\.Values\.([\w.]+)", templates)) - {"serve", "worker"}
    used |= {f"{part}.{name}" for part in ("serve", "worker") for name in re.findall(r"\$part\.(\w+)", templates)}
    known = set(leaves(yaml.safe_load((FOLDER / "values.yaml").read_text())))
    assert {name for name in known if not any(f"{name}.".startswith(f"{it}.") for it in used)} == set()
    assert {it for it in used if not any(f"{name}.".startswith(f"{it}.") for name in known)} == set()


def leaves(values: Mapping[str, Any], prefix: str = "") -> Iterator[str]:
    for name, value in values.items():
        if isinstance(value, dict) and value:
            yield from leaves(value, f"{prefix}{name}.")
        else:
            yield f"{prefix}{name}"
