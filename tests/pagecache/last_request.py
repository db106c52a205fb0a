"""A process of multiprocessing that logs a request and ends, as granian's workers do."""

from __future__ import annotations

from pathlib import Path

from releases.pagecache.access_log import AccessLog, AccessLogWriter, LogEntry


def log_and_end(path: Path, entry: LogEntry) -> None:
    """Add the entry to a log of its own in this file, and return at once."""
    log = AccessLog(file=path.open("w"))
    AccessLogWriter(log, on_not_found=lambda _: None).start()
    log.add(entry)
