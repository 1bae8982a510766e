import ipaddress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mission_control.kernel.http.client_address import client_address, parse_networks, rate_limit_key

PROXIES = parse_networks("10.0.0.0/8, 2001:db8:ffff::/48")


def seen(peer: str | None, *headers: tuple[str, str], trusted=PROXIES) -> str:
    return client_address(peer, [(name.encode(), value.encode("latin-1")) for name, value in headers], trusted)


def test_nobody_is_trusted_by_default():
    forged = ("x-forwarded-for", "203.0.113.7")
    assert seen("127.0.0.1", forged, trusted=()) == "127.0.0.1"


def test_headers_of_a_stranger_do_not_count():
    assert seen("198.51.100.1", ("x-forwarded-for", "203.0.113.7")) == "198.51.100.1"


def test_the_entry_that_the_proxy_appended_counts_and_not_the_forged_one_left_of_it():
    assert seen("10.0.0.1", ("x-forwarded-for", "1.1.1.1, 203.0.113.7")) == "203.0.113.7"
    assert seen("10.0.0.1", ("x-forwarded-for", "1.1.1.1"), ("x-forwarded-for", "203.0.113.7")) == "203.0.113.7"


def test_a_forged_entry_that_names_a_proxy_does_not_move_the_walk_beyond_the_stranger():
    assert seen("10.0.0.1", ("x-forwarded-for", "1.1.1.1, 10.9.9.9, 203.0.113.7")) == "203.0.113.7"


def test_trusted_hops_are_skipped_from_the_right():
    assert seen("10.0.0.1", ("x-forwarded-for", "1.1.1.1, 203.0.113.7, 10.0.0.3, 10.0.0.2")) == "203.0.113.7"


def test_when_every_hop_is_trusted_the_farthest_one_is_the_caller():
    assert seen("10.0.0.1", ("x-forwarded-for", "10.0.0.3, 10.0.0.2")) == "10.0.0.3"


@pytest.mark.parametrize("junk", ["unknown", "", "not an address", "999.1.1.1", "fe80::1%eth0", "_hidden"])
def test_the_walk_ends_at_the_proxy_that_wrote_nonsense(junk: str):
    assert seen("10.0.0.1", ("x-forwarded-for", f"203.0.113.7, {junk}, 10.0.0.2")) == "10.0.0.2"


@pytest.mark.parametrize(
    ("value", "address"),
    [
        ("for=203.0.113.7", "203.0.113.7"),
        ('For="203.0.113.7:4711";proto=https;by=10.0.0.1', "203.0.113.7"),
        ('proto=https; for="[2001:db8::1]:4711"', "2001:db8::1"),
        ("for=1.1.1.1, for=203.0.113.7, for=10.0.0.2", "203.0.113.7"),
        ('for="1.1.1.1, for=203.0.113.7', "203.0.113.7"),
        ("proto=https", "10.0.0.1"),
        ("for=_secret", "10.0.0.1"),
    ],
)
def test_the_standard_header_is_read_too(value: str, address: str):
    assert seen("10.0.0.1", ("forwarded", value)) == address


def test_two_headers_that_agree_are_believed_and_two_that_do_not_are_not():
    x_forwarded_for = ("x-forwarded-for", "203.0.113.7")
    assert seen("10.0.0.1", ("forwarded", "for=203.0.113.7"), x_forwarded_for) == "203.0.113.7"
    assert seen("10.0.0.1", ("forwarded", "for=1.1.1.1"), x_forwarded_for) == "10.0.0.1"


def test_an_ipv4_caller_of_a_socket_for_both_families_is_an_ipv4_caller():
    assert seen("::ffff:198.51.100.1") == "198.51.100.1"
    assert seen("::ffff:10.0.0.1", ("x-forwarded-for", "::ffff:203.0.113.7")) == "203.0.113.7"


def test_without_a_peer_the_caller_is_unknown():
    assert seen(None, ("x-forwarded-for", "203.0.113.7")) == "unknown"
    assert seen("") == "unknown"


def test_ipv6_callers_are_counted_by_their_network():
    assert rate_limit_key("2001:db8:1:2:3:4:5:6") == rate_limit_key("2001:db8:1:2::1") == "2001:db8:1:2::/64"
    assert rate_limit_key("2001:db8:1:3::1") != rate_limit_key("2001:db8:1:2::1")
    assert rate_limit_key("203.0.113.7") == "203.0.113.7"
    assert rate_limit_key("unknown") == "unknown"


@given(st.text(st.characters(max_codepoint=255)), st.text(st.characters(max_codepoint=255)))
def test_whatever_the_caller_sends_the_answer_is_an_address_that_the_proxy_saw(forged: str, standard: str):
    appended = ("x-forwarded-for", f"{forged}, 203.0.113.7")
    assert seen("10.0.0.1", appended) == "203.0.113.7"
    assert seen("10.0.0.1", appended, ("forwarded", standard)) in {"203.0.113.7", "10.0.0.1"}


@given(st.text(st.characters(max_codepoint=255)))
def test_a_header_never_makes_a_name_that_is_no_address(value: str):
    ipaddress.ip_address(seen("10.0.0.1", ("forwarded", value)))
