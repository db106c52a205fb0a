"""Connections are lent: few are opened, and none is held by a thread that waits."""

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


class AConnection(TestCase):
    """Each test's threads are other ones than the test's own."""

    def setUp(self) -> None:
        self.lending = ConnectionPool()
        self.addCleanup(self.lending.forget)

    def elsewhere(self, work: Callable[[], T]) -> T:
        """What the work returns in a thread of its own."""
        with ThreadPoolExecutor(max_workers=1) as pool:
            return pool.submit(work).result(5)

    def borrowed(self) -> BaseDatabaseWrapper:
        """What a thread had, which it has given back."""
        with self.lending.one():
            with connection.cursor() as cursor:
                cursor.execute("SELECT 1")
            had = connections[DEFAULT_DB_ALIAS]
        assert connections.all(initialized_only=True) == []
        return had

    def test_the_next_thread_has_the_one_that_was_given_back(self) -> None:
        first = self.elsewhere(self.borrowed)
        assert self.elsewhere(self.borrowed) is first

    def test_two_at_once_have_two(self) -> None:
        together = threading.Barrier(2, timeout=5)

        def work() -> int:
            with self.lending.one():
                together.wait()
                return id(connections[DEFAULT_DB_ALIAS])

        with ThreadPoolExecutor(max_workers=2) as pool:
            had = [pool.submit(work), pool.submit(work)]
        assert had[0].result() != had[1].result()

    def test_none_of_the_old_database_is_lent_once_it_may_be_another(self) -> None:
        old = self.elsewhere(self.borrowed)
        self.lending.forget()
        assert self.elsewhere(self.borrowed) is not old

    def test_nor_is_one_that_was_out_meanwhile(self) -> None:
        def work() -> BaseDatabaseWrapper:
            with self.lending.one():
                self.lending.forget()
                return connections[DEFAULT_DB_ALIAS]

        out = self.elsewhere(work)
        assert self.elsewhere(self.borrowed) is not out

    def test_one_that_is_left_within_a_transaction_is_not_lent_on(self) -> None:
        def work() -> BaseDatabaseWrapper:
            with self.lending.one():
                connections[DEFAULT_DB_ALIAS].in_atomic_block = True
                return connections[DEFAULT_DB_ALIAS]

        left = self.elsewhere(work)
        assert self.elsewhere(self.borrowed) is not left
