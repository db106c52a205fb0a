"""What the log and the dashboard say of the machine: its folder, its disk, its database."""

from __future__ import annotations

import os
import sqlite3
import tempfile
from pathlib import Path
from types import SimpleNamespace
from typing import Any
from unittest import mock

from django.db import OperationalError
from django.db.utils import ConnectionHandler
from django.test import SimpleTestCase, TestCase
from django.utils import timezone

import pytest

from releases.pagecache import existing_database, host_problems, worker_status
from releases.pagecache.change_detection import SQLiteChangeDetector
from releases.pagecache.clock import Clock


class TheMachine(SimpleTestCase):
    """Is named with what an operator has to do."""

    def setUp(self) -> None:
        self.folder = Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.enterContext(self.settings(VAR=self.folder))

    def free_space(self, megabytes: int) -> Any:
        """Let the disk have so much free space."""
        disk = SimpleNamespace(f_bavail=megabytes, f_frsize=1024**2)
        return mock.patch.object(os, "statvfs", return_value=disk)

    def test_a_machine_in_order_has_no_problem(self) -> None:
        with self.free_space(10_000):
            assert list(host_problems.host_problems()) == []

    def test_a_disk_that_is_almost_full_is_named(self) -> None:
        with self.free_space(3):
            (problem,) = host_problems.host_problems()
        assert "almost full: 3 MB are free" in problem

    def test_a_folder_that_may_not_be_written_is_named(self) -> None:
        no_access = mock.patch.object(os, "access", return_value=False)
        with self.free_space(10_000), no_access:
            (problem,) = host_problems.host_problems()
        assert "may not write" in problem

    def test_a_folder_that_is_gone_is_named_on_the_dashboard_too(self) -> None:
        with (
            self.settings(VAR=self.folder / "gone"),
            mock.patch.object(worker_status, "running_workers", return_value=[]),
            mock.patch("releases.pagecache.worker_status.WebWorker.objects") as workers,
        ):
            workers.exists.return_value = False
            (alarm,) = worker_status.alarms(at=timezone.now())
        assert "No such file or directory" in alarm

    def test_a_problem_is_logged_at_once_and_then_every_ten_minutes(self) -> None:
        log = host_problems.HostProblemLog()
        times = mock.patch("time.monotonic", side_effect=[1000, 1010, 1599, 1601])
        with times, self.assertLogs("releases.pagecache.host_problems") as logs:
            for free in (3, 2, 1, 1):
                with self.free_space(free):
                    log.write()
        assert len(logs.output) == 2


class AMissingDatabase(TestCase):
    """Is not replaced by an empty one."""

    def setUp(self) -> None:
        folder = Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.path = folder / "the site's.sqlite3"
        sqlite3.connect(self.path).close()
        self.path.touch()
        database = {"ENGINE": "django.db.backends.sqlite3", "NAME": str(self.path)}
        self.handler = ConnectionHandler({"default": database})
        with mock.patch.object(existing_database, "connections", self.handler):
            existing_database.refuse_to_create_database()
            existing_database.refuse_to_create_database()  # changes nothing more
        self.addCleanup(self.handler.close_all)

    def test_a_database_that_is_there_is_opened(self) -> None:
        connection = self.handler["default"]
        assert existing_database.database_path(connection) == self.path
        connection.ensure_connection()

    def test_one_that_is_gone_is_named_and_not_made(self) -> None:
        self.path.unlink()
        detector = SQLiteChangeDetector(self.handler["default"], Clock())
        with pytest.raises(OperationalError, match=r"There is no database at .*site's"):
            detector.open()
        assert not self.path.exists()

    def test_one_that_cannot_be_opened_says_why(self) -> None:
        self.path.unlink()
        self.path.mkdir()
        detector = SQLiteChangeDetector(self.handler["default"], Clock())
        with pytest.raises(OperationalError, match="unable to open"):
            detector.open()

    def test_a_database_in_memory_is_left_alone(self) -> None:
        memory = {"ENGINE": "django.db.backends.sqlite3", "NAME": ":memory:"}
        handler = ConnectionHandler({"default": memory})
        with mock.patch.object(existing_database, "connections", handler):
            existing_database.refuse_to_create_database()
        assert handler.settings["default"]["NAME"] == ":memory:"
