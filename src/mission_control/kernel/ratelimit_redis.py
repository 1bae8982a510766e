"""Rate limits that all processes share, in Redis; `kernel.ratelimit` says what they mean."""

import threading
import time
from collections.abc import Callable

import redis
from limits import RateLimitItemPerSecond
from limits.storage import RedisStorage
from limits.strategies import MovingWindowRateLimiter
from redis.backoff import NoBackoff
from redis.retry import Retry

from mission_control.kernel.logging import get_logger
from mission_control.kernel.ratelimit import Decision, RateLimitBackendUnavailable, mask_credentials

REDIS_TIMEOUT_SECONDS = 0.5
REDIS_PAUSE_SECONDS = 5.0

_log = get_logger(__name__)


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


def _let_through(limit: int) -> Decision:
    return Decision(allowed=True, limit=limit, remaining=limit, reset_after_seconds=0.0)
