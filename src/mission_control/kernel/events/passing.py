"""What is told only at this moment, and to whoever listens in it: nothing is stored, resumed, or told twice.

For hints that what somebody looks at has changed; the thing itself is read elsewhere. Within a process they arrive
at once; on PostgreSQL in every process, by NOTIFY. Whoever misses one looks again a little later.
"""

import json
from collections.abc import Callable
from dataclasses import asdict, dataclass
from typing import TYPE_CHECKING

from sqlalchemy import Engine, text
from sqlalchemy.exc import SQLAlchemyError

from mission_control.kernel.logging import get_logger

if TYPE_CHECKING:
    from sqlalchemy import URL

CHANNEL = "mission_control_passing"
MOST_BYTES = 7_900
"""PostgreSQL carries 8000."""

logger = get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Passing:
    type: str
    payload: dict[str, str]
    user_ids: tuple[str, ...] = ()
    """Whose streams it is for; for nobody's, it is for the processes themselves."""


Hearer = Callable[[Passing], None]


class Passage:
    """Hearers are called in whatever thread tells or listens; they must be quick."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._hearers: list[Hearer] = []

    @property
    def crosses_processes(self) -> bool:
        return self._engine.dialect.name == "postgresql"

    @property
    def url(self) -> "URL":
        return self._engine.url

    def hear(self, hearer: Hearer) -> Callable[[], None]:
        """Answers what ends that."""
        self._hearers.append(hearer)
        return lambda: self._hearers.remove(hearer)

    def tell(self, passing: Passing) -> None:
        """To everybody who listens now. On PostgreSQL this waits for the database; one that is away is not told."""
        if not self.crosses_processes:
            self.deliver(passing)
            return
        words = json.dumps(asdict(passing))
        if len(words.encode()) > MOST_BYTES:
            return
        try:
            with self._engine.begin() as connection:
                connection.execute(text("SELECT pg_notify(:channel, :words)"), {"channel": CHANNEL, "words": words})
        except SQLAlchemyError as error:
            logger.warning("events.passing_lost", error=type(error).__name__)

    def deliver(self, passing: Passing) -> None:
        for hearer in tuple(self._hearers):
            hearer(passing)

    def deliver_words(self, words: str) -> None:
        """What came from another process, or from this one by way of the database."""
        told = json.loads(words)
        self.deliver(Passing(told["type"], told["payload"], tuple(told["user_ids"])))
