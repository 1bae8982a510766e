"""The state machine and the rules of boards, as a table and under random situations."""

from dataclasses import replace
from uuid import UUID, uuid4

import pytest
from hypothesis import given
from hypothesis import strategies as st

from mission_control.tasks.models import TaskStatus
from mission_control.tasks.rules import (
    EDITS,
    GATES,
    ApprovalFacts,
    BoardRules,
    Move,
    Mover,
    MoverKind,
    Refusal,
    Situation,
    why_not_claim,
    why_not_edit,
    why_not_move,
)
from mission_control.tasks.wording import titles

INBOX, IN_PROGRESS, REVIEW, DONE = TaskStatus
AVA, BEN, LENA = uuid4(), uuid4(), uuid4()
USER, WORKER, LEAD = Mover(MoverKind.USER), Mover(MoverKind.WORKER, AVA), Mover(MoverKind.LEAD, LENA)
NO_RULES = BoardRules()
RULE_NAMES = (
    "require_approval_for_done",
    "require_review_before_done",
    "comment_required_for_review",
    "block_status_changes_with_pending_approval",
    "only_lead_can_change_status",
)

movers = st.sampled_from([USER, WORKER, LEAD])
statuses = st.sampled_from(list(TaskStatus))
assignees = st.sampled_from([None, AVA, BEN, LENA])
moves = st.builds(Move, target=statuses, names_assignee=st.booleans(), has_comment=st.booleans())
boards = st.builds(BoardRules, **dict.fromkeys(RULE_NAMES, st.booleans()))
situations = st.builds(
    Situation,
    status=statuses,
    assigned_agent_id=assignees,
    assignee=st.sampled_from([None, "Ava"]),
    blocked_by=st.sampled_from([(), ("Cut the wood",), ("Cut the wood", "Buy nails")]),
    approvals=st.builds(ApprovalFacts, pending=st.integers(0, 2), approved=st.integers(0, 2)),
    work_is_commented=st.booleans(),
)


def code(refusal: Refusal | None) -> str | None:
    return refusal.code if refusal else None


# --- the state machine, before any rule of a board


@pytest.mark.parametrize("source", TaskStatus)
@pytest.mark.parametrize("target", TaskStatus)
def test_a_person_and_a_holder_may_move_a_task_anywhere(source: TaskStatus, target: TaskStatus) -> None:
    for mover, assignee in ((USER, BEN), (WORKER, AVA), (WORKER, None)):
        assert why_not_move(Move(target), Situation(source, assignee), NO_RULES, mover) is None


@pytest.mark.parametrize("source", TaskStatus)
@pytest.mark.parametrize("target", TaskStatus)
def test_a_worker_moves_nobody_elses_task(source: TaskStatus, target: TaskStatus) -> None:
    refusal = why_not_move(Move(target), Situation(source, BEN, "Ben"), NO_RULES, WORKER)
    assert refusal is not None
    assert (refusal.code, refusal.status) == ("task_assignee_mismatch", 403)
    assert "Ben" in refusal.message


@pytest.mark.parametrize("names_assignee", [False, True])
@pytest.mark.parametrize("source", TaskStatus)
@pytest.mark.parametrize("target", TaskStatus)
def test_a_lead_delegates_and_reviews(source: TaskStatus, target: TaskStatus, names_assignee: bool) -> None:
    refusal = why_not_move(Move(target, names_assignee), Situation(source, LENA), NO_RULES, LEAD)
    allowed = (source, target) in {(REVIEW, DONE), (REVIEW, INBOX)} or (
        (source, target) == (INBOX, IN_PROGRESS) and names_assignee
    )
    assert code(refusal) == (None if allowed else "lead_move_forbidden")


# --- the rules of boards


def test_an_undecided_approval_holds_the_status() -> None:
    board = BoardRules(block_status_changes_with_pending_approval=True)
    waiting = Situation(INBOX, approvals=ApprovalFacts(pending=1))
    assert code(why_not_move(Move(REVIEW), waiting, board, USER)) == "pending_approval_blocks_status_change"
    decided = replace(waiting, approvals=ApprovalFacts(approved=1))
    assert why_not_move(Move(REVIEW), decided, board, USER) is None


@pytest.mark.parametrize(("source", "refused"), [(INBOX, True), (IN_PROGRESS, True), (REVIEW, False)])
def test_done_may_need_a_review(source: TaskStatus, refused: bool) -> None:
    board = BoardRules(require_review_before_done=True)
    found = code(why_not_move(Move(DONE), Situation(source), board, USER))
    assert found == ("review_required_for_done" if refused else None)


@pytest.mark.parametrize("source", [INBOX, IN_PROGRESS, REVIEW])
def test_done_may_need_an_approval_and_the_refusal_says_where_to_switch_that_off(source: TaskStatus) -> None:
    board = BoardRules(require_approval_for_done=True)
    refusal = why_not_move(Move(DONE), Situation(source), board, USER)
    assert refusal is not None
    assert (refusal.code, refusal.status) == ("approval_required_for_done", 409)
    assert "settings" in refusal.action
    approved = Situation(source, approvals=ApprovalFacts(approved=1))
    assert why_not_move(Move(DONE), approved, board, USER) is None


@pytest.mark.parametrize("mover", [USER, WORKER])
def test_review_may_need_a_comment_sent_along_or_made_since_the_work_began(mover: Mover) -> None:
    board = BoardRules(comment_required_for_review=True)
    silent = Situation(IN_PROGRESS, AVA)
    refusal = why_not_move(Move(REVIEW), silent, board, mover)
    assert refusal is not None
    assert (refusal.code, refusal.status) == ("comment_required_for_review", 422)
    assert why_not_move(Move(REVIEW, has_comment=True), silent, board, mover) is None
    assert why_not_move(Move(REVIEW), replace(silent, work_is_commented=True), board, mover) is None


def test_only_the_lead_of_the_agents_may_be_allowed_to_move_tasks() -> None:
    board = BoardRules(only_lead_can_change_status=True)
    assert code(why_not_move(Move(DONE), Situation(REVIEW, AVA), board, WORKER)) == "only_lead_can_change_status"
    assert why_not_move(Move(DONE), Situation(REVIEW, LENA), board, LEAD) is None
    assert why_not_move(Move(DONE), Situation(REVIEW, LENA), board, USER) is None


@pytest.mark.parametrize("mover", [USER, WORKER])
def test_a_task_that_waits_goes_to_the_inbox_and_nowhere_else(mover: Mover) -> None:
    waiting = Situation(IN_PROGRESS, AVA, blocked_by=("Cut the wood",))
    for target in (REVIEW, DONE):
        refusal = why_not_move(Move(target), waiting, NO_RULES, mover)
        assert refusal is not None
        assert (refusal.code, refusal.status) == ("task_blocked_cannot_transition", 409)
        assert "Cut the wood" in refusal.message
    assert why_not_move(Move(INBOX), waiting, NO_RULES, mover) is None


def test_reasons_are_told_in_one_order() -> None:
    board = BoardRules(**dict.fromkeys(RULE_NAMES, True))
    task = Situation(INBOX, BEN, blocked_by=("Wood",), approvals=ApprovalFacts(pending=1))
    steps = [(board, task)]
    steps.append((board, task := replace(task, assigned_agent_id=AVA)))
    steps.append((board := replace(board, only_lead_can_change_status=False), task))
    steps.append((board, task := replace(task, blocked_by=())))
    steps.append((board, task := replace(task, approvals=ApprovalFacts())))
    steps.append((board, task := replace(task, status=REVIEW)))
    steps.append((board, replace(task, approvals=ApprovalFacts(approved=1))))
    assert [code(why_not_move(Move(DONE), found, rules, WORKER)) for rules, found in steps] == [
        "task_assignee_mismatch",
        "only_lead_can_change_status",
        "task_blocked_cannot_transition",
        "pending_approval_blocks_status_change",
        "review_required_for_done",
        "approval_required_for_done",
        None,
    ]


# --- edits and claims


@pytest.mark.parametrize("kind", MoverKind)
def test_who_may_change_which_fields(kind: MoverKind) -> None:
    for name in EDITS[MoverKind.USER]:
        refusal = why_not_edit(frozenset({name}), kind)
        assert code(refusal) == (None if name in EDITS[kind] else "task_update_field_forbidden"), name
    assert why_not_edit(frozenset(), kind) is None


@pytest.mark.parametrize(
    ("status", "assignee", "mover", "expected"),
    [
        (INBOX, None, WORKER, None),
        (INBOX, AVA, WORKER, None),
        (IN_PROGRESS, AVA, WORKER, None),
        (IN_PROGRESS, None, WORKER, None),
        (IN_PROGRESS, BEN, WORKER, "task_assignee_mismatch"),
        (REVIEW, None, WORKER, "task_not_claimable"),
        (DONE, AVA, WORKER, "task_not_claimable"),
        (INBOX, None, LEAD, "lead_move_forbidden"),
    ],
)
def test_who_may_take_what(status: TaskStatus, assignee: UUID | None, mover: Mover, expected: str | None) -> None:
    assert code(why_not_claim(Situation(status, assignee), NO_RULES, mover)) == expected


# --- whatever the situation


@given(moves, situations, boards, movers)
def test_a_refusal_always_says_what_and_what_would_help(
    move: Move, task: Situation, board: BoardRules, mover: Mover
) -> None:
    refusal = why_not_move(move, task, board, mover)
    if refusal is not None:
        assert refusal.status in {403, 409, 422}
        assert refusal.message.strip()
        assert refusal.action.strip()
        assert mover.kind in next(gate for gate in GATES if gate.code == refusal.code).movers


@given(moves, situations, boards, movers)
def test_a_rule_that_is_switched_off_forbids_nothing(
    move: Move, task: Situation, board: BoardRules, mover: Mover
) -> None:
    """Loosening a board never adds a refusal."""
    if why_not_move(move, task, board, mover) is None:
        for name in RULE_NAMES:
            assert why_not_move(move, task, replace(board, **{name: False}), mover) is None
    assert code(why_not_move(move, task, NO_RULES, mover)) in {
        None,
        "task_assignee_mismatch",
        "task_blocked_cannot_transition",
        "lead_move_forbidden",
    }


@given(moves, situations, boards, movers)
def test_a_task_never_gets_done_past_a_rule(move: Move, task: Situation, board: BoardRules, mover: Mover) -> None:
    if move.target is not DONE or task.status is DONE or why_not_move(move, task, board, mover) is not None:
        return
    assert not task.blocked_by
    assert task.approvals.approved or not board.require_approval_for_done
    assert task.status is REVIEW or not board.require_review_before_done
    assert not (board.block_status_changes_with_pending_approval and task.approvals.pending)
    assert mover.kind is not MoverKind.WORKER or task.assigned_agent_id in {None, AVA}


@given(situations, boards, movers)
def test_a_claim_is_admitted_only_where_the_move_is(task: Situation, board: BoardRules, mover: Mover) -> None:
    if why_not_claim(task, board, mover) is None and mover.kind is MoverKind.WORKER:
        assert task.status in {INBOX, IN_PROGRESS}
        assert task.assigned_agent_id in {None, AVA}
        assert not task.blocked_by


@pytest.mark.parametrize(
    ("names", "text"),
    [(("A",), "“A”"), (("A", "B"), "“A”, “B”"), (("A", "B", "C", "D", "E"), "“A”, “B”, “C” and 2 more")],
)
def test_titles_in_a_sentence(names: tuple[str, ...], text: str) -> None:
    assert titles(names) == text
