"""The files of agents on gateways: read beside what is wanted, and written by hand without losing anybody's change."""

from __future__ import annotations

import pytest

from mission_control.agent_files.rules import SHOWN_TOKEN, BadContent, unmasked
from tests.provisioning.fleet import AGENT_TOKEN, AGENTS, agent_of, token_of
from tests.provisioning.keeping import Json
from tests.provisioning.office import Office
from tests.support.processes import wait_until
from tests.support.world import make_agent, make_board, ok


def files_of(office: Office, agent: Json) -> dict[str, Json]:
    reply = office.operator.get(f"{AGENTS}/{agent['id']}/files")
    assert not AGENT_TOKEN.search(reply.text), "a token is never shown again"
    return {file["name"]: file for file in ok(reply)["files"]}


def test_files_are_read_beside_what_is_wanted_and_written_without_losing_a_change(office: Office) -> None:
    operator, ada = office.operator, office.joined_by("Ada")
    token, runtime_id = token_of(office.keeping, ada), ada["setup"]["runtime_id"]
    files = files_of(office, ada)
    assert {name: file["state"] for name, file in files.items()} == dict.fromkeys(
        ("AGENTS.md", "SOUL.md", "IDENTITY.md", "USER.md"), "as_wanted"
    )
    program = files["AGENTS.md"]
    assert SHOWN_TOKEN in program["content"] == program["wanted"]
    at = f"{AGENTS}/{ada['id']}/files/AGENTS.md"
    added = program["content"] + "\nAnd be brief.\n"
    written = ok(operator.put(at, json={"content": added, "hash": program["hash"]}))
    assert (written["state"], written["content"]) == ("edited", added)
    there = office.keeping.files[runtime_id, "AGENTS.md"]
    assert there == added.replace(SHOWN_TOKEN, token)
    # The setup says at once that it is an edit, and leaves it.
    assert wait_until(lambda: agent_of(operator, ada)["setup"]["conflicts"] == ["AGENTS.md"], timeout=60)
    assert office.keeping.files[runtime_id, "AGENTS.md"] == there
    stale = operator.put(at, json={"content": added, "hash": program["hash"]})
    assert (stale.status_code, stale.json()["code"]) == (409, "agent_file_changed")
    without = operator.put(at, json={"content": "No way in", "hash": written["hash"]})
    assert (without.status_code, without.json()["code"]) == (422, "bad_agent_file")
    assert operator.put(f"{AGENTS}/{ada['id']}/files/TOOLS.md", json={"content": "x"}).status_code == 404
    # What its agent writes is its own, and what was not there can be made.
    ok(operator.put(f"{AGENTS}/{ada['id']}/files/MEMORY.md", json={"content": "We sail."}))
    assert files_of(office, ada)["MEMORY.md"]["state"] == "own"
    told = ok(operator.get("/api/v1/activity", params={"event_type": "agent.file.written"}))["items"]
    assert [event["message"] for event in told] == [
        f"{name} of Ada was written on its gateway" for name in ("MEMORY.md", "AGENTS.md")
    ]
    office.scripted.http_status = 503
    assert operator.get(f"{AGENTS}/{ada['id']}/files").status_code == 502


def test_an_agent_that_speaks_http_has_no_files_here(office: Office) -> None:
    agent = make_agent(office.operator, make_board(office.operator))
    at = f"{AGENTS}/{agent.id}/files"
    for reply in (office.operator.get(at), office.operator.put(f"{at}/SOUL.md", json={"content": "x"})):
        assert (reply.status_code, reply.json()["code"]) == (409, "not_on_gateway")


@pytest.mark.parametrize(
    ("content", "present", "written"),
    [
        ("plain", None, "plain"),
        (f"with {SHOWN_TOKEN}", "with mca_" + "a" * 24 + "_" + "b" * 43, "with mca_" + "a" * 24 + "_" + "b" * 43),
        ("without", "with mca_" + "a" * 24 + "_" + "b" * 43, None),
        (f"with {SHOWN_TOKEN}", "without", None),
        ("x" * 20_001, None, None),
    ],
)
def test_a_token_stays_where_it_is(content: str, present: str | None, written: str | None) -> None:
    if written is None:
        with pytest.raises(BadContent):
            unmasked(content, present)
    else:
        assert unmasked(content, present) == written
