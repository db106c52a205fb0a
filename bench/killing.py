"""What the scripts that kill commands share: when they kill, and what came of it."""

from __future__ import annotations

import collections
import random
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

from tests.newsroom import ROOT, Newsroom

# Seconds that Python takes to start: nothing happens before.
FIRST = 0.6


class Kills:
    """The moments at which commands are killed, and what came of it."""

    def __init__(self, *, count: int, seed: int) -> None:
        self.count = count
        self._random = random.Random(seed)  # noqa: S311 - moments
        self.outcomes: collections.Counter[str] = collections.Counter()

    def moments(self, seconds: float) -> Iterator[float]:
        """Yield as many moments within so many seconds as there are to be kills."""
        for _ in range(self.count):
            yield self._random.uniform(min(FIRST, seconds / 2), seconds)

    def note(self, outcome: str) -> None:
        """Count what came of one kill."""
        self.outcomes[outcome] += 1
        print(f"  {outcome}", flush=True)

    def print_row(self, name: str, *notes: str) -> None:
        """Print what came of the kills, and count anew."""
        counted = ", ".join(f"{n}x {text}" for text, n in self.outcomes.most_common())
        print(" | ".join((name, counted, *notes)), flush=True)
        self.outcomes.clear()


def run(
    newsroom: Newsroom,
    *words: str,
    code: Path = ROOT,
    kill_after: float | None = None,
    **settings: str,
) -> tuple[int, str]:
    """Run a command, and kill it after so many seconds; return its status and last line."""
    process = subprocess.Popen(
        [sys.executable, "manage.py", *words],
        cwd=code,
        env=newsroom.environment | settings,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        text=True,
    )
    try:
        output, _ = process.communicate(timeout=kill_after)
    except subprocess.TimeoutExpired:
        process.kill()
        # Programs that it started may hold the pipe, and end by themselves.
        output, _ = process.communicate()
    lines = output.strip().splitlines() or [""]
    return process.returncode, lines[-1]


def timed(command: Callable[[], tuple[int, str]]) -> float:
    """Run a command to its end; return its seconds."""
    began = time.monotonic()
    status, line = command()
    assert status == 0, line
    return time.monotonic() - began


def killed(status: int) -> str:
    """Return whether a command was killed or had ended, by its status."""
    return "killed" if status else "ended before"


def last_line(newsroom: Newsroom, *words: str) -> str:
    """Run a command that must end well, and return the last line that it prints."""
    return newsroom.manage(*words).strip().splitlines()[-1]
