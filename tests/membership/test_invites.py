"""Invites: shown once, good for one person, once, for a week."""

from __future__ import annotations

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta

import pytest
from sqlalchemy import select, update

from mission_control.membership.models import Invite
from tests.support import several_people
from tests.support.server import ServerProcess
from tests.support.several_people import ACCEPT, INVITES, MEMBERS, ORGANIZATION, Crowd
from tests.support.world import code_of, make_board, ok

PREVIEW = "/api/v1/organizations/invites/preview"


def test_the_life_of_an_invite_for_one_board(crowd: Crowd) -> None:
    owner, organization = crowd.owner()
    board = make_board(owner.client)
    guest = crowd.person("Gina")
    body = {
        "invited_email": f"  {guest.email.upper()} ",
        "board_access": [{"board_id": board["id"], "can_write": True}],
    }
    invite = ok(owner.client.post(INVITES, json=body))
    assert (invite["invited_email"], invite["role"]) == (guest.email, "member")
    assert len(invite["token"]) >= 32
    lasts = datetime.fromisoformat(invite["expires_at"]) - datetime.fromisoformat(invite["created_at"])
    assert lasts == timedelta(days=7)
    (listed,) = ok(owner.client.get(INVITES))["items"]
    assert (listed["id"], listed["token"]) == (invite["id"], "")
    assert [row["board_id"] for row in listed["board_access"]] == [board["id"]]
    seen = ok(guest.client.post(PREVIEW, json={"token": invite["token"]}))
    assert (seen["organization_name"], seen["boards"], seen["is_for_caller"]) == (organization["name"], 1, True)
    assert seen["invited_by_name"]
    joined = ok(guest.client.post(ACCEPT, json={"token": invite["token"]}))
    assert (joined["role"], joined["all_boards_read"]) == ("member", False)
    assert [(row["board_id"], row["can_write"]) for row in joined["board_access"]] == [(board["id"], True)]
    # Where they were before they stay until they choose to switch.
    assert ok(guest.client.get(ORGANIZATION))["id"] != organization["id"]
    assert ok(owner.client.get(INVITES))["total"] == 0
    for url in (ACCEPT, PREVIEW):
        assert code_of(guest.client.post(url, json={"token": invite["token"]})) == (404, "invite_unusable")


def test_d14_tokens_are_kept_as_digests_and_no_event_tells_an_address(crowd: Crowd) -> None:
    owner, _ = crowd.owner()
    invite = ok(owner.client.post(INVITES, json={"invited_email": "secret.name@example.org"}))
    with crowd.people.writing() as db:
        row = db.scalars(select(Invite).where(Invite.invited_email == "secret.name@example.org")).one()
        assert invite["token"] not in str(vars(row))
    told = ok(owner.client.get("/api/v1/activity"))["items"][0]
    assert (told["event_type"], told["message"]) == ("invite.created", "s…@example.org was invited as member")
    assert "secret.name" not in str(told)


def test_an_invite_is_for_its_address_alone(crowd: Crowd) -> None:
    owner, _ = crowd.owner()
    guest, thief = crowd.person("Gina"), crowd.person("Theo")
    invite = ok(owner.client.post(INVITES, json={"invited_email": guest.email}))
    assert ok(thief.client.post(PREVIEW, json={"token": invite["token"]}))["is_for_caller"] is False
    refused = thief.client.post(ACCEPT, json={"token": invite["token"]})
    assert code_of(refused) == (403, "invite_for_somebody_else")
    ok(guest.client.post(ACCEPT, json={"token": invite["token"]}))


def test_a_second_invite_for_an_address_replaces_the_first(crowd: Crowd) -> None:
    owner, _ = crowd.owner()
    guest = crowd.person("Gina")
    first = ok(owner.client.post(INVITES, json={"invited_email": guest.email, "all_boards_write": True}))
    second = ok(owner.client.post(INVITES, json={"invited_email": guest.email, "role": "admin"}))
    assert first["id"] == second["id"]
    assert ok(owner.client.get(INVITES))["total"] == 1
    assert guest.client.post(ACCEPT, json={"token": first["token"]}).status_code == 404
    joined = ok(guest.client.post(ACCEPT, json={"token": second["token"]}))
    assert (joined["role"], joined["all_boards_write"]) == ("admin", False)
    refused = owner.client.post(INVITES, json={"invited_email": guest.email.upper()})
    assert code_of(refused) == (409, "already_member")


def test_a_new_link_ends_the_old_one_and_revives_what_has_expired(crowd: Crowd) -> None:
    owner, _ = crowd.owner()
    guest = crowd.person("Gina")
    invite = ok(owner.client.post(INVITES, json={"invited_email": guest.email}))
    with crowd.people.writing() as db:
        past = datetime.now(UTC) - timedelta(seconds=1)
        db.execute(update(Invite).where(Invite.invited_email == guest.email).values(expires_at=past))
    assert code_of(guest.client.post(ACCEPT, json={"token": invite["token"]})) == (404, "invite_unusable")
    renewed = ok(owner.client.post(f"{INVITES}/{invite['id']}/link"))
    assert guest.client.post(ACCEPT, json={"token": invite["token"]}).status_code == 404
    ok(guest.client.post(ACCEPT, json={"token": renewed["token"]}))
    assert code_of(owner.client.post(f"{INVITES}/{invite['id']}/link")) == (409, "invite_spent")


def test_a_withdrawn_invite_opens_nothing(crowd: Crowd) -> None:
    owner, _ = crowd.owner()
    guest = crowd.person("Gina")
    invite = ok(owner.client.post(INVITES, json={"invited_email": guest.email}))
    stranger, _ = crowd.owner()
    assert code_of(stranger.client.delete(f"{INVITES}/{invite['id']}")) == (404, "not_found")
    gone = ok(owner.client.delete(f"{INVITES}/{invite['id']}"))
    assert (gone["id"], gone["token"]) == (invite["id"], "")
    assert guest.client.post(ACCEPT, json={"token": invite["token"]}).status_code == 404
    assert code_of(owner.client.delete(f"{INVITES}/{invite['id']}")) == (404, "not_found")


def test_an_invite_of_a_member_adds_and_never_takes_away(crowd: Crowd) -> None:
    owner, organization = crowd.owner()
    board, other = make_board(owner.client), make_board(owner.client)
    guest = crowd.person("Gina", "gina@one.example.org")
    invite = ok(owner.client.post(INVITES, json={"invited_email": guest.email, "role": "admin"}))
    # She joins by another way meanwhile, with less and with more than the invite promises.
    access = [{"board_id": board["id"], "can_write": True}]
    mia = crowd.member(owner, "member", board_access=access)
    with crowd.people.writing() as db:
        values = {"invited_email": mia.email}
        db.execute(update(Invite).where(Invite.invited_email == guest.email).values(**values))
    joined = ok(mia.client.post(ACCEPT, json={"token": invite["token"]}))
    assert (joined["organization_id"], joined["role"]) == (organization["id"], "admin")
    assert [(row["board_id"], row["can_write"]) for row in joined["board_access"]] == [(board["id"], True)]
    assert other["id"] not in str(joined)


@pytest.mark.parametrize(
    "email",
    ["not an email", "", "  ", "a@b", "@example.org", "a b@example.org", "a@exam ple.org", "x" * 300 + "@a.org"],
)
def test_what_is_no_address_is_refused(crowd: Crowd, email: str) -> None:
    owner, _ = crowd.owner()
    assert owner.client.post(INVITES, json={"invited_email": email}).status_code == 422
    assert ok(owner.client.get(INVITES))["total"] == 0


def test_of_many_who_accept_at_once_one_does(crowd: Crowd) -> None:
    owner, _ = crowd.owner()
    for number in range(3):
        guest = crowd.person("Gina")
        invite = ok(owner.client.post(INVITES, json={"invited_email": guest.email}))
        with ThreadPoolExecutor(6) as pool:
            bodies = [{"token": invite["token"]}] * 6
            replies = list(pool.map(lambda body, guest=guest: guest.client.post(ACCEPT, json=body), bodies))
        assert sorted(reply.status_code for reply in replies) == [200, *[404] * 5]
        assert ok(owner.client.get(MEMBERS))["total"] == number + 2


def test_invites_of_one_address_made_at_once_are_one(crowd: Crowd) -> None:
    owner, _ = crowd.owner()
    with ThreadPoolExecutor(6) as pool:
        bodies = [{"invited_email": "same@example.org"}] * 6
        replies = list(pool.map(lambda body: owner.client.post(INVITES, json=body), bodies))
    assert {reply.status_code for reply in replies} == {200}
    assert ok(owner.client.get(INVITES))["total"] == 1


def test_whoever_tries_tokens_is_stopped(sqlite_url: str, start_server: Callable[..., ServerProcess]) -> None:
    server = start_server(
        sqlite_url,
        module=several_people.MODULE,
        env={"RATE_LIMIT_INVITES": "3/60"},
    )
    with server.as_operator() as operator:
        told = [operator.post(url, json={"token": "guess"}).status_code for url in (ACCEPT, PREVIEW, ACCEPT, ACCEPT)]
        assert told == [404, 404, 404, 429]
        refused = operator.post(ACCEPT, json={"token": "guess"})
        assert int(refused.headers["retry-after"]) >= 1
        # What is made is counted apart.
        assert operator.post(INVITES, json={"invited_email": "a@example.org"}).status_code == 200
        declared = operator.get("/openapi.json").json()["paths"][ACCEPT]["post"]
    assert (declared["x-ratelimit-limit"], declared["x-ratelimit-window"]) == (3, 60)
