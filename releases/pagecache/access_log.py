"""The access log: lines wait in a ring, and one thread writes them out."""

from __future__ import annotations

import json
import logging
import threading
from collections import deque
from collections.abc import Callable, Iterable
from functools import lru_cache
from typing import IO, NamedTuple

from releases.pagecache.clock import SECOND, Microseconds, moment
from releases.text.public_paths import PREVIEWS

logger = logging.getLogger(__name__)

# What waits at most; beyond, the oldest lines are lost, and counted.
WAITING = 16_384
LONGEST_PATH = 500
MISSED = "404"
BEAT = 0.1


class Line(NamedTuple):
    """One request, as it was answered. `how` says where the answer came from."""

    at: Microseconds
    client: str
    method: str
    path: str
    status: str
    size: int
    took: int
    how: str

    def written(self) -> str:
        """The line as JSON."""
        at, client, method, path, status, size, took, how = self
        second, fraction = divmod(at, SECOND)
        return (
            f'{{"at":"{date_and_time(second)}.{fraction:06}Z"'
            f"{request(client, method, path, status, how)}"
            f',"bytes":{size},"microseconds":{took}}}\n'
        )


# A busy second has thousands of lines, and most of them are of the same few requests.


@lru_cache(maxsize=4)
def date_and_time(second: int) -> str:
    """The second in UTC, as RFC 3339 writes it."""
    return f"{moment(second * SECOND):%Y-%m-%dT%H:%M:%S}"


@lru_cache(maxsize=1024)
def request(client: str, method: str, path: str, status: str, how: str) -> str:
    """What the lines of requests that are alike have in common."""
    if path.startswith(PREVIEWS):  # the rest of it opens the preview: left out
        path = f"{PREVIEWS}..."
    return (
        f',"client":{json.dumps(client)},"method":{json.dumps(method[:16])}'
        f',"path":{json.dumps(path)},"status":{status},"from":"{how}"'
    )


class Log:
    """Takes lines in no time, and hands them on in its own.

    A line is made into text where it is noted: the thread that writes would otherwise
    compete with those that answer. `missed` are those whose answer was 404.
    """

    def __init__(self, *, file: IO[str] | None) -> None:
        self.file = file
        self.lost = 0
        self._ring: deque[str] = deque(maxlen=WAITING)
        self._missed: deque[Line] = deque(maxlen=WAITING)

    def wants(self, status: str) -> bool:
        """Whether an answer of this status is to be noted."""
        return self.file is not None or status.startswith(MISSED)

    def note(self, line: Line) -> None:
        """Remember the request; a full ring loses its oldest."""
        if line.status == MISSED:
            self._missed.append(line)
        if self.file is not None:
            if len(self._ring) == WAITING:
                self.lost += 1
            self._ring.append(line.written())

    def drain(self) -> list[Line]:
        """Write out what waits; the lines of what was missed."""
        lines = [self._ring.popleft() for _ in range(len(self._ring))]
        if self.file is not None and lines:
            lost, self.lost = self.lost, 0
            gap = f'{{"lines_lost":{lost}}}\n' if lost else ""
            self.file.write(gap + "".join(lines))
            self.file.flush()
        return [self._missed.popleft() for _ in range(len(self._missed))]


class AccessLogWriter(threading.Thread):
    """The one thread that drains the log, and tells `also` what was missed."""

    def __init__(self, log: Log, *, also: Callable[[Iterable[Line]], None]) -> None:
        super().__init__(name="press-clerk", daemon=True)
        self._log = log
        self._also = also
        self._stop_asked = threading.Event()
        self._wrong = False

    def run(self) -> None:
        """Drain on a beat until told to stop, and once more."""
        while not self._stop_asked.wait(BEAT):
            self._turn()
        self._turn()

    def _turn(self) -> None:
        """What goes wrong (a full disk) is told once, and tried again at the next beat."""
        try:
            self._also(self._log.drain())
            self._wrong = False
        except Exception:
            if not self._wrong:
                logger.exception("The access log cannot be written.")
            self._wrong = True

    def stop(self) -> None:
        """Write what is left, and end."""
        self._stop_asked.set()
        self.join(timeout=5)
