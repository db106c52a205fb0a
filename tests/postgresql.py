"""A pytest plugin: `-p tests.postgresql` runs the suite on a PostgreSQL of its own.

The server comes from a wheel, listens on a Unix socket in a temporary folder, and ends
with the run. It starts before Django reads its settings; pytest-xdist's workers inherit
its address and make a database each.
"""

from __future__ import annotations

import os

import pytest

from tests.postgresql_server import start_server

if "PYTEST_XDIST_WORKER" not in os.environ:
    os.environ["IRSITE_DATABASE"] = start_server()


def pytest_configure(config: pytest.Config) -> None:
    """Keep the test database: it goes with the server.

    A browser's last request may still hold a session that dropping would trip over.
    """
    config.option.reuse_db = True
