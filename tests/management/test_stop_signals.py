"""A process ends when it is asked to, whatever it is doing at that moment."""

from __future__ import annotations

import subprocess
import sys
from unittest import TestCase

# The signal comes while the main thread is inside the event's wait().
PROCESS = """
import signal, threading
from releases.management.stop_signals import set_at_stop_signals
is_stopping = threading.Event()
set_at_stop_signals(is_stopping)
with is_stopping._cond:
    signal.raise_signal(signal.{name})
assert is_stopping.wait(10)
"""


class AProcess(TestCase):
    """Ends at either signal."""

    def test_it_ends_though_it_holds_the_lock_of_its_event(self) -> None:
        for name in ("SIGTERM", "SIGINT"):
            with self.subTest(name):
                code = PROCESS.format(name=name)
                subprocess.run([sys.executable, "-c", code], check=True, timeout=30)
