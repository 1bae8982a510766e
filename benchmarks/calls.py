"""`python -m benchmarks.calls`: how many functions of Python a request calls, in each layer of the house.

A busy machine does not disturb these numbers, so two versions can be compared by them.
"""

import json
import signal
import sys
import tempfile
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import httpx

from benchmarks.figures import operations
from benchmarks.installation import Installation, installed

PORT = 8898
WARM_UP = 60
REQUESTS = 200
COUNTING = str(Path(__file__).with_name("counted.py"))
REST_SECONDS = 2.5
"""Until what was put off (signs of life, jobs) is done, before and after."""
LAYERS = (
    ("/uvicorn/", "server"),
    ("/starlette/", "framework"),
    ("/fastapi/", "framework"),
    ("/sqlalchemy/orm/", "SQLAlchemy, objects"),
    ("/sqlalchemy/", "SQLAlchemy, below objects"),
    ("/pydantic", "pydantic"),
    ("/mission_control/kernel/", "our kernel"),
    ("/mission_control/", "our features"),
)
OTHERS = "Python's library and others"


def main() -> int:
    with tempfile.TemporaryDirectory() as folder, installed(PORT) as installation:
        written = Path(folder) / "calls.json"
        seeded = installation.seed(agent_count=1, task_count=1_000)
        installation.start(COUNTING, COUNTED_CALLS=str(written))
        columns = {name: _calls(installation, written, call) for name, call in operations(installation, seeded).items()}
    print(f"{'':28}" + "".join(f"{name:>12}" for name in columns))
    for layer in sorted({layer for column in columns.values() for layer in column}, key=str.lower):
        print(f"{layer:28}" + "".join(f"{column[layer]:12.0f}" for column in columns.values()))
    print(f"{'together':28}" + "".join(f"{column.total():12.0f}" for column in columns.values()))
    return 0


def _calls(installation: Installation, written: Path, call: Callable[[int], httpx.Response]) -> Counter[str]:
    """For each layer the calls of one request."""
    for turn in range(WARM_UP):
        call(turn).raise_for_status()
    before = _now(installation, written)
    for turn in range(REQUESTS):
        call(turn).raise_for_status()
    counted: Counter[str] = Counter()
    for file, calls in _now(installation, written).items():
        counted[_layer(file)] += calls - before.get(file, 0)
    return Counter({layer: round(calls / REQUESTS) for layer, calls in counted.items()})


def _now(installation: Installation, written: Path) -> dict[str, int]:
    time.sleep(REST_SECONDS)
    written.unlink(missing_ok=True)
    installation.signal(signal.SIGUSR1)
    while not written.exists():
        time.sleep(0.02)
    told: dict[str, int] = json.loads(written.read_text())
    return told


def _layer(file: str) -> str:
    return next((name for part, name in LAYERS if part in file), OTHERS)


if __name__ == "__main__":
    sys.exit(main())
