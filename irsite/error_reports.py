"""Reports of errors to a Sentry, or a GlitchTip, that the operator runs (docs/logs.md).

A report is built here, of an error's type and places alone, and not by Sentry's own
integrations, which would collect messages, local variables, requests and source lines: what
is under embargo may be in each.
"""

from __future__ import annotations

import logging
import traceback
from collections.abc import Iterator
from types import TracebackType
from typing import Any

import sentry_sdk
from sentry_sdk.transport import Transport

from releases.text.request_ids import current_request_id

# Loggers whose sentences are constants, and have what differs among their arguments.
WITH_SENTENCES = ("releases", "django", "irsite")
# All that a report has. Sentry adds the contexts of its own, and the names of packages.
ALLOWED = {"event_id", "timestamp", "platform", "level", "logger", "message"} | {
    "exception",
    "tags",
    "server_name",
    "sdk",
}


class SentryHandler(logging.Handler):
    """Reports each error that is logged, without a value of it.

    `transport` takes the place of the one that sends to the DSN, in tests.
    """

    def __init__(self, dsn: str, transport: Transport | None = None) -> None:
        super().__init__(level=logging.ERROR)
        self._client = sentry_sdk.Client(
            dsn=dsn,
            transport=transport,
            default_integrations=False,
            auto_enabling_integrations=False,
            auto_session_tracking=False,
            include_local_variables=False,
            include_source_context=False,
            max_request_body_size="never",
            max_breadcrumbs=0,
            send_client_reports=False,
            traces_sample_rate=0,
            before_send=keep_allowed,
        )

    def emit(self, record: logging.LogRecord) -> None:
        """Report the record's error, or its sentence where there is none."""
        event: dict[str, Any] = {"level": "error", "logger": record.name}
        if record.name.startswith(WITH_SENTENCES) and isinstance(record.msg, str):
            # As it is in the source: its arguments are left out.
            event["message"] = record.msg
        if request_id := current_request_id.get():
            event["tags"] = {"request": request_id}
        if record.exc_info and (error := record.exc_info[1]):
            event["exception"] = {"values": list(exception_values(error))}
        self._client.capture_event(event)  # type: ignore[arg-type]  # its TypedDict has more


def exception_values(error: BaseException) -> Iterator[dict[str, Any]]:
    """Yield the types and the places of an error and of what led to it, the first cause first."""
    earlier = error.__cause__ or (
        None if error.__suppress_context__ else error.__context__
    )
    if earlier is not None:
        yield from exception_values(earlier)
    yield {
        "type": type(error).__name__,
        "module": type(error).__module__,
        "stacktrace": {"frames": list(frames_of(error.__traceback__))},
    }


def frames_of(places: TracebackType | None) -> Iterator[dict[str, Any]]:
    """Yield the file, the line and the function of each place."""
    for frame in traceback.extract_tb(places):
        yield {
            "filename": frame.filename,
            "lineno": frame.lineno,
            "function": frame.name,
        }


def keep_allowed(event: Any, hint: dict[str, Any]) -> Any:
    """Return the report with nothing that Sentry, or a later version of it, adds."""
    return {name: value for name, value in event.items() if name in ALLOWED}
