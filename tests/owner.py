"""Who a test is to PostgreSQL: the site's role with `-p tests.site_role`, else the owner."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from typing import Any
from urllib.parse import urlsplit

from django.db import DEFAULT_DB_ALIAS, DatabaseError, connection

SITE_ROLE = "irsite"
# As docs/backup.md asks where backups are tried, it may make a database.
CREATE_ROLE = (
    "DO $$ BEGIN"
    f" CREATE ROLE {SITE_ROLE} LOGIN CREATEDB;"
    " EXCEPTION WHEN duplicate_object OR unique_violation THEN NULL; END $$"
)
BECOME_SITE = f"SET SESSION AUTHORIZATION {SITE_ROLE}"
BECOME_OWNER = "RESET SESSION AUTHORIZATION"

# Of `-p tests.site_role`, which the processes of pytest-xdist inherit.
VARIABLE = "IRSITE_TEST_AS_SITE"


def site_url(database: str) -> str:
    """Return the URL by which a served site reaches this database: as its role, or the owner."""
    if not database or VARIABLE not in os.environ:
        return database
    parts = urlsplit(database)
    host = parts.netloc.rpartition("@")[2]
    return parts._replace(netloc=f"{SITE_ROLE}@{host}").geturl()  # noqa: SLF001 - a method of named tuples


def become_site(connection: Any, **kwargs: Any) -> None:
    """Take the site's role on a new connection to a test database: a signal's receiver."""
    if connection.vendor == "postgresql" and connection.alias == DEFAULT_DB_ALIAS:
        with connection.cursor() as cursor:
            cursor.execute(BECOME_SITE)


@contextlib.contextmanager
def as_owner() -> Iterator[None]:
    """Do as the owner what the site's role may not; where the tests have that role."""
    if connection.vendor != "postgresql" or not _is_site():
        yield
        return
    with connection.cursor() as cursor:
        cursor.execute(BECOME_OWNER)
    try:
        yield
    finally:
        # A transaction that failed takes the role of before by itself.
        with contextlib.suppress(DatabaseError), connection.cursor() as cursor:
            cursor.execute(BECOME_SITE)


def _is_site() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT session_user")
        return bool(cursor.fetchone()[0] == SITE_ROLE)
