"""Log lines for people (text) and for machines (JSON lines), all on standard output.

Our own code logs event names with fields: `log.info("app.lifecycle.started", port=8000)`. Lines of libraries that
use the standard library take the same way out, so every line of a request carries its id, method and path.
"""

import json
import logging
import sys
from collections.abc import MutableMapping
from datetime import UTC, datetime
from typing import Any

import structlog
from structlog.typing import EventDict, ExcInfo, WrappedLogger

from mission_control import __version__
from mission_control.kernel.http.context import current_request
from mission_control.kernel.settings import Settings

APP_NAME = "mission-control"
TRACE = 5
"""Below DEBUG: the start of each request, and SQL."""

logging.addLevelName(TRACE, "TRACE")

_LEVELS = {"exception": logging.ERROR, "warn": logging.WARNING, "fatal": logging.CRITICAL}
_HTTP_CLIENTS = ("httpcore", "httpx", "urllib3")
_SERVER = ("uvicorn", "uvicorn.error", "uvicorn.access", "uvicorn.asgi")
_TEXT_ORDER = ("timestamp", "level", "logger", "message", "exception", "stack")


class Logger(structlog.stdlib.BoundLogger):
    """A bound logger with one level more."""

    def trace(self, event: str, **fields: Any) -> None:
        if self.isEnabledFor(TRACE):
            args, options = self._process_event("trace", event, fields)
            self._logger.log(TRACE, *args, **options)


def get_logger(name: str) -> Logger:
    """The logger of a module; usable before `configure_logging`, so at import too."""
    logger: Logger = structlog.wrap_logger(
        _factory(name), processors=_PROCESSORS, wrapper_class=Logger, cache_logger_on_first_use=True
    )
    return logger


def configure_logging(settings: Settings) -> None:
    """Send everything to standard output in the format asked for; a second call replaces the first."""
    level = level_from(settings.log_level)
    output = _Output(sys.stdout)
    output.setFormatter(_formatter(settings))
    root = logging.getLogger()
    for former in [handler for handler in root.handlers if isinstance(handler, _Output)]:
        root.removeHandler(former)
    root.addHandler(output)
    root.setLevel(level)

    for name in _SERVER:
        server = logging.getLogger(name)
        server.handlers.clear()
        server.propagate = True
    # The middleware's request log replaces it, and knows the request id and the caller's address.
    logging.getLogger("uvicorn.access").setLevel(logging.WARNING)
    # One line for each change of the schema, in which a first start would hide its address and token.
    for name in (*_HTTP_CLIENTS, "alembic"):
        logging.getLogger(name).setLevel(max(level, logging.WARNING))
    # Only for those who ask for everything, and even then without parameters.
    logging.getLogger("sqlalchemy.engine").setLevel(logging.INFO if level <= TRACE else logging.WARNING)
    structlog.configure(processors=_PROCESSORS, wrapper_class=Logger, logger_factory=_factory)


def level_from(text: str) -> int:
    """`TRACE`, `debug`, `30`; text that names no level means INFO."""
    wanted = text.strip().upper()
    if wanted.isdecimal() and wanted.isascii():
        return int(wanted)
    return logging.getLevelNamesMapping().get(wanted, logging.INFO)


class _Output(logging.StreamHandler[Any]):
    """Ours, told apart from the handlers that others, such as test runners, have put on the root logger."""


def _drop_what_is_off(logger: WrappedLogger, method: str, event_dict: EventDict) -> EventDict:
    level = _LEVELS.get(method) or logging.getLevelNamesMapping().get(method.upper(), logging.INFO)
    if not logger.isEnabledFor(level):
        raise structlog.DropEvent
    return event_dict


def _say_which_request(_logger: WrappedLogger, _method: str, event_dict: EventDict) -> EventDict:
    request = current_request()
    if request is None:
        return event_dict
    return {"request_id": request.request_id, "method": request.method, "path": request.path, **event_dict}


# One list for all loggers, never replaced: they keep it once they were used.
_PROCESSORS: list[structlog.typing.Processor] = [
    _drop_what_is_off,
    _say_which_request,
    structlog.stdlib.ProcessorFormatter.wrap_for_formatter,
]
_factory = structlog.stdlib.LoggerFactory()


def _formatter(settings: Settings) -> logging.Formatter:
    return structlog.stdlib.ProcessorFormatter(
        foreign_pre_chain=[_say_which_request, structlog.stdlib.ExtraAdder(), _first_line],
        processors=[
            structlog.processors.ExceptionRenderer(_traceback),
            structlog.processors.StackInfoRenderer(),
            _JsonFields() if settings.logs_json else _TextFields(utc=settings.log_use_utc),
            structlog.stdlib.ProcessorFormatter.remove_processors_meta,
            _render_json if settings.logs_json else _render_text,
        ],
    )


def _traceback(exc_info: ExcInfo) -> str:
    # What it knows of databases need not be loaded by a command that has nothing to do with one.
    from mission_control.kernel.failures import traceback_of

    return traceback_of(exc_info[1])


def _first_line(_logger: WrappedLogger, _method: str, event_dict: EventDict) -> EventDict:
    """asyncio goes on with the task or the handle that failed, and so with whatever its exception carries."""
    if event_dict["_record"].name == "asyncio":
        event_dict["event"] = str(event_dict["event"]).partition("\n")[0]
    return event_dict


class _JsonFields:
    def __call__(self, _logger: WrappedLogger, _method: str, event_dict: EventDict) -> EventDict:
        record: logging.LogRecord = event_dict["_record"]
        return {
            "timestamp": datetime.fromtimestamp(record.created, UTC).isoformat().replace("+00:00", "Z"),
            "level": record.levelname,
            "logger": record.name,
            "message": event_dict.pop("event", ""),
            "app": APP_NAME,
            "version": __version__,
            "module": record.module,
            "function": record.funcName,
            "line": record.lineno,
            **_extras(event_dict),
        }


class _TextFields:
    def __init__(self, *, utc: bool) -> None:
        self._utc = utc

    def __call__(self, _logger: WrappedLogger, _method: str, event_dict: EventDict) -> EventDict:
        record: logging.LogRecord = event_dict["_record"]
        moment = datetime.fromtimestamp(record.created, UTC)
        return {
            "timestamp": (moment if self._utc else moment.astimezone()).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": event_dict.pop("event", ""),
            **_extras(event_dict),
        }


def _extras(event_dict: MutableMapping[str, Any]) -> dict[str, Any]:
    # uvicorn repeats its message with terminal colours; other handlers leave the whole one with the record.
    return {key: value for key, value in event_dict.items() if key not in ("color_message", "message")}


def _render_json(_logger: WrappedLogger, _method: str, event_dict: EventDict) -> str:
    return json.dumps(event_dict, default=str)


def _render_text(_logger: WrappedLogger, _method: str, event_dict: EventDict) -> str:
    fields = " ".join(f"{key}={_plain(value)}" for key, value in event_dict.items() if key not in _TEXT_ORDER)
    message = str(event_dict["message"])
    if not message.isprintable():
        message = json.dumps(message)
    head = f"{event_dict['timestamp']} {event_dict['level']:<7} {event_dict['logger']}"
    line = f"{head} {message} {fields}".rstrip()
    return "\n".join([line, *(str(event_dict[key]) for key in ("exception", "stack") if key in event_dict)])


def _plain(value: object) -> str:
    """One value without line breaks or terminal codes: a path or a header must not forge a line."""
    text = str(value)
    if text and text.isprintable() and not any(character in text for character in ' "='):
        return text
    return json.dumps(text)
