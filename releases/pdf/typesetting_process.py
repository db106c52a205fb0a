"""The process that sets one PDF or one card.

    python -m releases.pdf.typesetting_process CPU_SECONDS MEMORY_BYTES

It reads a request as JSON from standard input, `{"values": {...}, "folders": [...],
"form": "pdf"}`, and writes the bytes to standard output. It knows no Django: it has no
settings, no database and no secrets. An error ends it with status 1 and its message on standard error.
"""

from __future__ import annotations

import contextlib
import json
import resource
import sys


def limit_resources(cpu_seconds: int, memory_bytes: int) -> None:
    """Limit time and memory, and forbid to write files; a core file would hold the release."""
    for kind, most in (
        (resource.RLIMIT_CPU, cpu_seconds),
        (resource.RLIMIT_AS, memory_bytes),
        (resource.RLIMIT_FSIZE, 0),
        (resource.RLIMIT_CORE, 0),
    ):
        # Not every system has every limit.
        with contextlib.suppress(ValueError, OSError):
            resource.setrlimit(kind, (most, most))


def main(cpu_seconds: int, memory_bytes: int) -> None:
    """Set what is requested, within the limits."""
    limit_resources(cpu_seconds, memory_bytes)
    # After the limits, so that they hold for what is loaded here.
    from releases.pdf.typesetting import TypesettingError, typeset  # noqa: PLC0415

    request = json.load(sys.stdin.buffer)
    try:
        content = typeset(**request)
    except TypesettingError as error:
        sys.exit(str(error))
    sys.stdout.buffer.write(content)


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
