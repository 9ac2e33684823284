"""The log of the service: a line an event, for people or for programs; never what people ask unless switched on."""

from __future__ import annotations

import json
import logging
import sys
from datetime import UTC, datetime
from typing import Any, TextIO

from api.modes import LogFormat
from api.shell.context import REQUEST_ID

_STANDARD = frozenset(vars(logging.makeLogRecord({}))) | {"message", "asctime", "color_message", "taskName"}
_ORDER = "request_id"


def configure(form: LogFormat, stream: TextIO | None = None) -> None:
    """Sets the logs of the service and of its server up; the server's own lines for requests are switched off.

    :param stream: standard error when left out.
    """
    handler = logging.StreamHandler(stream or sys.stderr)
    handler.setFormatter(JsonLines() if form is LogFormat.JSON else TextLines())
    for name in ("quotegraph", "uvicorn"):
        logger = logging.getLogger(name)
        logger.handlers = [handler]
        logger.propagate = False
        logger.setLevel(logging.INFO)
    for name in ("uvicorn.error", "uvicorn.access"):
        logger = logging.getLogger(name)
        logger.handlers = []
        logger.propagate = name == "uvicorn.error"
        logger.setLevel(logging.NOTSET)
    root = logging.getLogger()
    root.handlers = [handler]
    root.setLevel(logging.WARNING)


def _event(record: logging.LogRecord) -> dict[str, Any]:
    """What a record says, in the order in which it is written."""
    more = {name: value for name, value in vars(record).items() if name not in _STANDARD and value is not None}
    known = REQUEST_ID.get()
    if known is not None:
        more = {_ORDER: known, **more}
    when = datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds")
    return {
        "time": when,
        "level": record.levelname.lower(),
        "logger": record.name,
        "event": record.getMessage(),
        **more,
    }


class JsonLines(logging.Formatter):
    """One JSON object a line; a trace is a field of it."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        event = _event(record)
        if record.exc_info:
            event["trace"] = self.formatException(record.exc_info)
        return json.dumps(event, ensure_ascii=False, default=str)


class TextLines(logging.Formatter):
    """Time, level, event, then ``name=value``; a trace follows on lines of its own."""

    def format(self, record: logging.LogRecord) -> str:
        """The line."""
        event = _event(record)
        head = f"{event.pop('time')} {event.pop('level'):<7} {_plain(event.pop('event'))}"
        event.pop("logger")
        line = " ".join([head, *(f"{name}={_plain(value)}" for name, value in event.items())])
        return f"{line}\n{self.formatException(record.exc_info)}" if record.exc_info else line


def _plain(value: object) -> str:
    """A value that cannot make another line or another field; what comes from clients is quoted."""
    text = str(value)
    return text if text.isprintable() and "=" not in text and '"' not in text else json.dumps(text)
