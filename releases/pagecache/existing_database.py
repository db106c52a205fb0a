"""The file of an SQLite database, which no worker may create.

SQLite makes an empty database where it finds none. A worker whose file was renamed away
would leave one in its place, and answer from it.
"""

from __future__ import annotations

from pathlib import Path
from urllib.parse import quote, unquote

from django.db import connections
from django.db.backends.base.base import BaseDatabaseWrapper


def refuse_to_create_database() -> None:
    """Have every new connection of this process fail if the database's file is missing.

    SQLite does so for a URI with mode=rw (https://www.sqlite.org/uri.html).
    """
    for database in connections.settings.values():
        name = str(database["NAME"])
        is_file = not name.startswith(("file:", ":memory:"))
        if "sqlite" in database["ENGINE"] and is_file:
            database["NAME"] = f"file:{quote(name)}?mode=rw"


def database_path(connection: BaseDatabaseWrapper) -> Path:
    """Return the path of an SQLite database's file."""
    name = str(connection.settings_dict["NAME"])
    if name.startswith("file:"):
        name = unquote(name.removeprefix("file:").partition("?")[0])
    return Path(name)
