"""The access log: requests wait in a ring buffer, and one thread writes them out."""

from __future__ import annotations

import json
import logging
import threading
from collections import deque
from collections.abc import Callable, Iterable
from functools import lru_cache
from multiprocessing.util import Finalize
from typing import IO, NamedTuple

from releases.pagecache.clock import SECOND, Microseconds, to_datetime
from releases.pagecache.page import Response
from releases.pagecache.request import NEW, Request
from releases.text.link_keys import mask_path

logger = logging.getLogger(__name__)

# When more lines wait, the oldest are dropped and counted.
MAX_WAITING = 16_384
MAX_PATH_LENGTH = 500
NOT_FOUND = "404"
# How often lines are written out, in seconds: while there are some, and while there are none.
WRITE_INTERVAL, IDLE_INTERVAL = 0.1, 0.25


class LogEntry(NamedTuple):
    """One request and its response; `took` is in microseconds."""

    at: Microseconds
    client: str
    method: str
    path: str
    status: str
    size: int
    took: int
    cache_status: str
    request_id: str

    def as_json(self) -> str:
        """Return the entry as a line of JSON."""
        at, client, method, path, status, size, took, cache_status, request_id = self
        second, fraction = divmod(at, SECOND)
        return (
            f'{{"time":"{date_and_time(second)}.{fraction:06}Z"'
            f"{request_fields(client, method, path, status, cache_status)}"
            f',"bytes":{size},"microseconds":{took},"request":"{request_id}"}}\n'
        )


# A busy second has thousands of lines, most of them for the same few requests.


@lru_cache(maxsize=4)
def date_and_time(second: int) -> str:
    """Return the second in UTC in the format of RFC 3339."""
    return f"{to_datetime(second * SECOND):%Y-%m-%dT%H:%M:%S}"


@lru_cache(maxsize=1024)
def request_fields(
    client: str, method: str, path: str, status: str, cache_status: str
) -> str:
    """Return the fields that the lines of similar requests have in common."""
    return (
        f',"client":{json.dumps(client)},"method":{json.dumps(method[:16])}'
        f',"path":{json.dumps(mask_path(path))},"status":{status},"cache":"{cache_status}"'
    )


class AccessLog:
    """Collects entries without waiting for the disk.

    An entry is formatted by the thread that answers: the thread that writes would
    otherwise compete with all of them. 404s are also collected for `drain`.
    """

    def __init__(self, *, file: IO[str] | None) -> None:
        self.file = file
        self.dropped = 0
        self._lines: deque[str] = deque(maxlen=MAX_WAITING)
        self._not_found: deque[LogEntry] = deque(maxlen=MAX_WAITING)

    @property
    def has_entries(self) -> bool:
        """Whether lines or entries of 404s wait."""
        return bool(self._lines or self._not_found)

    def wants(self, status: str) -> bool:
        """Return whether a response of this status is to be recorded."""
        return self.file is not None or status.startswith(NOT_FOUND)

    def record(
        self, request: Request, response: Response, cache_status: str, took: int
    ) -> None:
        """Add an entry of a request that took so many nanoseconds."""
        body = response.body
        self.add(
            NEW(
                LogEntry,
                (
                    request.at,
                    request.client,
                    request.method,
                    request.path[:MAX_PATH_LENGTH],
                    response.status[:3],
                    sum(map(len, body)) if isinstance(body, list) else 0,
                    took // 1000,
                    cache_status,
                    request.request_id,
                ),
            )
        )

    def add(self, entry: LogEntry) -> None:
        """Add the entry; if too many wait, drop the oldest."""
        if entry.status == NOT_FOUND:
            self._not_found.append(entry)
        if self.file is not None:
            if len(self._lines) == MAX_WAITING:
                self.dropped += 1
            self._lines.append(entry.as_json())

    def drain(self) -> list[LogEntry]:
        """Write out the lines that wait; return the entries of 404s since the last call."""
        lines = [self._lines.popleft() for _ in range(len(self._lines))]
        if self.file is not None and lines:
            dropped, self.dropped = self.dropped, 0
            gap = f'{{"lines_lost":{dropped}}}\n' if dropped else ""
            self.file.write(gap + "".join(lines))
            self.file.flush()
        return [self._not_found.popleft() for _ in range(len(self._not_found))]


class AccessLogWriter(threading.Thread):
    """The thread that drains the log, and passes entries of 404s to `on_not_found`."""

    def __init__(
        self, log: AccessLog, *, on_not_found: Callable[[Iterable[LogEntry]], None]
    ) -> None:
        super().__init__(name="access-log-writer", daemon=True)
        self._log = log
        self._on_not_found = on_not_found
        self._stopping = threading.Event()
        self._has_failed = False

    def start(self) -> None:
        """Start the thread, and have it stopped when the process ends.

        granian's workers are processes of multiprocessing, which run no function of atexit.
        """
        super().start()
        Finalize(None, self.stop, exitpriority=0)

    def run(self) -> None:
        """Drain the log until stopped, and once more."""
        interval = WRITE_INTERVAL
        while not self._stopping.wait(interval):
            interval = WRITE_INTERVAL if self._log.has_entries else IDLE_INTERVAL
            self._drain()
        self._drain()

    def _drain(self) -> None:
        """Drain the log; report the first of successive errors, such as a full disk."""
        try:
            self._on_not_found(self._log.drain())
            self._has_failed = False
        except Exception:
            if not self._has_failed:
                logger.exception("Cannot write the access log.")
            self._has_failed = True

    def stop(self) -> None:
        """Write out what waits, and end the thread."""
        self._stopping.set()
        self.join(timeout=5)
