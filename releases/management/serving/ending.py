"""Ending processes that the supervisor has started: asked first, killed once they had their time."""

from __future__ import annotations

import subprocess
import time
from collections.abc import Iterable


def end_processes(
    processes: Iterable[subprocess.Popen[bytes]], *, within: float
) -> None:
    """End them by SIGTERM, and kill those that run on after so many seconds."""
    asked = list(processes)
    for process in asked:
        process.terminate()
    deadline = time.monotonic() + within
    for process in asked:
        wait_or_kill(process, within=max(deadline - time.monotonic(), 0.0))


def wait_or_kill(process: subprocess.Popen[bytes], *, within: float) -> None:
    """Wait until a process that was asked to end has ended; kill it after so many seconds."""
    try:
        process.wait(within)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
