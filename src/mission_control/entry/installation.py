"""What an installation keeps in its data folder besides the database: its generated secrets."""

import threading
from pathlib import Path

from mission_control.kernel.security.secrets import (
    SecretBox,
    new_secret,
    replace_secret,
    same_secret,
    stored_secret,
)
from mission_control.kernel.settings import Settings

SIGN_IN_TOKEN_FILE = "local-auth-token"  # noqa: S105 - a file name
FORMER_TOKEN_FILE = "local-auth-token-former"  # noqa: S105 - a file name
SECRET_KEY_FILE = "secret-key"  # noqa: S105 - a file name


def sign_in_token(settings: Settings) -> str:
    """The token that people sign in with; made on the first call when none is configured."""
    if settings.local_auth_token:
        return settings.local_auth_token
    return stored_secret(settings.data_dir / SIGN_IN_TOKEN_FILE, new_secret() + new_secret())


def rotate_token(settings: Settings, *, at_once: bool) -> str:
    """Make a new token; the former one goes on until it is rotated again, unless it is to end at once."""
    former = settings.data_dir / FORMER_TOKEN_FILE
    if at_once:
        former.unlink(missing_ok=True)
    else:
        replace_secret(former, sign_in_token(settings))
    token = new_secret() + new_secret()
    replace_secret(settings.data_dir / SIGN_IN_TOKEN_FILE, token)
    return token


class SignInTokens:
    """The tokens that are good: the shared one, and its former ones while people change over.

    Those that were made here are read again when their files have changed, so a rotation needs no restart.
    """

    def __init__(self, settings: Settings) -> None:
        self._settings = settings
        self._files = [settings.data_dir / name for name in (SIGN_IN_TOKEN_FILE, FORMER_TOKEN_FILE)]
        self._lock = threading.Lock()
        self._configured = [settings.local_auth_token, *settings.list_of("local_auth_token_former")]
        self._made = not settings.local_auth_token
        self._tokens, self._seen = self._read()

    def hold(self, bearer: str) -> bool:
        if self._made and self._seen != _changed_at(self._files):
            with self._lock:
                self._tokens, self._seen = self._read()
        return any(same_secret(bearer, token) for token in self._tokens)

    def _read(self) -> tuple[list[str], list[int]]:
        if not self._made:
            return [token for token in self._configured if token], []
        # Looked at before they are read: a change between the two is read once more.
        seen = _changed_at(self._files)
        current = sign_in_token(self._settings)
        former = self._files[1].read_text().strip() if self._files[1].exists() else ""
        return [current, *self._configured[1:], *([former] if former else [])], seen


def _changed_at(files: list[Path]) -> list[int]:
    return [file.stat().st_mtime_ns if file.exists() else 0 for file in files]


def secret_box(settings: Settings) -> SecretBox:
    """Digests and encryption under the installation's key; made on the first call when none is configured."""
    return SecretBox(settings.secret_key or stored_secret(settings.data_dir / SECRET_KEY_FILE, new_secret()))
