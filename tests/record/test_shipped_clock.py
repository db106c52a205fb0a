"""The clock that ships: what the engine says, with nothing of the tests in it."""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import re
import shutil
import sqlite3
import subprocess
import sys
import tempfile
import time
from pathlib import Path
from typing import Any
from unittest import SkipTest

from django.conf import settings
from django.test import SimpleTestCase

import pytest

from releases.record.clock import next_second
from tests.clock import SECOND
from tests.newsroom import empty_newsroom
from tests.record.rows import unsaved

PROJECT = Path(__file__).parents[2]
FORM = "%Y-%m-%d %H:%M:%S"
SHELL = ("shell", "--no-imports", "--verbosity=0", "--command")
# Answers each line with the addresses that the site's own query finds.
LIVE = """
import sys
from django.utils import timezone
from releases.models import Publication
for _ in sys.stdin:
    live = Publication.objects.live(at=timezone.now())
    print(*live.values_list("address", flat=True), flush=True)
"""


def process(folder: Path, *arguments: str) -> subprocess.Popen[str]:
    """Start a management command without anything of this suite."""
    return subprocess.Popen(
        [sys.executable, "manage.py", *arguments],
        cwd=PROJECT,
        env={
            "PATH": os.environ["PATH"],
            "IRSITE_VAR": str(folder),
            "IRSITE_DATABASE": f"sqlite:///{folder / 'irsite.sqlite3'}",
        },
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def check(folder: Path) -> str:
    """Return what the checks of a database complain of; nothing if they pass."""
    with process(folder, "check", "--database", "default") as checks:
        _, complaints = checks.communicate()
    return complaints if checks.returncode else ""


def live(site: subprocess.Popen[str]) -> str:
    """Have a process of `LIVE` ask once more, and return what it prints."""
    assert site.stdin
    assert site.stdout
    site.stdin.write("\n")
    site.stdin.flush()
    return site.stdout.readline().strip()


def utc_now() -> dt.datetime:
    """Return the machine's time."""
    return dt.datetime.fromtimestamp(time.time(), tz=dt.UTC)


@pytest.mark.slow
class TheShippedClock(SimpleTestCase):
    """A site that was just set up, and its database in the hands of sqlite3."""

    folder: Path
    database: sqlite3.Connection

    @classmethod
    def setUpClass(cls) -> None:
        if "sqlite" not in settings.DATABASES["default"]["ENGINE"]:
            raise SkipTest("The clock that ships is tried on a database of its own.")
        super().setUpClass()
        cls.folder = Path(tempfile.mkdtemp(prefix="irsite-shipped-"))
        cls.addClassCleanup(shutil.rmtree, cls.folder)
        shutil.copy(empty_newsroom() / "irsite.sqlite3", cls.folder)

    def setUp(self) -> None:
        opened = sqlite3.connect(self.folder / "irsite.sqlite3", isolation_level=None)
        self.database = self.enterContext(contextlib.closing(opened))

    def insert(self, address: str, *, live_from: dt.datetime) -> None:
        """Put a release by hand, as somebody with the file would."""
        row = unsaved(address=address, live_from=live_from, recorded_at=utc_now())
        values: dict[str, Any] = {
            field.column: getattr(row, field.attname)
            for field in row._meta.concrete_fields
            if field.name not in {"id", "live_until", "starts", "ends"}
        }
        values |= {
            name: value.strftime(FORM)
            for name, value in values.items()
            if isinstance(value, dt.datetime)
        }
        values["bundle"] = row.bundle.hex
        places = ", ".join("?" for _ in values)
        self.database.execute(
            f"INSERT INTO releases_publication ({', '.join(values)}) VALUES ({places})",
            list(values.values()),
        )

    def test_every_trigger_asks_the_engine(self) -> None:
        found = self.database.execute(
            "SELECT group_concat(sql, ' ') FROM sqlite_master WHERE type = 'trigger'"
        ).fetchone()[0]
        assert "strftime('%Y-%m-%d %H:%M:%f000', 'now', '+0.001 seconds')" in found
        called = set(re.findall(r"\b([a-z_]+)\(", found.lower()))
        assert called <= {
            "abort", "cast", "coalesce", "exists", "in", "length", "max", "not",
            "raise", "select", "strftime", "substr", "typeof", "and", "or", "where",
            "count", "json_group_object", "replace",
        } - {"record_wall_clock"}  # fmt: skip

    def test_the_check_finds_a_clock_of_somebody_elses(self) -> None:
        assert check(self.folder) == ""
        copy = self.folder / "copy"
        copy.mkdir()
        name = "releases_publication_before_insert"
        with contextlib.closing(sqlite3.connect(copy / "irsite.sqlite3")) as database:
            self.database.backup(database)
            found = database.execute(
                "SELECT sql FROM sqlite_master WHERE name = ?", [name]
            ).fetchone()[0]
            database.execute(f"DROP TRIGGER {name}")
            database.execute(found.replace("'now'", "'2000-01-01'"))
        assert f"(releases.E001) The trigger {name}" in check(copy)

    def test_the_past_is_closed(self) -> None:
        for back in (0 * SECOND, SECOND, 3600 * SECOND):
            with (
                self.subTest(back=back),
                pytest.raises(sqlite3.IntegrityError, match="ahead of the clock"),
            ):
                self.insert("2026/past", live_from=utc_now() - back)

    def test_at_its_instant_it_is_there_though_nothing_ran(self) -> None:
        site = self.enterContext(process(self.folder, *SHELL, LIVE))
        assert live(site) == ""
        ahead = next_second(utc_now()) + 2 * SECOND
        self.insert("2026/ahead", live_from=ahead)
        before = self.database.execute("SELECT * FROM releases_publication").fetchall()
        assert live(site) == ""
        assert utc_now() < ahead, "this machine was too slow to see that"
        time.sleep((ahead - utc_now()).total_seconds())
        assert live(site) == "2026/ahead"
        after = self.database.execute("SELECT * FROM releases_publication").fetchall()
        assert after == before
