"""The access log: lines wait in a ring, and one thread writes them out."""

from __future__ import annotations

import json
import threading
from collections import deque
from collections.abc import Callable, Iterable
from typing import IO, NamedTuple

from releases.press.clock import Microseconds, moment

# What waits at most; beyond, the oldest lines are lost, and counted.
WAITING = 65_536
LONGEST_PATH = 500
BEAT = 0.1
# Whoever reads such an address can open what it leads to: its end is not written down.
KEYS = "/preview/"


class Line(NamedTuple):
    """One request, as it was answered. `how` says where the answer came from."""

    at: Microseconds
    client: str
    method: str
    path: str
    status: int
    size: int
    took: int
    how: str

    def written(self) -> str:
        """The line as JSON."""
        path = f"{KEYS}..." if self.path.startswith(KEYS) else self.path
        return (
            f'{{"at":"{moment(self.at):%Y-%m-%dT%H:%M:%S.%fZ}","client":"{self.client}"'
            f',"method":{json.dumps(self.method[:16])}'
            f',"path":{json.dumps(path[:LONGEST_PATH])}'
            f',"status":{self.status},"bytes":{self.size}'
            f',"microseconds":{self.took},"from":"{self.how}"}}\n'
        )


class Log:
    """Takes lines in no time, and hands them on in its own."""

    def __init__(self, *, file: IO[str] | None) -> None:
        self.file = file
        self.lost = 0
        self._ring: deque[Line] = deque(maxlen=WAITING)

    def note(self, line: Line) -> None:
        """Remember the request; a full ring loses its oldest."""
        if len(self._ring) == WAITING:
            self.lost += 1
        self._ring.append(line)

    def drain(self) -> list[Line]:
        """Write out what waits; the lines."""
        lines = [self._ring.popleft() for _ in range(len(self._ring))]
        if self.file is not None and lines:
            lost, self.lost = self.lost, 0
            gap = f'{{"lines_lost":{lost}}}\n' if lost else ""
            self.file.write(gap + "".join(line.written() for line in lines))
            self.file.flush()
        return lines


class Clerk(threading.Thread):
    """The one thread that drains the log, and tells `also` what it drained."""

    def __init__(self, log: Log, *, also: Callable[[Iterable[Line]], None]) -> None:
        super().__init__(name="press-clerk", daemon=True)
        self._log = log
        self._also = also
        self._stop_asked = threading.Event()

    def run(self) -> None:
        """Drain on a beat until told to stop, and once more."""
        while not self._stop_asked.wait(BEAT):
            self._also(self._log.drain())
        self._also(self._log.drain())

    def stop(self) -> None:
        """Write what is left, and end."""
        self._stop_asked.set()
        self.join(timeout=5)
