"""System checks of the database: triggers, rights, index and clock (docs/checks.md)."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from typing import Any

from django.apps import apps
from django.conf import settings
from django.contrib.auth.models import Group
from django.core import checks
from django.db import DEFAULT_DB_ALIAS, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.db.migrations.executor import MigrationExecutor
from django.utils import timezone

from releases.record import grants
from releases.record.clock import read_clock
from releases.record.search import tables
from releases.record.search.indexing import is_index_current
from releases.record.triggers import installation

# How far a machine may be from its database; a slow answer is no difference.
MAX_OFFSET = dt.timedelta(seconds=1)


@checks.register(checks.Tags.database)
def check_triggers(
    databases: Sequence[str] | None = None, **kwargs: Any
) -> list[checks.CheckMessage]:
    """Report triggers of the record that are not as this release of irsite writes them."""
    connection = connections[DEFAULT_DB_ALIAS]
    if not is_in_use(connection, databases):
        return []  # the last migration writes the triggers anew
    return [
        checks.Error(
            f"The trigger {name} is missing or altered: the record is not safe.",
            hint="Find out who changed the database, and restore it.",
            id="releases.E001",
        )
        for name in installation.wrong_triggers(apps, connection)
    ]


def is_in_use(connection: BaseDatabaseWrapper, databases: Sequence[str] | None) -> bool:
    """Return whether the database is to be checked, and its tables are there and readable."""
    return (
        connection.alias in (databases or [])
        and not tables_without_rights(connection)
        and not has_migrations_to_run(connection)
    )


def tables_without_rights(connection: BaseDatabaseWrapper) -> list[str]:
    """Return the tables that our role on PostgreSQL may not use as it must."""
    if connection.vendor != "postgresql":
        return []
    return grants.missing_rights(apps, connection)


def has_migrations_to_run(connection: BaseDatabaseWrapper) -> bool:
    """Return whether migrations of the app have still to run."""
    executor = MigrationExecutor(connection)
    wanted = [
        node for node in executor.loader.graph.leaf_nodes() if node[0] == "releases"
    ]
    return bool(executor.migration_plan(wanted))


@checks.register(checks.Tags.database)
def check_search_index(
    databases: Sequence[str] | None = None, **kwargs: Any
) -> list[checks.CheckMessage]:
    """Report an index of the search that is not as this release of irsite writes it."""
    connection = connections[DEFAULT_DB_ALIAS]
    if not is_in_use(connection, databases):
        return []
    if not tables.is_as_written(connection):
        why = "The table of the search is missing or altered"
    elif not is_index_current():
        why = "The index of the search was made by another release of irsite"
    else:
        return []
    return [
        checks.Warning(
            f"{why}: searches are answered with 503 or slowly.",
            hint="Run manage.py index_search --rebuild.",
            id="releases.W017",
        )
    ]


@checks.register(checks.Tags.database)
def check_rights(
    databases: Sequence[str] | None = None, **kwargs: Any
) -> list[checks.CheckMessage]:
    """Report tables that the application's role on PostgreSQL may not use."""
    connection = connections[DEFAULT_DB_ALIAS]
    if connection.alias not in (databases or []):
        return []
    lacking = tables_without_rights(connection)
    if not lacking:
        return []
    return [
        checks.Error(
            f"The database's role lacks rights on {', '.join(lacking)}.",
            hint="Run “manage.py database_roles --apply” as the owner of the tables.",
            id="releases.E015",
        )
    ]


@checks.register(checks.Tags.database, deploy=True)
def check_owner(
    databases: Sequence[str] | None = None, **kwargs: Any
) -> list[checks.CheckMessage]:
    """Warn of a site that could switch off the triggers of its own record."""
    connection = connections[DEFAULT_DB_ALIAS]
    if (
        connection.alias not in (databases or [])
        or connection.vendor != "postgresql"
        or not grants.owns_the_record(connection)
    ):
        return []
    return [
        checks.Warning(
            "The database's role owns the record: whoever takes over the site can switch "
            "its triggers off.",
            hint="Give the site a role of its own (docs/deploy.md).",
            id="releases.W018",
        )
    ]


@checks.register(checks.Tags.database, deploy=True)
def check_clocks(
    databases: Sequence[str] | None = None, **kwargs: Any
) -> list[checks.CheckMessage]:
    """Warn of a machine whose clock is not that of its database."""
    connection = connections[DEFAULT_DB_ALIAS]
    if not is_in_use(connection, databases):
        return []
    before = timezone.now()
    at = read_clock(connection)
    if before - MAX_OFFSET <= at <= timezone.now() + MAX_OFFSET:
        return []
    return [
        checks.Warning(
            f"The record's clock is at {at:%Y-%m-%d %H:%M:%S} UTC and this machine's at "
            f"{before:%H:%M:%S}: pages would be late.",
            hint="Have NTP set the clocks of this machine and of the database.",
            id="releases.W022",
        )
    ]


@checks.register(checks.Tags.database)
def check_groups_exist(
    databases: Sequence[str] | None = None, **kwargs: Any
) -> list[checks.CheckMessage]:
    """Report groups in IRSITE_SECOND_FACTOR_GROUPS that do not exist."""
    connection = connections[DEFAULT_DB_ALIAS]
    if not is_in_use(connection, databases):
        return []
    named = {*settings.IRSITE_SECOND_FACTOR_GROUPS} - {"*"}
    known = Group.objects.filter(name__in=named).values_list("name", flat=True)
    return [
        checks.Error(
            f"IRSITE_SECOND_FACTOR_GROUPS names “{name}”, and there is no such group.",
            hint="Write its name as the admin shows it, or * for everybody.",
            id="releases.E010",
        )
        for name in sorted(named - {*known})
    ]
