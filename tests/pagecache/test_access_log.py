"""The access log: what it writes of a request, and what it does when it cannot keep up."""

from __future__ import annotations

import io
import json
import multiprocessing
import tempfile
from collections.abc import Callable
from pathlib import Path
from unittest import mock

from django.test import SimpleTestCase

from releases.pagecache.access_log import (
    IDLE_INTERVAL,
    MAX_WAITING,
    WRITE_INTERVAL,
    AccessLog,
    AccessLogWriter,
    LogEntry,
)
from releases.pagecache.startup import open_access_log
from tests.newsroom import eventually
from tests.pagecache.last_request import log_and_end


def entry(path: str, *, status: str = "200") -> LogEntry:
    """Return the entry of a request."""
    return LogEntry(
        at=0,
        client="203.0.113.9",
        method="GET",
        path=path,
        status=status,
        size=1,
        took=1,
        cache_status="hit",
        request_id="0123456789abcdef0123456789abcdef",
    )


class Lines(SimpleTestCase):
    """Each request has one line of JSON, without any secret."""

    def logged_path(self, path: str) -> str:
        """Return what the log writes for this path."""
        file = io.StringIO()
        log = AccessLog(file=file)
        log.add(entry(path))
        log.drain()
        logged: str = json.loads(file.getvalue())["path"]
        return logged

    def test_a_line_has_the_id_of_its_request(self) -> None:
        line = json.loads(entry("/").as_json())
        assert line["request"] == "0123456789abcdef0123456789abcdef"

    def test_a_path_is_logged_as_requested(self) -> None:
        assert self.logged_path("/releases/2026/") == "/releases/2026/"

    def test_the_key_of_a_preview_link_is_not_logged(self) -> None:
        for path in ("/preview/0a1b.c2d3/", "/preview/0a1b.c2d3/file/"):
            assert self.logged_path(path) == "/preview/..."
        assert self.logged_path("//Preview/0a1b.c2d3/") == "//Preview/..."


class TheWriter(SimpleTestCase):
    """Lines wait for the writer's thread, in a buffer of limited length."""

    def test_lines_that_do_not_fit_are_counted(self) -> None:
        file = io.StringIO()
        log = AccessLog(file=file)
        for n in range(MAX_WAITING + 3):
            log.add(entry(f"/{n}"))
        assert log.drain() == []
        lines = file.getvalue().splitlines()
        assert lines[0] == '{"lines_lost":3}'
        assert len(lines) == 1 + MAX_WAITING
        assert log.drain() == []
        assert len(file.getvalue().splitlines()) == len(lines)

    def test_it_writes_all_lines_and_passes_on_404s(self) -> None:
        file = io.StringIO()
        not_found: list[LogEntry] = []
        log = AccessLog(file=file)
        writer = AccessLogWriter(log, on_not_found=not_found.extend)
        writer.start()
        log.add(entry("/one", status="404"))
        assert eventually(lambda: not_found)
        log.add(entry("/two"))
        log.add(entry("/three", status="404"))
        writer.stop()
        assert [entry.path for entry in not_found] == ["/one", "/three"]
        assert [json.loads(line)["path"] for line in file.getvalue().splitlines()] == [
            "/one",
            "/two",
            "/three",
        ]

    def test_a_worker_that_ends_has_written_its_last_request(self) -> None:
        path = Path(self.enterContext(tempfile.TemporaryDirectory())) / "access.log"
        worker = multiprocessing.get_context("spawn").Process(
            target=log_and_end, args=(path, entry("/last"))
        )
        worker.start()
        worker.join()
        assert worker.exitcode == 0
        assert json.loads(path.read_text())["path"] == "/last"

    def test_it_is_looked_at_less_often_while_nothing_is_requested(self) -> None:
        log = AccessLog(file=io.StringIO())
        writer = AccessLogWriter(log, on_not_found=lambda _: None)
        acts: list[Callable[[], object]] = [
            lambda: log.add(entry("/one")),
            lambda: None,
            lambda: None,
        ]
        intervals: list[float] = []

        def wait(interval: float) -> bool:
            """Have the next thing happen while it waits; then stop it."""
            intervals.append(interval)
            if acts:
                acts.pop(0)()
                return False
            return True

        with mock.patch.object(writer, "_stopping", mock.Mock(wait=wait)):
            writer.run()
        assert intervals == [
            *(WRITE_INTERVAL, WRITE_INTERVAL, IDLE_INTERVAL, IDLE_INTERVAL)
        ]
        # A burst after a pause must find room for all of its lines.
        assert IDLE_INTERVAL * 50_000 < MAX_WAITING

    def test_a_file_that_cannot_be_written_is_reported_once_and_tried_again(
        self,
    ) -> None:
        file = mock.Mock()
        file.write.side_effect = OSError("No space left on device")
        not_found: list[LogEntry] = []
        log = AccessLog(file=file)
        writer = AccessLogWriter(log, on_not_found=not_found.extend)
        with self.assertLogs("releases.pagecache.access_log") as logged:
            writer.start()
            log.add(entry("/one"))
            assert eventually(lambda: file.write.call_count == 1)
            log.add(entry("/one"))
            assert eventually(lambda: file.write.call_count == 2)
        file.write.side_effect = None
        log.add(entry("/two", status="404"))
        assert eventually(lambda: not_found)
        writer.stop()
        assert len(logged.records) == 1

    def test_it_is_written_where_the_setting_says(self) -> None:
        assert open_access_log("") is None
        assert open_access_log("-") is not None
        with tempfile.TemporaryDirectory(prefix="irsite-log-") as folder:
            file = open_access_log(f"{folder}/log")
            assert file is not None
            file.close()
            assert [path.name for path in Path(folder).iterdir()] == ["log"]
