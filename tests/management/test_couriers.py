"""The couriers beside the web workers: kept running, and ended with the server."""

from __future__ import annotations

import re
import signal
import sys
from pathlib import Path

from django.test import SimpleTestCase

from releases.management.serving.couriers import STOP_TIMEOUT, Couriers
from tests.newsroom import eventually


def ignores_sigterm(pid: int) -> bool:
    """Return whether the process is past the line that has it ignore SIGTERM."""
    status = Path(f"/proc/{pid}/status").read_text()
    (ignored,) = re.findall(r"^SigIgn:\s*([0-9a-f]+)$", status, re.M)
    return bool(int(ignored, 16) >> (signal.SIGTERM - 1) & 1)


class TheCouriers(SimpleTestCase):
    """Are as many as asked for."""

    def setUp(self) -> None:
        self.time = 100.0
        self.couriers = Couriers(
            2, page_cache="127.0.0.1:1", monotonic=lambda: self.time
        )
        self.addCleanup(self.couriers.stop)

    def run_code(self, code: str) -> None:
        """Have each courier run this code."""
        self.couriers._command = [sys.executable, "-c", code]  # noqa: SLF001 - instead of one

    def pids(self) -> set[int]:
        """Return the ids of the processes."""
        return {process.pid for process in self.couriers._processes}  # noqa: SLF001 - to compare

    def have_ended(self) -> bool:
        """Return whether every process has ended."""
        return all(
            process.poll() is not None
            for process in self.couriers._processes  # noqa: SLF001 - the same
        )

    def test_they_run_until_they_are_stopped(self) -> None:
        self.run_code("import sys; sys.stdin.read()")
        self.couriers.keep_running()
        running = self.pids()
        self.couriers.keep_running()
        assert len(running) == 2
        assert self.pids() == running
        self.couriers.stop()
        assert self.pids() == set()

    def test_others_replace_them_without_waiting_for_the_last_mail(self) -> None:
        busy = "import signal; signal.signal(15, signal.SIG_IGN); signal.pause()"
        self.run_code(busy)
        self.couriers.keep_running()
        old = list(self.couriers._processes)  # noqa: SLF001 - to compare
        assert eventually(lambda: all(ignores_sigterm(each.pid) for each in old))
        # The new ones end when the test does.
        self.run_code("import sys; sys.stdin.read()")
        self.couriers.replace()
        self.couriers.keep_running()
        assert len(self.pids()) == 2
        assert all(each.poll() is None and each.pid not in self.pids() for each in old)
        self.time += STOP_TIMEOUT
        self.couriers.keep_running()
        assert eventually(lambda: all(each.poll() is not None for each in old))
        self.couriers.keep_running()
        assert len(self.pids()) == 2

    def test_one_that_ends_is_restarted_later_each_time(self) -> None:
        self.run_code("pass")
        self.couriers.keep_running()
        for wait in (1, 2, 4):
            assert eventually(self.have_ended)
            with self.assertLogs("releases.management.serving.couriers"):
                self.couriers.keep_running()
            self.time += wait - 0.1
            self.couriers.keep_running()
            assert self.pids() == set()
            self.time += 0.2
            self.couriers.keep_running()
            assert len(self.pids()) == 2
