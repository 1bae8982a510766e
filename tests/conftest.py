"""Fixtures for every test: databases, servers and the browser are the real ones."""

from __future__ import annotations

import gc
import os
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import Any, cast

import pytest
import redis
from playwright.sync_api import Browser, Page

from mission_control.entry.cli.commands import COLLECT_AFTER
from tests.support import browser as browsers
from tests.support import services as running
from tests.support.git_server import GitServer, git_server
from tests.support.server import ServerProcess
from tests.support.services import DatabaseKind, Services

BOTH = ("sqlite", "postgresql")

_run = pytest.StashKey[Services]()
_browser = browsers.KeptBrowser()


def pytest_configure(config: pytest.Config) -> None:
    gc.set_threshold(*COLLECT_AFTER)
    if not hasattr(config, "workerinput"):
        config.stash[_run] = running.begin()


@pytest.hookimpl(optionalhook=True)
def pytest_configure_node(node: Any) -> None:
    node.workerinput["services"] = str(node.config.stash[_run].folder)


def pytest_unconfigure(config: pytest.Config) -> None:
    if services := config.stash.get(_run, None):
        services.stop()


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    """Files with the longest tests begin first, then those with many: one begun last keeps a worker alone."""
    many = Counter(item.path for item in items)
    marked = [{item.path for item in items if item.get_closest_marker(mark)} for mark in ("gateway", "slow", "e2e")]
    items.sort(key=lambda item: (*(item.path not in paths for paths in marked), -many[item.path]))


def pytest_collection_finish() -> None:
    """The tests and what they import stay to the end: the garbage collector need not walk over it all again."""
    gc.collect()
    gc.freeze()


def unavailable(what: str) -> None:
    """Skip where a developer's machine lacks something; on CI that is a failure, never a silent gap."""
    if os.environ.get("CI") == "true":
        pytest.fail(f"{what}, which CI must have")
    pytest.skip(what)


# --- databases ------------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def services(pytestconfig: pytest.Config) -> Services:
    if hasattr(pytestconfig, "workerinput"):
        return Services(Path(pytestconfig.workerinput["services"]))
    return pytestconfig.stash[_run]


@pytest.fixture(params=BOTH)
def database(services: Services, request: pytest.FixtureRequest) -> Iterator[str]:
    """The url of a migrated database of this test alone, on SQLite and on PostgreSQL."""
    url = services.new_database(cast(DatabaseKind, request.param))
    yield url
    services.drop_database(url)


@pytest.fixture(params=BOTH)
def empty_database(services: Services, request: pytest.FixtureRequest) -> Iterator[str]:
    """The url of a database without tables, on SQLite and on PostgreSQL."""
    url = services.empty_database(cast(DatabaseKind, request.param))
    yield url
    services.drop_database(url)


@pytest.fixture(params=BOTH, scope="module")
def module_database(services: Services, request: pytest.FixtureRequest) -> Iterator[str]:
    """The url of a migrated database that the tests of one module share, on SQLite and on PostgreSQL."""
    url = services.new_database(cast(DatabaseKind, request.param))
    yield url
    services.drop_database(url)


@pytest.fixture
def sqlite_url(services: Services) -> Iterator[str]:
    """The url of a migrated SQLite database of this test alone."""
    url = services.new_database("sqlite")
    yield url
    services.drop_database(url)


@pytest.fixture
def pg_url(services: Services) -> Iterator[str]:
    """The url of a migrated PostgreSQL database of this test alone."""
    url = services.new_database("postgresql")
    yield url
    services.drop_database(url)


@pytest.fixture
def redis_url(services: Services) -> str:
    """The url of an empty Redis database that no other worker uses."""
    worker = int(os.environ.get("PYTEST_XDIST_WORKER", "gw0").removeprefix("gw"))
    url = services.redis().url(worker)
    with redis.Redis.from_url(url) as client:
        client.flushdb()
    return url


# --- the product ----------------------------------------------------------------------------------


@pytest.fixture(scope="module")
def server(module_database: str, request: pytest.FixtureRequest) -> Iterator[ServerProcess]:
    """The running product, shared by the tests of one module, once on each database; `HURRIED` in it hurries it."""
    with ServerProcess(module_database, hurried=getattr(request.module, "HURRIED", False)) as process:
        yield process.start()


DATABASES = ("database", "empty_database", "sqlite_url", "pg_url", "redis_url")


@pytest.fixture
def start_server(request: pytest.FixtureRequest) -> Iterator[Callable[..., ServerProcess]]:
    """Start servers of this test alone; takes what ServerProcess takes."""
    # What they work on is there before them, and so until they have ended: one that has lost it ends late.
    for name in set(DATABASES).intersection(request.fixturenames):
        request.getfixturevalue(name)
    with ExitStack() as running_servers:

        def start(database_url: str | None = None, **options: Any) -> ServerProcess:
            server = ServerProcess(database_url, **options)
            running_servers.callback(server.close)
            return server.start()

        yield start


@pytest.fixture(scope="session")
def git(tmp_path_factory: pytest.TempPathFactory) -> Iterator[GitServer]:
    """A git server, whose repositories a test writes."""
    with git_server(tmp_path_factory.mktemp("git")) as server:
        yield server


# --- the browser ----------------------------------------------------------------------------------


@pytest.fixture(scope="session")
def chromium() -> str:
    """The path of a Chromium."""
    found = browsers.find_chromium()
    if found is None:
        unavailable("no Chromium on this machine (`make setup-test` says how to get one)")
    return cast(str, found)


@pytest.fixture(scope="module")
def browser(chromium: str) -> Browser:
    """A browser that stays for the next module, if that begins with one."""
    return _browser.get(chromium)


@pytest.hookimpl(wrapper=True)
def pytest_runtest_teardown(item: pytest.Item, nextitem: pytest.Item | None) -> Iterator[None]:
    """Modules without one get none: it keeps an event loop in this thread, and theirs would trip over that."""
    try:
        yield
    finally:
        if nextitem is None or (nextitem.path != item.path and not _wants_browser(nextitem)):
            _browser.close()


def _wants_browser(item: pytest.Item) -> bool:
    return "browser" in getattr(item, "fixturenames", ())


@pytest.fixture
def page(browser: Browser) -> Iterator[Page]:
    """A page of a fresh browser profile."""
    context = browser.new_context()
    yield context.new_page()
    context.close()
