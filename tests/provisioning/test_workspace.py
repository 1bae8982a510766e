"""The files that teach agents Mission Control: short, and every call in them works."""

from __future__ import annotations

import json
import re
import subprocess
from pathlib import Path

import httpx

from tests.provisioning.fleet import add_agent, add_gateway, board_on, setup_comes_to
from tests.provisioning.keeping import AgentKeeping, Json
from tests.support.processes import clean_environment
from tests.support.server import ServerProcess
from tests.support.world import make_task, move_to_new_organization

SHELL = re.compile(r"^```bash\n(.*?)^```", re.MULTILINE | re.DOTALL)
CHARACTERS_PER_TOKEN = 3.2
"""Fewer than in prose: there are addresses and quotes in it."""
MOST_TOKENS = 2_000


def test_g08_every_call_in_them_works_and_they_are_short(server: ServerProcess, tmp_path: Path) -> None:
    keeping = AgentKeeping()
    with server.as_operator() as operator, keeping.serve() as scripted:
        move_to_new_organization(operator)
        gateway = add_gateway(operator, scripted.url)
        board = board_on(operator, gateway, max_agents=5)
        pace = {"every": "30m"}
        lead = add_agent(operator, board, "Lena", is_board_lead=True, heartbeat_config=pace)
        worker = add_agent(operator, board, "Ada", heartbeat_config=pace)
        for agent in (lead, worker):
            setup_comes_to(operator, agent, "waking", said="Woken")
        made = {kind: _files(keeping, runtime_id) for kind, runtime_id in _kinds(gateway, board, worker).items()}
        program = {kind: files["AGENTS.md"] + files.get("heartbeat", "") for kind, files in made.items()}
        done = {kind: _run(operator, board, worker, text, tmp_path) for kind, text in program.items()}
    assert done == {"main": 3, "lead": 12, "worker": 8}
    names = {name for files in made.values() for name in files}
    assert names == {"AGENTS.md", "SOUL.md", "IDENTITY.md", "USER.md", "heartbeat"}
    written = sum(len(text) for files in made.values() for text in files.values())
    assert written / CHARACTERS_PER_TOKEN < MOST_TOKENS


def _kinds(gateway: Json, board: Json, worker: Json) -> Json:
    return {"main": f"mc-gateway-{gateway['id']}", "lead": f"lead-{board['id']}", "worker": f"mc-{worker['id']}"}


def _files(keeping: AgentKeeping, runtime_id: str) -> dict[str, str]:
    files = {name: text for (owner, name), text in keeping.files.items() if owner == runtime_id}
    scratch, _ = keeping.scratches.get(runtime_id, ("", 0))
    return files | ({"heartbeat": scratch} if scratch else {})


def _run(operator: httpx.Client, board: Json, worker: Json, text: str, folder: Path) -> int:
    """Run each call of a file as its agent would; answers how many there are."""
    settings, *blocks = SHELL.findall(text)
    calls = [line for block in blocks for line in block.splitlines()]
    make_task(operator, board)
    known = {"TASK": make_task(operator, board, status="review")["id"], "BOARD_ID": board["id"], "AGENT": worker["id"]}
    for call in calls:
        if "/release" in call or "/claim" in call:
            claimed = _answer(settings, next(it for it in calls if "/claim" in it), known, folder)
            known = {"TASK": claimed["task"]["id"], "FENCE": str(claimed["task"]["lease"]["fence"])}
        if "/claim" not in call:
            _answer(settings, call, known, folder)
    return len(calls)


def _answer(settings: str, call: str, known: dict[str, str], folder: Path) -> Json:
    script = settings + call.replace("curl -s ", "curl -s --fail-with-body ", 1)
    done = subprocess.run(
        ["bash", "-c", script],
        check=False,
        capture_output=True,
        text=True,
        timeout=30,
        cwd=folder,
        env=clean_environment(known),
    )
    assert done.returncode == 0, f"{call}\n{done.stdout}\n{done.stderr}"
    answer: Json = json.loads(done.stdout)
    return answer
