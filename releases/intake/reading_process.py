"""The process that reads documents.

    python -m releases.intake.reading_process DESCRIPTOR CPU_SECONDS MEMORY_BYTES

It knows no Django: it has no settings, no database and no secrets. It answers one
request after another over the socket with this file descriptor, each within
CPU_SECONDS, and ends when the socket is closed, when nothing was asked for a while, or
when a limit is exceeded.
"""

from __future__ import annotations

import contextlib
import math
import pickle
import resource
import sys
import time
import traceback
from collections.abc import Callable
from multiprocessing.connection import Connection

from releases.intake.exceptions import IntakeError
from releases.intake.exports.release import read_release
from releases.intake.readers import read_file, read_source
from releases.intake.reading_values import (
    FAILED,
    IDLE_SECONDS,
    READY,
    encode_answer,
)
from releases.intake.source_document import SourceDocument
from releases.text.translatable import Message, gettext_noop

TOO_MUCH = Message(
    gettext_noop(
        "This needs too much memory to read. Give only the text of the release."
    )
)
READERS: dict[str, Callable[..., SourceDocument]] = {
    "read_file": read_file,
    "read_source": read_source,
    "read_release": read_release,
}


def answer_to(request: bytes) -> bytes:
    """Return the encoded document, or the message of the error; MemoryError passes."""
    name, arguments = pickle.loads(request)  # noqa: S301 - the web server's own
    try:
        return encode_answer(READERS[name](*arguments))
    except IntakeError as error:
        return encode_answer(error.message)
    except MemoryError:
        raise
    except Exception as error:  # noqa: BLE001 - the process goes on; the web server logs it
        # The error's own words may quote the release, which is no log's business.
        frames = "".join(traceback.format_tb(error.__traceback__))
        place = f"{frames}{type(error).__name__}"
        return encode_answer(Message(FAILED, {"place": place}))


def serve(connection: Connection, *, cpu_seconds: int) -> None:
    """Answer requests until the other side closes, or asks nothing for a while."""
    connection.send_bytes(READY)
    while connection.poll(IDLE_SECONDS):
        try:
            request = connection.recv_bytes()
        except EOFError:
            return
        limit_processor_time(cpu_seconds)
        try:
            answer = answer_to(request)
        except MemoryError:
            connection.send_bytes(encode_answer(TOO_MUCH))
            return
        connection.send_bytes(answer)


def limit_processor_time(seconds: int) -> None:
    """Have the system end this process after so many seconds of processor time more."""
    _, hard = resource.getrlimit(resource.RLIMIT_CPU)
    soft = math.ceil(time.process_time()) + seconds
    resource.setrlimit(resource.RLIMIT_CPU, (soft, hard))


def limit_resources(memory_bytes: int) -> None:
    """Limit memory, and forbid to write files; a core file would hold the release."""
    for kind, most in (
        (resource.RLIMIT_AS, memory_bytes),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        # Not every system has every limit.
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(kind, (most, most))


def main(descriptor: int, cpu_seconds: int, memory_bytes: int) -> None:
    """Serve the socket with this file descriptor, within the limits."""
    limit_resources(memory_bytes)
    with Connection(descriptor) as connection, contextlib.suppress(BrokenPipeError):
        serve(connection, cpu_seconds=cpu_seconds)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
