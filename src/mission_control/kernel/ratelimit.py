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

from mission_control.kernel.settings import Settings


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
            # Loaded where it is needed: most installations do without Redis.
            from mission_control.kernel.ratelimit_redis import RedisWindows

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

    def look(self, limit: int, seconds: int, key: str) -> Decision:
        """What a try would be answered now; it does not count."""
        with self._lock:
            now = self._clock()
            tries = [at for at in self._windows.get((key, limit, seconds), ()) if at > now - seconds]
            allowed = len(tries) < limit
            return Decision(allowed, limit, limit - len(tries), tries[0] + seconds - now if tries else 0.0)

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
