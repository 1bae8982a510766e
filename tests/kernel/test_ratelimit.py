import contextlib
import os
import signal
import socket
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
import redis

from mission_control.kernel.ratelimit import (
    Decision,
    MemoryWindows,
    RateLimitBackendUnavailable,
    RateLimiter,
    mask_credentials,
)
from mission_control.kernel.ratelimit_redis import RedisWindows
from mission_control.kernel.settings import load_settings
from tests.kernel.conftest import LogLines
from tests.support import redis_server
from tests.support.processes import free_port, wait_until
from tests.support.redis_server import RedisServer

RATE = (20, 60)


class Clock:
    now = 1000.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture(params=["memory", "redis"])
def limiter(request: pytest.FixtureRequest) -> RateLimiter:
    if request.param == "memory":
        return RateLimiter.from_settings(load_settings())
    url = request.getfixturevalue("redis_url")
    return RateLimiter.from_settings(load_settings(rate_limit_backend="redis", rate_limit_redis_url=url))


@pytest.fixture
def own_redis(tmp_path: Path) -> Iterator[RedisServer]:
    """A Redis that the test may stop."""
    server = redis_server.start(tmp_path / "redis")
    yield server
    stop(server)


def stop(server: RedisServer) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(server.pid, signal.SIGKILL)
    assert wait_until(lambda: refuses(server), timeout=5)


def refuses(server: RedisServer) -> bool:
    try:
        socket.create_connection(("127.0.0.1", server.port), timeout=1).close()
    except OSError:
        return True
    return False


def test_twenty_pass_and_the_next_is_refused(limiter: RateLimiter):
    answers = [limiter.hit("agent_auth", RATE, "192.0.2.1") for _ in range(21)]
    assert [answer.allowed for answer in answers] == [True] * 20 + [False]
    assert [answer.remaining for answer in answers[:3]] == [19, 18, 17]
    assert answers[-1].remaining == 0
    assert 55 < answers[-1].reset_after_seconds <= 60


def test_scopes_keys_and_rates_are_counted_apart(limiter: RateLimiter):
    assert limiter.hit("a", (1, 60), "k").allowed
    assert not limiter.hit("a", (1, 60), "k").allowed
    assert limiter.hit("b", (1, 60), "k").allowed
    assert limiter.hit("a", (1, 60), "other").allowed
    assert limiter.hit("a", (2, 60), "k").allowed


def test_refused_tries_do_not_extend_the_window(limiter: RateLimiter):
    for _ in range(8):
        limiter.hit("a", (1, 1), "k")
        time.sleep(0.1)
    time.sleep(0.3)
    assert limiter.hit("a", (1, 1), "k").allowed


def test_concurrent_tries_are_counted_exactly(limiter: RateLimiter):
    with ThreadPoolExecutor(8) as threads:
        answers = list(threads.map(lambda _: limiter.hit("a", RATE, "k").allowed, range(80)))
    assert answers.count(True) == 20


def test_the_window_moves_with_each_try(clock: Clock):
    windows = MemoryWindows(clock)
    windows.hit(2, 60, "k")
    clock.now += 40
    windows.hit(2, 60, "k")
    clock.now += 19
    assert windows.hit(2, 60, "k") == Decision(False, 2, 0, 1.0)
    clock.now += 1
    assert windows.hit(2, 60, "k") == Decision(True, 2, 0, 40.0)


def test_memory_forgets_callers_that_stay_away(clock: Clock):
    windows = MemoryWindows(clock)
    for number in range(5000):
        clock.now += 1
        windows.hit(20, 60, f"address {number}")
    assert len(windows) <= MemoryWindows.SWEEP_EVERY + 60


def test_memory_needs_no_redis():
    limiter = RateLimiter.from_settings(load_settings(rq_redis_url="redis://127.0.0.1:1/0"))
    limiter.check()
    assert limiter.hit("a", RATE, "k").allowed


def test_headers_tell_the_caller_when_to_come_back():
    refused = Decision(allowed=False, limit=20, remaining=0, reset_after_seconds=12.3)
    assert refused.headers() == {
        "RateLimit-Limit": "20",
        "RateLimit-Remaining": "0",
        "RateLimit-Reset": "13",
        "Retry-After": "13",
    }
    assert Decision(False, 20, 0, 0.0).headers()["Retry-After"] == "1"
    assert "Retry-After" not in Decision(True, 20, 3, 5.0).headers()


def test_processes_on_one_redis_share_their_counts(redis_url: str):
    first, second = RedisWindows(redis_url), RedisWindows(redis_url)
    assert all(windows.hit(20, 60, "k").allowed for windows in [first, second] * 10)
    assert not first.hit(20, 60, "k").allowed
    assert not second.hit(20, 60, "k").allowed


def test_the_redis_of_the_queue_is_the_fallback(redis_url: str):
    settings = load_settings(rate_limit_backend="redis", rq_redis_url=redis_url)
    RateLimiter.from_settings(settings).hit("agent_auth", RATE, "192.0.2.1")
    with redis.Redis.from_url(redis_url, decode_responses=True) as client:
        (key,) = client.scan_iter()
        assert key.startswith("ratelimit:")
        assert 0 < client.ttl(key) <= 61


def test_the_start_fails_without_redis_and_keeps_its_password():
    url = f"redis://user:hunter2@127.0.0.1:{free_port()}/3?password=hunter3"
    settings = load_settings(rate_limit_backend="redis", rate_limit_redis_url=url)
    with pytest.raises(RateLimitBackendUnavailable) as refusal:
        RateLimiter.from_settings(settings).check()
    assert f"redis://***@127.0.0.1:{url.split(':')[3][:5]}" in str(refusal.value)
    assert "hunter" not in str(refusal.value)


def test_a_url_that_cannot_be_read_is_refused_without_being_repeated():
    settings = load_settings(rate_limit_backend="redis", rate_limit_redis_url="user:hunter2@host")
    with pytest.raises(RateLimitBackendUnavailable) as refusal:
        RateLimiter.from_settings(settings)
    assert "hunter2" not in str(refusal.value)


@pytest.mark.parametrize(
    ("url", "shown"),
    [
        ("redis://localhost:6379/0", "redis://localhost:6379/0"),
        ("rediss://:p@ss@redis.example:6380/1", "rediss://***@redis.example:6380/1"),
        ("redis://u:p@[::1]:6379", "redis://***@[::1]:6379"),
        ("redis://:p/q@host", "redis://***"),
        ("redis://:12?3@host", "redis://***"),
        ("unix:///run/redis.sock?password=x", "unix:///run/redis.sock"),
    ],
)
def test_credentials_are_masked(url: str, shown: str):
    assert mask_credentials(url) == shown


def test_everybody_passes_while_redis_is_down_and_one_warning_says_so(own_redis: RedisServer, log_lines: LogLines):
    windows = RedisWindows(own_redis.url(0))
    assert not [windows.hit(1, 60, "k") for _ in range(2)][-1].allowed
    stop(own_redis)
    began = time.monotonic()
    assert all(windows.hit(1, 60, "k").allowed for _ in range(50))
    assert time.monotonic() - began < 1
    warnings = [line for line in log_lines() if line["level"] == "WARNING"]
    assert [line["message"] for line in warnings] == ["rate_limit.redis.unavailable"]


def test_a_hanging_redis_costs_half_a_second_once(own_redis: RedisServer):
    windows = RedisWindows(own_redis.url(0))
    windows.hit(20, 60, "k")
    os.kill(own_redis.pid, signal.SIGSTOP)
    began = time.monotonic()
    assert all(windows.hit(20, 60, "k").allowed for _ in range(50))
    assert time.monotonic() - began < 1


def test_counting_goes_on_when_redis_is_back(own_redis: RedisServer, clock: Clock, log_lines: LogLines):
    windows = RedisWindows(own_redis.url(0), pause_seconds=5, clock=clock)
    windows.hit(1, 60, "k")
    os.kill(own_redis.pid, signal.SIGSTOP)
    assert windows.hit(1, 60, "k").allowed
    os.kill(own_redis.pid, signal.SIGCONT)
    assert windows.hit(1, 60, "k").allowed
    clock.now += 5.1
    assert not windows.hit(1, 60, "k").allowed
    assert [line["message"] for line in log_lines()] == [
        "rate_limit.redis.unavailable",
        "rate_limit.redis.available",
    ]


def test_a_connection_that_redis_has_closed_is_opened_again(redis_url: str, log_lines: LogLines):
    windows = RedisWindows(redis_url)
    windows.hit(1, 60, "k")
    with redis.Redis.from_url(redis_url) as client:
        client.client_kill_filter(_type="normal", skipme=True)
    assert not windows.hit(1, 60, "k").allowed
    assert log_lines() == []
