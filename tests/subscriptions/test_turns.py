"""Who is asked when: nothing that fails holds up others, and an address that is away is left alone."""

from __future__ import annotations

from datetime import timedelta

from sqlalchemy import update

from mission_control.subscriptions import delivering, making, rules, turns
from mission_control.subscriptions.models import DeliveryState, EventSubscription
from tests.subscriptions.office import Office
from tests.subscriptions.receiver import Receiver

DEAD, PENDING = DeliveryState.DEAD, DeliveryState.PENDING


def test_an_event_that_is_refused_holds_up_no_other_and_is_given_up_at_last(office: Office, receiver: Receiver) -> None:
    made = office.subscribe(receiver.url)
    receiver.refuses = b"Poison"
    office.happen("Poison", "One")
    office.send()
    for number, pause in enumerate(rules.PAUSES):
        assert office.count(made, PENDING) == 1
        office.happen(f"Then {number}")
        office.send(seconds=pause)
    assert receiver.titles() == ["One", *(f"Then {number}" for number in range(len(rules.PAUSES)))]
    assert (office.count(made, PENDING), office.count(made, DEAD)) == (0, 1)
    dead = office.deliveries(made)[0]
    assert (dead.attempts, dead.error, dead.status_code) == (len(rules.PAUSES) + 1, "it answered 500", 500)
    receiver.refuses = None
    office.replay(made, dead.id)
    office.send()
    assert receiver.titles()[-1] == "Poison"
    assert office.count(made, DEAD) == 0


def test_an_address_that_is_away_is_left_alone_and_gets_all_in_order_when_it_is_back(
    office: Office, receiver: Receiver
) -> None:
    made = office.subscribe(receiver.url)
    receiver.status = 503
    titles = [f"Task {number}" for number in range(12)]
    office.happen(*titles)
    office.send()
    assert receiver.asked == rules.FAILURES_AT_ONCE
    assert (office.read(made).retry_at or office.now) > office.now
    office.happen("While away")
    office.send(seconds=1)
    assert receiver.asked == rules.FAILURES_AT_ONCE
    assert office.count(made, PENDING) == 13
    for _ in range(6):
        office.send(hours=1)
    assert receiver.asked == rules.FAILURES_AT_ONCE + 6
    receiver.status = 200
    office.send(hours=1)
    # One that tries whether it is back, and then all that waits.
    tried, *others = receiver.titles()
    assert others == [title for title in (*titles, "While away") if title != tried]
    now = office.read(made)
    assert (now.failures, now.failing_since, now.retry_at) == (0, None, None)
    assert office.count(made, PENDING) == 0


def test_a_receiver_has_the_pause_that_it_asks_for(office: Office, receiver: Receiver) -> None:
    office.subscribe(receiver.url)
    receiver.status, receiver.retry_after = 429, "3600"
    office.happen("One", "Two")
    office.send()
    office.send(minutes=59)
    assert receiver.asked == 1
    receiver.status = 200
    office.send(minutes=2)
    assert receiver.titles() == ["One", "Two"]


def test_an_address_that_takes_nothing_for_days_is_told_no_more_until_a_person_resumes_it(
    office: Office, receiver: Receiver
) -> None:
    made = office.subscribe(receiver.url)
    receiver.status = 500
    office.happen(*(f"Task {number}" for number in range(20)))
    office.send()
    office.send(days=rules.GIVES_UP_AFTER.days, minutes=1)
    assert not office.read(made).enabled
    assert "5 days" in (office.read(made).paused_reason or "")
    asked = receiver.asked
    office.happen("While paused")
    office.send(days=1)
    assert receiver.asked == asked
    receiver.status = 200
    office.change(made, enabled=True)
    office.send()
    assert len(receiver.titles()) == 21
    assert receiver.titles()[-1] == "While paused"


def test_a_storm_of_events_is_told_in_order_and_each_once(office: Office, receiver: Receiver) -> None:
    """More than are read at once, and more than are sent in one turn."""
    north, _ = office.board_ids
    office.subscribe(receiver.url, board_ids=[north])
    titles = [f"Task {number}" for number in range(delivering.AT_ONCE + 5)]
    office.happen(*titles[:3])
    office.happen(*(f"Elsewhere {number}" for number in range(making.EVENTS_AT_ONCE)), on=1)
    office.happen(*titles[3:])
    office.send()
    assert receiver.titles() == titles


def test_few_have_a_turn_at_once_and_a_lost_turn_is_given_again(office: Office, receiver: Receiver) -> None:
    several = [office.subscribe(receiver.url) for _ in range(turns.AT_ONCE + 2)]
    office.happen("One")
    for _ in range(2):
        with office.database.write() as uow:
            delivering.start(uow)
        assert len(office.turns()) == turns.AT_ONCE
    # Their process has ended. They have their turns again, and the others have theirs.
    with office.database.write() as uow:
        uow.db.execute(update(EventSubscription).values(turn_at=office.now - turns.LOST_AFTER - timedelta(seconds=1)))
    office.send()
    assert all(office.count(made, PENDING) == 0 for made in several)
    assert receiver.titles() == ["One"] * len(several)


def test_who_takes_events_goes_before_who_does_not(office: Office, receiver: Receiver) -> None:
    failing = [office.subscribe(f"{receiver.url}/away") for _ in range(turns.AT_ONCE)]
    with office.database.write() as uow:
        uow.db.execute(update(EventSubscription).values(failures=9, turn_at=office.now - timedelta(days=1)))
    well = office.subscribe(receiver.url)
    office.happen("One")
    with office.database.write() as uow:
        delivering.start(uow)
    assert well in office.turns()
    assert set(office.turns()) - {well} < set(failing)
