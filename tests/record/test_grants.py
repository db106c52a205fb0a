"""What the application's role on PostgreSQL may do, and what it cannot.

Classes of tests that others wrote run here once more, with the rights of that role alone.
"""

from __future__ import annotations

import functools
from io import StringIO
from unittest import mock

from django.apps import apps
from django.core.checks import run_checks
from django.core.management import CommandError, call_command
from django.db import Error, connection, transaction
from django.test import SimpleTestCase, TestCase

import pytest

from releases.management.deployment import steps
from releases.management.serving import start_checks
from releases.management.serving.exceptions import CannotServe
from releases.record import grants
from releases.record.derivatives import derived
from releases.record.published import published_release
from tests.accounts import test_sign_in
from tests.admin import test_release
from tests.alerts import test_release_mail
from tests.builders import SEVEN, publication_of, publish, put_on_record
from tests.clock import travel
from tests.desk import test_changing, test_emergency, test_publishing
from tests.record import test_signing
from tests.record.rows import on_postgresql, on_sqlite

# It makes a role, and takes its rights.
pytestmark = pytest.mark.owner
ROLE = "irsite_under_test"
# What a web worker in a stranger's hands would try.
REFUSED = (
    "ALTER TABLE releases_publication DISABLE TRIGGER ALL",
    "DROP TRIGGER releases_publication_before_update ON releases_publication",
    "SET session_replication_role = replica",
    "ALTER FUNCTION record_clock() RENAME TO another",
    "UPDATE releases_publication SET headline = 'Another'",
    "UPDATE releases_journalentry SET by = 'nobody'",
    "UPDATE releases_rowchange SET before = ''",
    "DELETE FROM releases_publication",
    "DELETE FROM releases_journalentry",
    "DELETE FROM releases_rowchange",
    "DELETE FROM releases_recordstate",
    "TRUNCATE releases_publication CASCADE",
    "SELECT setval('releases_publication_id_seq', 1)",
    "SELECT nextval('releases_publication_id_seq')",
    "UPDATE auth_permission SET codename = 'another'",
    "DELETE FROM django_migrations",
    "CREATE TABLE another (id int)",
    "CREATE TEMPORARY TABLE another (id int)",
    "CREATE FUNCTION another() RETURNS int LANGUAGE sql AS 'SELECT 1'",
    "DROP TABLE releases_publication CASCADE",
    f"ALTER ROLE {ROLE} SUPERUSER",
)


def models_of(prefix: str) -> set[str]:
    """Return the labels of the models whose modules begin so."""
    return {
        model._meta.label_lower
        for model in apps.get_models(include_auto_created=True)
        if model.__module__.startswith(prefix)
    }


class EveryTable(SimpleTestCase):
    """Has the rights that somebody has thought of: unless declared, it is only read."""

    def test_each_model_is_declared_once(self) -> None:
        assert models_of("") == grants.declared_models()
        declared = ({*grants.RECORD}, grants.EDITED, grants.ONLY_READ)
        assert sum(map(len, declared)) == len(grants.declared_models())

    def test_no_part_of_the_record_is_edited_freely(self) -> None:
        of_the_search = {"releases.searchstate", "releases.searchword"}
        record = models_of("releases.models.record.")
        assert record | of_the_search == {*grants.RECORD}
        assert grants.EDIT not in grants.RECORD.values()


class OnSqlite(TestCase):
    """There are no roles."""

    @on_sqlite
    def test_the_command_says_so(self) -> None:
        with pytest.raises(CommandError, match="has no roles"):
            call_command("database_roles")


class UnderTheRole(TestCase):
    """Runs each test with the rights of the application's role."""

    databases = "__all__"

    @classmethod
    def setUpTestData(cls) -> None:
        """Give the role its rights, in the SQL that the command prints."""
        super().setUpTestData()
        printed = StringIO()
        call_command("database_roles", role=ROLE, stdout=printed)
        statements = printed.getvalue().splitlines()[1:-1]
        assert statements
        with connection.cursor() as cursor:
            cursor.execute(f"CREATE ROLE {ROLE}")
            for statement in statements:
                cursor.execute(statement)

    def setUp(self) -> None:
        # The end of the test's transaction undoes it.
        with connection.cursor() as cursor:
            cursor.execute(f"SET ROLE {ROLE}")
        super().setUp()


@on_postgresql
class Publishing(UnderTheRole, test_publishing.APublishedRelease):
    """The desk approves releases."""


@on_postgresql
class Correcting(UnderTheRole, test_changing.ACorrection):
    """The desk corrects releases."""


@on_postgresql
class CallingOff(UnderTheRole, test_changing.ACalledOffRelease):
    """The desk calls releases off."""


@on_postgresql
class Emergencies(UnderTheRole, test_emergency.AnEmergency):
    """One person publishes, and another ratifies."""


@on_postgresql
class Writing(UnderTheRole, test_release.WritingARelease):
    """Authors write releases in the admin."""


@on_postgresql
class SigningIn(UnderTheRole, test_sign_in.TheFirstStep):
    """Staff sign in."""


@on_postgresql
class Signing(UnderTheRole, test_signing.APublication):
    """The site signs what is published."""


@on_postgresql
class Deriving(UnderTheRole):
    """The site keeps what it made of a publication."""

    def test_it_is_kept(self) -> None:
        release = published_release(publication_of(put_on_record(at=SEVEN)))
        with travel(SEVEN):
            for made in (b"first", b"second"):
                make = functools.partial(bytes, made)
                kept = derived(release, "pdf", source="", made_with="", make=make)
                assert kept == b"first"


@on_postgresql
class Searching(UnderTheRole):
    """The site answers questions from an index that the owner makes anew."""

    def rebuild(self) -> None:
        call_command("index_search", "--rebuild", stdout=StringIO())

    def test_the_role_is_told_who_makes_it_anew(self) -> None:
        with pytest.raises(CommandError, match="as the owner of the database"):
            self.rebuild()

    def test_the_role_keeps_its_rights_on_one_that_was_made_anew(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("RESET ROLE")
            self.rebuild()
            cursor.execute(f"SET ROLE {ROLE}")
        assert grants.missing_rights(apps, connection) == []


@on_postgresql
class Moving(UnderTheRole):
    """Another database takes over."""

    def test_a_role_that_can_lock_no_table_is_told_what_to_do(self) -> None:
        with pytest.raises(CommandError, match="Give them to it for as long"):
            call_command("move_to", "sqlite:////nowhere/irsite.sqlite3")


@on_postgresql
class Mailing(UnderTheRole, test_release_mail.AReleaseMail):
    """Couriers mail releases."""


@on_postgresql
class InStrangersHands(UnderTheRole):
    """The record stands though the site has been taken over."""

    def refusal(self, statement: str) -> str:
        """Execute a statement that is refused; return the code of the error."""
        with (
            pytest.raises(Error) as refusal,
            transaction.atomic(),
            connection.cursor() as cursor,
        ):
            cursor.execute(statement)
        return str(getattr(refusal.value.__cause__, "pgcode", ""))

    def test_nothing_alters_the_record_or_the_tables(self) -> None:
        publish()
        for statement in REFUSED:
            with self.subTest(statement):
                assert self.refusal(statement) == "42501"  # insufficient_privilege

    def test_the_checks_accept_it(self) -> None:
        assert self.check_ids() == set()

    def test_a_right_that_is_missing_is_named(self) -> None:
        self.enterContext(mock.patch("django.db.connections.close_all"))
        with connection.cursor() as cursor:
            cursor.execute("RESET ROLE")
            cursor.execute(f"REVOKE DELETE ON auth_user FROM {ROLE}")
            cursor.execute(f"REVOKE ALL ON django_migrations FROM {ROLE}")
            cursor.execute(f"REVOKE ALL ON releases_release_id_seq FROM {ROLE}")
            cursor.execute(f"SET ROLE {ROLE}")
        (error,) = run_checks(databases=["default"], tags=["database"])
        assert error.id == "releases.E015"
        assert "auth_user, django_migrations, releases_release_id_seq." in error.msg
        for command_step in (steps.migrate, start_checks.require_database):
            with pytest.raises(CannotServe, match="lacks rights on the table auth_us"):
                command_step()

    def test_the_checks_warn_of_a_site_that_owns_its_record(self) -> None:
        with connection.cursor() as cursor:
            cursor.execute("RESET ROLE")
        assert self.check_ids() == {"releases.W018"}

    def test_the_owner_gives_the_rights_again_or_none(self) -> None:
        with pytest.raises(CommandError, match="rights were not given"):
            call_command("database_roles", "--apply", role=ROLE)
        with connection.cursor() as cursor:
            cursor.execute("RESET ROLE")
        output = StringIO()
        call_command("database_roles", "--apply", role=ROLE, stdout=output)
        assert f"{ROLE} has its rights on" in output.getvalue()

    def check_ids(self) -> set[str | None]:
        """Return the ids of what the checks of the database find."""
        found = run_checks(
            databases=["default"], tags=["database"], include_deployment_checks=True
        )
        return {message.id for message in found}
