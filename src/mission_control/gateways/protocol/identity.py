"""Who we are to a gateway: an Ed25519 key, and the proof that we hold it."""

import base64
import hashlib
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

CLIENT = {"id": "gateway-client", "version": "1.0.0", "platform": "linux", "mode": "backend"}
"""The gateway has closed lists of both names and none for third parties. The platform is part of what is paired, so it
is always the same, wherever Mission Control runs."""
ROLE = "operator"


@dataclass(frozen=True)
class DeviceIdentity:
    private_key: str
    """The raw key in hexadecimal digits, as it is stored."""

    @classmethod
    def new(cls) -> "DeviceIdentity":
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        return cls(Ed25519PrivateKey.generate().private_bytes_raw().hex())

    @cached_property
    def _key(self) -> "Ed25519PrivateKey":
        from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

        return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(self.private_key))

    @cached_property
    def _public(self) -> bytes:
        return self._key.public_key().public_bytes_raw()

    @property
    def device_id(self) -> str:
        return hashlib.sha256(self._public).hexdigest()

    def proof(
        self, *, scopes: list[str], token: str | None, nonce: str, signed_at: int, version: str = "v3"
    ) -> dict[str, object]:
        """The `device` of a connect request; `v2` is what gateways of protocol 3 read."""
        parts = [version, self.device_id, CLIENT["id"], CLIENT["mode"], ROLE, ",".join(scopes)]
        parts += [str(signed_at), token or "", nonce]
        if version == "v3":
            # Platform and device family; we name none.
            parts += [CLIENT["platform"], ""]
        return {
            "id": self.device_id,
            "publicKey": _base64url(self._public),
            "signature": _base64url(self._key.sign("|".join(parts).encode())),
            "signedAt": signed_at,
            "nonce": nonce,
        }


def _base64url(raw: bytes) -> str:
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")
