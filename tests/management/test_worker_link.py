"""What workers report to their supervisor, and when they end."""

from __future__ import annotations

import contextlib
import os
import socket
from unittest import TestCase, mock

from releases.management.serving import worker_link
from releases.management.serving.worker_link import (
    ADDRESS_VARIABLE,
    END,
    FAILED,
    READY,
    WorkerReports,
    starting_worker,
)
from tests.newsroom import eventually


class TheReports(TestCase):
    """Say which workers are ready, and why others are not."""

    def setUp(self) -> None:
        self.reports = WorkerReports()
        self.addCleanup(self.reports.close)

    def connect(self) -> socket.socket:
        """Connect as a worker does."""
        worker = socket.socket(socket.AF_UNIX, socket.SOCK_SEQPACKET)
        self.addCleanup(worker.close)
        worker.settimeout(5)
        worker.connect(f"\0{self.reports.address}")
        return worker

    def test_the_first_worker_that_cannot_start_ends_the_server(self) -> None:
        worker = self.connect()
        worker.sendall(FAILED + b"OSError: No space left on device")
        assert worker.recv(10) == END
        assert self.reports.failure == "OSError: No space left on device"

    def test_once_one_was_ready_the_others_are_tried_again(self) -> None:
        ready, failing = self.connect(), self.connect()
        ready.sendall(READY)
        assert eventually(lambda: self.reports._was_ready)  # noqa: SLF001 - no other sign
        with self.assertLogs("releases.management.serving") as logs:
            for _ in range(2):
                failing.sendall(FAILED + b"OSError")
                assert eventually(lambda: logs.output)
        assert self.reports.failure is None
        assert len(logs.output) == 1

    def test_workers_that_end_without_a_word_end_the_server(self) -> None:
        for _ in range(worker_link.MAX_EARLY_ENDS):
            assert self.reports.failure is None
            self.connect().close()
        assert eventually(lambda: self.reports.failure)

    def test_workers_of_a_killed_main_process_end_once_others_are_ready(self) -> None:
        self.reports.generation = 1
        orphan = self.connect()
        orphan.sendall(READY)
        assert eventually(lambda: self.reports._ready)  # noqa: SLF001 - no other sign
        self.reports.generation = 2
        with mock.patch.object(worker_link, "HANDOVER", 0):
            assert not self.reports.is_ready(workers=1)
            self.connect().sendall(READY)
            assert eventually(lambda: self.reports.is_ready(workers=1))
        self.reports.end_workers(1)
        assert orphan.recv(10) == END

    def test_another_user_is_not_listened_to(self) -> None:
        with mock.patch.object(worker_link, "peer_uid", return_value=12_345):
            assert self.connect().recv(10) == b""


class AWorker(TestCase):
    """Without a supervisor starts as any WSGI application does."""

    def test_it_raises_its_own_error(self) -> None:
        with mock.patch.dict(os.environ):
            os.environ.pop(ADDRESS_VARIABLE, None)
            with contextlib.suppress(ZeroDivisionError), starting_worker():
                raise ZeroDivisionError
