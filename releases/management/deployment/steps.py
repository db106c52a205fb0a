"""The steps by which a site is installed and upgraded, each of which may be repeated.

A step says in a sentence what it did, or raises an exception with one that says what to do.
"""

from __future__ import annotations

import datetime as dt

from django.conf import settings
from django.core.checks import Tags
from django.core.management import call_command
from django.core.management.base import OutputWrapper
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from releases.management.catalogues.compiling import compile_catalogues
from releases.management.deployment.exceptions import CannotInstall
from releases.management.serving import start_checks
from releases.readers.database import database_aliases
from releases.record import grants
from releases.record.horizon import read_horizon
from releases.text.error_log import describe_error

# How far from an instant at which the site changes an upgrade stays.
QUIET = dt.timedelta(minutes=10)


def require_lasting_key() -> None:
    """Require the key under which the journal's codes are written. Raises CannotInstall."""
    if not settings.SECRET_KEY_IS_LASTING:
        raise CannotInstall(
            _(
                "IRSITE_SECRET_KEY is not set. Set it to 50 or more random characters, or "
                "IRSITE_SECRET_KEY_FILE to a file that has them (docs/settings.md)."
            )
        )


def check_settings(stdout: OutputWrapper, stderr: OutputWrapper) -> None:
    """Run the checks of the settings and of the files. Raises SystemCheckError."""
    call_command("check", deploy=True, stdout=stdout, stderr=stderr)


def check_database(stdout: OutputWrapper, stderr: OutputWrapper) -> None:
    """Run the checks of the databases. Raises SystemCheckError."""
    call_command(
        "check",
        deploy=True,
        databases=[DEFAULT_DB_ALIAS],
        tags=[Tags.database],
        stdout=stdout,
        stderr=stderr,
    )


def require_existing_database() -> None:
    """Require the files of the databases on SQLite. Raises CannotServe."""
    for alias in database_aliases():
        start_checks.require_file(connections[alias])


def migrate() -> str:
    """Run the migrations that have not run. Raises CannotInstall and CannotServe."""
    try:
        connection = connections[DEFAULT_DB_ALIAS]
        start_checks.require_rights(connection)
        missing = sum(
            len(start_checks.missing_migrations(connections[alias]))
            for alias in database_aliases()
        )
        if missing:
            _require_owner(connection, missing)
            call_command("migrate", interactive=False, verbosity=0)
    except DatabaseError as error:
        raise CannotInstall(
            _("The database cannot be used (%(error)s). Check IRSITE_DATABASE.")
            % {"error": describe_error(error)}
        ) from None
    start_checks.require_database()
    if not missing:
        return _("The database has every migration.")
    return ngettext(
        "%(count)d migration was run.", "%(count)d migrations were run.", missing
    ) % {"count": missing}


def _require_owner(connection: BaseDatabaseWrapper, missing: int) -> None:
    if connection.vendor == "postgresql" and not grants.may_create_tables(connection):
        raise CannotInstall(
            ngettext(
                "The database lacks %(count)d migration, and this role may create no table. "
                "As the owner of the database run “manage.py migrate” and “manage.py "
                "database_roles --apply”, then this command again.",
                "The database lacks %(count)d migrations, and this role may create no "
                "table. As the owner of the database run “manage.py migrate” and “manage.py "
                "database_roles --apply”, then this command again.",
                missing,
            )
            % {"count": missing}
        )


def translate_words() -> str:
    """Compile the catalogues of this release. Raises CannotInstall."""
    try:
        compiled = compile_catalogues()
    except OSError as error:
        raise CannotInstall(
            _(
                "The catalogues of translations cannot be compiled in %(path)s: %(error)s. "
                "Give this user the folder, or change IRSITE_GENERATED_FILES."
            )
            % {"path": settings.LOCALE_PATHS[0], "error": error.strerror}
        ) from None
    if not compiled:
        return _("The catalogues of translations are those of this release.")
    return _("The catalogues of translations were compiled.")


def collect_static_files() -> str:
    """Collect the static files of this release. Raises CannotInstall."""
    if next(start_checks.outdated_static_files(), None) is None:
        return _("The static files are those of this release.")
    try:
        call_command("collectstatic", interactive=False, verbosity=0)
    except OSError as error:
        raise CannotInstall(
            _(
                "The static files cannot be collected in %(path)s: %(error)s. Give this "
                "user the folder, or change IRSITE_STATIC_ROOT."
            )
            % {"path": settings.STATIC_ROOT, "error": error.strerror}
        ) from None
    return _("The static files were collected.")


def require_quiet_time(*, at: dt.datetime) -> None:
    """Require that the site does not change by itself soon, and has not just done so.

    When it does is under embargo, so the sentence does not say it. Raises CannotInstall.
    """
    horizon = read_horizon(at=at)
    is_soon = bool(horizon.instants) and horizon.instants[0] - at < QUIET
    if is_soon or at - horizon.start < QUIET:
        raise CannotInstall(
            _(
                "Something is published within ten minutes of now, and an upgrade could "
                "disturb it. Run this command later, or with --now."
            )
        )
