"""A git server that speaks HTTPS, with repositories that a test writes: also such as no honest one would hold."""

from __future__ import annotations

import datetime as dt
import ipaddress
import ssl
import stat
import threading
from collections.abc import Callable, Iterable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, cast
from wsgiref.simple_server import WSGIRequestHandler, make_server

from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID
from dulwich.objects import Blob, Commit, ObjectID, Tree
from dulwich.refs import Ref
from dulwich.repo import MemoryRepo
from dulwich.server import BackendRepo, DictBackend
from dulwich.web import make_wsgi_chain

Application = Callable[..., Iterable[bytes]]


@dataclass(frozen=True)
class Link:
    """A symbolic link."""

    target: str


@dataclass(frozen=True)
class Submodule:
    """Another repository in the place of a folder."""

    commit: str = "1" * 40


Content = str | bytes | Link | Submodule


@dataclass
class GitServer:
    """`origin` is what addresses begin with; `certificate` is what a client has to trust."""

    certificate: Path
    _repositories: dict[bytes, BackendRepo] = field(default_factory=dict)
    _made: dict[str, MemoryRepo] = field(default_factory=dict)
    _instead: dict[str, Application] = field(default_factory=dict)
    port: int = 0

    @property
    def host(self) -> str:
        return f"localhost:{self.port}"

    def trusted_by_the_server(self) -> dict[str, str]:
        """Settings of a server that may take packs from here."""
        return {"SSL_CERT_FILE": str(self.certificate), "SKILL_PACK_HOSTS": f"github.com, {self.host}"}

    def url(self, path: str) -> str:
        return f"https://{self.host}/{path}"

    def commit(self, path: str, files: Mapping[str, Content], branch: str = "main") -> str:
        """Make this the whole content of a branch; answers the commit."""
        repo = self._made.setdefault(path, MemoryRepo())
        self._repositories[f"/{path}".encode()] = cast(BackendRepo, repo)
        commit = Commit()
        commit.tree = _tree(repo, files)
        commit.author = commit.committer = b"Somebody <somebody@example.org>"
        commit.author_time = commit.commit_time = 1_700_000_000
        commit.author_timezone = commit.commit_timezone = 0
        commit.message = b"As it is now"
        repo.object_store.add_object(commit)
        repo.refs[Ref(f"refs/heads/{branch}".encode())] = commit.id
        return commit.id.decode()

    def answer(self, path: str, application: Application) -> None:
        """Let another program answer for everything below a path."""
        self._instead[f"/{path}"] = application

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Iterable[bytes]:
        for path, application in self._instead.items():
            if environ["PATH_INFO"].startswith(path):
                return application(environ, start_response)
        return make_wsgi_chain(DictBackend(self._repositories))(environ, start_response)


def _tree(repo: MemoryRepo, files: Mapping[str, Content]) -> ObjectID:
    tree = Tree()
    folders: dict[str, dict[str, Content]] = {}
    for path, content in files.items():
        name, _, rest = path.partition("/")
        if rest:
            folders.setdefault(name, {})[rest] = content
        elif isinstance(content, Submodule):
            tree.add(name.encode(), 0o160000, ObjectID(content.commit.encode()))
        else:
            blob = Blob.from_string(_bytes_of(content))
            repo.object_store.add_object(blob)
            tree.add(name.encode(), 0o120000 if isinstance(content, Link) else 0o100644, blob.id)
    for name, inside in folders.items():
        tree.add(name.encode(), stat.S_IFDIR, _tree(repo, inside))
    repo.object_store.add_object(tree)
    return tree.id


def _bytes_of(content: str | bytes | Link) -> bytes:
    if isinstance(content, Link):
        return content.target.encode()
    return content.encode() if isinstance(content, str) else content


@contextmanager
def git_server(folder: Path) -> Iterator[GitServer]:
    """A server on a free port of this machine, with a certificate for `localhost` in `folder`."""
    git = GitServer(folder / "certificate.pem")
    _make_certificate(folder)
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(folder / "certificate.pem", folder / "key.pem")
    with make_server("127.0.0.1", 0, git, handler_class=_Quiet) as http:
        http.socket = context.wrap_socket(http.socket, server_side=True, do_handshake_on_connect=False)
        git.port = http.server_port
        thread = threading.Thread(target=http.serve_forever, daemon=True)
        thread.start()
        try:
            yield git
        finally:
            http.shutdown()
            thread.join()


class _Quiet(WSGIRequestHandler):
    def log_message(self, *_arguments: object) -> None:
        """Requests are no news."""


def _make_certificate(folder: Path) -> None:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    now = dt.datetime.now(dt.UTC)
    certificate = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(now - dt.timedelta(days=1))
        .not_valid_after(now + dt.timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.DNSName("localhost"), x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]),
            critical=False,
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(key, hashes.SHA256())
    )
    (folder / "certificate.pem").write_bytes(certificate.public_bytes(serialization.Encoding.PEM))
    (folder / "key.pem").write_bytes(
        key.private_bytes(serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    )
