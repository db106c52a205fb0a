"""The couriers that the web server runs beside its workers, one process each."""

from __future__ import annotations

import logging
import os
import subprocess
import sys
import time

from django.conf import settings

logger = logging.getLogger(__name__)

# Tells a courier to end when its standard input does: its supervisor is gone then.
SUPERVISED = "IRSITE_SUPERVISED"
# Longer than a courier waits for an answer of the mail system, in seconds.
STOP_TIMEOUT = 35.0
RESTART_AFTER = 1.0


class Couriers:
    """Keeps so many couriers running, which ask this page cache (host:port) for pages."""

    def __init__(self, count: int, *, page_cache: str) -> None:
        self._count = count
        self._command = [
            *(sys.executable, str(settings.BASE_DIR / "manage.py"), "deliver"),
            *("--page-cache", page_cache),
        ]
        self._processes: list[subprocess.Popen[bytes]] = []
        self._start_after = 0.0

    def keep_running(self) -> None:
        """Start those that are not running; log it where one has ended by itself."""
        running = [courier for courier in self._processes if courier.poll() is None]
        if len(running) < len(self._processes):
            logger.error("A courier ended unexpectedly. Restarting it.")
            self._start_after = time.monotonic() + RESTART_AFTER
        self._processes = running
        if time.monotonic() >= self._start_after:
            while len(self._processes) < self._count:
                self._processes.append(self._start())

    def _start(self) -> subprocess.Popen[bytes]:
        # In a session of its own, so that Ctrl-C reaches it only through here.
        return subprocess.Popen(  # noqa: S603 - our own words
            self._command,
            stdin=subprocess.PIPE,
            start_new_session=True,
            env=os.environ | {SUPERVISED: "true"},
        )

    def stop(self) -> None:
        """End them after the mails in the air. `keep_running` starts others."""
        processes, self._processes = self._processes, []
        for courier in processes:
            courier.terminate()
        deadline = time.monotonic() + STOP_TIMEOUT
        for courier in processes:
            try:
                courier.wait(max(deadline - time.monotonic(), 0))
            except subprocess.TimeoutExpired:
                courier.kill()
                courier.wait()
            if courier.stdin is not None:
                courier.stdin.close()
