"""Errors in the log: what went wrong and where, without the values that were there.

The message of an error often quotes what it is about. A database names the row that it
refuses, a parser the text that it cannot read: under an embargo neither may leave by the
log. So only messages of errors that are about the machine are written.
"""

from __future__ import annotations

import datetime as dt
import json
import logging
import threading
import time
import traceback
from collections.abc import Iterator
from typing import Any

from releases.text.link_keys import mask_keys
from releases.text.request_ids import current_request_id

# Errors of the configuration, and of a database that cannot be reached or written.
WITH_MESSAGE = {"ImproperlyConfigured", "OperationalError"}
MAX_MESSAGE = 300
# An error that is the same as an earlier one is written again after so many seconds.
REPEAT_AFTER = 60.0
MAX_REMEMBERED = 500


def describe_error(error: BaseException) -> str:
    """Return the error's type, and its message if that quotes no data."""
    name = type(error).__name__
    if isinstance(error, OSError):
        message = error.strerror or ""
    elif name in WITH_MESSAGE:
        # What follows the first line quotes statements.
        message = str(error).partition("\n")[0]
    else:
        message = ""
    return f"{name}: {message[:MAX_MESSAGE]}" if message else name


def last_place(error: BaseException) -> str:
    """Return the file and the line at which the error was raised."""
    places = traceback.extract_tb(error.__traceback__)
    return f"{places[-1].filename}:{places[-1].lineno}" if places else ""


def error_lines(error: BaseException) -> Iterator[str]:
    """Yield the places and the type of the error, its causes first."""
    earlier = error.__cause__ or (
        None if error.__suppress_context__ else error.__context__
    )
    if earlier is not None:
        yield from error_lines(earlier)
        yield "which led to"
    for frame in traceback.extract_tb(error.__traceback__):
        yield f"  {frame.filename}:{frame.lineno} in {frame.name}"
    yield describe_error(error)


def message_of(record: logging.LogRecord) -> str:
    """Return the record's own sentence, without the message of an error in it."""
    if isinstance(record.msg, BaseException):
        return describe_error(record.msg)
    args = record.args
    if isinstance(args, tuple):
        args = tuple(
            describe_error(value) if isinstance(value, BaseException) else value
            for value in args
        )
    return str(record.msg) % args if args else str(record.msg)


class ErrorFormatter(logging.Formatter):
    """Writes records without the values of their errors and the keys of links."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the record's sentence, the request's id, and the places of its error."""
        request_id = current_request_id.get()
        source = f"{record.name} [{request_id}]" if request_id else record.name
        lines = [
            f"{self.formatTime(record)} {record.levelname} {source}: {message_of(record)}"
        ]
        if record.exc_info and record.exc_info[1]:
            lines += error_lines(record.exc_info[1])
        return mask_keys("\n".join(lines))


class JsonErrorFormatter(logging.Formatter):
    """Writes the same as one line of JSON."""

    def format(self, record: logging.LogRecord) -> str:
        """Return the record as JSON; `time` is in UTC (RFC 3339)."""
        created = dt.datetime.fromtimestamp(record.created, dt.UTC)
        fields: dict[str, Any] = {
            "time": created.isoformat(timespec="microseconds").replace("+00:00", "Z"),
            "level": record.levelname,
            "logger": record.name,
            "process": record.process,
            "message": mask_keys(message_of(record)),
        }
        if request_id := current_request_id.get():
            fields["request"] = request_id
        if record.exc_info and (error := record.exc_info[1]):
            fields["error"] = mask_keys(describe_error(error))
            fields["places"] = [line.strip() for line in error_lines(error)][:-1]
        return json.dumps(fields, ensure_ascii=False)


class RepeatedErrors(logging.Filter):
    """Lets the same error at the same place through once a minute, with their number."""

    def __init__(self) -> None:
        super().__init__()
        # (when it was written, how many were not since) by the error and its place.
        self._written: dict[tuple[object, ...], tuple[float, int]] = {}
        self._lock = threading.Lock()

    def filter(self, record: logging.LogRecord) -> bool:
        """Return whether to write the record; add how many like it were left out."""
        error = record.exc_info[1] if record.exc_info else None
        if error is None:
            return True
        key = (record.name, type(error), last_place(error))
        now = time.monotonic()
        with self._lock:
            written_at, left_out = self._written.get(key, (-REPEAT_AFTER, 0))
            if now - written_at < REPEAT_AFTER:
                self._written[key] = written_at, left_out + 1
                return False
            if len(self._written) >= MAX_REMEMBERED:
                self._written.clear()
            self._written[key] = now, 0
        if left_out:
            record.msg = f"{record.msg} ({left_out} more in the last minute)"
        return True
