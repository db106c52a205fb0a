"""Read releases in processes of their own, within limits of time and memory.

Each function is that of the same name in `readers` and `exports`. What a stranger wrote
can then neither hold the web server nor reach its database and its secrets.
"""

from __future__ import annotations

import atexit
import contextlib
import logging
import pickle
import signal
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from multiprocessing.connection import Pipe
from pathlib import Path

from releases.intake.exceptions import IntakeError
from releases.intake.exports.export_item import ExportItem
from releases.intake.reading_values import (
    FAILED,
    IDLE_SECONDS,
    READY,
    decode_answer,
)
from releases.intake.source_document import Kind, SourceDocument
from releases.text.translatable import Message, gettext_noop

logger = logging.getLogger(__name__)

START_SECONDS = 30.0
# A process is replaced after so many readings, in case that it loses memory.
READINGS = 2_000
# One that is about to end by itself is not asked any more.
MAX_IDLE = IDLE_SECONDS / 2
MAX_ANSWER_BYTES = 200_000_000
ROOT = Path(__file__).parents[2]
_TOO_LONG = gettext_noop(
    "This takes too long to read. Give only the text of the release; if that does not "
    "help, save it as plain text first."
)
_BUSY = gettext_noop(
    "Other releases are being read at the moment. Try again in a minute."
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Limits:
    """What readings may take; seconds are of the wall's clock but for `cpu_seconds`.

    `processes` read at once for one process of the web server, and a reading waits
    `queue_seconds` for one of them.
    """

    processes: int = 2
    queue_seconds: float = 15.0
    reading_seconds: float = 60.0
    cpu_seconds: int = 30
    memory_bytes: int = 1_500_000_000


class ReadingStopped(IntakeError):
    """A reading took too long or too much, failed, or had to wait too long."""


class ReadingProcess:
    """A fresh interpreter that reads one document after another.

    It is started without a fork of this process, whose threads may hold locks, and
    inherits neither environment nor open files.
    """

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._connection, theirs = Pipe()
        with theirs:
            self._process = subprocess.Popen(  # noqa: S603 - our own words
                [
                    *(sys.executable, "-m", "releases.intake.reading_process"),
                    *(str(theirs.fileno()), str(limits.cpu_seconds)),
                    str(limits.memory_bytes),
                ],
                cwd=ROOT,
                env={"LC_ALL": "C.UTF-8"},
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
            )
        self._used_at = time.monotonic()
        self._readings = 0
        self._is_started = False

    @property
    def is_usable(self) -> bool:
        """Whether it may be asked again."""
        return (
            self._process.poll() is None
            and self._readings < READINGS
            and time.monotonic() - self._used_at < MAX_IDLE
        )

    def answer(self, request: bytes) -> bytes:
        """Return the answer. Raises ReadingStopped, and has ended the process then."""
        try:
            if not self._is_started:
                self._receive(START_SECONDS, len(READY))
                self._is_started = True
            self._connection.send_bytes(request)
            answer = self._receive(self._limits.reading_seconds, MAX_ANSWER_BYTES)
        except TimeoutError:
            self.end()
            raise ReadingStopped(_TOO_LONG) from None
        except (OSError, EOFError):
            self._process.wait(START_SECONDS)
            status = self._process.returncode
            self.end()
            logger.warning("A process that read a document ended with %s.", status)
            is_late = status == -signal.SIGXCPU
            raise ReadingStopped(_TOO_LONG if is_late else FAILED) from None
        self._used_at = time.monotonic()
        self._readings += 1
        return answer

    def _receive(self, seconds: float, most_bytes: int) -> bytes:
        if not self._connection.poll(seconds):
            raise TimeoutError
        return self._connection.recv_bytes(most_bytes)

    def end(self) -> None:
        """End the process, whatever it does."""
        self._connection.close()
        self._process.kill()
        self._process.wait()


class ReadingPool:
    """The reading processes of this process: started when needed, and used again."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._places = threading.BoundedSemaphore(limits.processes)
        self._idle: list[ReadingProcess] = []
        atexit.register(self.close)

    def read(self, name: str, *arguments: object) -> SourceDocument:
        """Return what the reader of this name returns. Raises IntakeError."""
        if not self._places.acquire(timeout=self._limits.queue_seconds):
            raise ReadingStopped(_BUSY)
        try:
            process = self._idle_process() or ReadingProcess(self._limits)
            answer = decode_answer(process.answer(pickle.dumps((name, arguments))))
            self._idle.append(process)
        finally:
            self._places.release()
        if isinstance(answer, SourceDocument):
            return answer
        raise _error_of(answer)

    def _idle_process(self) -> ReadingProcess | None:
        """Take a process that is usable; end those that are not."""
        with contextlib.suppress(IndexError):
            while True:
                process = self._idle.pop()
                if process.is_usable:
                    return process
                process.end()
        return None

    def close(self) -> None:
        """End all processes that are not reading."""
        while self._idle:
            self._idle.pop().end()


def _error_of(message: Message) -> IntakeError:
    """Return the error with this message; log an unexpected one by its place."""
    if message.template != FAILED:
        return IntakeError(message.template, **message.values)
    logger.error("A document could not be read: %s", message.values["place"])
    return ReadingStopped(FAILED)


_POOL = ReadingPool(Limits())


def read_file(data: bytes, name: str = "") -> SourceDocument:
    """Read a release from the bytes of a file. Raises IntakeError."""
    return _POOL.read("read_file", data, name)


def read_source(source: str, kind: Kind) -> SourceDocument:
    """Read a release from a decoded file. Raises IntakeError."""
    return _POOL.read("read_source", source, kind)


def read_release(item: ExportItem) -> SourceDocument:
    """Read a release from an entry of an export. Raises IntakeError."""
    return _POOL.read("read_release", item)
