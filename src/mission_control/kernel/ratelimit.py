"""How often somebody may try: a moving window per scope and key.

Refused tries do not count, so a caller that waits as long as `Retry-After` says gets through. `memory` counts for
this process, `redis` for all of them. When Redis fails, callers are let through: a limit that is off for a while
is better than a product that is.

RateLimitBackendUnavailable: raised by `check()` when the configured backend cannot be used.
"""

import math
import threading
import time
from collections import deque
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol, Self
from urllib.parse import urlsplit

import redis
from limits import RateLimitItemPerSecond
from limits.storage import RedisStorage
from limits.strategies import MovingWindowRateLimiter
from redis.backoff import NoBackoff
from redis.retry import Retry

from mission_control.kernel.logging import get_logger
from mission_control.kernel.settings import Settings

REDIS_TIMEOUT_SECONDS = 0.5
REDIS_PAUSE_SECONDS = 5.0

_log = get_logger(__name__)


class RateLimitBackendUnavailable(Exception):
    """The text names the backend, without credentials, and what to do."""


@dataclass(frozen=True, slots=True)
class Decision:
    allowed: bool
    limit: int
    remaining: int
    reset_after_seconds: float
    """Until the oldest counted try leaves the window; after a refusal, until the next try can pass."""

    def headers(self) -> dict[str, str]:
        wait = math.ceil(self.reset_after_seconds)
        headers = {
            "RateLimit-Limit": str(self.limit),
            "RateLimit-Remaining": str(self.remaining),
            "RateLimit-Reset": str(wait),
        }
        if not self.allowed:
            # Zero would invite the caller to spin.
            headers["Retry-After"] = str(max(1, wait))
        return headers


class _Backend(Protocol):
    def hit(self, limit: int, seconds: int, key: str) -> Decision: ...

    def check(self) -> None: ...


class RateLimiter:
    def __init__(self, backend: _Backend) -> None:
        self._backend = backend

    @classmethod
    def from_settings(cls, settings: Settings) -> Self:
        """Opens no connection. Raises RateLimitBackendUnavailable for a Redis URL that cannot be read."""
        if settings.rate_limit_backend == "redis":
            return cls(RedisWindows(settings.redis_url))
        return cls(MemoryWindows())

    def hit(self, scope: str, rate: tuple[int, int], key: str) -> Decision:
        """Count one try of `key` against `rate` = (tries, seconds), unless it is refused. Never raises."""
        limit, seconds = rate
        return self._backend.hit(limit, seconds, f"{scope}:{key}")

    def check(self) -> None:
        """Raises RateLimitBackendUnavailable when the backend does not answer."""
        self._backend.check()


class MemoryWindows:
    """The windows of this process.

    Ours because the memory storage of `limits` 5.8 never forgets a key, and strangers choose the keys.
    """

    SWEEP_EVERY = 1024

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._windows: dict[tuple[str, int, int], deque[float]] = {}
        self._until_sweep = self.SWEEP_EVERY

    def __len__(self) -> int:
        return len(self._windows)

    def hit(self, limit: int, seconds: int, key: str) -> Decision:
        with self._lock:
            now = self._clock()
            self._sweep_now_and_then(now)
            tries = self._windows.setdefault((key, limit, seconds), deque())
            while tries and tries[0] <= now - seconds:
                tries.popleft()
            allowed = len(tries) < limit
            if allowed:
                tries.append(now)
            return Decision(allowed, limit, limit - len(tries), tries[0] + seconds - now)

    def check(self) -> None:
        """Memory is always there."""

    def _sweep_now_and_then(self, now: float) -> None:
        self._until_sweep -= 1
        if self._until_sweep > 0:
            return
        over = [name for name, tries in self._windows.items() if tries[-1] <= now - name[2]]
        for name in over:
            del self._windows[name]
        # A sweep looks at every window; as many tries between two sweeps as there are windows keep a try cheap.
        self._until_sweep = max(self.SWEEP_EVERY, len(self._windows))


class RedisWindows:
    """The windows that all processes share."""

    def __init__(
        self,
        url: str,
        *,
        pause_seconds: float = REDIS_PAUSE_SECONDS,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._url = mask_credentials(url)
        try:
            pool = redis.ConnectionPool.from_url(
                url,
                socket_timeout=REDIS_TIMEOUT_SECONDS,
                socket_connect_timeout=REDIS_TIMEOUT_SECONDS,
                # A second try for a connection that Redis has closed meanwhile, none after a timeout.
                retry=Retry(NoBackoff(), 1, supported_errors=(redis.ConnectionError,)),
            )
        except ValueError:
            # The library's text may repeat parts of the URL.
            raise RateLimitBackendUnavailable(
                "RATE_LIMIT_REDIS_URL (or RQ_REDIS_URL): write redis://user:password@host:6379/0"
            ) from None
        # With a pool given, the URL that `limits` asks for is looked at for its scheme alone.
        storage = RedisStorage("redis://", connection_pool=pool, key_prefix="ratelimit")
        self._client = redis.Redis(connection_pool=pool)
        self._windows = MovingWindowRateLimiter(storage)
        self._breaker = _Breaker(pause_seconds, clock)

    def hit(self, limit: int, seconds: int, key: str) -> Decision:
        if not self._breaker.may_try():
            return _let_through(limit)
        item = RateLimitItemPerSecond(limit, seconds)
        try:
            allowed = self._windows.hit(item, key)
            reset_at, remaining = self._windows.get_window_stats(item, key)
        except redis.RedisError as error:
            if self._breaker.failed():
                _log.warning("rate_limit.redis.unavailable", url=self._url, error=type(error).__name__)
            return _let_through(limit)
        if self._breaker.worked():
            _log.info("rate_limit.redis.available", url=self._url)
        return Decision(allowed, limit, remaining, max(0.0, reset_at - time.time()))

    def check(self) -> None:
        try:
            self._client.ping()
        except redis.RedisError as error:
            raise RateLimitBackendUnavailable(
                f"Redis at {self._url} does not answer ({type(error).__name__}): start it, correct "
                "RATE_LIMIT_REDIS_URL or RQ_REDIS_URL, or set RATE_LIMIT_BACKEND=memory"
            ) from None


class _Breaker:
    """After a failure nobody asks for a while, then one caller tries: an outage costs time once per pause."""

    def __init__(self, pause_seconds: float, clock: Callable[[], float]) -> None:
        self._pause = pause_seconds
        self._clock = clock
        self._lock = threading.Lock()
        self._open_until: float | None = None

    def may_try(self) -> bool:
        if self._open_until is None:
            return True
        with self._lock:
            if self._clock() < (self._open_until or 0.0):
                return False
            self._open_until = self._clock() + self._pause
            return True

    def failed(self) -> bool:
        """Whether this failure is the first of an outage."""
        with self._lock:
            first = self._open_until is None
            self._open_until = self._clock() + self._pause
            return first

    def worked(self) -> bool:
        """Whether this success ends an outage."""
        if self._open_until is None:
            return False
        with self._lock:
            ended = self._open_until is not None
            self._open_until = None
            return ended


def mask_credentials(url: str) -> str:
    """The URL without user, password and options; little is left of one that cannot be read."""
    try:
        parts = urlsplit(url)
        host, port = parts.hostname, parts.port
    except ValueError:
        return "redis://***"
    if parts.scheme == "unix":
        return f"unix://{parts.path}"
    if not host or "@" in parts.path:
        return "redis://***"
    login = "***@" if "@" in parts.netloc or parts.query else ""
    name = f"[{host}]" if ":" in host else host
    return f"{parts.scheme}://{login}{name}{f':{port}' if port else ''}{parts.path}"


def _let_through(limit: int) -> Decision:
    return Decision(allowed=True, limit=limit, remaining=limit, reset_after_seconds=0.0)
