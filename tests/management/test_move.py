"""A site moves to another database, and is the same there, or stays where it is."""

from __future__ import annotations

import contextlib
import datetime as dt
import io
import os
import shutil
import sqlite3
import subprocess
import tempfile
from pathlib import Path
from unittest import SkipTest, mock

from django.apps import apps
from django.core.files.storage import default_storage
from django.core.management import CommandError, call_command
from django.db import connections
from django.test import SimpleTestCase, TestCase
from django.utils import timezone

import pytest

from releases.management.backups import child_processes
from releases.management.moving import move, table_copies
from releases.management.moving.exceptions import CannotMove
from releases.management.moving.table_copies import canonical
from releases.management.moving.target_site import (
    TARGET,
    TARGET_READERS,
    TargetSite,
)
from releases.models import Publication, WebWorker
from releases.readers.database import READERS
from releases.readers.models import Subscriber
from tests.builders import SEVEN, make_attachment, make_release, put_on_record
from tests.examples import nightly
from tests.newsroom import Newsroom, empty_newsroom, temporary_database
from tests.readers.rows import make_subscriber

REAL_RUN = TargetSite.run
PAGES = "abc  /\ndef  /releases/\n"
# As PostgreSQL's error has it: the statement comes last.
TRACEBACK = """\
Traceback (most recent call last):
  File "manage.py", line 22, in <module>
    main()
django.db.utils.ProgrammingError: the role may not create a trigger
CONTEXT:  SQL statement "CREATE TRIGGER releases_publication_frozen (
)"
)
"""
FAILURE = (
    "“manage.py migrate” failed: “django.db.utils.ProgrammingError: the role may not create "
    "a trigger”. Mend that, and run this command again."
)
FILL = """
from django.utils import timezone
from tests import builders
builders.make_issuer()
release = builders.make_release(slug="first")
builders.make_attachment(release)
builders.approve(release, at=timezone.now())
builders.make_release(slug="second", headline="A draft")
from tests.readers.rows import make_subscriber
make_subscriber("ana@example.org")
make_subscriber("bob@example.org").delete()
"""


class AMove(TestCase):
    """To an empty SQLite, from the one of the test."""

    databases = "__all__"

    @classmethod
    def setUpClass(cls) -> None:
        if connections["default"].vendor != "sqlite":
            raise SkipTest("The other engine has a test of its own below.")
        super().setUpClass()

    @classmethod
    def setUpTestData(cls) -> None:
        put_on_record(slug="results", at=SEVEN)
        make_attachment(make_release(slug="draft"))
        make_subscriber("ana@example.org")
        make_subscriber("bob@example.org").delete()

    def setUp(self) -> None:
        folder = Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.path = folder / "irsite.sqlite3"
        self.enterContext(self.settings(VAR=folder))
        self.enterContext(mock.patch.dict(os.environ, IRSITE_VAR=str(folder)))
        # What a process of its own would see of the test's database.
        self.enterContext(mock.patch.object(move, "run_manage", return_value=PAGES))
        self.commands: list[str] = []
        self.copied_pages = PAGES
        self.enterContext(mock.patch.object(TargetSite, "run", self.run_on_target))

    def run_on_target(self, *command: str) -> str:
        """Take a command down; the target is one that was migrated before."""
        self.commands.append(command[0])
        if command[0] == "page_digests":
            assert not self.path.exists(), "it is not in its place before it is proved"
            return self.copied_pages
        if command[0] == "migrate":
            (unfinished,) = self.path.parent.glob("irsite-move-*")
            for name in ("irsite.sqlite3", "readers.sqlite3"):
                shutil.copy(empty_newsroom() / name, unfinished / name)
        return ""

    def move(self) -> str:
        """Move, and return what the command says."""
        out = io.StringIO()
        # Its databases are known during a move alone.
        databases = {*connections, TARGET, TARGET_READERS}
        with mock.patch.object(type(self), "databases", databases):
            call_command("move_to", f"sqlite:///{self.path}", stdout=out)
        return out.getvalue()

    def rows(self, table: str, *, file: str = "irsite.sqlite3") -> int:
        """Return how many rows a table of the copy has."""
        path = self.path.with_name(file)
        with contextlib.closing(sqlite3.connect(path)) as copy:
            (count,) = copy.execute(f"SELECT count(*) FROM {table}").fetchone()
        return int(count)

    def test_every_table_is_copied_and_what_was_compared_is_told(self) -> None:
        assert "2 public pages" in self.move()
        assert self.rows("releases_publication") == Publication.objects.count()
        readers = self.rows("readers_subscriber", file="readers.sqlite3")
        assert readers == Subscriber.objects.count() == 1
        assert self.commands == [
            *("migrate", "index_search", "verify_record", "page_digests")
        ]

    def test_ids_of_deleted_rows_stay_used(self) -> None:
        self.move()
        with contextlib.closing(
            sqlite3.connect(self.path.with_name("readers.sqlite3"))
        ) as copy:
            (last,) = copy.execute(
                "SELECT seq FROM sqlite_sequence WHERE name = 'readers_subscriber'"
            ).fetchone()
        assert last == Subscriber.objects.get().pk + 1

    def test_the_copy_has_the_triggers_of_the_record(self) -> None:
        self.move()
        with (
            contextlib.closing(sqlite3.connect(self.path)) as copy,
            pytest.raises(sqlite3.Error),
        ):
            copy.execute("DELETE FROM releases_publication")

    def test_nothing_is_left_of_a_move_that_fails(self) -> None:
        self.copied_pages = "abc  /\nxyz  /releases/\n"
        with self.assertRaisesMessage(CommandError, "such as /releases/"):
            self.move()
        assert not list(self.path.parent.rglob("*.sqlite3*"))
        assert set(connections) <= {"default", READERS}

    def test_a_command_that_fails_is_told_with_its_error_and_what_to_do(self) -> None:
        failing = ["/bin/sh", "-c", f"cat >&2 <<'END'\n{TRACEBACK}\nEND\nexit 1"]
        with (
            mock.patch.object(TargetSite, "run", REAL_RUN),
            mock.patch.object(child_processes, "MANAGE", failing),
            self.assertRaisesMessage(CommandError, FAILURE),
        ):
            self.move()
        assert not list(self.path.parent.rglob("*.sqlite3*"))

    def test_what_a_killed_move_left_is_removed_by_the_next(self) -> None:
        left = self.path.parent / "irsite-move-killed"
        left.mkdir()
        (left / "irsite.sqlite3").write_bytes(b"a part of it")
        self.move()
        assert self.rows("releases_publication") == Publication.objects.count()
        assert not list(self.path.parent.glob("irsite-move-*"))

    def test_a_database_that_is_made_meanwhile_is_not_overwritten(self) -> None:
        def make_it_and_find_nothing() -> int:
            self.path.write_bytes(b"another")
            return 0

        with (
            mock.patch.object(move, "require_whole_files", make_it_and_find_nothing),
            self.assertRaisesMessage(CommandError, "already"),
        ):
            self.move()
        assert self.path.read_bytes() == b"another"
        assert not list(self.path.parent.glob("irsite-move-*"))

    def test_two_moves_at_once_are_refused(self) -> None:
        with move.only_move(), self.assertRaisesMessage(CommandError, "running"):
            self.move()

    def test_a_killed_move_is_not_repeated_while_a_program_of_it_runs(self) -> None:
        with move.only_move() as lock:
            orphan = child_processes.start(
                ["/bin/cat"], lock=lock, environment={}, stdin=subprocess.PIPE
            )
        with orphan, self.assertRaisesMessage(CommandError, "running"):
            self.move()
        self.move()

    def test_a_row_that_differs_is_noticed(self) -> None:
        real = table_copies.copy_table

        def forget_a_row(model: type, source: str, target: object) -> None:
            real(model, source, target)  # type: ignore[arg-type]  # passed on
            if model is Publication:
                with target.cursor() as cursor:  # type: ignore[attr-defined]  # a connection
                    cursor.execute("UPDATE releases_publication SET year = 1999")

        with (
            mock.patch.object(move, "copy_table", forget_a_row),
            self.assertRaisesMessage(CommandError, "releases_publication differs"),
        ):
            self.move()

    def test_a_target_that_is_not_empty_is_refused(self) -> None:
        for name in ("irsite.sqlite3", "readers.sqlite3"):
            file = self.path.with_name(name)
            file.write_bytes(b"")
            with self.subTest(name), self.assertRaisesMessage(CommandError, "already"):
                self.move()
            assert file.exists()
            file.unlink()

    def test_a_site_that_is_served_is_not_moved(self) -> None:
        WebWorker.objects.create(
            name="a:1", seen=timezone.now(), generation=1, offset=0, ready=False
        )
        with self.assertRaisesMessage(CommandError, "Stop it"):
            self.move()

    def test_what_is_no_url_is_refused(self) -> None:
        with self.assertRaisesMessage(CommandError, "Write the URL like"):
            call_command("move_to", "elsewhere")

    def test_an_altered_file_is_noticed(self) -> None:
        name = f"attachments/ab/{'ab' * 32}"
        with (
            mock.patch.object(move, "stored_names", return_value=[name]),
            mock.patch.object(
                default_storage, "open", return_value=io.BytesIO(b"other")
            ),
            self.assertRaisesMessage(CannotMove, "was altered"),
        ):
            move.require_whole_files()


class TheDigests(SimpleTestCase):
    """Are the same for the same values, whichever engine they come from."""

    def test_a_moment_is_the_same_in_each_zone(self) -> None:
        zone = dt.timezone(dt.timedelta(hours=1))
        moment = dt.datetime(2026, 3, 3, 13, tzinfo=zone)
        assert canonical(moment) == canonical(SEVEN)
        assert canonical(memoryview(b"a")) == canonical(b"a") == "61"

    def test_all_tables_are_copied(self) -> None:
        copied = {
            model._meta.db_table
            for is_readers in (False, True)
            for model in table_copies.tables_of(is_readers=is_readers)
        }
        managed = {
            m for m in apps.get_models(include_auto_created=True) if m._meta.managed
        }
        assert copied == {m._meta.db_table for m in managed if not m._meta.proxy}


@pytest.mark.slow
@pytest.mark.skipif(
    not os.environ.get("IRSITE_DATABASE", "").startswith("postgres"),
    reason="runs where the tests have a PostgreSQL",
)
class FromOneEngineToTheOther(SimpleTestCase):
    """And back: the same rows, pages and seals each time."""

    @nightly
    def test_the_site_is_the_same_on_postgresql_and_back(self) -> None:
        folder = Path(self.enterContext(tempfile.TemporaryDirectory()))
        server = os.environ["IRSITE_DATABASE"]
        url = self.enterContext(temporary_database(server))
        site = Newsroom(folder, database=f"sqlite:///{folder}/irsite.sqlite3")
        site.install()
        site.manage("shell", "-c", FILL)
        first = site.manage("move_to", url, "--pages", "0")
        moved = Newsroom(folder, database=url)
        back = f"sqlite:///{folder}/back/irsite.sqlite3"
        (folder / "back").mkdir()
        second = moved.manage("move_to", back, "--pages", "0")
        for report in (first, second):
            assert "The site is the same there" in report
            assert " 0 files" not in report
        assert first.rpartition("seal ")[2] == second.rpartition("seal ")[2]
        home = Newsroom(folder, database=back)
        assert "The record is intact" in home.manage("verify_record")
        with contextlib.closing(
            sqlite3.connect(folder / "back" / "readers.sqlite3")
        ) as copy:
            (last,) = copy.execute(
                "SELECT seq FROM sqlite_sequence WHERE name = 'readers_subscriber'"
            ).fetchone()
        assert last == 2
