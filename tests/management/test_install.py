"""`manage.py install` and `manage.py upgrade`, as an operator runs them."""

from __future__ import annotations

import contextlib
import datetime as dt
import os
import secrets
import subprocess
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from io import StringIO
from pathlib import Path
from unittest import mock
from urllib.parse import urlsplit

from django.conf import settings
from django.contrib.auth.models import Group, User
from django.core.management import CommandError, call_command
from django.db import OperationalError
from django.test import TestCase

import psycopg2  # type: ignore[import-untyped]  # has no types
import pytest

from releases.management.deployment import administrator, steps
from releases.management.deployment.exceptions import CannotInstall
from releases.management.serving import start_checks
from tests.builders import SEVEN, make_user, put_on_record
from tests.clock import travel
from tests.examples import nightly
from tests.newsroom import Newsroom, temporary_database
from tests.record.rows import on_postgresql

MINUTE = dt.timedelta(minutes=1)
PASSWORD = "correct horse battery"
RIGHT = {
    "SECRET_KEY_IS_LASTING": True,
    "IRSITE_DOMAIN_IS_SET": True,
    "BEHIND_PROXY": True,
}


COMES_FIRST = "what comes first."


class OnASite(TestCase):
    """The database is migrated; the static files are not looked at."""

    databases = "__all__"

    def setUp(self) -> None:
        var = Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.enterContext(self.settings(VAR=var, STATIC_ROOT=var / "static", **RIGHT))
        self.enterContext(
            mock.patch.object(start_checks, "is_existing_file", return_value=True)
        )
        self.enterContext(mock.patch("django.db.connections.close_all"))
        self.enterContext(mock.patch.dict(os.environ))
        os.environ.pop("DJANGO_ALLOW_ASYNC_UNSAFE", None)  # the suite's own
        self.outdated = self.enterContext(
            mock.patch.object(
                start_checks, "outdated_static_files", side_effect=lambda: iter([])
            )
        )

    def output(self, command: str, *arguments: str) -> str:
        """Run a command; return what it says, without the warnings of the checks."""
        output = StringIO()
        call_command(command, *arguments, stdout=output, stderr=StringIO())
        return output.getvalue()

    def assert_refused(self, sentence: str, command: str, *arguments: str) -> None:
        """Assert that the command ends with this sentence."""
        with pytest.raises(CommandError, match=sentence):
            self.output(command, *arguments)


class Installing(OnASite):
    """Does what is missing, and says what it cannot do."""

    def test_a_site_that_lacks_nothing_is_left_as_it_is(self) -> None:
        make_user(groups=("Administrators",))
        lines = self.output("install").splitlines()
        assert [line for line in lines if "System check" not in line] == [
            "The catalogues of translations are those of this release.",
            "The database has every migration.",
            "The static files are those of this release.",
            "There is an administrator.",
            "The site is installed. Start it with “manage.py serve” (docs/deploy.md).",
            f"Then sign in at {settings.IRSITE_URL}/admin/: the front page says {COMES_FIRST}",
        ]

    def test_without_a_key_that_lasts_nothing_is_done(self) -> None:
        with self.settings(SECRET_KEY_IS_LASTING=False):
            self.assert_refused("IRSITE_SECRET_KEY is not set", "install")

    def test_with_wrong_settings_nothing_is_done(self) -> None:
        with self.settings(IRSITE_DOMAIN_IS_SET=False):
            self.assert_refused("releases.E011", "install")

    def test_a_database_that_cannot_be_reached_is_named(self) -> None:
        error = OperationalError("connection refused")
        with mock.patch.object(steps, "database_aliases", side_effect=error):
            self.assert_refused("connection refused.* IRSITE_DATABASE", "install")

    def test_catalogues_are_compiled_and_a_folder_that_is_closed_is_named(self) -> None:
        folder = Path(self.enterContext(tempfile.TemporaryDirectory()))
        source = folder / "de/LC_MESSAGES/django.po"
        source.parent.mkdir(parents=True)
        source.write_text('msgid ""\nmsgstr "Language: de\\n"\n')
        make_user(groups=("Administrators",))
        closed = folder / "closed"
        closed.write_text("no folder")
        with self.settings(IRSITE_CATALOGUES=folder, LOCALE_PATHS=[closed]):
            self.assert_refused("cannot be compiled in .*closed: ", "install")
        with self.settings(IRSITE_CATALOGUES=folder, LOCALE_PATHS=[folder / "made"]):
            output = self.output("install")
        assert "The catalogues of translations were compiled." in output

    def test_static_files_of_another_release_are_collected(self) -> None:
        make_user(groups=("Administrators",))
        self.outdated.side_effect = lambda: iter(["page.css"])
        assert "The static files were collected." in self.output("install")
        assert any(settings.STATIC_ROOT.iterdir())

    def test_static_files_that_cannot_be_written_are_named(self) -> None:
        self.outdated.side_effect = lambda: iter(["page.css"])
        settings.STATIC_ROOT.write_text("no folder")
        self.assert_refused("cannot be collected in .*static: ", "install")

    def test_without_an_administrator_it_says_how_to_name_one(self) -> None:
        self.assert_refused("nobody can sign in", "install", "--no-input")
        make_user("gone", groups=("Administrators",), is_active=False)
        self.assert_refused(
            "nobody can sign in", "install", "--no-input", "--administrator=ines"
        )

    def test_the_first_administrator_is_created_without_a_terminal(self) -> None:
        arguments = ("install", "--no-input", "--administrator=ines")
        with mock.patch.dict(os.environ, {administrator.PASSWORD_VARIABLE: "12345"}):
            self.assert_refused("too short", *arguments)
        with mock.patch.dict(os.environ, {administrator.PASSWORD_VARIABLE: PASSWORD}):
            assert "administrator ines was created" in self.output(*arguments)
        user = User.objects.get(username="ines")
        assert user.check_password(PASSWORD)
        assert (user.is_staff, user.is_superuser) == (True, False)
        assert "There is an administrator." in self.output("install")

    def test_at_a_terminal_it_asks_until_all_is_right(self) -> None:
        make_user("ada")
        passwords = [PASSWORD, PASSWORD, PASSWORD, "another", *["pass"] * 2]
        passwords += [PASSWORD] * 2
        with (
            mock.patch("sys.stdin.isatty", return_value=True),
            mock.patch("builtins.input", side_effect=["ines"] * 3) as asked,
            mock.patch("getpass.getpass", side_effect=passwords),
        ):
            output = self.output("install", "--administrator=ada")
        assert "administrator ines was created" in output
        assert asked.call_count == 3

    def test_a_group_that_is_gone_is_named(self) -> None:
        Group.objects.filter(name="Administrators").delete()
        with pytest.raises(CannotInstall, match="no group “Administrators”"):
            administrator.create_administrator("ines", PASSWORD)


class Upgrading(OnASite):
    """Stays away from instants, and leaves nothing half done."""

    def test_it_says_what_to_restart(self) -> None:
        assert "Restart its web servers now" in self.output("upgrade")

    def test_it_waits_ten_minutes_on_either_side_of_an_instant(self) -> None:
        put_on_record(at=SEVEN, recorded_at=SEVEN - 60 * MINUTE)
        for minutes, is_refused in ((-11, False), (-9, True), (9, True), (11, False)):
            with self.subTest(minutes), travel(SEVEN + minutes * MINUTE):
                if is_refused:
                    self.assert_refused("within ten minutes of now", "upgrade")
                    assert self.output("upgrade", "--now")
                else:
                    assert self.output("upgrade")

    def test_a_database_that_cannot_be_read_is_named(self) -> None:
        error = OperationalError("connection refused")
        with mock.patch.object(steps, "read_horizon", side_effect=error):
            self.assert_refused("connection refused.* never installed", "upgrade")

    def test_a_site_that_was_never_installed_is_named(self) -> None:
        with mock.patch.object(start_checks, "is_existing_file", return_value=False):
            if settings.DATABASES["default"]["ENGINE"].endswith("sqlite3"):
                self.assert_refused("There is no database at", "upgrade")


class AnEmptyMachine(TestCase):
    """Is installed from nothing: each test that needs a server of its own does so too."""

    @on_postgresql
    @nightly
    def test_the_owner_migrates_and_the_sites_role_installs(self) -> None:
        with two_roles() as (owner, site), tempfile.TemporaryDirectory() as folder:
            newsroom = Newsroom(Path(folder), database=site)
            with pytest.raises(subprocess.CalledProcessError) as refusal:
                newsroom.install()
            assert "this role may create no table" in refusal.value.stderr
            newsroom.environment["IRSITE_DATABASE"] = owner
            newsroom.manage("migrate", "--verbosity=0")
            role = str(urlsplit(site).username)
            newsroom.manage("database_roles", "--apply", f"--role={role}")
            newsroom.environment["IRSITE_DATABASE"] = site
            assert "The site is installed." in newsroom.install()


@contextmanager
def two_roles() -> Iterator[tuple[str, str]]:
    """Create a database; yield its URL for its owner and for another role."""
    server = os.environ["IRSITE_DATABASE"]
    names = [f"{kind}_{secrets.token_hex(4)}" for kind in ("owner", "site")]
    with contextlib.closing(psycopg2.connect(server)) as connection:
        connection.autocommit = True
        cursor = connection.cursor()
        for name in names:
            cursor.execute(f"CREATE ROLE {name} LOGIN")
        with temporary_database(server) as url:
            parts = urlsplit(url)
            cursor.execute(f"ALTER DATABASE {parts.path[1:]} OWNER TO {names[0]}")
            owner, site = (parts._replace(netloc=f"{name}@") for name in names)  # noqa: SLF001 - a method of named tuples
            yield owner.geturl(), site.geturl()
        for name in names:
            cursor.execute(f"DROP ROLE {name}")
