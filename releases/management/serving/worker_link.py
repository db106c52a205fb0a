"""The connection of each web worker to its supervisor, for as long as both live.

On it a worker reports that it is ready, or why it cannot start, and its metrics. It ends when the
connection does, so that no worker outlives its supervisor, however that ends. A signal on
the parent's death (`PR_SET_PDEATHSIG`) would not do: it comes when the thread that forked
the worker ends. The socket has an abstract name (unix(7)), known to Linux alone.
"""

from __future__ import annotations

import contextlib
import logging
import os
import secrets
import signal
import socket
import struct
import sys
import threading
import time
from collections.abc import Callable, Iterable, Iterator

from django.utils.translation import gettext as _

from releases.management.serving.worker_totals import WorkerTotals, write_samples
from releases.text.error_log import describe_error, last_place
from releases.text.open_metrics import MetricSample

logger = logging.getLogger(__name__)

# The environment variable with the name of the supervisor's socket.
ADDRESS_VARIABLE = "IRSITE_SUPERVISOR"
READY, FAILED, METRICS, END = b"ready", b"failed ", b"metrics ", b"end"
# A message is received whole, as it was sent (SOCK_SEQPACKET). The longest, in bytes:
MAX_MESSAGE = 100_000
# A worker reports its metrics so often, in seconds.
METRICS_INTERVAL = 2.0
# How long a worker that is to end has for the requests that it answers, in seconds.
GRACE = 1.0
# A worker listens at most so long after it has reported that it is ready, in seconds.
HANDOVER = 1.0
# When a worker that could not start is replaced by another, in seconds: granian ends all
# workers if one of them ends within 5.5 seconds of its start.
RETRY_AFTER = 10.0
# The reason of workers that cannot start is logged so often, in seconds.
REPEAT_AFTER = 60.0
# So many workers that end before one was ever ready, and do not say why, are too many.
MAX_EARLY_ENDS = 5


class WorkerReports:
    """The supervisor's end: which workers are ready, and why the server cannot run.

    A generation is all workers of one main process of granian. `failure` is None, or what
    keeps all workers from starting. Once a worker was ready, others that cannot start are
    tried again, and the reason is logged.
    """

    def __init__(self) -> None:
        self.failure: str | None = None
        self.generation = 0
        self.totals = WorkerTotals()
        # How many workers were ready, those that have ended since included.
        self.starts = 0
        self.address = f"irsite-{secrets.token_hex(16)}"
        self._listener = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self._listener.bind(f"\0{self.address}")
        self._listener.listen()
        self._was_ready = False
        self._early_ends = 0
        self._logged_at = -REPEAT_AFTER
        # (generation, when it was ready) of each worker that is.
        self._ready: dict[socket.socket, tuple[int, float]] = {}
        self._lock = threading.Lock()
        threading.Thread(
            target=self._accept, name="worker-reports", daemon=True
        ).start()

    def close(self) -> None:
        """Accept no more workers: those that are connected end when this process does."""
        with contextlib.suppress(OSError):
            self._listener.shutdown(socket.SHUT_RDWR)
        self._listener.close()

    def is_ready(self, *, workers: int) -> bool:
        """Return whether so many workers of the latest generation listen."""
        return self.ready_workers() >= workers

    def ready_workers(self) -> int:
        """Return how many workers of the latest generation listen."""
        latest = time.monotonic() - HANDOVER
        with self._lock:
            return sum(
                generation == self.generation and since <= latest
                for generation, since in self._ready.values()
            )

    def end_workers(self, generation: int) -> None:
        """Have the workers of a generation end, whose main process is gone."""
        with self._lock:
            workers = [
                worker
                for worker, (of, _since) in self._ready.items()
                if of == generation
            ]
        for worker in workers:
            with contextlib.suppress(OSError):
                worker.sendall(END)

    def _accept(self) -> None:
        while True:
            try:
                connection, _address = self._listener.accept()
            except OSError:
                return  # closed
            if peer_uid(connection) != os.geteuid():
                connection.close()
                continue
            threading.Thread(
                target=self._attend, args=(connection, self.generation), daemon=True
            ).start()

    def _attend(self, connection: socket.socket, generation: int) -> None:
        """Follow one worker until it ends."""
        has_reported = False
        with contextlib.suppress(OSError):
            while report := connection.recv(MAX_MESSAGE):
                if report.startswith(METRICS):
                    self.totals.take_report(connection, report.removeprefix(METRICS))
                    continue
                has_reported = True
                if report.startswith(FAILED):
                    reason = report.removeprefix(FAILED).decode(errors="replace")
                    if not self._note_failure(reason):
                        connection.sendall(END)
                else:
                    self._note_ready(connection, generation)
        self.totals.end_worker(connection)
        with self._lock:
            self._ready.pop(connection, None)
            if not has_reported and not self._was_ready:
                self._early_ends += 1
                if self._early_ends >= MAX_EARLY_ENDS:
                    self.failure = _("The workers end before they are ready.")
        connection.close()

    def _note_ready(self, connection: socket.socket, generation: int) -> None:
        with self._lock:
            self._was_ready = True
            self.starts += 1
            self._ready[connection] = generation, time.monotonic()

    def _note_failure(self, reason: str) -> bool:
        """Take down why a worker cannot start; return whether to try again later."""
        with self._lock:
            if not self._was_ready:
                self.failure = reason
                return False
            now = time.monotonic()
            if now - self._logged_at >= REPEAT_AFTER:
                self._logged_at = now
                logger.error("A web worker cannot start: %s", reason)
            return True


class SupervisorLink:
    """A worker's end. It ends the process when the supervisor says so or is gone."""

    def __init__(self, address: str) -> None:
        self._parent = os.getppid()
        self._socket = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        try:
            self._socket.connect(f"\0{address}")
        except OSError:
            self._end_server()
        threading.Thread(
            target=self._watch, name="supervisor-link", daemon=True
        ).start()

    def report_ready(self) -> None:
        """Report that this worker answers requests."""
        with contextlib.suppress(OSError):
            self._socket.sendall(READY)

    def report_metrics(self, read: Callable[[], Iterable[MetricSample]]) -> None:
        """Report what `read` returns, from now on until the process ends."""
        threading.Thread(
            target=self._send_metrics, args=(read,), name="metrics", daemon=True
        ).start()

    def _send_metrics(self, read: Callable[[], Iterable[MetricSample]]) -> None:
        with contextlib.suppress(OSError):
            while True:
                self._socket.sendall(METRICS + write_samples(read()))
                time.sleep(METRICS_INTERVAL)

    def report_failure(self, error: Exception) -> None:
        """Report why this worker cannot start, and wait until it may be replaced."""
        with contextlib.suppress(OSError):
            reason = f"{describe_error(error)} ({last_place(error)})"
            self._socket.sendall(FAILED + reason.encode()[:900])
            time.sleep(RETRY_AFTER)  # unless the supervisor ends this process

    def _watch(self) -> None:
        """Wait until the supervisor ends this worker, or the connection is closed."""
        with contextlib.suppress(OSError):
            if self._socket.recv(len(END)):
                end_process()
        self._end_server()

    def _end_server(self) -> None:
        """End this process, and granian's main one, which would start another worker.

        The main one is killed: a second SIGTERM, from another worker, can come while its
        handler holds a lock that it would take again, and then it never ends.
        """
        if os.getppid() == self._parent:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self._parent, signal.SIGKILL)
        end_process()


def end_process() -> None:
    """End this process: within `GRACE` if it ends gracefully, or else at once."""
    os.kill(os.getpid(), signal.SIGTERM)
    time.sleep(GRACE)
    os._exit(1)


def peer_uid(connection: socket.socket) -> int:
    """Return the user id of the process at the other end (SO_PEERCRED, socket(7))."""
    size = struct.calcsize("3i")
    credentials = connection.getsockopt(socket.SOL_SOCKET, socket.SO_PEERCRED, size)
    _pid, uid, _gid = struct.unpack("3i", credentials)
    return int(uid)


@contextlib.contextmanager
def starting_worker() -> Iterator[SupervisorLink | None]:
    """Report to the supervisor, if there is one, how the block ends: ready, or why not."""
    address = os.environ.get(ADDRESS_VARIABLE)
    if not address or sys.platform != "linux":
        yield None
        return
    link = SupervisorLink(address)
    try:
        yield link
    except Exception as error:
        link.report_failure(error)
        raise SystemExit(1) from error
    link.report_ready()
