"""What must be in order before the web server starts, each with a sentence that says what to do.

Web workers that lack one of these would end again and again, or answer every reader with
an error.
"""

from __future__ import annotations

import datetime as dt
import filecmp
import json
import logging
from collections.abc import Iterator
from pathlib import Path
from typing import cast

from django.apps import apps
from django.conf import settings
from django.contrib.staticfiles.apps import StaticFilesConfig
from django.contrib.staticfiles.finders import get_finders
from django.db import DEFAULT_DB_ALIAS, DatabaseError, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.loader import MigrationLoader
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from releases.management.serving.exceptions import CannotServe
from releases.pagecache.private_files import make_private
from releases.readers.database import READERS, readers_connection
from releases.record import grants
from releases.record.search.indexing import index_within
from releases.record.triggers import installation
from releases.text.error_log import describe_error

logger = logging.getLogger(__name__)

# Of a large record the workers index the rest, or “manage.py index_search”.
INDEXING = dt.timedelta(seconds=20)


def require_private_folder() -> None:
    """Make the site's files private to this user. Raises CannotServe."""
    try:
        settings.VAR.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise CannotServe(
            _("Cannot make the folder %(path)s: %(error)s. Change IRSITE_VAR.")
            % {"path": settings.VAR, "error": error.strerror}
        ) from None
    exposed = make_private()
    if exposed:
        raise CannotServe(
            _(
                "%(path)s belongs to another user, or others may read it. Run this command "
                "as its owner, and take the rights of others from it (chmod go=)."
            )
            % {"path": exposed[0]}
        )


def require_database() -> None:
    """Require every migration and every trigger of this release. Raises CannotServe."""
    connection = connections[DEFAULT_DB_ALIAS]
    try:
        require_file(connection)
        require_rights(connection)
        _require_migrations(len(missing_migrations(connection)))
        if newer := newer_migrations(connection):
            # Its triggers are not those of this release either.
            logger.warning(
                "The database was migrated by a newer release of irsite: %s.", newer[0]
            )
            return
        _require_triggers(installation.wrong_triggers(apps, connection))
        _require_readers_database()
    except DatabaseError as error:
        raise CannotServe(
            _("Cannot read the database (%(error)s). Check IRSITE_DATABASE.")
            % {"error": describe_error(error)}
        ) from None
    finally:
        connections.close_all()


def missing_migrations(connection: BaseDatabaseWrapper) -> set[tuple[str, str]]:
    """Return the migrations of this release that have not run there.

    The readers' database on SQLite has those of their tables alone.
    """
    loader = MigrationLoader(connection)
    assert loader.applied_migrations is not None
    return {
        name
        for name in loader.graph.nodes.keys() - loader.applied_migrations.keys()
        if connection.alias == DEFAULT_DB_ALIAS or name[0] == READERS
    }


def newer_migrations(connection: BaseDatabaseWrapper) -> list[tuple[str, str]]:
    """Return the migrations of the newsroom that ran there, and are not of this release."""
    loader = MigrationLoader(connection)
    assert loader.applied_migrations is not None
    return [
        name
        for name in loader.applied_migrations
        if name[0] == "releases" and name not in loader.disk_migrations
    ]


def is_existing_file(name: object) -> bool:
    """Return whether the name is that of a file, which SQLite would create otherwise."""
    return Path(str(name)).is_file()


def require_file(connection: BaseDatabaseWrapper) -> None:
    """Require the file of a database on SQLite. Raises CannotServe."""
    name = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite" and not is_existing_file(name):
        raise CannotServe(
            _("There is no database at %(path)s. Run “manage.py migrate”.")
            % {"path": name}
        )


def require_rights(connection: BaseDatabaseWrapper) -> None:
    """Require what the site's role on PostgreSQL must be allowed. Raises CannotServe."""
    if connection.vendor != "postgresql":
        return
    if tables := grants.missing_rights(apps, connection):
        raise CannotServe(
            _(
                "This role lacks rights on the table %(table)s. As the owner of the "
                "database run “manage.py database_roles --apply”, then this command again."
            )
            % {"table": tables[0]}
        )


def _require_readers_database() -> None:
    """Require the migrations of the readers' tables where they have their own database."""
    connection = readers_connection()
    if connection.alias == DEFAULT_DB_ALIAS:
        return
    require_file(connection)
    _require_migrations(len(missing_migrations(connection)))


def _require_migrations(missing: int) -> None:
    if missing:
        raise CannotServe(
            ngettext(
                "The database lacks %(count)d migration. Run “manage.py migrate”.",
                "The database lacks %(count)d migrations. Run “manage.py migrate”.",
                missing,
            )
            % {"count": missing}
        )


def _require_triggers(wrong: list[str]) -> None:
    if wrong:
        raise CannotServe(
            _(
                "The trigger %(name)s is missing or altered, so the record is not safe. Run "
                "“manage.py check --database default”, find out who changed the database, "
                "and restore it."
            )
            % {"name": wrong[0]}
        )


def fill_search_index() -> None:
    """Index what has gone live while no worker ran, as far as a short time goes.

    No error of it keeps the site from being served.
    """
    try:
        index_within(INDEXING)
    except Exception:
        logger.exception("Cannot fill the index of the search.")
    finally:
        connections.close_all()


def require_static_files() -> None:
    """Require the collected static files of this release. Raises CannotServe."""
    outdated = next(outdated_static_files(), None)
    if outdated is not None:
        raise CannotServe(
            _(
                "The static file %(name)s is not collected, or is that of another release. "
                "Run “manage.py collectstatic --no-input”."
            )
            % {"name": outdated}
        )


def outdated_static_files() -> Iterator[str]:
    """Yield the names of static files whose collected copy is missing or another."""
    root = Path(settings.STATIC_ROOT)
    manifest = collected_names(root)
    seen = set()
    app = cast(StaticFilesConfig, apps.get_app_config("staticfiles"))
    for finder in get_finders():
        for name, storage in finder.list(app.ignore_patterns):
            if name in seen:
                continue  # collectstatic copies the first one
            seen.add(name)
            collected = root / name
            hashed = root / manifest.get(name, "")
            if (
                not collected.is_file()
                or not hashed.is_file()
                or not filecmp.cmp(storage.path(name), collected, shallow=False)
            ):
                yield name


def collected_names(root: Path) -> dict[str, str]:
    """Return the name with its hash of each collected file; nothing without a manifest."""
    try:
        manifest = json.loads((root / "staticfiles.json").read_text())
    except (OSError, ValueError):
        return {}
    return dict(manifest.get("paths", {}))
