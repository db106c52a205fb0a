"""Few connections are opened, and no waiting thread holds one."""

from __future__ import annotations

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import TypeVar

from django.db import DEFAULT_DB_ALIAS, connection, connections
from django.db.backends.base.base import BaseDatabaseWrapper
from django.test import TestCase

from releases.pagecache.connection_pool import ConnectionPool

T = TypeVar("T")


class PooledConnections(TestCase):
    """Each use of the pool is in a thread of its own."""

    def setUp(self) -> None:
        self.pool = ConnectionPool()
        self.addCleanup(self.pool.clear)

    def in_thread(self, function: Callable[[], T]) -> T:
        """Return the result of the function in a new thread."""
        with ThreadPoolExecutor(max_workers=1) as executor:
            return executor.submit(function).result(5)

    def used_connection(self) -> BaseDatabaseWrapper:
        """Use a connection, and return it after it has gone back to the pool."""
        with self.pool.connection():
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1")
            used = connections[DEFAULT_DB_ALIAS]
        assert connections.all(initialized_only=True) == []
        return used

    def test_the_next_thread_reuses_an_idle_connection(self) -> None:
        first = self.in_thread(self.used_connection)
        assert self.in_thread(self.used_connection) is first

    def test_two_threads_at_once_have_two_connections(self) -> None:
        together = threading.Barrier(2, timeout=5)

        def work() -> int:
            with self.pool.connection():
                together.wait()
                return id(connections[DEFAULT_DB_ALIAS])

        with ThreadPoolExecutor(max_workers=2) as executor:
            used = [executor.submit(work), executor.submit(work)]
        assert used[0].result() != used[1].result()

    def test_after_clear_no_idle_connection_is_reused(self) -> None:
        old = self.in_thread(self.used_connection)
        self.pool.clear()
        assert self.in_thread(self.used_connection) is not old

    def test_after_clear_no_connection_in_use_is_reused(self) -> None:
        def work() -> BaseDatabaseWrapper:
            with self.pool.connection():
                self.pool.clear()
                return connections[DEFAULT_DB_ALIAS]

        used = self.in_thread(work)
        assert self.in_thread(self.used_connection) is not used

    def test_a_connection_left_in_a_transaction_is_not_reused(self) -> None:
        def work() -> BaseDatabaseWrapper:
            with self.pool.connection():
                connections[DEFAULT_DB_ALIAS].in_atomic_block = True
                return connections[DEFAULT_DB_ALIAS]

        left = self.in_thread(work)
        assert self.in_thread(self.used_connection) is not left
