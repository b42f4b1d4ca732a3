"""The log: one line for each event on standard error, as text for people or JSON for programs.

Times are UTC in ISO 8601. Values from outside are escaped and capped, so that nobody forges a line; values under a name
that speaks of a secret are never written. What the libraries log goes the same way.
"""

import logging
import sys
import traceback
from collections.abc import Mapping, MutableMapping
from contextlib import suppress
from functools import lru_cache
from typing import Any, TextIO

import orjson
import structlog
from structlog.typing import Processor

from api.config_variables import LogFormat, LogLevel
from api.visible import visible

FIELD_LIMIT = 500
"""Longest text value in a line, in characters."""

TRACEBACK_LIMIT = 8000
"""Longest traceback, in characters; the end is kept, where the cause stands."""

_SECRETS = ("password", "token", "secret", "authorization", "cookie", "private_key", "api_key")
_LEVELS = {level: getattr(logging, level.upper()) for level in LogLevel}

Fields = MutableMapping[str, Any]


def configure_logging(log_format: LogFormat, level: LogLevel, stream: TextIO | None = None) -> None:
    """Sends this process's log to ``stream`` (standard error). Call it once, before anything is logged."""
    render = _as_json if log_format is LogFormat.JSON else _as_text
    processors: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
        _with_traceback,
        _made_safe,
        render,
    ]
    structlog.configure(
        processors=processors,
        wrapper_class=structlog.make_filtering_bound_logger(_LEVELS[level]),
        logger_factory=lambda *_: _Lines(stream or sys.stderr),
        cache_logger_on_first_use=True,
    )
    root = logging.getLogger()
    root.handlers = [_ThroughStructlog()]
    # The libraries' own chatter about every connection and statement is no news at our level.
    root.setLevel(max(_LEVELS[level], logging.WARNING))


class _ThroughStructlog(logging.Handler):
    """Takes what libraries write with the standard library's logging."""

    def emit(self, record: logging.LogRecord) -> None:
        """Writes one line."""
        fields: dict[str, Any] = {"logger": record.name}
        if record.exc_info:
            fields["exc_info"] = record.exc_info[1]
        try:
            message = record.getMessage()
        except (TypeError, ValueError):
            message = str(record.msg)
        structlog.get_logger().log(record.levelno // 10 * 10, message, **fields)


class _Lines:
    """Writes lines to a stream. A log that cannot be written (closed terminal, full disk) stops no request."""

    def __init__(self, stream: TextIO) -> None:
        self._stream = stream

    def msg(self, line: str) -> None:
        with suppress(OSError, ValueError):
            self._stream.write(f"{line}\n")
            self._stream.flush()

    debug = info = warning = error = critical = exception = log = msg


def _with_traceback(_logger: object, _method: str, fields: Fields) -> Fields:
    error = fields.pop("exc_info", None)
    if error is True:
        error = sys.exc_info()[1]
    if isinstance(error, BaseException):
        fields["traceback"] = "".join(traceback.format_exception(error))
    return fields


def _made_safe(_logger: object, _method: str, fields: Fields) -> Fields:
    return {_shown_name(name): _safe(name, value) for name, value in fields.items()}


@lru_cache(maxsize=512)
def _shown_name(name: str) -> str:
    return visible(name, 60)


@lru_cache(maxsize=512)
def _is_secret(name: str) -> bool:
    return any(word in name.lower() for word in _SECRETS)


def _safe(name: str, value: object) -> object:
    if _is_secret(name):
        return "[not logged]"
    if name == "traceback":
        return "\n".join(visible(line, FIELD_LIMIT) for line in str(value)[-TRACEBACK_LIMIT:].splitlines())
    if value is None or isinstance(value, bool | int | float):
        return value
    return visible(str(value), FIELD_LIMIT)


def _as_json(_logger: object, _method: str, fields: Mapping[str, Any]) -> str:
    return orjson.dumps(fields).decode("utf-8")


def _as_text(_logger: object, _method: str, fields: Fields) -> str:
    stamp, level, event = fields.pop("timestamp"), fields.pop("level"), fields.pop("event")
    trace = fields.pop("traceback", None)
    pairs = "".join(f" {name}={_quoted(value)}" for name, value in fields.items())
    lines = [f"{stamp} {level:<8} {event}{pairs}"]
    if trace is not None:
        # A message with line breaks in it cannot pass for a line of its own.
        lines.extend(f"    | {line}" for line in str(trace).splitlines())
    return "\n".join(lines)


def _quoted(value: object) -> str:
    text = str(value)
    needs_quotes = not text or any(character in text for character in ' "=')
    return f'"{text.replace(chr(34), chr(92) + chr(34))}"' if needs_quotes else text
