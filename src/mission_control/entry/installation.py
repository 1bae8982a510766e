"""What an installation keeps in its data folder besides the database: its generated secrets."""

from mission_control.kernel.security.secrets import SecretBox, new_secret, stored_secret
from mission_control.kernel.settings import Settings

SIGN_IN_TOKEN_FILE = "local-auth-token"  # noqa: S105 - a file name
SECRET_KEY_FILE = "secret-key"  # noqa: S105 - a file name


def sign_in_token(settings: Settings) -> str:
    """The token that people sign in with; made on the first call when none is configured."""
    if settings.local_auth_token:
        return settings.local_auth_token
    return stored_secret(settings.data_dir / SIGN_IN_TOKEN_FILE, new_secret() + new_secret())


def secret_box(settings: Settings) -> SecretBox:
    """Digests and encryption under the installation's key; made on the first call when none is configured."""
    return SecretBox(settings.secret_key or stored_secret(settings.data_dir / SECRET_KEY_FILE, new_secret()))
