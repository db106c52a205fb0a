"""A pytest plugin: `-p tests.site_role` runs the suite on PostgreSQL as the site's role.

The server's superuser makes the test database, as the owner of a site's database does;
from then on each connection has the rights of the site's role alone. What tests do to
the database by hand, they do as the owner (`tests.owner`); tests that are marked `owner`
change its schema, and are left out.
"""

from __future__ import annotations

import os
from collections.abc import Iterator

from django.apps import apps
from django.db import connection
from django.db.backends.signals import connection_created

import pytest
import pytest_django

from releases.record import grants
from tests import owner

# With its server.
pytest_plugins = ["tests.postgresql"]
os.environ[owner.VARIABLE] = "true"


@pytest.fixture(scope="session", autouse=True)
def _site_role(
    django_db_setup: None, django_db_blocker: pytest_django.DjangoDbBlocker
) -> Iterator[None]:
    """Give the role its rights on the test database, and take every other from the tests."""
    with django_db_blocker.unblock(), connection.cursor() as cursor:
        cursor.execute(owner.CREATE_ROLE)
        # Tests of served sites alone need no test database.
        if connection.introspection.table_names(cursor):
            for statement in grants.statements(apps, connection, role=owner.SITE_ROLE):
                cursor.execute(statement)
        connection.close()
    connection_created.connect(owner.become_site)
    yield
    connection_created.disconnect(owner.become_site)


def pytest_collection_modifyitems(
    config: pytest.Config, items: list[pytest.Item]
) -> None:
    """Leave out the tests that only the owner of the database can run."""
    left_out = [item for item in items if item.get_closest_marker("owner")]
    config.hook.pytest_deselected(items=left_out)
    items[:] = [item for item in items if not item.get_closest_marker("owner")]
