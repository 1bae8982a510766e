"""A subscription is told what the person may see who answers for it: at the time that it is told, not once."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from mission_control.subscriptions.errors import NeedsAllBoards, UnknownSubscriptionBoards
from mission_control.subscriptions.models import DeliveryState
from tests.subscriptions.office import Office
from tests.subscriptions.receiver import Receiver


@pytest.mark.parametrize("rights", [{"role": "member"}, {"all_boards_read": False, "all_boards_write": False}])
def test_who_loses_his_rights_has_nothing_sent_any_more_and_another_may_answer_for_it(
    office: Office, receiver: Receiver, rights: dict[str, object]
) -> None:
    made = office.subscribe(receiver.url)
    receiver.refuses = b"Before"
    office.happen("Before")
    office.send()
    receiver.refuses = None
    office.demote(office.owner, **rights)
    office.happen("After")
    office.send(seconds=10)
    assert receiver.taken == []
    stopped = office.read(made)
    assert not stopped.enabled
    assert "answers for" in (stopped.paused_reason or "")
    other = office.admin("Otto", office.board_ids)
    office.demote(other, all_boards_read=True)
    office.change(made, by=replace(other, all_boards_read=True), enabled=True)
    assert office.read(made).kept_by_user_id == other.user_id
    office.send()
    assert receiver.titles() == ["Before", "After"]


def test_nobody_has_sent_to_himself_what_others_may_read_and_he_may_not(office: Office, receiver: Receiver) -> None:
    north, south = office.board_ids
    curious = office.admin("Cora", [north])
    made = office.subscribe("http://127.0.0.1:9/away")
    office.happen("Secret of the south", on=1)
    office.send()
    changes: list[dict[str, Any]] = [{"url": receiver.url}, {"event_types": []}, {"board_ids": [south]}]
    for change in changes:
        with pytest.raises((NeedsAllBoards, UnknownSubscriptionBoards)):
            office.change(made, by=curious, **change)
    office.change(made, by=curious, enabled=False)
    with pytest.raises(NeedsAllBoards):
        office.change(made, by=curious, enabled=True)
    office.change(made, by=curious, enabled=True, board_ids=[north], url=receiver.url)
    office.happen("Of the south", on=1)
    office.happen("Of the north", on=0)
    office.send()
    assert receiver.titles() == ["Of the north"]
    (kept,) = (it for it in office.deliveries(made) if it.state == DeliveryState.DEAD)
    assert kept.error == "Cora, who answers for it, cannot see this event"
    office.replay(made, kept.id)
    office.send()
    assert receiver.titles() == ["Of the north"]


def test_a_board_that_is_gone_stops_nothing(office: Office, receiver: Receiver) -> None:
    north, _ = office.board_ids
    curious = office.admin("Cora", [north])
    made = office.subscribe(receiver.url, by=curious, board_ids=[north])
    office.happen("Last words")
    office.send()
    office.remove_board(north)
    office.send(seconds=10)
    assert office.read(made).enabled
    assert receiver.titles() == ["Last words"]
