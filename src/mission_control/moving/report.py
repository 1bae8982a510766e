"""What a move has done, or would do: counts for each table, and a reason for everything that is not as it was."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from uuid import UUID

EXAMPLES = 3
"""Rows that are named for each reason."""


class MoveFailed(Exception):
    """A sentence for the operator: what went wrong, and what to do."""


@dataclass(slots=True)
class Counts:
    """Of one table. What was found is in one of the other three."""

    found: int = 0
    brought: int = 0
    present: int = 0
    left: int = 0


@dataclass(slots=True)
class _Note:
    count: int = 0
    examples: list[str] = field(default_factory=list)

    def add(self, key: object) -> None:
        self.count += 1
        if len(self.examples) < EXAMPLES:
            self.examples.append(str(key))

    def __str__(self) -> str:
        named = ", ".join(self.examples)
        return f"{self.count} × ({named}{', …' if self.count > len(self.examples) else ''})"


class Report:
    def __init__(self, *, dry_run: bool) -> None:
        self.dry_run = dry_run
        self.tables: dict[str, Counts] = {}
        self.brought_to: dict[UUID, Counter[str]] = {}
        """For each organization how many rows of each table came."""
        self._mended: dict[tuple[str, str], _Note] = {}
        self._left: dict[tuple[str, str], _Note] = {}

    def of(self, table: str) -> Counts:
        return self.tables.setdefault(table, Counts())

    def brought(self, table: str, organization_id: UUID | None, count: int) -> None:
        self.of(table).brought += count
        if organization_id is not None:
            self.brought_to.setdefault(organization_id, Counter())[table] += count

    def left_out(self, table: str, key: object, reason: str) -> None:
        self.of(table).left += 1
        self._left.setdefault((table, reason), _Note()).add(key)

    def mended(self, table: str, key: object, reason: str) -> None:
        self._mended.setdefault((table, reason), _Note()).add(key)

    @property
    def without(self) -> list[str]:
        """Tables of which rows were found, and none is here."""
        return sorted(name for name, it in self.tables.items() if it.left and not it.brought and not it.present)

    @property
    def total(self) -> Counts:
        every = self.tables.values()
        return Counts(
            sum(it.found for it in every),
            sum(it.brought for it in every),
            sum(it.present for it in every),
            sum(it.left for it in every),
        )

    def lines(self) -> Iterator[str]:
        """The report as people read it."""
        brought = "would come" if self.dry_run else "brought"
        yield f"{'':36}{'found':>10}{brought:>12}{'already here':>14}{'left out':>10}"
        for table, counts in [*self.tables.items(), ("all", self.total)]:
            yield f"{table:36}{counts.found:>10}{counts.brought:>12}{counts.present:>14}{counts.left:>10}"
        for title, notes in (("Mended", self._mended), ("Left out", self._left)):
            if notes:
                yield f"\n{title}:"
            for (table, reason), note in notes.items():
                yield f"  {table}: {reason}: {note}"
        yield ""
        yield self._verdict()

    def _verdict(self) -> str:
        total = self.total
        if self.dry_run:
            return f"A dry run: nothing was written. {total.brought} rows would be brought over."
        if total.brought == 0:
            return "Nothing was changed: all that can be brought over is here."
        return f"{total.brought} rows were brought over."
