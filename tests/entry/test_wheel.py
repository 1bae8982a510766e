"""The package as people install it: without a checkout, without Node."""

from __future__ import annotations

import json
import re
import subprocess
import sys
import venv
import zipfile
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from mission_control.entry.web.files import STATIC
from tests.conftest import unavailable
from tests.support.processes import clean_environment, free_port, tail, wait_until

pytestmark = pytest.mark.slow

CHECKOUT = Path(__file__).parents[2]


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    if not (STATIC / "index.html").exists():
        unavailable("no built user interface (`make web`)")
    folder = tmp_path_factory.mktemp("dist")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(build, cwd=CHECKOUT, check=True, capture_output=True)
    return next(folder.glob("*.whl"))


@pytest.fixture(scope="module")
def installed(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The programs of a fresh environment with the wheel in it.

    What the product depends on is borrowed from the environment of the tests, so that this needs no package index;
    the checkout is not, because its path file only counts in its own environment.
    """
    home = tmp_path_factory.mktemp("environment")
    venv.create(home, with_pip=False, symlinks=True)
    packages = next(home.glob("lib/python*/site-packages"))
    install = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check", "--python", str(home)]
    subprocess.run([*install, "install", "--no-deps", "--no-index", str(wheel)], check=True, capture_output=True)
    (packages / "borrowed.pth").write_text(
        "\n".join(path for path in sys.path if path.endswith("site-packages")) + "\n"
    )
    return home / "bin"


@pytest.fixture(scope="module")
def address(installed: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """A server of the installed package, started in an empty folder, with no other program on its path."""
    folder, port = tmp_path_factory.mktemp("here"), free_port()
    environment = clean_environment({"PATH": str(installed), "PORT": str(port)})
    with (folder / "log").open("wb") as log:
        server = subprocess.Popen(
            [installed / "mission-control", "serve"], cwd=folder, env=environment, stdout=log, stderr=log
        )
    address = f"http://127.0.0.1:{port}"
    try:
        assert wait_until(lambda: is_ready(address), timeout=40), tail(folder / "log")
        yield address
    finally:
        server.terminate()
        server.wait(20)


def is_ready(address: str) -> bool:
    try:
        return httpx.get(f"{address}/readyz", timeout=2, trust_env=False).status_code == 200
    except httpx.TransportError:
        return False


def test_the_wheel_holds_the_product_and_nothing_else(wheel: Path):
    names = zipfile.ZipFile(wheel).namelist()
    assert {name.split("/")[0] for name in names} == {"mission_control", wheel.name.rsplit("-", 3)[0] + ".dist-info"}
    assert any(name.startswith("mission_control/migrations/versions/") for name in names)
    assert not [name for name in names if "node_modules" in name or "__pycache__" in name]
    assert wheel.stat().st_size < 5 * 1024**2


def test_the_installed_package_is_not_the_checkout(installed: Path, tmp_path: Path):
    ask = "import mission_control; print(mission_control.__file__)"
    done = subprocess.run([installed / "python", "-c", ask], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert str(installed.parent) in done.stdout


def test_it_serves_the_api_on_a_database_of_its_own_making(address: str):
    assert httpx.get(f"{address}/readyz").json() == {"ok": True}
    assert "/api/v1/users/me" in httpx.get(f"{address}/openapi.json").json()["paths"]


def test_it_serves_the_user_interface_and_the_documentation(address: str):
    for page in ("/", "/docs"):
        reply = httpx.get(f"{address}{page}")
        assert reply.status_code == 200
        files = re.findall(r'(?:src|href)="(/[^"]+)"', reply.text)
        assert files
        for file in files:
            assert httpx.get(f"{address}{file}").status_code == 200, file


def test_it_finds_itself_healthy(address: str, installed: Path, tmp_path: Path):
    done = subprocess.run(
        [installed / "mission-control", "doctor", "--json"],
        cwd=tmp_path,
        env=clean_environment({"PATH": str(installed), "PORT": str(free_port())}),
        capture_output=True,
        text=True,
        check=True,
    )
    states = {item["check"]: item["state"] for item in json.loads(done.stdout)["findings"]}
    assert states["user interface"] == "ok"
