"""The process of the event stream (docs/stream.md), which the supervisor keeps running."""

from __future__ import annotations

import logging
import subprocess
import sys
import time
from collections.abc import Sequence
from urllib.parse import urlsplit

from django.conf import settings

from releases.management.serving.ending import wait_or_kill
from releases.management.serving.listening import reachable_host

logger = logging.getLogger(__name__)

# A process that ended is started again at most so often, in seconds.
RESTART_AFTER = 1.0
STOP_TIMEOUT = 8.0


class StreamProcess:
    """Runs the event stream beside the web workers, whose address it asks.

    The process gets none of the environment, which holds the site's secrets. It ends
    when its standard input does, so it never outlives the supervisor.
    """

    def __init__(self, command: Sequence[str]) -> None:
        self._command = command
        self._process: subprocess.Popen[bytes] | None = None
        self._started_at = 0.0
        # When a process that a reload replaces is killed; 0.0 if none is.
        self._kill_after = 0.0

    def keep_running(self) -> None:
        """Start the process if it does not run."""
        if self._process is not None and self._process.poll() is None:
            if self._kill_after and time.monotonic() >= self._kill_after:
                self._process.kill()
            return
        now = time.monotonic()
        if self._kill_after:
            self.stop()
        if self._process is not None:
            if now - self._started_at < RESTART_AFTER:
                return
            logger.error("The event stream ended unexpectedly. Restarting it.")
            self.stop()
        self._started_at = now
        # In a session of its own, so that Ctrl-C reaches it only through here.
        self._process = subprocess.Popen(  # noqa: S603 - our own words
            self._command,
            stdin=subprocess.PIPE,
            env={},
            cwd=settings.BASE_DIR,
            start_new_session=True,
        )

    def replace(self) -> None:
        """Have the process end; another one has its port as soon as it has."""
        if self._process is not None:
            assert self._process.stdin is not None
            self._process.stdin.close()
            self._kill_after = time.monotonic() + STOP_TIMEOUT

    def stop(self) -> None:
        """End the process; its clients open other connections once it runs again."""
        process, self._process = self._process, None
        self._kill_after = 0.0
        if process is None:
            return
        assert process.stdin is not None
        process.stdin.close()
        wait_or_kill(process, within=STOP_TIMEOUT)


def stream_command(
    *, listen: tuple[str, int], workers: tuple[str, int]
) -> tuple[str, ...]:
    """Return the command of a process that listens there, and asks workers at an address."""
    worker_host, worker_port = workers
    return (
        *(sys.executable, "-m", "releases.event_stream"),
        *("--host", listen[0], "--port", str(listen[1])),
        *("--worker-host", reachable_host(worker_host)),
        *("--worker-port", str(worker_port)),
        *("--site", urlsplit(settings.IRSITE_URL).hostname or settings.IRSITE_DOMAIN),
        *(("--behind-proxy",) if settings.BEHIND_PROXY else ()),
        *(("--json-log",) if settings.IRSITE_LOG_FORMAT == "json" else ()),
    )
