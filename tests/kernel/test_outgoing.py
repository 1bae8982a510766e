"""Requests to addresses of strangers: they end, they stay small, and they go nowhere they must not."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from ipaddress import ip_address
from typing import Any

import pytest

from mission_control.kernel.http.outgoing import MAX_ANSWER, Answer, NotSent, post
from mission_control.kernel.security.addresses import forbidden

PRIVATE = (
    *("10.0.0.1", "172.16.9.9", "192.168.1.1", "100.64.0.1", "127.0.0.1", "0.0.0.0", "224.0.0.1", "255.255.255.255"),
    *("::1", "::", "fc00::1", "fec0::1", "ff02::1", "::ffff:10.0.0.1", "::10.0.0.1", "64:ff9b::10.0.0.1"),
    *("2002:a00:1::", "2001:0:1::1", "64:ff9b:1::10.0.0.1"),
)
SECRET = (
    *("169.254.169.254", "100.100.100.200", "fd00:ec2::254", "fe80::1", "::ffff:169.254.169.254"),
    *("64:ff9b::a9fe:a9fe", "2002:a9fe:a9fe::1"),
)
Behaviour = Callable[[socket.socket], None]


@contextmanager
def stranger(behaviour: Behaviour) -> Iterator[tuple[int, list[socket.socket]]]:
    """A port of this machine where somebody behaves as told, and who has come to it."""
    came: list[socket.socket] = []

    def serve() -> None:
        while True:
            try:
                connection, _ = listening.accept()
            except OSError:
                return
            came.append(connection)
            threading.Thread(target=answer, args=[connection], daemon=True).start()

    def answer(connection: socket.socket) -> None:
        with connection:
            try:
                connection.recv(65_536)
                behaviour(connection)
            except OSError:
                pass

    with socket.create_server(("127.0.0.1", 0)) as listening:
        threading.Thread(target=serve, daemon=True).start()
        yield listening.getsockname()[1], came
        for connection in came:
            connection.close()
        listening.shutdown(socket.SHUT_RDWR)


def never(_connection: socket.socket) -> None:
    threading.Event().wait(60)


def dripping(head: bytes, drop: bytes, pause: float = 0.02) -> Behaviour:
    def drip(connection: socket.socket) -> None:
        connection.sendall(head)
        while True:
            threading.Event().wait(pause)
            connection.sendall(drop)

    return drip


def send(host: str, port: int, *, seconds: float = 1.0, allow_private: bool = True) -> Answer:
    return post(f"http://{host}:{port}/", {}, b"{}", seconds=seconds, allow_private=allow_private)


@pytest.mark.parametrize(
    "behaviour",
    [
        never,
        dripping(b"HTTP/1.1 200 OK\r\nx: ", b"a"),
        dripping(b"", b"HTTP/1.1 100 Continue\r\n\r\n"),
    ],
    ids=["says nothing", "never ends its headers", "never stops to announce an answer"],
)
def test_who_does_not_answer_is_waited_for_no_longer_than_is_said(behaviour: Behaviour) -> None:
    with stranger(behaviour) as (port, _), pytest.raises(NotSent, match="no answer within 1 seconds"):
        send("127.0.0.1", port)


def test_a_success_is_known_before_the_words_after_it() -> None:
    endless = dripping(b"HTTP/1.1 200 OK\r\ncontent-length: 9999999999\r\n\r\n", b"a")
    with stranger(endless) as (port, _):
        assert send("127.0.0.1", port, seconds=30) == Answer(200, None, "")


def test_of_a_long_refusal_the_beginning_is_read() -> None:
    huge = dripping(b"HTTP/1.1 500 No\r\ncontent-length: 9999999999\r\n\r\n", b"a\x00\xff" * 30_000, pause=0)
    with stranger(huge) as (port, _):
        answer = send("127.0.0.1", port, seconds=30)
    assert answer.status == 500
    assert len(answer.text) <= MAX_ANSWER
    assert "\x00" not in answer.text


def test_a_refusal_whose_words_never_come_is_a_refusal() -> None:
    slow = dripping(b"HTTP/1.1 410 Gone\r\nretry-after: 7\r\ncontent-length: 5000\r\n\r\nno", b"")
    with stranger(slow) as (port, _):
        assert send("127.0.0.1", port) == Answer(410, "7", "no")


@pytest.mark.parametrize("answer", [b"", b"SSH-2.0-OpenSSH\r\n", b"HTTP/1.1 999999 OK\r\n\r\n", b"\x00" * 200_000])
def test_what_is_no_answer_is_a_reason(answer: bytes) -> None:
    with stranger(lambda connection: connection.sendall(answer)) as (port, _), pytest.raises(NotSent, match="failed"):
        send("127.0.0.1", port, seconds=10)


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "2130706433", "0x7f000001", "0177.0.0.1", "127.1", "0", "[::ffff:127.0.0.1]"]
)
def test_this_machine_is_not_connected_to_however_it_is_written(host: str) -> None:
    with stranger(never) as (port, came):
        with pytest.raises(NotSent, match="Mission Control does not connect there"):
            send(host, port, allow_private=False)
        assert came == []


def test_a_name_is_looked_up_once_and_what_was_checked_is_connected_to(monkeypatch: pytest.MonkeyPatch) -> None:
    """A name that means a public address at first and this machine ever after; none of the public one answers."""
    looked_up: list[str] = []
    look_up = socket.getaddrinfo

    def changing(host: str, port: int, *more: Any, **others: Any) -> Any:
        if host != "changing.example":
            return look_up(host, port, *more, **others)
        looked_up.append(host)
        return look_up("192.0.2.1" if len(looked_up) == 1 else "127.0.0.1", port, *more, **others)

    monkeypatch.setattr(socket, "getaddrinfo", changing)
    with stranger(never) as (port, came):
        with pytest.raises(NotSent):
            send("changing.example", port, allow_private=False)
        assert (looked_up, came) == (["changing.example"], [])


def test_of_several_addresses_the_first_that_is_there_is_taken(monkeypatch: pytest.MonkeyPatch) -> None:
    look_up = socket.getaddrinfo

    def several(host: str, port: int, *more: Any, **others: Any) -> Any:
        if host != "several.example":
            return look_up(host, port, *more, **others)
        return [it for address in ("169.254.1.1", "127.0.0.2", "127.0.0.1") for it in look_up(address, port, **others)]

    monkeypatch.setattr(socket, "getaddrinfo", several)
    with stranger(lambda connection: connection.sendall(b"HTTP/1.1 204 Taken\r\n\r\n")) as (port, _):
        assert send("several.example", port).status == 204


@pytest.mark.parametrize(
    "text",
    [
        "10.0.0.1",
        "172.16.9.9",
        "192.168.1.1",
        "100.64.0.1",
        "127.0.0.1",
        "0.0.0.0",
        "224.0.0.1",
        "255.255.255.255",
        "::1",
        "::",
        "fc00::1",
        "fec0::1",
        "ff02::1",
        "::ffff:10.0.0.1",
        "::10.0.0.1",
        "64:ff9b::10.0.0.1",
        "2002:a00:1::",
        "2001:0:1::1",
        "64:ff9b:1::10.0.0.1",
    ],
)
def test_addresses_that_are_not_public_are_allowed_by_a_setting_alone(text: str) -> None:
    assert forbidden(ip_address(text), allow_private=False)


@pytest.mark.parametrize(
    "text",
    [
        "169.254.169.254",
        "100.100.100.200",
        "fd00:ec2::254",
        "fe80::1",
        "::ffff:169.254.169.254",
        "64:ff9b::a9fe:a9fe",
        "2002:a9fe:a9fe::1",
        "0.0.0.0",
        "224.0.0.1",
        "ff02::1",
    ],
)
def test_where_machines_keep_secrets_nothing_goes_whatever_is_set(text: str) -> None:
    assert forbidden(ip_address(text), allow_private=True)


@pytest.mark.parametrize("text", ["8.8.8.8", "2606:4700::1111", "64:ff9b::808:808", "::ffff:8.8.8.8"])
def test_public_addresses_are_connected_to(text: str) -> None:
    assert forbidden(ip_address(text), allow_private=False) is None
