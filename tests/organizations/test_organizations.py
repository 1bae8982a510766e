from uuid import uuid4

import httpx

from tests.support.people import People
from tests.support.server import ServerProcess

MINE = "/api/v1/organizations/me/list"


def found(client: httpx.Client, name: str) -> dict[str, str]:
    reply = client.post("/api/v1/organizations", json={"name": name})
    assert reply.status_code == 200, reply.text
    created: dict[str, str] = reply.json()
    return created


def test_the_first_sign_in_finds_a_personal_organization(server: ServerProcess) -> None:
    with server.as_operator() as operator:
        assert operator.get("/api/v1/organizations/me").json()["name"] == "Personal"
        (item,) = operator.get(MINE).json()
    assert (item["name"], item["role"], item["is_active"]) == ("Personal", "owner", True)


def test_a_new_organization_becomes_the_active_one_and_can_be_left_for_another(server: ServerProcess) -> None:
    with server.as_operator() as operator:
        before = operator.get("/api/v1/organizations/me").json()
        lab = found(operator, "  Lab ")
        assert lab["name"] == "Lab"
        assert operator.get("/api/v1/organizations/me").json()["id"] == lab["id"]
        back = operator.patch("/api/v1/organizations/me/active", json={"organization_id": before["id"]})
        assert (back.status_code, back.json()["id"]) == (200, before["id"])
        assert [item["name"] for item in operator.get(MINE).json()] == ["Lab", "Personal"]


def test_a_name_that_the_caller_uses_already_is_refused(server: ServerProcess) -> None:
    with server.as_operator() as operator:
        found(operator, "Observatory")
        reply = operator.post("/api/v1/organizations", json={"name": "OBSERVATORY"})
    assert (reply.status_code, reply.json()["code"]) == (409, "organization_name_taken")


def test_a_blank_name_is_refused(server: ServerProcess) -> None:
    with server.as_operator() as operator:
        assert operator.post("/api/v1/organizations", json={"name": "  "}).status_code == 422


def test_an_organization_of_others_cannot_be_activated(server: ServerProcess) -> None:
    with server.as_operator() as operator:
        reply = operator.patch("/api/v1/organizations/me/active", json={"organization_id": str(uuid4())})
    assert reply.status_code == 403


def test_who_is_no_longer_in_the_active_organization_is_back_in_his_oldest(
    server: ServerProcess, module_database: str
) -> None:
    with server.as_operator() as operator:
        gone = found(operator, "Gone")
        People(module_database).hand_over(gone["id"])
        assert operator.get("/api/v1/organizations/me").json()["name"] == "Personal"
        assert gone["id"] not in [item["id"] for item in operator.get(MINE).json()]
