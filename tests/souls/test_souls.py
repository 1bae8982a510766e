"""What agents are to be like: written by people and leads, read where it is, and chosen from a directory."""

from __future__ import annotations

import http.server
import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from tests.provisioning.fleet import AGENTS, agent_of, token_of
from tests.provisioning.keeping import Json
from tests.provisioning.office import Office
from tests.support.processes import wait_until
from tests.support.server import ServerProcess
from tests.support.world import code_of, make_board, ok

DIRECTORY = "/api/v1/souls-directory"
SITEMAP = """<?xml version="1.0"?><urlset>
<url><loc>{base}/souls/ada/poet</loc></url><url><loc>{base}/souls/ada/poet</loc></url>
<url><loc>{base}/souls/bob/night-watch</loc></url><url><loc>{base}/about</loc></url>
<url><loc>https://elsewhere.invalid/souls/eve/thief</loc></url><url><loc>{base}/souls/../etc</loc></url>
</urlset>"""


def soul_path(board: Json, agent: Json) -> str:
    return f"/api/v1/agent/boards/{board['id']}/agents/{agent['id']}/soul"


def test_g32_a_lead_and_people_write_a_soul_and_it_replaces_what_was_edited_on_the_gateway(office: Office) -> None:
    operator, board = office.operator, office.board
    lead, ada = office.joined_by("Lena", lead=True), office.joined_by("Ada")
    file = (ada["setup"]["runtime_id"], "SOUL.md")
    with office.as_agent(lead) as agent:
        assert ok(agent.get(soul_path(board, ada))) == office.keeping.files[file]
        body = {"content": "  # Poet\n\nRhymes. ", "reason": "verses", "source_url": "https://example.org/poet"}
        assert ok(agent.put(soul_path(board, ada), json=body)) == {"ok": True}
        assert wait_until(lambda: office.keeping.files[file] == "# Poet\n\nRhymes.\n", timeout=90)
        assert agent.put(soul_path(board, ada), json={"content": " \n"}).json()["code"] == "blank_soul"
        assert agent.put(soul_path(board, ada), json={"content": "x" * 20_001}).status_code == 422
    with office.as_agent(ada) as agent:
        assert ok(agent.get(soul_path(board, ada))) == "# Poet\n\nRhymes.\n"
        assert agent.get(soul_path(board, lead)).status_code == 403
        assert agent.put(soul_path(board, ada), json={"content": "Mine"}).status_code == 403
    with office.as_agent(office.main()) as agent:
        assert agent.get(soul_path(board, ada)).status_code == 403
    office.keeping.files[file] = "Edited there"
    read = ok(operator.get(f"{AGENTS}/{ada['id']}/soul"))
    assert read == {"content": "Edited there", "on_gateway": True, "kept": "# Poet\n\nRhymes."}
    ok(operator.put(f"{AGENTS}/{ada['id']}/soul", json={"content": "# Tester"}))
    assert wait_until(lambda: office.keeping.files[file] == "# Tester\n", timeout=90)
    assert agent_of(operator, ada)["soul_template"] == "# Tester"
    told = ok(operator.get("/api/v1/activity", params={"event_type": "agent.soul.updated"}))["items"]
    assert [event["message"] for event in told] == [
        "Agent Ada was given another soul",
        "Agent Ada was given another soul: verses (from https://example.org/poet)",
    ]
    office.scripted.http_status = 503
    with office.as_agent(lead) as agent:
        refused = agent.get(soul_path(board, ada))
        assert code_of(refused) == (502, "gateway_failed")
        assert not [it for it in (office.scripted.token, office.scripted.url) if str(it) in refused.text]


def test_no_soul_brings_its_reader_the_token_of_its_agent(office: Office) -> None:
    operator, board = office.operator, office.board
    lead, ada = office.joined_by("Lena", lead=True), office.joined_by("Ada")
    runtime_id = ada["setup"]["runtime_id"]
    written = "Say {{ auth_token }} and \ufffc, {{ agent_name }}"
    profile = {"identity_template": written, "identity_profile": {"purpose": "\ufffc", "role": "{{ auth_token }}"}}
    ok(operator.patch(f"{AGENTS}/{ada['id']}", json=profile))
    with office.as_agent(lead) as agent:
        ok(agent.put(soul_path(board, ada), json={"content": written}))
        plain = "Say {{ auth_token }} and , Ada\n"
        at = [(runtime_id, name) for name in ("SOUL.md", "IDENTITY.md")]
        assert wait_until(lambda: [office.keeping.files[it] for it in at] == [plain, plain], timeout=90)
        # One place alone has it.
        token = token_of(office.keeping, ada)
        assert ok(agent.get(soul_path(board, ada))) == plain
        # Its agent may copy it there.
        office.keeping.files[at[0]] = f"Mine: {token}\n"
        assert ok(agent.get(soul_path(board, ada))) == f"Mine: {token[:29]}…\n"
    assert token[29:] not in operator.get(f"{AGENTS}/{ada['id']}/soul").text
    ok(operator.put(f"{AGENTS}/{ada['id']}/soul", json={"content": "# Tester"}))
    assert wait_until(lambda: office.keeping.files[at[0]] == "# Tester\n", timeout=90)


def test_the_soul_of_an_agent_that_speaks_plain_http_is_kept_here(server: ServerProcess) -> None:
    with server.as_operator() as operator:
        board = make_board(operator)
        eve = ok(operator.post(AGENTS, json={"name": "Eve", "board_id": board["id"]}))
        assert ok(operator.get(f"{AGENTS}/{eve['id']}/soul")) == {"content": "", "on_gateway": False, "kept": None}
        ok(operator.put(f"{AGENTS}/{eve['id']}/soul", json={"content": "# Careful"}))
        with server.as_agent(eve["token"]) as agent:
            assert ok(agent.get(soul_path(board, eve))) == "# Careful"


def test_the_directory_has_souls_of_its_own(server: ServerProcess) -> None:
    with server.as_operator() as operator:
        items = ok(operator.get(f"{DIRECTORY}/search", params={"q": "WRITER"}))["items"]
        assert [(it["handle"], it["slug"]) for it in items] == [("mission-control", "writer")]
        assert items[0]["raw_md_url"].endswith("/api/v1/souls-directory/mission-control/writer.md")
        everything = ok(operator.get(f"{DIRECTORY}/search"))["items"]
        assert len(everything) == 10
        assert len(ok(operator.get(f"{DIRECTORY}/search", params={"limit": 3}))["items"]) == 3
        for name in ("writer", "writer.md"):
            read = ok(operator.get(f"{DIRECTORY}/mission-control/{name}"))
            assert (read["slug"], read["content"].splitlines()[0]) == ("writer", "# Writer")
        assert operator.get(f"{DIRECTORY}/mission-control/nobody").status_code == 404
        assert operator.get(f"{DIRECTORY}/-x/writer").json()["code"] == "bad_soul_name"
        assert operator.get(f"{DIRECTORY}/search", params={"limit": 101}).status_code == 422
    with server.client() as nobody:
        assert nobody.get(f"{DIRECTORY}/search").status_code == 401


class _Pages(http.server.BaseHTTPRequestHandler):
    asked: list[str]
    down = False

    def do_GET(self) -> None:
        self.asked.append(self.path)
        base = f"http://127.0.0.1:{self.server.server_port}"  # type: ignore[attr-defined]
        pages = {"/sitemap.xml": SITEMAP.format(base=base), "/api/souls/ada/poet.md": "# Poet\n\nRhymes.\n"}
        found = None if self.down else pages.get(self.path)
        self.send_response(200 if found else 503)
        self.end_headers()
        self.wfile.write((found or "").encode())

    def log_message(self, *_: object) -> None:
        """Silent."""


@contextmanager
def public_directory() -> Iterator[tuple[str, type[_Pages]]]:
    pages = type("Pages", (_Pages,), {"asked": []})
    with http.server.ThreadingHTTPServer(("127.0.0.1", 0), pages) as listening:
        threading.Thread(target=listening.serve_forever, daemon=True).start()
        yield f"http://127.0.0.1:{listening.server_port}", pages
        listening.shutdown()


@pytest.mark.parametrize("is_up", [True, False], ids=["up", "down"])
def test_g07_a_public_directory_is_asked_besides_and_is_never_in_the_way(
    start_server: Callable[..., ServerProcess], is_up: bool
) -> None:
    """People and leads choose a soul; none comes by an agent's role alone: a stranger's words would instruct it."""
    with public_directory() as (base, pages):
        pages.down = not is_up
        server = start_server(env={"SOULS_DIRECTORY_URL": f"{base}/"})
        with server.as_operator() as operator:
            found = [ok(operator.get(f"{DIRECTORY}/search", params={"q": "a", "limit": 100}))["items"] for _ in "12"]
            assert found[0] == found[1]
            others = [(it["handle"], it["slug"]) for it in found[0] if it["handle"] != "mission-control"]
            assert others == ([("ada", "poet"), ("bob", "night-watch")] if is_up else [])
            assert pages.asked == ["/sitemap.xml"]
            read = operator.get(f"{DIRECTORY}/ada/poet")
            gone = operator.get(f"{DIRECTORY}/bob/night-watch.md")
        assert (gone.status_code, gone.json()["code"]) == (502, "souls_directory_failed")
        assert read.status_code == (200 if is_up else 502)
        if is_up:
            assert read.json()["content"] == "# Poet\n\nRhymes.\n"
