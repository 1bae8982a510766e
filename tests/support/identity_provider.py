"""An identity provider of our own: a key server whose keys, answers and moods the tests choose, and its tokens."""

from __future__ import annotations

import json
import threading
import time
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from uuid import uuid4

import jwt
from cryptography.hazmat.primitives.asymmetric import ec, rsa

Json = dict[str, Any]
PrivateKey = rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey


class SigningKey:
    """A key with its name; RSA unless the algorithm is ES256."""

    def __init__(self, algorithm: str = "RS256") -> None:
        self.algorithm = algorithm
        self.name = uuid4().hex
        self.private: PrivateKey = (
            rsa.generate_private_key(65537, 2048) if algorithm == "RS256" else ec.generate_private_key(ec.SECP256R1())
        )

    @property
    def public(self) -> Json:
        public = self.private.public_key()
        if isinstance(public, rsa.RSAPublicKey):
            made = jwt.algorithms.RSAAlgorithm.to_jwk(public, as_dict=True)
        else:
            made = jwt.algorithms.ECAlgorithm.to_jwk(public, as_dict=True)
        return made | {"kid": self.name, "use": "sig", "alg": self.algorithm}

    def sign(self, claims: Json, **headers: Any) -> str:
        headers = {"kid": self.name, **headers}
        given = {name: value for name, value in headers.items() if value}
        # As bytes: the library would not sign some of what the tests want signed.
        return jwt.PyJWS().encode(json.dumps(claims).encode(), self.private, self.algorithm, headers=given)


class IdentityProvider:
    """Answers at loopback; `answer` may be replaced by any mood, and `asked` is what was asked for."""

    def __init__(self) -> None:
        self.keys = [SigningKey()]
        self.asked: list[str] = []
        self.deleted: list[str] = []
        self.authorizations: list[str | None] = []
        self.profiles: dict[str, Json] = {}
        self.mood: Callable[[BaseHTTPRequestHandler], bool] = lambda _request: False
        """Answers a request itself when it says true."""
        provider = self

        class Handler(BaseHTTPRequestHandler):
            def do_GET(self) -> None:
                provider._answer(self)

            def do_POST(self) -> None:
                self.rfile.read(int(self.headers.get("content-length", "0")))
                provider._answer(self)

            def do_DELETE(self) -> None:
                provider._answer(self)

            def log_message(self, *_arguments: Any) -> None:
                """The tests' output is theirs."""

        self._server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
        self._server.daemon_threads = True
        self.url = f"http://127.0.0.1:{self._server.server_address[1]}"
        self._thread = threading.Thread(target=self._server.serve_forever, kwargs={"poll_interval": 0.05}, daemon=True)
        self._thread.start()

    def close(self) -> None:
        self._server.shutdown()
        self._server.server_close()

    def token(self, subject: str, key: SigningKey | None = None, **over: Any) -> str:
        """A token of the provider; claims that `over` sets to None are left out."""
        now = int(time.time())
        claims = {"sub": subject, "iat": now, "nbf": now, "exp": now + 60, "iss": self.url, **over}
        claims = {name: value for name, value in claims.items() if value is not None}
        return (key or self.keys[0]).sign(claims)

    def _answer(self, request: BaseHTTPRequestHandler) -> None:
        self.asked.append(request.path)
        if request.command == "DELETE":
            self.deleted.append(request.path)
        self.authorizations.append(request.headers.get("authorization"))
        if self.mood(request):
            return
        subject = request.path.removeprefix("/v1/users/")
        if request.path == "/v1/jwks":
            send_json(request, {"keys": [key.public for key in self.keys]})
        elif request.command == "DELETE" and self.profiles.pop(subject, None) is not None:
            send_json(request, {"id": subject, "deleted": True})
        elif subject in self.profiles:
            send_json(request, self.profiles[subject])
        else:
            send_json(request, {"errors": []}, 404)


def send_json(request: BaseHTTPRequestHandler, document: Any, status: int = 200) -> None:
    body = json.dumps(document).encode()
    request.send_response(status)
    request.send_header("content-type", "application/json")
    request.send_header("content-length", str(len(body)))
    request.end_headers()
    request.wfile.write(body)
