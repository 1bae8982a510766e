"""Whether what was said to groups may still be told: an event keeps the boards that its group had at that time."""

from mission_control.boards import api as boards
from mission_control.kernel.events import log
from mission_control.kernel.events.envelope import Topic
from mission_control.kernel.events.log import EventRow
from mission_control.kernel.http.router import Backend
from mission_control.kernel.security.principals import Principal


class Groups:
    """Those of a follower: they count for what happened before they were looked up, the event's boards for the rest."""

    def __init__(self, backend: Backend) -> None:
        self._backend = backend
        self._known: frozenset[str] = frozenset()
        self._until = 0

    def look(self, principal: Principal) -> None:
        """Uses the database."""
        with self._backend.database.read() as uow:
            self._until = log.last_position(uow.db)
            self._known = frozenset(map(str, boards.group_ids(uow.db, principal)))

    def admit(self, event: EventRow) -> bool:
        if event.topic != Topic.GROUP_MEMORY or event.seq > self._until:
            return True
        return event.payload["board_group_id"] in self._known
