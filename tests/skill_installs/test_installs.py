"""Skills on gateways: asked for by people, done by the gateway's main agent, and true only when it says so."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path
from typing import Any

import pytest

from tests.provisioning.keeping import Json
from tests.provisioning.office import Office
from tests.support.people import People
from tests.support.processes import clean_environment, wait_until
from tests.support.world import code_of, ok

MARKET = "/api/v1/skills/marketplace"
CALL = re.compile(r"^curl .*$", re.MULTILINE)


TEXT = "# Read it aloud"


def add_skill(office: Office, people: People, name: str) -> Json:
    """A skill whose address was read."""
    body = {"source_url": f"https://example.org/skills/{len(name)}", "name": name}
    skill: Json = ok(office.operator.post(MARKET, json=body))
    people.read_skill(skill["id"], TEXT)
    return skill


def ask(office: Office, skill: Json, what: str) -> Json:
    query = {"gateway_id": office.board["gateway_id"]}
    answer: Json = ok(office.operator.post(f"{MARKET}/{skill['id']}/{what}", params=query))
    return answer


def install_of(office: Office, skill: Json) -> Json:
    installs: list[Json] = ok(office.operator.get(f"{MARKET}/{skill['id']}/installs"))["items"]
    assert len(installs) == 1
    return installs[0]


def card_of(office: Office, skill: Json, **query: Any) -> Json:
    cards: list[Json] = ok(office.operator.get(MARKET, params=query))
    return next(card for card in cards if card["id"] == skill["id"])


def run(office: Office, main: Json, call: str, folder: Path) -> Json:
    """What a call of a message answers, as its agent would run it."""
    files = {name: text for (owner, name), text in office.keeping.files.items() if owner == main["setup"]["runtime_id"]}
    settings = re.findall(r"^```bash\n(.*?)^```", files["AGENTS.md"], re.MULTILINE | re.DOTALL)[0]
    script = settings + call.replace("curl -s ", "curl -s --fail-with-body ", 1)
    done = subprocess.run(
        ["bash", "-c", script],
        check=False,
        capture_output=True,
        text=True,
        timeout=30,
        cwd=folder,
        env=clean_environment({}),
    )
    assert done.returncode == 0, f"{call}\n{done.stdout}\n{done.stderr}"
    answer: Json = json.loads(done.stdout)
    return answer


def test_a_skill_is_installed_and_removed_by_the_calls_that_the_main_agent_is_told(
    office: Office, people: People, tmp_path: Path
) -> None:
    main = office.main()
    skill = add_skill(office, people, "Proofreading `$(x)`")
    assert ask(office, skill, "install") == {
        "ok": True,
        "skill_id": skill["id"],
        "gateway_id": office.board["gateway_id"],
        "installed": True,
    }
    heard = office.hears(main, "INSTALL SKILL", "~/.openclaw/skills/proofreading-x", "Name: Proofreading '$(x)'")
    assert wait_until(lambda: "has not reported yet" in install_of(office, skill)["waits_for"], timeout=90)
    asked = install_of(office, skill)
    assert (asked["status"], asked["settled_at"]) == ("requested", None)
    assert not card_of(office, skill)["installed"]
    look, installed, failed = CALL.findall(heard)
    wanted = run(office, main, look, tmp_path)
    assert (wanted["wanted"], wanted["name"], wanted["content"]) == ("installed", skill["name"], TEXT)
    run(office, main, failed.replace("why", "no space left"), tmp_path)
    assert (install_of(office, skill)["status"], install_of(office, skill)["reason"]) == ("failed", "no space left")
    lacking = {"baseDir": "/home/op/.openclaw/skills/proofreading-x", "missing": {"bins": ["aspell"]}}
    office.keeping.skills = [{"baseDir": "/home/op/.openclaw/skills/x"}, lacking]
    run(office, main, installed, tmp_path)
    run(office, main, installed, tmp_path)
    assert (install_of(office, skill)["status"], install_of(office, skill)["reason"]) == ("installed", None)
    card = card_of(office, skill, gateway_id=office.board["gateway_id"])
    assert (card["installed"], bool(card["installed_at"])) == (True, True)
    assert wait_until(lambda: install_of(office, skill)["verification"] == "verified", timeout=90)
    assert "agents cannot use it yet: it lacks aspell" in install_of(office, skill)["verification_reason"]
    kept = office.operator.delete(f"{MARKET}/{skill['id']}")
    assert code_of(kept) == (409, "skill_installed")
    assert "Berlin" in kept.json()["detail"]

    assert ask(office, skill, "uninstall")["installed"] is False
    heard = office.hears(main, "REMOVE SKILL", "~/.openclaw/skills/proofreading-x")
    removed, _ = CALL.findall(heard)
    assert run(office, main, look, tmp_path)["wanted"] == "removed"
    with office.as_agent(main) as agent:
        late = agent.post(
            f"/api/v1/agent/gateway/skills/{wanted['id']}/result", json={"attempt": 1, "status": "removed"}
        )
        assert code_of(late) == (409, "skill_report_outdated")
    office.keeping.skills = []
    run(office, main, removed, tmp_path)
    assert wait_until(lambda: install_of(office, skill)["status"] is None, timeout=90)
    # Of what is not there nobody is told.
    ask(office, skill, "uninstall")
    assert len(office.told(main)) == 2
    ok(office.operator.delete(f"{MARKET}/{skill['id']}"))
    events = ok(office.operator.get("/api/v1/activity", params={"limit": 50}))["items"]
    assert [it["event_type"] for it in events if it["event_type"].startswith("skill.")] == [
        "skill.deleted",
        "skill.install_verified",
        "skill.install_settled",
        "skill.removal_asked",
        "skill.install_verified",
        "skill.install_settled",
        "skill.install_settled",
        "skill.install_asked",
        "skill.added",
    ]


def test_each_skill_keeps_a_folder_of_its_own_and_only_the_newest_order_is_told(office: Office, people: People) -> None:
    main = office.main()
    first, second = add_skill(office, people, "Layout"), add_skill(office, people, "layout!")
    office.scripted.http_status = 503
    office.scripted.hang_up(1012, "restart")
    for what in ("install", "uninstall", "install", "install"):
        ask(office, first, what)
    office.scripted.http_status = None
    heard = office.hears(main, "SKILL", "skills/layout\n")
    assert (heard.count("INSTALL SKILL"), heard.count("REMOVE SKILL"), heard.count('"attempt":4')) == (1, 0, 2)

    ask(office, second, "install")
    apart = f"skills/layout-{second['id'].replace('-', '')[:8]}"
    office.hears(main, "INSTALL SKILL", "Name: layout!", f"{apart}\n")
    ok(office.operator.post(MARKET, json={"source_url": second["source_url"], "name": "Grid"}))
    ask(office, second, "uninstall")
    heard = office.hears(main, "REMOVE SKILL", "Name: Grid", f"{apart}\n")
    ask(office, first, "uninstall")
    office.hears(main, "REMOVE SKILL", "Name: Layout", "skills/layout\n")

    # What failed is still wanted, and may succeed after all.
    path = (re.search(r"/agent/gateway/skills/[0-9a-f-]{36}", heard) or pytest.fail(heard)).group()
    with office.as_agent(main) as agent:
        for status in ("failed", "removed"):
            assert ok(agent.get(f"/api/v1{path}"))["wanted"] == "removed"
            ok(agent.post(f"/api/v1{path}/result", json={"attempt": 2, "status": status}))
    assert wait_until(lambda: install_of(office, second)["status"] is None, timeout=90)


def test_others_learn_and_report_nothing_and_a_gateway_that_is_away_is_a_stated_reason(
    office: Office, people: People
) -> None:
    main, ada = office.main(), office.joined_by("Ada")
    unread = ok(office.operator.post(MARKET, json={"source_url": "https://example.org/unread"}))
    refused = office.operator.post(
        f"{MARKET}/{unread['id']}/install", params={"gateway_id": office.board["gateway_id"]}
    )
    assert code_of(refused) == (409, "skill_not_read")
    assert "repositories are read from" in refused.json()["detail"]
    skill = add_skill(office, people, "Layout")
    office.scripted.http_status = 503
    office.scripted.hang_up(1012, "restart")
    ask(office, skill, "install")
    with office.as_agent(main) as agent:
        assert agent.get(f"/api/v1/agent/gateway/skills/{skill['id']}").status_code == 404
    with office.as_agent(ada) as agent:
        path = f"/api/v1/agent/gateway/skills/{skill['id']}"
        assert agent.get(path).status_code == 403
        assert agent.post(f"{path}/result", json={"attempt": 1, "status": "installed"}).status_code == 403
    nowhere = office.operator.post(f"{MARKET}/{skill['id']}/install", params={"gateway_id": skill["id"]})
    assert nowhere.status_code == 404
    assert office.operator.post(f"{MARKET}/{skill['id']}/install").status_code == 422
    assert wait_until(lambda: "gateway Berlin" in (install_of(office, skill)["waits_for"] or ""), timeout=90)
    office.scripted.http_status = None
    office.hears(main, "INSTALL SKILL", "Layout")


def test_what_is_not_on_the_gateway_is_told_and_one_that_is_too_old_says_so(office: Office, people: People) -> None:
    main = office.main()
    lost, unknown = add_skill(office, people, "Lost"), add_skill(office, people, "Unknown")
    ask(office, lost, "install")
    report(office, main, office.hears(main, "INSTALL SKILL", "Name: Lost"), "installed")
    assert wait_until(lambda: install_of(office, lost)["verification"] == "not_found", timeout=90)
    told = install_of(office, lost)
    assert "lists no skill in ~/.openclaw/skills/lost: no agent has it" in told["verification_reason"]
    assert (told["status"], bool(told["verified_at"])) == ("installed", True)
    # Nor is what it lists gone because its agent says so.
    office.keeping.skills = [{"filePath": "/home/op/.openclaw/skills/lost/SKILL.md"}]
    ask(office, lost, "uninstall")
    heard = office.hears(main, "REMOVE SKILL", "Name: Lost")
    report(office, main, heard, "removed")
    assert "is asked whether it is gone" in install_of(office, lost)["waits_for"]
    assert wait_until(lambda: install_of(office, lost)["status"] == "failed", timeout=90)
    assert "still lists it in /home/op/.openclaw/skills/lost" in install_of(office, lost)["reason"]
    can = office.scripted.methods
    office.scripted.methods = {name: method for name, method in can.items() if name != "skills.status"}
    ask(office, unknown, "install")
    report(office, main, office.hears(main, "INSTALL SKILL", "Name: Unknown"), "installed")
    assert wait_until(lambda: install_of(office, unknown)["verification"] == "unknown", timeout=90)
    assert install_of(office, unknown)["verification_reason"].startswith("The gateway is too old")


def test_a_main_agent_hears_of_a_strangers_skill_when_two_have_agreed(office: Office, people: People) -> None:
    main = office.main()
    people.add_member(office.board["organization_id"], "Bea", role="admin")
    skill = add_skill(office, people, "Layout")
    ask(office, skill, "install")
    waiting = install_of(office, skill)
    assert (waiting["status"], waiting["needs_approval"], waiting["is_own_request"]) == ("requested", True, True)
    path = f"/api/v1/agent/gateway/skills/{people.install_of(skill['id'])}"
    with office.as_agent(main) as agent:
        assert code_of(agent.get(path)) == (409, "skill_report_outdated")
        early = agent.post(f"{path}/result", json={"attempt": 1, "status": "installed"})
        assert code_of(early) == (409, "skill_report_outdated")
    ask(office, skill, "uninstall")
    assert install_of(office, skill)["status"] is None
    ok(office.operator.patch("/api/v1/organizations/me", json={"skills_need_second_admin": False}))
    ask(office, skill, "install")
    office.hears(main, "INSTALL SKILL", "Name: Layout")
    # Nobody has spent a turn on what was taken back.
    assert len(office.told(main)) == 1


def report(office: Office, main: Json, heard: str, status: str) -> None:
    path = (re.search(r"/agent/gateway/skills/[0-9a-f-]{36}", heard) or pytest.fail(heard)).group()
    with office.as_agent(main) as agent:
        attempt = ok(agent.get(f"/api/v1{path}"))["attempt"]
        ok(agent.post(f"/api/v1{path}/result", json={"attempt": attempt, "status": status}))
