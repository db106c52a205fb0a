"""What is in order before the web server starts, or is named in a sentence."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from unittest import mock

from django.conf import settings
from django.core.checks import run_checks
from django.db import OperationalError, connection
from django.test import SimpleTestCase, TestCase

import pytest

from releases.management.serving import start_checks
from releases.management.serving.exceptions import CannotServe
from releases.pagecache import private_files
from releases.readers.database import readers_connection
from releases.record.triggers import installation
from tests.record.rows import on_sqlite, sql

LOADER = "releases.management.serving.start_checks.MigrationLoader"


class TheDatabase(TestCase):
    """Has the tables and the triggers of this release."""

    databases = "__all__"

    def setUp(self) -> None:
        self.enterContext(
            mock.patch.object(start_checks, "is_existing_file", return_value=True)
        )
        self.enterContext(mock.patch("django.db.connections.close_all"))

    def assert_refused(self, sentence: str) -> None:
        """Assert that the server does not start, with this sentence."""
        with pytest.raises(CannotServe, match=sentence):
            start_checks.require_database()

    def test_a_database_in_order_is_accepted(self) -> None:
        start_checks.require_database()

    def test_a_migration_that_has_not_run_is_refused(self) -> None:
        sql(
            "DELETE FROM django_migrations WHERE app = 'releases' AND name LIKE '0001%'"
        )
        self.assert_refused("lacks 1 migration. Run “manage.py migrate”")

    @on_sqlite
    def test_a_migration_of_the_readers_tables_that_has_not_run_is_refused(
        self,
    ) -> None:
        with readers_connection().cursor() as cursor:
            cursor.execute(
                "DELETE FROM django_migrations WHERE app = 'readers'"
                " AND name LIKE '0001%'"
            )
        self.assert_refused("lacks 1 migration. Run “manage.py migrate”")

    def test_a_missing_trigger_is_refused(self) -> None:
        name = "releases_publication_before_delete"
        on = " ON releases_publication" if connection.vendor == "postgresql" else ""
        sql(f"DROP TRIGGER {name}{on}")
        self.assert_refused(f"{name} is missing or altered")

    def test_a_database_of_a_newer_release_is_accepted_with_a_warning(self) -> None:
        sql(
            "INSERT INTO django_migrations (app, name, applied)"
            " VALUES ('releases', '9999_later', '2026-01-01 00:00:00')"
        )
        wrong = mock.patch.object(
            installation, "wrong_triggers", return_value=["of_the_newer"]
        )
        with wrong, self.assertLogs("releases.management.serving") as logs:
            start_checks.require_database()
        assert "newer release" in logs.output[0]

    def test_a_database_that_cannot_be_read_is_refused(self) -> None:
        error = OperationalError("connection refused\nDETAIL: a row")
        with mock.patch(LOADER, side_effect=error):
            self.assert_refused(r"connection refused\)\. Check IRSITE_DATABASE")

    def test_no_empty_database_is_made_where_there_is_none(self) -> None:
        with mock.patch.object(start_checks, "is_existing_file", return_value=False):
            if connection.vendor == "sqlite":
                self.assert_refused("There is no database at")


class TheStaticFiles(SimpleTestCase):
    """Are collected, and are those of this release."""

    def setUp(self) -> None:
        folder = Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.sources, self.root = folder / "sources", folder / "collected"
        for path in (self.sources, self.root):
            path.mkdir()
            (path / "page.css").write_text("p { color: red }")
        (self.root / "page.1a2b.css").write_text("p { color: red }")
        manifest = {"paths": {"page.css": "page.1a2b.css"}}
        (self.root / "staticfiles.json").write_text(json.dumps(manifest))
        self.enterContext(
            self.settings(
                STATIC_ROOT=self.root,
                STATICFILES_DIRS=[self.sources],
                STATICFILES_FINDERS=[
                    "django.contrib.staticfiles.finders.FileSystemFinder"
                ],
            )
        )

    def assert_refused(self) -> None:
        """Assert that the server does not start, with what to run."""
        with pytest.raises(CannotServe, match=r"page.css .* “manage.py collectstatic"):
            start_checks.require_static_files()

    def test_collected_files_are_accepted(self) -> None:
        start_checks.require_static_files()

    def test_files_that_were_not_collected_are_refused(self) -> None:
        for name in ("staticfiles.json", "page.css"):
            with self.subTest(name):
                kept = (self.root / name).read_text()
                (self.root / name).unlink()
                self.assert_refused()
                (self.root / name).write_text(kept)

    def test_what_is_never_collected_is_not_missed(self) -> None:
        bytecode = self.sources / "__pycache__"
        bytecode.mkdir()
        (bytecode / "verify.cpython-311.pyc").write_bytes(b"")
        (self.sources / ".DS_Store").write_bytes(b"")
        start_checks.require_static_files()

    def test_files_of_another_release_are_refused(self) -> None:
        (self.sources / "page.css").write_text("p { color: blue }")
        self.assert_refused()


class TheFolder(SimpleTestCase):
    """Belongs to the site's user alone."""

    def setUp(self) -> None:
        self.folder = Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.log = self.folder / "logs/access.log"
        self.log.parent.mkdir(mode=0o755)
        self.log.touch(0o644)
        self.enterContext(
            self.settings(VAR=self.folder / "var", IRSITE_ACCESS_LOG=str(self.log))
        )
        database = {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": self.folder / "db.sqlite3",
        }
        self.enterContext(mock.patch.dict(settings.DATABASES["default"], database))

    def test_it_is_made_for_its_user_alone(self) -> None:
        start_checks.require_private_folder()
        assert settings.VAR.stat().st_mode & 0o777 == 0o700

    def test_the_rights_of_others_are_taken_from_what_is_there(self) -> None:
        settings.VAR.mkdir(mode=0o755)
        (settings.VAR / "private").mkdir(mode=0o755)
        for ending in ("", "-wal", "-shm"):
            (self.folder / f"db.sqlite3{ending}").touch(0o644)
        assert "releases.W012" in {message.id for message in run_checks()}
        start_checks.require_private_folder()
        for path in private_files.private_paths():
            if path.exists():
                assert not path.stat().st_mode & 0o077
        assert "releases.W012" not in {message.id for message in run_checks()}

    def test_what_belongs_to_another_user_is_refused(self) -> None:
        settings.VAR.mkdir(mode=0o700)
        with (
            mock.patch("os.geteuid", return_value=12_345),
            pytest.raises(CannotServe, match="var belongs to another user"),
        ):
            start_checks.require_private_folder()

    def test_a_folder_that_cannot_be_made_is_refused(self) -> None:
        with (
            self.settings(VAR=self.log / "var"),
            pytest.raises(CannotServe, match="Not a directory"),
        ):
            start_checks.require_private_folder()
