"""Tests of the locks by which couriers know which of them live."""

from __future__ import annotations

import tempfile
from pathlib import Path
from unittest import mock

from django.test import TestCase

import pytest

from releases.alerts import holders
from releases.alerts.holders import CannotDeliver, make_holders
from releases.readers.database import readers_connection
from tests.record.rows import on_postgresql, on_sqlite


class ANumber(TestCase):
    """Belongs to one courier, for as long as its process lives."""

    databases = "__all__"

    def setUp(self) -> None:
        folder = Path(self.enterContext(tempfile.TemporaryDirectory()))
        self.enterContext(self.settings(VAR=folder))

    @on_sqlite
    def test_each_courier_has_its_own_until_it_ends(self) -> None:
        first, second = make_holders(), make_holders()
        assert (first.take_number(), second.take_number()) == (1, 2)
        assert not first.is_gone(2)
        assert not second.is_gone(2)
        assert first.is_gone(3)
        second.release()
        second.release()  # changes nothing more
        assert first.is_gone(2)
        first.release()

    @on_postgresql
    def test_each_session_has_its_own_until_it_ends(self) -> None:
        first, second = make_holders(), make_holders()
        other = readers_connection().copy()
        with mock.patch.object(holders, "readers_connection", return_value=other):
            assert second.take_number() == 1
        assert first.take_number() == 2
        assert not first.is_gone(1)
        assert not first.is_gone(2)
        other.close()
        for _ in range(100):
            if first.is_gone(1):
                break
        else:
            pytest.fail("The lock outlives its session.")
        first.release()

    @on_postgresql
    def test_behind_a_pooler_of_transactions_none_is_taken(self) -> None:
        with (
            mock.patch.object(holders, "session_of", return_value=7),
            pytest.raises(CannotDeliver, match="direct connection"),
        ):
            make_holders().take_number()

    def test_there_are_not_endlessly_many(self) -> None:
        with (
            mock.patch.object(holders, "MAX_COURIERS", 0),
            pytest.raises(CannotDeliver, match="too many"),
        ):
            make_holders().take_number()
