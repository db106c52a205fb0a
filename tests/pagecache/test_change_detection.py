"""SQLite's change detector: it notices commits, and another file in the database's place."""

from __future__ import annotations

import shutil
import tempfile
import time
from pathlib import Path
from typing import Any

from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.utils import ConnectionHandler
from django.test import TestCase

import pytest

from releases.pagecache.change_detection import DatabaseReplaced, SQLiteChangeDetector
from releases.pagecache.clock import Clock


class OnSQLite(TestCase):
    """Commits are counted, and the file is checked."""

    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory(prefix="irsite-changes-")
        self.addCleanup(folder.cleanup)
        self.path = Path(folder.name) / "db.sqlite3"
        own, self.other = self.connect(), self.connect()
        with self.other.cursor() as cursor:
            cursor.execute("CREATE TABLE t (n INTEGER)")
        self.detector = SQLiteChangeDetector(own, Clock())
        self.detector.open()

    def connect(self) -> BaseDatabaseWrapper:
        """Return a new connection to the database."""
        database: dict[str, Any] = {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": self.path,
            "OPTIONS": {"init_command": "PRAGMA journal_mode=WAL;"},
        }
        connection = ConnectionHandler({"default": database})["default"]
        self.addCleanup(connection.close)
        return connection

    def test_a_commit_of_another_connection_is_noticed_once(self) -> None:
        assert not self.detector.detect_change()
        with self.other.cursor() as cursor:
            cursor.execute("INSERT INTO t VALUES (1)")
        assert self.detector.detect_change()
        assert not self.detector.detect_change()

    def test_another_file_in_its_place_is_noticed(self) -> None:
        copy = self.path.with_suffix(".copy")
        shutil.copy(self.path, copy)
        copy.rename(self.path)
        with pytest.raises(DatabaseReplaced):
            self.detector.detect_change()

    def test_a_missing_file_is_noticed(self) -> None:
        self.path.unlink()
        with pytest.raises(DatabaseReplaced):
            self.detector.detect_change()

    def test_its_clock_is_the_machines(self) -> None:
        self.detector.synchronize_clock()
        assert abs(self.detector.clock.now() - time.time() * 1_000_000) < 1_000_000
