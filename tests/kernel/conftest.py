import io
import json
import logging
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from mission_control.kernel.logging import configure_logging
from mission_control.kernel.settings import load_settings

LogText = Callable[..., Callable[[], list[str]]]
LogLines = Callable[[], list[dict[str, Any]]]


@pytest.fixture
def log_text(monkeypatch: pytest.MonkeyPatch) -> Iterator[LogText]:
    """Set logging up from settings; answers a function that gives the lines written since its last call."""
    root = logging.getLogger()
    handlers, level = root.handlers.copy(), root.level

    def configure(**settings: Any) -> Callable[[], list[str]]:
        output = io.StringIO()
        monkeypatch.setattr("sys.stdout", output)
        configure_logging(load_settings(**settings))

        def lines() -> list[str]:
            written = output.getvalue().split("\n")[:-1]
            output.seek(0)
            output.truncate()
            return written

        return lines

    yield configure
    root.handlers[:] = handlers
    root.setLevel(level)
    logging.getLogger("sqlalchemy.engine").setLevel(logging.NOTSET)


@pytest.fixture
def log_lines(log_text: LogText) -> LogLines:
    """Everything is logged, as JSON; call it for the lines written since the last call."""
    lines = log_text(log_format="json", log_level="TRACE")
    return lambda: [json.loads(line) for line in lines()]
