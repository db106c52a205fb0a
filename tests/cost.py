"""Compare what small and large inputs cost, so that no test knows a machine's speed."""

from __future__ import annotations

import time
from collections.abc import Callable

TIMES = 4
# What a slow machine needs for nothing much, in seconds.
SLACK = 0.2
TRIES = 3


def assert_repeats_proportional(
    read: Callable[[str], object], piece: str, *, times: int
) -> None:
    """Assert that the cost of reading a text grows with how often its piece is repeated."""
    assert_proportional(lambda size: read(piece * size), times)


def assert_proportional(act: Callable[[int], object], small: int) -> None:
    """Assert that `act(4 * small)` takes at most twice four times as long as `act(small)`.

    What grows with the square takes sixteen times as long. Measured is the CPU time of
    this process; where it is too long, up to three times, since machines are noisy.
    """
    measured = []
    for _ in range(TRIES):
        before, after = _cpu_seconds(act, small), _cpu_seconds(act, TIMES * small)
        if after < 2 * TIMES * before + SLACK:
            return
        measured.append(f"{before:.2f} and {after:.2f} s")
    msg = f"{small} and {TIMES * small} take {', '.join(measured)}"
    raise AssertionError(msg)


def _cpu_seconds(act: Callable[[int], object], size: int) -> float:
    began = time.process_time()
    act(size)
    return time.process_time() - began
