"""From a url to an open WebSocket; each step fails with a condition of its own.

CannotConnect: raised by every function here.
"""

import asyncio
import ipaddress
import socket
import ssl
from typing import Any

import websockets.asyncio.client as ws
from websockets.exceptions import InvalidHandshake, InvalidMessage, InvalidStatus

from mission_control.gateways.protocol.errors import CannotConnect
from mission_control.gateways.protocol.states import WAIT_OR_RESTART, Condition, State
from mission_control.gateways.protocol.target import Target
from mission_control.kernel import served_by
from mission_control.kernel.security.addresses import Address, forbidden, literal_address

MAX_FRAME = 26 * 1024 * 1024
"""A little above what gateways send at most."""
OURSELVES = Condition(
    State.NOT_A_GATEWAY,
    "What answers there is Mission Control, and not a gateway.",
    "Enter the address of an OpenClaw gateway; it listens on port 18789, unless its configuration names another.",
)
_HTTP = b"HTTP/"
_UP = "Check that the gateway runs and listens at {host}:{port}, and that no firewall is between."


class _NoRedirects(ws.connect):
    def process_redirect(self, exc: Exception) -> Exception | str:
        # It would lead past the check of addresses, and the token to whoever answered.
        return exc


class _HttpOnly(ws.ClientConnection):
    """Hangs up on whatever answers in another protocol: such a server waits for us, while we would for its HTTP."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self._begins = b""

    def data_received(self, data: bytes) -> None:
        super().data_received(data)
        self._begins += data[: len(_HTTP) - len(self._begins)]
        if self.protocol.handshake_exc or not _HTTP.startswith(self._begins):
            self.transport.abort()


async def addresses_of(target: Target) -> list[Address]:
    """The addresses that may be connected to."""
    literal = literal_address(target.host)
    found = [literal] if literal else await _looked_up(target)
    reasons = [forbidden(address, allow_private=target.allow_private) for address in found]
    allowed = [address for address, reason in zip(found, reasons, strict=True) if reason is None]
    if not allowed:
        reason = next((reason for reason in reasons if reason), "no address")
        cure = "Use another address, or set GATEWAY_ALLOW_PRIVATE_ADDRESSES=true if it is a private network."
        raise CannotConnect(Condition(State.FORBIDDEN, f"Mission Control does not connect there: {reason}.", cure))
    return allowed


async def _looked_up(target: Target) -> list[Address]:
    try:
        loop = asyncio.get_running_loop()
        infos = await loop.getaddrinfo(target.host, target.port, type=socket.SOCK_STREAM)
    except (OSError, UnicodeError):
        cure = "Correct the name in the address, or the name service of the machine on which Mission Control runs."
        raise CannotConnect(Condition(State.UNREACHABLE, f"No machine is known as {target.host}.", cure)) from None
    return list(dict.fromkeys(ipaddress.ip_address(info[4][0]) for info in infos))


async def connected_socket(target: Target, addresses: list[Address]) -> socket.socket:
    loop = asyncio.get_running_loop()
    failure: OSError | None = None
    for address in addresses:
        family = socket.AF_INET6 if address.version == 6 else socket.AF_INET
        found = socket.socket(family, socket.SOCK_STREAM)
        found.setblocking(False)
        try:
            await loop.sock_connect(found, (str(address), target.port))
        except OSError as error:
            failure = error
            found.close()
        except BaseException:
            found.close()
            raise
        else:
            return found
    raise CannotConnect(_unreachable(target, failure))


def _unreachable(target: Target, failure: OSError | None) -> Condition:
    if isinstance(failure, ConnectionRefusedError):
        reason = f"Nothing listens at {target.host}:{target.port} (connection refused)."
    else:
        reason = f"{target.host}:{target.port} cannot be reached ({(failure and failure.strerror) or 'no answer'})."
    return Condition(State.UNREACHABLE, reason, _UP.format(host=target.host, port=target.port))


def silent(target: Target, seconds: float) -> CannotConnect:
    reason = f"No answer from {target.host}:{target.port} within {seconds:g} seconds."
    return CannotConnect(Condition(State.UNREACHABLE, reason, _UP.format(host=target.host, port=target.port)))


async def opened(target: Target, sock: socket.socket, seconds: float) -> ws.ClientConnection:
    """TLS and the upgrade on a connected socket, which is closed when that fails."""
    try:
        return await _NoRedirects(
            target.url,
            sock=sock,
            ssl=target.tls(),
            create_connection=_HttpOnly,
            proxy=None,
            compression=None,
            open_timeout=seconds,
            close_timeout=2,
            # A connection that is kept looks itself whether the other side is there, and says so: see `Patience`.
            ping_interval=None,
            max_size=MAX_FRAME,
            user_agent_header="mission-control",
        )
    except BaseException as error:
        sock.close()
        if isinstance(error, Exception):
            raise CannotConnect(_why_not_open(target, error, seconds)) from error
        raise


def _why_not_open(target: Target, error: Exception, seconds: float) -> Condition:
    if isinstance(error, ssl.SSLError):
        return _why_no_tls(target, error)
    if isinstance(error, TimeoutError):
        reason = f"{target.host}:{target.port} accepts connections and does not answer ({seconds:g} seconds)."
        return Condition(State.HUNG, reason, WAIT_OR_RESTART)
    if isinstance(error, InvalidStatus):
        if error.response.headers.get(served_by.HEADER) == served_by.NAME:
            return OURSELVES
        return _why_this_status(error.response.status_code)
    if isinstance(error, InvalidMessage | InvalidHandshake | EOFError | OSError):
        hint = "" if target.is_secure else " If it stands behind TLS, write wss:// instead of ws://."
        cure = f"Check address and port.{hint}"
        return Condition(State.NOT_A_GATEWAY, "What answers there is no gateway: it does not open a WebSocket.", cure)
    return Condition(State.UNREACHABLE, f"The connection failed: {error}", "Check address and port.")


def _why_no_tls(target: Target, error: ssl.SSLError) -> Condition:
    if isinstance(error, ssl.SSLCertVerificationError):
        reason = f"The certificate of {target.host} is not accepted: {error.verify_message}."
        cure = "Give the certificate of the authority that signed it, or allow insecure TLS for this gateway."
        return Condition(State.TLS_FAILED, reason, cure)
    if error.reason in {"WRONG_VERSION_NUMBER", "HTTP_REQUEST", "RECORD_LAYER_FAILURE"}:
        return Condition(State.TLS_FAILED, f"{target.host}:{target.port} does not speak TLS.", "Write ws:// instead.")
    return Condition(State.TLS_FAILED, f"TLS failed: {error.reason or error}.", "Check the certificates on both sides.")


def _why_this_status(status: int) -> Condition:
    if status in {502, 503, 504}:
        reason = f"The gateway starts, or finishes its work before it stops (HTTP {status})."
        return Condition(State.STARTING, reason, "Wait; if it stays so, look into the gateway's log.")
    if status in {401, 403}:
        reason = f"A proxy or the gateway refused the connection (HTTP {status})."
        cure = "Let the proxy pass us, and name it in gateway.trustedProxies of the gateway."
        return Condition(State.AUTH_FAILED, reason, cure)
    cure = "Check address, port and path."
    return Condition(State.NOT_A_GATEWAY, f"What answers there is no gateway: it answered HTTP {status}.", cure)
