"""The present state of what events speak of: streams send it along, so that nobody has to ask for it."""

from collections.abc import Callable, Sequence

from sqlalchemy.orm import Session

from mission_control.kernel.db.types import JsonObject
from mission_control.kernel.events.envelope import Topic
from mission_control.kernel.events.log import EventRow

View = Callable[[Session, Sequence[EventRow]], dict[int, JsonObject]]
"""For events of one topic: what to add to each, by position. One call for a batch, so that queries do not add up."""

_views: list[tuple[Topic, View]] = []


def shows(topic: Topic) -> Callable[[View], View]:
    """Register a view of a topic; features do so while they are imported."""

    def register(view: View) -> View:
        _views.append((topic, view))
        return view

    return register


def present_state(db: Session, events: Sequence[EventRow]) -> dict[int, JsonObject]:
    """What the registered views add to these events, by position."""
    added: dict[int, JsonObject] = {}
    for topic, view in _views:
        concerned = [event for event in events if event.topic == topic]
        for position, state in view(db, concerned).items() if concerned else ():
            added.setdefault(position, {}).update(state)
    return added
