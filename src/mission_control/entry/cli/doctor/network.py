"""The port, and Redis where it is configured."""

import ipaddress
from collections.abc import Iterator
from urllib.parse import urlsplit

import httpx

from mission_control.entry.cli.doctor.finding import Finding, broken, ok, warning
from mission_control.entry.installation import sign_in_token
from mission_control.entry.startup import CannotStart, listen
from mission_control.kernel.ratelimit import RateLimitBackendUnavailable, RateLimiter, mask_credentials
from mission_control.kernel.settings import Settings

PATIENCE_SECONDS = 5.0
MODES = ("local", "clerk", "oidc")


def redis(settings: Settings) -> Iterator[Finding]:
    if settings.rate_limit_backend != "redis":
        yield ok("rate limits", "Counted in the memory of each process; no Redis is configured.")
        return
    try:
        RateLimiter.from_settings(settings).check()
    except RateLimitBackendUnavailable as error:
        fault, _, mend = str(error).partition(": ")
        yield broken("rate limits", f"{fault}.", f"{mend[:1].upper()}{mend[1:]}.")
    else:
        yield ok("rate limits", f"Redis at {mask_credentials(settings.redis_url)} answers.")


def origins(settings: Settings) -> Iterator[Finding]:
    """Other origins that may call; `*` among them is no valid setting. What no browser calls itself never matches."""
    for entry in settings.list_of("cors_origins"):
        if entry == "null":
            yield warning(
                "cors origins",
                "null lets in every page that hides its origin, such as a sandboxed frame on any site.",
                "Take it out of CORS_ORIGINS.",
            )
        elif not _is_origin(entry.rstrip("/")):
            yield warning(
                "cors origins",
                f"{entry} is no origin as browsers write them: it lets nobody in.",
                "Write scheme, host and, if it is an unusual one, port in CORS_ORIGINS, with nothing behind: "
                "https://console.example.org",
            )


def _is_origin(entry: str) -> bool:
    try:
        parts = urlsplit(entry)
        port = parts.port
    except ValueError:
        return False
    usual = port is not None and port == {"http": 80, "https": 443}.get(parts.scheme)
    fits = bool(parts.scheme and parts.hostname) and "@" not in parts.netloc
    # All of it, and small as browsers write it.
    return fits and not usual and "*" not in entry and entry == f"{parts.scheme}://{parts.netloc.lower()}"


def provider(settings: Settings) -> Iterator[Finding]:
    """The identity provider, as it will be asked at the first sign-in."""
    if settings.auth_mode not in ("oidc", "clerk"):
        return
    # Takes a moment, which only who signs in with a provider spends.
    from mission_control.sign_in.api import provider_fault

    name = settings.oidc_issuer if settings.auth_mode == "oidc" else settings.clerk_api_url
    fault = provider_fault(settings)
    if fault is None:
        yield ok("identity provider", f"{name} answers, and has keys.")
        return
    variables = "OIDC_ISSUER" if settings.auth_mode == "oidc" else "CLERK_SECRET_KEY, CLERK_API_URL and CLERK_JWKS_URL"
    mend = f"Correct {variables}, or see to it that this machine reaches the provider."
    yield broken("identity provider", f"Nobody can sign in with {name}: {fault}.", mend)


def port(settings: Settings) -> Iterator[Finding]:
    try:
        listen(settings.host, settings.port).close()
    except CannotStart as error:
        running = _our_server(settings)
        if running is None:
            fault, _, mend = str(error).partition("; ")
            yield broken("port", f"{fault}.", f"{mend[:1].upper()}{mend[1:]}")
        else:
            yield ok("port", f"Mission Control answers on port {settings.port}.")
            yield from running
    else:
        yield ok("port", f"Port {settings.port} is free; no server is running on it.")
    yield from _reachable(settings)


def _our_server(settings: Settings) -> list[Finding] | None:
    """What a running server of ours says of itself; None when it is somebody else's."""
    with httpx.Client(base_url=_local_url(settings), timeout=PATIENCE_SECONDS, trust_env=False) as client:
        try:
            # Cheap to answer, also for a busy server that has not made its API document yet.
            if client.get("/api/v1/auth/mode").json()["mode"] not in MODES:
                return None
            ready = client.get("/readyz")
            signed_in = client.get("/api/v1/users/me", headers={"Authorization": f"Bearer {sign_in_token(settings)}"})
        except (httpx.HTTPError, ValueError, LookupError, TypeError):
            return None
    findings = []
    if ready.status_code != 200:
        detail = str(ready.json().get("detail", "no reason given"))
        findings.append(broken("readiness", f"The running server is not ready: {detail}.", "Mend what it names."))
    if signed_in.status_code == 401:
        findings.append(
            broken("sign-in", "The running server does not accept the current sign-in token.", "Restart the server.")
        )
    return findings


def _local_url(settings: Settings) -> str:
    host = settings.host
    try:
        if ipaddress.ip_address(host).is_unspecified:
            host = "127.0.0.1" if "." in host else "::1"
    except ValueError:
        pass  # a name
    return f"http://[{host}]:{settings.port}" if ":" in host else f"http://{host}:{settings.port}"


def _reachable(settings: Settings) -> Iterator[Finding]:
    if not settings.base_url and settings.host not in ("127.0.0.1", "::1", "localhost"):
        yield warning(
            "base url",
            f"The server listens on {settings.host}, but links and instructions to agents say {settings.public_url}.",
            "Set BASE_URL to the address that others use.",
        )
