"""Keys by which programs act: narrowed, bound to their owner's place, and gone at once."""

from __future__ import annotations

import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from uuid import uuid4

import httpx

from tests.support.server import ServerProcess
from tests.support.several_people import MEMBERS, ORGANIZATION, Crowd, Person
from tests.support.world import Json, code_of, make_board, make_task, ok

FAILED_JOBS = "/api/v1/system/failed-jobs"
MINE = "/api/v1/users/me/api-keys"
OURS = f"{ORGANIZATION}/api-keys"


def make_key(person: Person, url: str = MINE, **body: object) -> Json:
    key: Json = ok(person.client.post(url, json={"name": "Report", **body}))
    return key


def by_key(server: ServerProcess, key: Json | str) -> httpx.Client:
    text = key if isinstance(key, str) else key["key"]
    return server.client(headers={"Authorization": f"Bearer {text}"})


def test_a_key_is_shown_once_and_acts_for_its_owner_within_its_scopes(server: ServerProcess, crowd: Crowd) -> None:
    owner, organization = crowd.owner()
    board = make_board(owner.client)
    reads, writes, administers = (make_key(owner, scopes=[it]) for it in ("read", "write", "admin"))
    assert reads["key"].startswith(f"{reads['prefix']}")
    listed = owner.client.get(MINE)
    assert [it["id"] for it in ok(listed)["items"]] == [it["id"] for it in (administers, writes, reads)]
    assert not any(it["key"] in listed.text or it["key"].split("_", 2)[2] in listed.text for it in (reads, writes))
    with by_key(server, reads) as reader, by_key(server, writes) as writer, by_key(server, administers) as admin:
        assert ok(reader.get("/api/v1/users/me"))["email"] == owner.email
        assert ok(reader.get(f"/api/v1/boards/{board['id']}"))["id"] == board["id"]
        task = {"title": "By a key"}
        refused = reader.post(f"/api/v1/boards/{board['id']}/tasks", json=task)
        assert code_of(refused) == (403, "insufficient_scope")
        assert ok(writer.post(f"/api/v1/boards/{board['id']}/tasks", json=task))["title"] == "By a key"
        assert code_of(writer.patch(ORGANIZATION, json={"name": "Other"})) == (403, "insufficient_scope")
        assert ok(admin.patch(ORGANIZATION, json={"name": "Renamed"}))["id"] == organization["id"]
        elsewhere = {"X-Organization-Id": str(board["id"])}
        assert reader.get("/api/v1/users/me", headers=elsewhere).status_code == 403
    used = {it["id"]: it["last_used_at"] for it in ok(owner.client.get(MINE))["items"]}
    assert all(used.values())


def test_no_key_reaches_beyond_itself(server: ServerProcess, crowd: Crowd) -> None:
    owner, _ = crowd.owner()
    mia = crowd.member(owner)
    member = f"{MEMBERS}/{mia.member_id}"
    with by_key(server, make_key(owner, scopes=["admin"])) as client:
        calls = [
            client.get(MINE),
            client.post(MINE, json={"name": "Another"}),
            client.post(OURS, json={"name": "Another"}),
            client.get(OURS),
            client.post("/api/v1/organizations", json={"name": "Mine"}),
            client.delete("/api/v1/users/me"),
            client.delete(ORGANIZATION),
            client.delete(f"{ORGANIZATION}/member"),
            client.post(f"{ORGANIZATION}/invites", json={"invited_email": "friend@example.org", "role": "owner"}),
            client.patch(member, json={"role": "admin"}),
            client.put(f"{member}/access", json={"all_boards_write": True}),
            client.patch("/api/v1/users/me", json={"preferred_name": "Somebody else"}),
            client.get("/api/v1/users/me/deletion-preview"),
        ]
        assert {code_of(it) for it in calls} == {(403, "insufficient_scope")}


def test_a_key_sees_to_the_installation_with_the_scope_admin_alone(server: ServerProcess) -> None:
    with server.as_operator() as operator:
        made = {it: ok(operator.post(MINE, json={"name": it, "scopes": [it]})) for it in ("read", "write", "admin")}
        ok(operator.get(FAILED_JOBS))
    for scope, key in made.items():
        with by_key(server, key) as client:
            answers = [client.get(FAILED_JOBS), client.get("/api/v1/system/jobs")]
            answers += [client.post(f"{FAILED_JOBS}/retry")] if scope != "read" else []
            assert {it.status_code for it in answers} == {200 if scope == "admin" else 403}
            assert ok(client.get("/api/v1/system/status"))["runs_installation"] is (scope == "admin")


def test_what_is_done_by_a_key_is_on_record_by_it_and_its_digest_is_not(server: ServerProcess, crowd: Crowd) -> None:
    owner, organization = crowd.owner()
    ok(owner.client.post("/api/v1/organizations", json={"name": f"Other {organization['id'][:8]}"}))
    ok(owner.client.patch("/api/v1/organizations/me/active", json={"organization_id": organization["id"]}))
    key = make_key(owner, name="Nightly report", scopes=["write"])
    with by_key(server, key) as client:
        make_task(client, make_board(owner.client))
        assert [it["id"] for it in ok(client.get("/api/v1/organizations/me/list"))] == [organization["id"]]
    created, made, *_ = ok(owner.client.get("/api/v1/audit", params={"text": "created"}))["items"]
    assert created["actor"]["name"].endswith("(key Nightly report)")
    assert not made["actor"]["name"].endswith(")")
    (told,) = ok(owner.client.get("/api/v1/audit?event_type=api_key.created"))["items"]
    assert {it["field"]: it["after"] for it in told["changes"]}["digest"] == "•••"


def test_a_key_for_some_boards_sees_no_other_and_never_more_than_its_owner(server: ServerProcess, crowd: Crowd) -> None:
    owner, _ = crowd.owner()
    shared, other = make_board(owner.client), make_board(owner.client)
    make_task(owner.client, other)
    grant = {"board_id": shared["id"], "can_read": True, "can_write": True}
    mia = crowd.member(owner, board_access=[grant])
    unseen = mia.client.post(MINE, json={"name": "Spy", "board_ids": [other["id"]]})
    assert code_of(unseen) == (422, "unknown_boards")
    everything = {"name": "Spy", "scopes": ["admin"], "board_ids": [shared["id"]]}
    assert owner.client.post(MINE, json=everything).status_code == 422
    assert owner.client.post(OURS, json={"name": "Spy", "scopes": ["admin"]}).status_code == 422
    with by_key(server, make_key(owner, scopes=["write"], board_ids=[shared["id"]])) as narrow:
        assert [it["id"] for it in ok(narrow.get("/api/v1/boards"))["items"]] == [shared["id"]]
        assert narrow.get(f"/api/v1/boards/{other['id']}/tasks").status_code in {403, 404}
        make_task(narrow, shared)
    unknown = owner.client.post(OURS, json={"name": "Deploys", "board_ids": [str(uuid4())]})
    assert code_of(unknown) == (422, "unknown_boards")
    with by_key(server, make_key(owner, OURS, name="Deploys", scopes=["write"], board_ids=[shared["id"]])) as service:
        assert [it["id"] for it in ok(service.get("/api/v1/boards"))["items"]] == [shared["id"]]
        make_task(service, shared)
        assert service.post(f"/api/v1/boards/{other['id']}/tasks", json={"title": "No"}).status_code in {403, 404}
    [place] = [it for it in ok(owner.client.get(MEMBERS))["items"] if (it["user"] or {})["name"] == "Deploys"]
    assert (place["all_boards_read"], place["all_boards_write"]) == (False, False)
    with by_key(server, make_key(mia, scopes=["admin"])) as hers:
        make_task(hers, shared)
        access = {"all_boards_read": True}
        ok(owner.client.put(f"{MEMBERS}/{mia.member_id}/access", json=access))
        assert hers.post(f"/api/v1/boards/{shared['id']}/tasks", json={"title": "No"}).status_code == 403
        assert code_of(hers.patch(ORGANIZATION, json={"name": "No"})) == (403, "insufficient_scope")


def test_the_keys_of_a_removed_member_stop_and_do_not_come_back_with_them(server: ServerProcess, crowd: Crowd) -> None:
    owner, organization = crowd.owner()
    mia = crowd.member(owner)
    key = make_key(mia)
    with by_key(server, key) as client:
        ok(client.get(ORGANIZATION))
        ok(owner.client.delete(f"{MEMBERS}/{mia.member_id}"))
        assert code_of(client.get(ORGANIZATION)) == (401, "unauthorized")
        invite = ok(owner.client.post(f"{ORGANIZATION}/invites", json={"invited_email": mia.email}))
        ok(mia.client.post("/api/v1/organizations/invites/accept", json={"token": invite["token"]}))
        assert code_of(client.get(ORGANIZATION)) == (401, "unauthorized")
    assert ok(owner.client.get(OURS))["total"] == 0, organization


def test_a_service_has_a_place_of_its_own_and_goes_with_its_key(server: ServerProcess, crowd: Crowd) -> None:
    owner, _ = crowd.owner()
    admin = crowd.member(owner, role="admin", name="Adam", all_boards_read=True)
    board = make_board(owner.client)
    member = crowd.member(owner)
    assert member.client.get(OURS).status_code == member.client.post(OURS, json={"name": "No"}).status_code == 403
    key = make_key(admin, OURS, name="Deploys", scopes=["write"])
    assert (key["kind"], key["owner_name"], key["role"]) == ("service", "Deploys", "member")
    ok(owner.client.delete(f"{MEMBERS}/{admin.member_id}"))
    with by_key(server, key) as service:
        task = make_task(service, board)
        services = [it for it in ok(owner.client.get(MEMBERS))["items"] if it["user_id"] == key["owner_user_id"]]
        promoted = owner.client.patch(f"{MEMBERS}/{services[0]['id']}", json={"role": "owner"})
        assert code_of(promoted) == (409, "service_cannot_own")
        assert code_of(member.client.delete(f"{OURS}/{key['id']}")) == (403, "forbidden")
        assert code_of(owner.client.delete(f"{MINE}/{key['id']}")) == (404, "not_found")
        ok(owner.client.delete(f"{OURS}/{key['id']}"))
        assert code_of(service.get(ORGANIZATION)) == (401, "unauthorized")
    assert key["owner_user_id"] not in owner.client.get(MEMBERS).text
    said = [it["event_type"] for it in ok(owner.client.get("/api/v1/activity"))["items"]]
    assert (said.count("api_key.created"), said.count("api_key.revoked")) == (1, 1)
    ok(owner.client.get(f"/api/v1/boards/{board['id']}/tasks/{task['id']}/explain"))


def test_revoking_ends_what_is_open(server: ServerProcess, crowd: Crowd) -> None:
    owner, _ = crowd.owner()
    key = make_key(owner)
    with by_key(server, key) as client, client.stream("GET", "/api/v1/events") as stream:
        lines = stream.iter_lines()
        assert any(line == "event: hello" for line in lines)
        ok(owner.client.delete(f"{MINE}/{key['id']}"))
        assert not any("api_key.revoked" in line for line in lines), "the stream ends before it tells more"
        assert code_of(client.get(ORGANIZATION)) == (401, "unauthorized")


def test_an_expired_key_says_so_and_dates_that_are_past_are_refused(server: ServerProcess, crowd: Crowd) -> None:
    owner, _ = crowd.owner()
    now = datetime.now(UTC)
    past = owner.client.post(MINE, json={"name": "Late", "expires_at": (now - timedelta(days=1)).isoformat()})
    assert code_of(past) == (422, "expiry_past")
    key = make_key(owner, expires_at=(now + timedelta(seconds=1)).isoformat())
    with by_key(server, key) as client:
        while (reply := client.get(ORGANIZATION)).status_code == 200:
            time.sleep(0.1)
        assert code_of(reply) == (401, "api_key_expired")


def test_what_is_no_key_is_refused_alike(server: ServerProcess, crowd: Crowd) -> None:
    owner, _ = crowd.owner()
    key = make_key(owner)["key"]
    public, secret = key.split("_")[1], key.removeprefix(f"mck_{key.split('_')[1]}_")
    wrong = ["mck_", "mck__", f"mck_{public}_", f"mck_{public}_{secret}x", f"mck_{public}_{secret[:-1]}"]
    wrong += [f"mck_{'0' * 32}_{secret}", f"mck_{public.upper()}_{secret}", f"MCK_{public}_{secret}", f"mck_é_{secret}"]
    wrong += [f"mck_{public}_{'x' * 5000}", f"mck_{'9' * 4000}_{secret}", f"mck_{public[:-1]}²_{secret}"]
    for text in wrong:
        with server.client() as client:
            header = [(b"authorization", f"Bearer {text}".encode())]
            assert code_of(client.get(ORGANIZATION, headers=header)) == (401, "unauthorized"), text
    bodies: list[Json] = [
        {},
        {"name": ""},
        {"name": "a\x00"},
        {"name": "n", "scopes": []},
        {"name": "n", "scopes": ["root"]},
        {"name": "n", "board_ids": []},
        {"name": "n", "board_ids": ["x"]},
        {"name": "n", "board_ids": [public]},
        {"name": "n", "expires_at": "9999-12-31T23:59:59-23:59"},
        {"name": "n" * 201},
    ]
    assert {owner.client.post(MINE, json=body).status_code for body in bodies} == {422}
    assert owner.client.post(OURS, json={"name": "n", "role": "owner"}).status_code == 422


def test_busy_keys_do_not_stand_in_each_others_way(server: ServerProcess, crowd: Crowd) -> None:
    owner, _ = crowd.owner()
    board = make_board(owner.client)
    key = make_key(owner, scopes=["write"])

    def work(number: int) -> int:
        with by_key(server, key) as client:
            if number % 2:
                return client.get("/api/v1/boards").status_code
            return client.post(f"/api/v1/boards/{board['id']}/tasks", json={"title": f"Task {number}"}).status_code

    with ThreadPoolExecutor(8) as pool:
        assert set(pool.map(work, range(40))) == {200}


def test_failed_sign_ins_are_limited_and_good_ones_are_not(
    database: str, start_server: Callable[..., ServerProcess]
) -> None:
    server = start_server(database, env={"RATE_LIMIT_SIGN_IN": "3/60"})
    tries = []
    for bearer in ("wrong", f"mck_{'0' * 32}_wrong", "mck_", None, "wrong", f"mck_{'0' * 32}_wrong"):
        with server.client(headers={"Authorization": f"Bearer {bearer}"} if bearer else None) as guesser:
            tries.append(guesser.get(ORGANIZATION))
    assert [it.status_code for it in tries] == [401, 401, 401, 401, 429, 429], "no credentials are no attempt"
    assert 1 <= int(tries[-1].headers["retry-after"]) <= 60
    with server.as_operator() as operator:
        assert {operator.get(ORGANIZATION).status_code for _ in range(10)} == {200}
