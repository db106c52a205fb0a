"""With the clock that ships: an embargo lifts though only a web server runs."""

from __future__ import annotations

import datetime as dt
import os
import socket
import subprocess
import sys
import tempfile
import time
from http.client import HTTPConnection
from pathlib import Path
from unittest import SkipTest, TestCase

from django.conf import settings

from tests.clock import SECOND

ROOT = Path(__file__).parents[2]
PREPARE = """
import datetime as dt
from django.utils import timezone
from tests import builders
release = builders.make_release(slug="results", contacts=(builders.make_contact(),),
    events=(builders.make_event(slug="call"),))
release.go_live_at = dt.datetime.fromisoformat("{instant}")
release.save()
builders.approve(release, at=timezone.now())
"""


class AnEmbargoInARealServer(TestCase):
    """A process of its own, a database of its own, no clock but the machine's."""

    def setUp(self) -> None:
        if "sqlite" not in settings.DATABASES["default"]["ENGINE"]:
            raise SkipTest("The server that ships is tried on its embedded database.")
        folder = tempfile.TemporaryDirectory(prefix="irsite-wall-")
        self.addCleanup(folder.cleanup)
        self.environment = os.environ | {
            "IRSITE_VAR": folder.name,
            "IRSITE_HTTPS": "false",
            "DJANGO_SETTINGS_MODULE": "irsite.settings",
        }
        self.manage("migrate", "--verbosity=0")
        self.manage("collectstatic", "--no-input", "--verbosity=0")

    def manage(self, *words: str) -> None:
        """Run a command as an operator does."""
        subprocess.run(
            [sys.executable, "manage.py", *words],
            cwd=ROOT,
            env=self.environment,
            check=True,
            stdout=subprocess.DEVNULL,
        )

    def serve(self) -> int:
        """Start the web server alone; the port that it answers on."""
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            port = int(free.getsockname()[1])
        server = subprocess.Popen(
            [
                *(sys.executable, "-m", "granian", "--interface", "wsgi"),
                *("--port", str(port), "--log-level", "error"),
                "irsite.wsgi:application",
            ],
            cwd=ROOT,
            env=self.environment,
        )
        self.addCleanup(server.wait)
        self.addCleanup(server.terminate)
        return port

    def test_it_shows_nothing_a_second_before_and_everything_at_the_instant(
        self,
    ) -> None:
        port = self.serve()
        instant = (dt.datetime.now(dt.UTC) + 10 * SECOND).replace(microsecond=0)  # noqa: TID251 - the wall clock is the point
        self.manage("shell", "-c", PREPARE.format(instant=instant.isoformat()))
        page = f"/releases/{instant:%Y}/results/"
        addresses = [page, "/events/call/"]
        sleep_until(instant - SECOND)
        assert [status(port, address) for address in addresses] == [404, 404]
        assert b"First Quarter" not in body(port, "/")
        assert b"First Quarter" not in body(port, "/releases/rss.xml")
        sleep_until(instant)
        assert [status(port, address) for address in addresses] == [200, 200]
        assert b"First Quarter" in body(port, "/")
        assert b"First Quarter" in body(port, "/releases/rss.xml")


def sleep_until(moment: dt.datetime) -> None:
    """Wait for the machine's clock."""
    time.sleep(max(0.0, moment.timestamp() - time.time()))


def ask(port: int, address: str) -> tuple[int, bytes]:
    """One request, tried again while the server starts."""
    for _ in range(100):
        connection = HTTPConnection("127.0.0.1", port)
        try:
            connection.request("GET", address)
            answer = connection.getresponse()
            return answer.status, answer.read()
        except ConnectionRefusedError:
            time.sleep(0.1)
        finally:
            connection.close()
    raise AssertionError("The server did not start.")


def status(port: int, address: str) -> int:
    """The status of one answer."""
    return ask(port, address)[0]


def body(port: int, address: str) -> bytes:
    """The bytes of one answer."""
    return ask(port, address)[1]
