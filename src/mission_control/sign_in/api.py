"""The sign-in modes with an identity provider."""

from mission_control.sign_in.browser import BrowserSignIn
from mission_control.sign_in.checking import provider_fault, warn_of_provider
from mission_control.sign_in.clerk import clerk_sign_in
from mission_control.sign_in.discovery import Discovery
from mission_control.sign_in.failures import FailedSignIns
from mission_control.sign_in.oidc import id_tokens, oidc_keys, oidc_sign_in
from mission_control.sign_in.provider import ProviderSignIn
from mission_control.sign_in.sessions import SessionSignIn

__all__ = [
    "BrowserSignIn",
    "Discovery",
    "FailedSignIns",
    "ProviderSignIn",
    "SessionSignIn",
    "clerk_sign_in",
    "id_tokens",
    "oidc_keys",
    "oidc_sign_in",
    "provider_fault",
    "warn_of_provider",
]
