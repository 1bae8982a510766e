"""What is to be done next, as tables."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from mission_control.agents.rules import Evidence, session_key, state_of
from mission_control.agents.setups import Phase, Setup
from mission_control.identity.api import User
from mission_control.provisioning import rendering, rules
from mission_control.provisioning.rules import Standing, Step, Writing

NOW = datetime(2026, 11, 26, 12, tzinfo=UTC)
GATEWAY, BOARD, AGENT = (f"{n}0000000-0000-4000-8000-000000000000" for n in "123")


@pytest.mark.parametrize(
    ("wanted", "behind", "woken", "confirmed", "news", "step"),
    [
        (False, True, False, False, True, Step.REMOVE),
        (False, False, True, True, False, Step.REMOVE),
        (True, True, False, False, True, Step.APPLY),
        (True, True, True, True, True, Step.APPLY),
        (True, False, False, False, True, Step.WAKE),
        (True, False, True, False, True, Step.LOOK),
        (True, False, True, True, True, Step.TELL),
        (True, False, False, True, False, Step.NOTHING),
    ],
)
def test_g28_g29_the_next_step_follows_from_how_far_it_is(
    *, wanted: bool, behind: bool, woken: bool, confirmed: bool, news: bool, step: Step
) -> None:
    standing = Standing(
        wanted, generation=2, applied=1 if behind else 2, is_woken=woken, is_confirmed=confirmed, has_wakes=news
    )
    assert rules.next_step(standing) is step


@pytest.mark.parametrize(
    ("name", "present", "written", "overwrite", "what"),
    [
        ("AGENTS.md", None, [], False, Writing.WRITE),
        ("AGENTS.md", "wanted", [], False, Writing.KEEP),
        ("AGENTS.md", "the gateway's own", [], False, Writing.WRITE),
        ("AGENTS.md", "ours before", ["ours before"], False, Writing.WRITE),
        ("AGENTS.md", "edited", ["ours before"], False, Writing.CONFLICT),
        ("AGENTS.md", "edited", ["ours before"], True, Writing.WRITE),
        ("USER.md", "ours before", ["ours before"], False, Writing.KEEP),
        ("USER.md", "", ["ours before"], False, Writing.KEEP),
        ("USER.md", None, ["ours before"], False, Writing.WRITE),
        ("USER.md", "the gateway's own", [], False, Writing.WRITE),
        ("USER.md", "edited", ["ours before"], True, Writing.WRITE),
    ],
)
def test_g05_a_file_is_written_unless_somebody_else_did(
    name: str, present: str | None, written: list[str], what: Writing, *, overwrite: bool
) -> None:
    digests = [rules.digest(text) for text in written]
    assert rules.writing(name, "wanted", present, digests, overwrite=overwrite) is what


def test_g01_g03_identities_follow_from_ids_and_folders_from_identities() -> None:
    def runtime(board: str | None, *, lead: bool = False) -> str:
        key = session_key(AGENT, board_id=board, gateway_id=GATEWAY, is_lead=lead)  # type: ignore[arg-type]
        assert key == f"agent:{rules.runtime_id(key)}:main"
        return rules.runtime_id(key)

    assert (runtime(None), runtime(BOARD, lead=True), runtime(BOARD)) == (
        f"mc-gateway-{GATEWAY}",
        f"lead-{BOARD}",
        f"mc-{AGENT}",
    )
    assert rules.workspace_of("~/.openclaw//", runtime(None)) == f"~/.openclaw/workspace-gateway-{GATEWAY}"
    assert rules.workspace_of("/srv", runtime(BOARD)) == f"/srv/workspace-mc-{AGENT}"


@pytest.mark.parametrize(
    ("config", "every"),
    [
        (None, "0m"),
        ({"every": "10m"}, "10m"),
        ({"every": "90s"}, "90s"),
        ({"every": "soon"}, "0m"),
        ({"every": 5}, "5m"),
    ],
)
def test_an_agent_runs_by_itself_only_at_a_pace_that_it_was_given(config: dict[str, object] | None, every: str) -> None:
    beat = rules.entry("Ada", "/srv", config)["heartbeat"]
    assert (beat["every"], beat["target"], "prompt" in beat) == (every, "none", every != "0m")


def test_only_what_differs_is_written_and_what_others_have_set_stays() -> None:
    wanted = rules.entry("Ada", "/srv", None)
    assert rules.differing(wanted, {**wanted, "model": "another"}) == {}
    present = {"name": "Ada", "workspace": "/old", "heartbeat": {"every": "5m", "target": "none", "model": "small"}}
    assert rules.differing(wanted, present) == {"workspace": "/srv", "heartbeat": {"every": "0m"}}


def test_g28_pauses_double_and_end_somewhere() -> None:
    assert [rules.pause(n, timedelta(seconds=5)).seconds for n in (1, 2, 3, 7, 10_000)] == [5, 10, 20, 300, 300]
    assert [rules.wait_for_call(n) for n in (1, 2, 10_000)] == [
        timedelta(minutes=3),
        timedelta(minutes=6),
        timedelta(hours=6),
    ]


@pytest.mark.parametrize(
    ("known", "name", "called"),
    [
        ({"email": "ann.lee@example.org"}, "ann.lee@example.org", "ann.lee"),
        ({"email": "ann@example.org", "name": "Ann Lee"}, "Ann Lee", "Ann"),
        ({"name": "Ann Lee", "preferred_name": "Annie of Oslo"}, "Ann Lee", "Annie"),
        ({"name": "ann@example.org"}, "ann@example.org", "ann"),
        ({}, "Someone", "Someone"),
    ],
)
def test_g04_people_are_called_what_they_want_to_be_called(known: dict[str, str], name: str, called: str) -> None:
    told = rendering.user_context(User(**known))
    assert (told["user_name"], told["user_preferred_name"]) == (name, called)


@pytest.mark.parametrize(("written", "is_cut"), [(20_000, False), (20_001, True), (90_000, True)])
def test_g08_what_people_have_written_is_cut_before_gateways_do_it_and_says_so(*, written: int, is_cut: bool) -> None:
    file = rendering.fitting("x" * written)
    assert (len(file), "Cut here" in file) == (20_000, is_cut)


@pytest.mark.parametrize("again", [False, True])
def test_g09_whoever_is_woken_is_told_what_to_read_first(*, again: bool) -> None:
    """Nobody has a BOOTSTRAP.md: what it said stands at the top of the program."""
    said = rules.wake_text("Ada", again=again)
    assert ("AGENTS.md" in said, "BOOTSTRAP" in said) == (True, False)


@pytest.mark.parametrize("name", ["SOUL.md", "IDENTITY.md", "USER.md"])
def test_what_others_write_is_never_given_the_token(name: str) -> None:
    text, token = f"{rules.TOKEN} {{{{ auth_token }}}}", "mca_" + "b" * 24 + "_" + "y" * 43
    assert rules.filled(name, text, token) == rules.with_token(name, text, token) == text


def test_a_token_is_replaced_wherever_an_edited_file_has_it() -> None:
    old, new = "mca_" + "a" * 24 + "_" + "x" * 43, "mca_" + "b" * 24 + "_" + "y" * 43
    assert rules.with_token("AGENTS.md", f"mine\n{old}\n", new) == f"mine\n{new}\n"
    assert rules.filled("AGENTS.md", f"use {rules.TOKEN}", new) == f"use {new}"
    assert (rules.token_in(f'AUTH="X-Agent-Token: {old}"'), rules.token_in(None)) == (old, None)


@pytest.mark.parametrize(
    ("phase", "connected", "seen_minutes_ago", "paced", "status"),
    [
        (Phase.APPLYING, True, None, False, "provisioning"),
        (Phase.APPLYING, False, 1, False, "updating"),
        (Phase.READY, True, 1, False, "online"),
        (Phase.READY, True, 600, False, "online"),
        (Phase.READY, True, 600, True, "offline"),
        (Phase.READY, False, 600, False, "offline"),
        (Phase.READY, False, 1, False, "online"),
    ],
)
def test_an_agent_that_sleeps_on_a_gateway_is_not_away(
    phase: Phase, seen_minutes_ago: int | None, status: str, *, connected: bool, paced: bool
) -> None:
    setup = Setup(phase, "why", 0, None, (), "mc-1", "Berlin", connected, "refused", NOW)
    seen = NOW - timedelta(minutes=seen_minutes_ago) if seen_minutes_ago is not None else None
    known = Evidence(seen, None, timedelta(minutes=10), has_pace=paced, setup=setup)
    assert state_of(known, NOW).status == status


@pytest.mark.parametrize(
    ("over", "seen", "status", "trouble"),
    [
        ({"gateway_connected": False}, True, "offline", "unreachable"),
        ({"gateway_connected": False, "gateway_is_back_soon": True}, True, "online", None),
        ({"gateway_connected": False, "phase": Phase.APPLYING}, False, "provisioning", "unreachable"),
        ({"phase": Phase.APPLYING, "attempts": 2}, False, "provisioning", None),
        ({"phase": Phase.APPLYING, "attempts": 3}, False, "provisioning", "setup_failing"),
        ({"phase": Phase.APPLYING, "attempts": 3}, True, "updating", "setup_failing"),
        ({"phase": Phase.WAKING, "unanswered": 3}, False, "provisioning", None),
        ({"phase": Phase.WAKING, "unanswered": 3, "attempts": 3}, False, "offline", "never_called"),
        ({"phase": Phase.WAKING, "unanswered": 4}, False, "offline", "never_called"),
    ],
)
def test_g28_what_is_wrong_with_an_agent_is_told_apart(
    over: dict[str, Any], status: str, trouble: str | None, *, seen: bool
) -> None:
    """Whoever has not answered three times is offline with a reason, and is woken again all the same: ever later."""
    setup = replace(Setup(Phase.READY, "why", 0, None, (), "mc-1", "Berlin", True, "refused", NOW), **over)
    known = Evidence(
        NOW - timedelta(days=1) if seen else None, None, timedelta(minutes=10), has_pace=False, setup=setup
    )
    state = state_of(known, NOW)
    assert (state.status, state.trouble) == (status, trouble)
