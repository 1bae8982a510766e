"""`python -m benchmarks [PART …]`: one line for each figure, with its target."""

import sys
import timeit

from benchmarks import figures
from benchmarks.figures import Figure

PORT = 8899
PARTS = {
    "start": figures.start,
    "heartbeat": figures.heartbeat,
    "list": figures.task_list,
    "hung": figures.beside_hung_gateways,
    "write": figures.writes,
    "snapshot": figures.snapshot,
    "dashboard": figures.dashboard,
    "streams": figures.streams,
}


def main(wanted: list[str]) -> int:
    if unknown := set(wanted) - PARTS.keys():
        print(f"no such part: {', '.join(sorted(unknown))}; there are {', '.join(PARTS)}", file=sys.stderr)
        return 2
    missed = 0
    print(f"a million additions in Python take {_additions_ms():.0f} ms on this machine")
    for name in wanted or PARTS:
        for figure in PARTS[name](PORT):
            print(_line(figure), flush=True)
            missed += not figure.is_reached
    return 1 if missed else 0


def _additions_ms() -> float:
    """What this machine is worth at the moment, by the best of five."""
    return min(timeit.repeat("for i in range(1_000_000): x += i", "x = 0", number=1, repeat=5)) * 1000


def _line(figure: Figure) -> str:
    mark = "" if figure.is_reached else "  MISSED"
    return f"{figure.name:<58} {figure.value:>9.2f} {figure.unit:<3} target {figure.target:>7.2f} {figure.unit}{mark}"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
