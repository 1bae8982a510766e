"""What another server says at an address of the configuration: bounded in time and size, and never redirected.

The client is loaded with the first request: many installations send none.
"""

import time
from collections.abc import Mapping


class FetchFailed(Exception):
    """The text says what the other side did; it holds no secrets. `status` is what it answered, if it did."""

    def __init__(self, text: str, status: int | None = None) -> None:
        super().__init__(text)
        self.status = status


def fetch(
    url: str,
    *,
    seconds: float,
    max_bytes: int,
    method: str = "GET",
    headers: Mapping[str, str] | None = None,
    form: Mapping[str, str] | None = None,
) -> bytes:
    """The body of a 200 answer. Raises FetchFailed."""
    import httpx

    deadline = time.monotonic() + seconds
    body = bytearray()
    data = dict(form) if form is not None else None
    try:
        with httpx.stream(
            method, url, headers=dict(headers or {}), data=data, timeout=seconds, follow_redirects=False
        ) as reply:
            if reply.status_code != 200:
                raise FetchFailed(f"it answered {reply.status_code}", reply.status_code)
            for chunk in reply.iter_bytes():
                body += chunk
                if len(body) > max_bytes:
                    raise FetchFailed("its answer is too large")
                if time.monotonic() > deadline:
                    raise FetchFailed("its answer takes too long")
    except (httpx.HTTPError, httpx.InvalidURL) as error:
        raise FetchFailed(f"it does not answer ({type(error).__name__})") from None
    return bytes(body)
