"""The sign-in modes with an identity provider."""

from mission_control.sign_in.clerk import clerk_sign_in
from mission_control.sign_in.discovery import Discovery
from mission_control.sign_in.oidc import oidc_keys, oidc_sign_in

__all__ = ["Discovery", "clerk_sign_in", "oidc_keys", "oidc_sign_in"]
