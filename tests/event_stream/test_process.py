"""The process of the event stream, by the real clock, in front of a web worker's stand-in."""

from __future__ import annotations

import contextlib
import itertools
import json
import threading
import time
from collections.abc import Iterator
from http.client import HTTPConnection, HTTPResponse
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from unittest import mock

from django.test import SimpleTestCase, override_settings

import psutil  # type: ignore[import-untyped]  # has no types

from releases.management.serving import stream_process
from releases.management.serving.stream_process import StreamProcess, stream_command
from releases.text.public_paths import EVENT_STREAM, LATEST
from tests.newsroom import eventually, free_port


class Worker(BaseHTTPRequestHandler):
    """Answers latest.json with one more entry from an instant on, as a worker does."""

    protocol_version = "HTTP/1.1"
    instant = 0.0
    hosts: list[str]
    asked: list[float]

    def do_GET(self) -> None:
        """Answer with the entries of now, or that they are the same."""
        now = time.time()
        self.asked.append(now)
        self.hosts.append(self.headers["Host"])
        ids = ["b", "a"] if now >= self.instant else ["a"]
        etag = f'"{len(ids)}"'
        is_known = self.headers["If-None-Match"] == etag
        entries = {"releases": [{"id": id_, "number": 1} for id_ in ids]}
        content = b"" if is_known else json.dumps(entries).encode()
        self.send_response(404 if self.path != LATEST else 304 if is_known else 200)
        self.send_header("ETag", etag)
        if not is_known:
            self.send_header("Content-Length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *args: object) -> None:
        """Write nothing."""


@contextlib.contextmanager
def running_stream() -> Iterator[tuple[StreamProcess, int]]:
    """Run the process in front of the worker; yield it and its port."""
    Worker.asked, Worker.hosts, Worker.instant = [], [], float("inf")
    with ThreadingHTTPServer(("127.0.0.1", 0), Worker) as worker:
        threading.Thread(target=worker.serve_forever, daemon=True).start()
        port = free_port()
        command = stream_command(
            listen=("127.0.0.1", port), workers=("127.0.0.1", worker.server_address[1])
        )
        process = StreamProcess(command)
        process.keep_running()
        try:
            yield process, port
        finally:
            process.stop()
            worker.shutdown()


def connect(port: int) -> HTTPResponse | None:
    """Return the open stream; None if nothing answers."""
    connection = HTTPConnection("127.0.0.1", port, timeout=10)
    with contextlib.suppress(OSError):
        connection.request("GET", EVENT_STREAM)
        return connection.getresponse()
    return None


def lines_of(stream: HTTPResponse) -> Iterator[str]:
    """Yield the lines of a stream without its heartbeats, a comment and an empty line each."""
    while line := stream.readline().decode():
        if line.startswith(":"):
            stream.readline()
        else:
            yield line.strip()


@override_settings(IRSITE_URL="https://ir.example.com")
class TheProcess(SimpleTestCase):
    """Asks once a second, and tells in the second of the instant."""

    def test_nothing_before_the_instant_and_the_event_right_after_it(self) -> None:
        with running_stream() as (_, port):
            assert eventually(lambda: Worker.asked and connect(port))
            stream = connect(port)
            assert stream is not None
            Worker.instant = float(int(time.time()) + 2)
            lines = list(itertools.islice(lines_of(stream), 6))
            told_at = time.time()
            asked = [moment % 1 for moment in Worker.asked[1:]]
        assert lines[:3] == ["retry: 3000", "id: a#1", ""]
        assert lines[3:] == [
            "event: published",
            "id: b#1",
            'data: {"id":"b","number":1}',
        ]
        assert 0 <= told_at - Worker.instant < 1
        assert set(Worker.hosts) == {"ir.example.com"}
        # On a loaded machine it is late, but never before the second.
        assert sum(fraction < 0.5 for fraction in asked) >= len(asked) / 2

    def test_it_is_started_again_and_ends_with_its_supervisor(self) -> None:
        with running_stream() as (process, port):
            assert eventually(lambda: connect(port))
            (first,) = stream_processes(port)

            def is_running_again() -> bool:
                process.keep_running()
                return bool(stream_processes(port))

            assert set(first.environ()) <= {"LC_CTYPE"}
            first.kill()
            assert eventually(lambda: connect(port) is None)
            assert eventually(lambda: first.status() == psutil.STATUS_ZOMBIE)
            with mock.patch.object(stream_process, "RESTART_AFTER", 1e9):
                process.keep_running()
            assert not stream_processes(port)
            with (
                mock.patch.object(stream_process, "RESTART_AFTER", 0.0),
                self.assertLogs("releases.management", "ERROR"),
            ):
                # The kernel may need a moment until all of its threads have ended.
                assert eventually(is_running_again)
            assert eventually(lambda: connect(port))
            (second,) = stream_processes(port)
            process.replace()
            process.keep_running()
            assert stream_processes(port) in ([second], [])

            def has_another() -> bool:
                process.keep_running()
                return stream_processes(port) not in ([second], [])

            with self.assertNoLogs("releases.management"):
                assert eventually(has_another)
            (third,) = stream_processes(port)
            # One that does not end is killed.
            third.suspend()
            process.replace()
            with mock.patch("time.monotonic", return_value=1e9):
                process.keep_running()
            assert eventually(lambda: third not in stream_processes(port))
            process.stop()
            assert not stream_processes(port)


def stream_processes(port: int) -> list[psutil.Process]:
    """Return the processes of this one that serve the stream on the port."""
    return [
        child
        for child in psutil.Process().children()
        if child.status() != psutil.STATUS_ZOMBIE and str(port) in child.cmdline()
    ]
