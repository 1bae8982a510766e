"""The package as people install it, and as the image does: without a checkout, without Node, not as root."""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import sys
import tempfile
import venv
import zipfile
from collections.abc import Iterator
from pathlib import Path

import httpx
import pytest

from mission_control.entry.web.files import STATIC
from tests.conftest import unavailable
from tests.support.deploy import containerfile
from tests.support.processes import Account, clean_environment, free_port, tail, wait_until

pytestmark = pytest.mark.slow

CHECKOUT = Path(__file__).parents[2]


def words_of_the_image(word: str) -> list[str]:
    """A list that the Containerfile writes as JSON."""
    (text,) = [it.text for it in containerfile() if it.stage == "" and it.word == word]
    found: list[str] = json.loads(text.partition("CMD ")[2] if word == "HEALTHCHECK" else text)
    return found


@pytest.fixture(scope="module")
def home() -> Iterator[Path]:
    """A folder that whoever runs the server gets through to, as pytest's own folders are not."""
    folder = Path(tempfile.mkdtemp(prefix="mission-control-installed-"))
    folder.chmod(0o755)
    yield folder
    shutil.rmtree(folder)


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Made in a folder with nothing in it but what the Containerfile copies there."""
    if not (STATIC / "index.html").exists():
        unavailable("no built user interface (`make web`)")
    folder, dist = tmp_path_factory.mktemp("build"), tmp_path_factory.mktemp("dist")
    for copy in (it for it in containerfile() if it.stage == "wheel" and it.word == "COPY"):
        *sources, target = copy.words
        if sources[0].startswith("--from="):
            sources = [str(STATIC)]
        for source in sources:
            lay_down(CHECKOUT / source, folder / target)
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(dist)]
    subprocess.run(build, cwd=folder, check=True, capture_output=True)
    return next(dist.glob("*.whl"))


def lay_down(source: Path, target: Path) -> None:
    """Copy as an image's COPY does: of a folder what is in it, less what .dockerignore leaves out."""
    if not source.is_dir():
        shutil.copy(source, target)
        return
    left_out = shutil.ignore_patterns("__pycache__", "node_modules", ".env")
    shutil.copytree(source, target, ignore=left_out, dirs_exist_ok=True)
    if source != STATIC:
        shutil.rmtree(target / STATIC.relative_to(CHECKOUT / "src"), ignore_errors=True)


@pytest.fixture(scope="module")
def installed(wheel: Path, home: Path) -> Path:
    """The programs of a fresh environment with the wheel in it.

    What the product depends on is borrowed from the environment of the tests, so that this needs no package index;
    the checkout is not, because its path file only counts in its own environment.
    """
    venv.create(home, with_pip=False, symlinks=True)
    packages = next(home.glob("lib/python*/site-packages"))
    install = [sys.executable, "-m", "pip", "--quiet", "--disable-pip-version-check", "--python", str(home)]
    subprocess.run([*install, "install", "--no-deps", "--no-index", str(wheel)], check=True, capture_output=True)
    (packages / "borrowed.pth").write_text(
        "\n".join(path for path in sys.path if path.endswith("site-packages")) + "\n"
    )
    return home / "bin"


@pytest.fixture(scope="module")
def address(installed: Path, home: Path) -> Iterator[str]:
    """A server of the installed package, started as the image does in an empty folder that it may write to.

    It is not root's, has no other program on its path, and can change nothing of what is installed.
    """
    folder, port, account = home / "here", free_port(), Account()
    folder.mkdir()
    account.own(folder)
    environment = clean_environment(
        {"PATH": str(installed), "PORT": str(port), "DATA_DIR": str(folder), "PYTHONDONTWRITEBYTECODE": "1"}
    )
    program, *words = words_of_the_image("ENTRYPOINT") + words_of_the_image("CMD")
    with (home / "log").open("wb") as log:
        server = subprocess.Popen(
            [*account.drop_privileges(), installed / program, *words],
            cwd=folder,
            env=environment,
            stdout=log,
            stderr=log,
        )
    address = f"http://127.0.0.1:{port}"
    try:
        assert wait_until(lambda: is_ready(address), timeout=120), tail(home / "log")
        yield address
    finally:
        server.terminate()
        server.wait(20)


def is_ready(address: str) -> bool:
    try:
        return httpx.get(f"{address}/readyz", timeout=2, trust_env=False).status_code == 200
    except httpx.TransportError:
        return False


def get(url: str) -> httpx.Response:
    """With the patience for a machine that is busy with other tests: how fast it answers is measured elsewhere."""
    return httpx.get(url, timeout=60, trust_env=False)


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


def test_the_check_of_the_image_finds_the_server_well_and_an_empty_port_not(address: str, installed: Path):
    def check(port: str) -> int:
        # A proxy of the environment must not stand between the check and the server.
        environment = clean_environment({"PATH": str(installed), "PORT": port, "http_proxy": "http://127.0.0.1:9"})
        words = words_of_the_image("HEALTHCHECK")
        return subprocess.run(words, check=False, env=environment, stderr=subprocess.DEVNULL).returncode

    assert check(address.rsplit(":", 1)[1]) == 0
    assert check(str(free_port())) != 0


def test_what_the_server_writes_belongs_to_whoever_runs_it(address: str, home: Path):
    written = {path.name: path.stat() for path in (home / "here").iterdir()}
    assert {"mission-control.db", "local-auth-token", "secret-key"} <= set(written)
    assert os.geteuid() != 0 or not any(it.st_uid == 0 for it in written.values())
    assert written["secret-key"].st_mode & 0o077 == 0


def test_it_serves_the_api_on_a_database_of_its_own_making(address: str):
    assert get(f"{address}/readyz").json() == {"ok": True}
    assert "/api/v1/users/me" in get(f"{address}/openapi.json").json()["paths"]


def test_it_serves_the_user_interface_and_the_documentation(address: str):
    for page in ("/", "/docs"):
        reply = get(f"{address}{page}")
        assert reply.status_code == 200
        files = re.findall(r'(?:src|href)="(/[^"]+)"', reply.text)
        assert files
        for file in files:
            assert get(f"{address}{file}").status_code == 200, file


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
