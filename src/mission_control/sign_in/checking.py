"""Whether people will be able to sign in with the provider: asked before the first of them tries."""

from mission_control.kernel.http.fetching import FetchFailed
from mission_control.kernel.logging import get_logger
from mission_control.kernel.security.jwks import fetch_json, keys_of
from mission_control.kernel.settings import Settings
from mission_control.sign_in.clerk import clerk_keys_at
from mission_control.sign_in.discovery import Discovery

logger = get_logger(__name__)


def provider_fault(settings: Settings) -> str | None:
    """What is wrong with the provider of the settings, in words; None when it is well, or there is none."""
    try:
        if settings.auth_mode == "oidc":
            keys_of(fetch_json(Discovery(settings.oidc_issuer).provider().jwks_uri))
        elif settings.auth_mode == "clerk":
            address, headers = clerk_keys_at(settings)
            keys_of(fetch_json(address, headers))
    except FetchFailed as failure:
        return str(failure)
    return None


def warn_of_provider(settings: Settings) -> None:
    """Say in the log that nobody new can sign in; the server runs nevertheless, since that may pass."""
    fault = provider_fault(settings)
    if fault is not None:
        logger.warning("sign_in.provider_unusable", reason=fault, mend="run mission-control doctor")
