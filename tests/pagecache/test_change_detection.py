"""A change is noticed at once, by whatever way the engine has; so is its loss."""

from __future__ import annotations

import datetime as dt
import io
import json
import shutil
import tempfile
import threading
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any
from unittest import mock

from django.conf import settings
from django.core.handlers.wsgi import WSGIHandler
from django.db import connection
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.utils import ConnectionHandler
from django.test import SimpleTestCase, TestCase
from django.utils import timezone

import pytest

from releases.pagecache.access_log import WAITING, AccessLogWriter, Line, Log
from releases.pagecache.cache import PageCache
from releases.pagecache.change_detection import Replaced, SQLiteChangeDetector
from releases.pagecache.clock import Clock
from releases.pagecache.record_watcher import Watcher
from releases.pagecache.startup import WorkerPageCache, opened
from releases.record.horizon import generation
from tests.builders import publish, schedule
from tests.live import CommittingTestCase
from tests.pagecache.requests import a_press
from tests.record.rows import on_postgresql, sql


def soon(what: Callable[[], object], *, within: float = 5) -> bool:
    """Whether it comes true in time."""
    end = time.monotonic() + within
    while not what() and time.monotonic() < end:
        time.sleep(0.002)
    return bool(what())


class OnSqlite(TestCase):
    """The count of commits, and which file it is."""

    def setUp(self) -> None:
        folder = tempfile.TemporaryDirectory(prefix="irsite-notice-")
        self.addCleanup(folder.cleanup)
        self.path = Path(folder.name) / "db.sqlite3"
        self.mine, self.others = self.connect(), self.connect()
        with self.others.cursor() as cursor:
            cursor.execute("CREATE TABLE t (n INTEGER)")
        self.ticker = SQLiteChangeDetector(self.mine, Clock())
        self.ticker.open()

    def connect(self) -> BaseDatabaseWrapper:
        """A connection of its own."""
        database: dict[str, Any] = {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": self.path,
            "OPTIONS": {"init_command": "PRAGMA journal_mode=WAL;"},
        }
        made = ConnectionHandler({"default": database})["default"]
        self.addCleanup(made.close)
        return made

    def look_often(self) -> None:
        """Until it looks at the file as well."""
        for _ in range(SQLiteChangeDetector.FILE_EVERY):
            self.ticker.wait()

    def test_a_commit_of_others_is_noticed_once(self) -> None:
        assert not self.ticker.wait()
        with self.others.cursor() as cursor:
            cursor.execute("INSERT INTO t VALUES (1)")
        assert self.ticker.wait()
        assert not self.ticker.wait()

    def test_another_file_in_its_place_is_noticed(self) -> None:
        copy = self.path.with_suffix(".copy")
        shutil.copy(self.path, copy)
        copy.rename(self.path)
        with pytest.raises(Replaced):
            self.look_often()

    def test_a_file_that_is_gone_is_noticed(self) -> None:
        self.path.unlink()
        with pytest.raises(Replaced):
            self.look_often()

    def test_its_clock_is_the_machines(self) -> None:
        self.ticker.agree()
        assert abs(self.ticker.clock.now() - time.time() * 1_000_000) < 1_000_000


def backends() -> set[int]:
    """The connections that PostgreSQL has to this database."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pid FROM pg_stat_activity WHERE datname = current_database()"
        )
        return {pid for (pid,) in cursor.fetchall()}


class TheWatcher(CommittingTestCase):
    """A thread of its own, on the database of the tests."""

    def setUp(self) -> None:
        press = a_press()
        self.room: PageCache = press.room
        self.room.clock = Clock()
        self.woken = threading.Event()
        self.watcher = Watcher(self.room, wake=self.woken)

    def knows(self) -> bool:
        """Whether the room is at the generation that the record has."""
        outlook = self.room.shelf.outlook
        return outlook is not None and outlook.generation == generation()

    @on_postgresql
    def test_a_publication_is_noticed_and_wakes_who_renders_ahead(self) -> None:
        with self.watcher:
            assert soon(self.knows)
            self.woken.clear()
            publish()
            assert soon(self.knows, within=1)
            assert self.woken.wait(1)
            assert self.room.clock.offset is not None

    @on_postgresql
    def test_a_listener_that_is_killed_begins_again(self) -> None:
        others = backends()
        with self.watcher, self.assertLogs("releases.pagecache.record_watcher"):
            assert soon(self.knows)
            publish(slug="one")
            for listener in backends() - others:
                sql(f"SELECT pg_terminate_backend({listener})")
            publish(slug="two")
            assert soon(self.knows)

    @on_postgresql
    def test_what_is_far_off_wakes_nobody_and_is_known_by_the_next_beat(self) -> None:
        with self.watcher:
            assert soon(self.knows)
            self.woken.clear()
            schedule(slug="far", live_from=ahead())
            assert soon(self.knows, within=15)
            assert not self.woken.is_set()

    @on_postgresql
    def test_it_confirms_also_when_nothing_happens(self) -> None:
        with self.watcher:
            assert soon(self.knows)
            before = self.room.confirmed
            assert soon(lambda: self.room.confirmed > before, within=1)

    def run_into(self, fault: type[Exception]) -> None:
        """One round that ends in this fault, which must be logged."""

        def begin() -> None:
            self.watcher._end.set()  # noqa: SLF001 - one round is enough
            raise fault

        with (
            mock.patch.object(self.watcher, "begin", begin),
            # In this thread, whose connection the watcher would close at its end.
            mock.patch("releases.pagecache.record_watcher.connection"),
            self.assertLogs("releases.pagecache.record_watcher"),
        ):
            self.watcher.run()

    def test_whatever_goes_wrong_it_goes_on(self) -> None:
        self.run_into(ZeroDivisionError)

    def test_a_file_that_was_replaced_empties_everything(self) -> None:
        self.room.look()
        assert self.room.shelf.outlook
        self.run_into(Replaced)
        assert self.room.shelf.at(0) is None


def ahead() -> dt.datetime:
    """Two hours from now, on the second."""
    return timezone.now().replace(microsecond=0) + dt.timedelta(hours=2)


class TheRing(SimpleTestCase):
    """Lines wait for their thread, so many and no more."""

    def line(self, path: str, *, status: str = "200") -> Line:
        """A request."""
        return Line(0, "192.0.2.7", "GET", path, status, 1, 1, "press")

    def test_what_does_not_fit_is_counted(self) -> None:
        file = io.StringIO()
        log = Log(file=file)
        for n in range(WAITING + 3):
            log.note(self.line(f"/{n}"))
        assert log.drain() == []
        lines = file.getvalue().splitlines()
        assert lines[0] == '{"lines_lost":3}'
        assert len(lines) == 1 + WAITING
        assert log.drain() == []
        assert len(file.getvalue().splitlines()) == len(lines)

    def test_a_thread_drains_it_and_tells_another_what_was_missed(self) -> None:
        file = io.StringIO()
        told: list[Line] = []
        log = Log(file=file)
        clerk = AccessLogWriter(log, also=told.extend)
        clerk.start()
        log.note(self.line("/one", status="404"))
        assert soon(lambda: told)
        log.note(self.line("/two"))
        log.note(self.line("/three", status="404"))
        clerk.stop()
        assert [line.path for line in told] == ["/one", "/three"]
        assert [json.loads(line)["path"] for line in file.getvalue().splitlines()] == [
            "/one",
            "/two",
            "/three",
        ]

    def test_a_file_that_cannot_be_written_is_told_of_once_and_tried_again(
        self,
    ) -> None:
        file = mock.Mock()
        file.write.side_effect = OSError("No space left on device")
        told: list[Line] = []
        log = Log(file=file)
        clerk = AccessLogWriter(log, also=told.extend)
        with self.assertLogs("releases.pagecache.access_log") as logged:
            clerk.start()
            log.note(self.line("/one"))
            assert soon(lambda: file.write.call_count == 1)
            log.note(self.line("/one"))
            assert soon(lambda: file.write.call_count == 2)
        file.write.side_effect = None
        log.note(self.line("/two", status="404"))
        assert soon(lambda: told)
        clerk.stop()
        assert len(logged.records) == 1

    def test_it_is_written_where_the_setting_says(self) -> None:
        assert opened("") is None
        assert opened("-") is not None
        with tempfile.TemporaryDirectory(prefix="irsite-log-") as folder:
            file = opened(f"{folder}/log")
            assert file is not None
            file.close()
            assert [path.name for path in Path(folder).iterdir()] == ["log"]


class ARunningPress(CommittingTestCase):
    """All of it at once, as a worker has it."""

    @on_postgresql
    def test_it_is_warm_before_it_is_asked_and_ends_when_told(self) -> None:
        publish()
        with (
            tempfile.TemporaryDirectory(prefix="irsite-var-") as folder,
            mock.patch.object(settings, "VAR", Path(folder)),
            mock.patch("sys.setswitchinterval"),
            mock.patch("gc.freeze"),
        ):
            running = WorkerPageCache(WSGIHandler())
            running.start()
            assert running.room.shelf.current
            assert running.room.shelf.current.find("/")
            running.stop()
        assert not running.watcher.is_alive()
