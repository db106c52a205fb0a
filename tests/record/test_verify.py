"""The record is walked, and what was walked is printed."""

from __future__ import annotations

import io

from django.core.management import call_command
from django.test import SimpleTestCase

from releases.models import (
    JournalEntry,
    Release,
    Topic,
)
from releases.record.verification import row_history
from tests.builders import (
    SEVEN,
    make_contact,
    publish,
)
from tests.clock import SECOND, travel
from tests.live import CommittingTestCase
from tests.record.rows import sql
from tests.record.whole import ARecord, problems, verified


class ARecordThatIsWhole(ARecord):
    """It is printed to be, and what was walked is printed with its numbers."""

    def test_it_fits(self) -> None:
        code, printed = verified()
        assert code == 0
        assert "The record is intact." in printed
        entries = JournalEntry.objects.count()
        assert f"{entries} journal entries are chained" in printed
        assert JournalEntry.objects.all()[0].seal in printed
        assert "3 publications in 2 chains" in printed
        assert "1 file is in storage" in printed

    def test_what_is_not_sealed_yet_is_said(self) -> None:
        sql("UPDATE releases_contact SET name = 'Raw'")
        code, printed = verified()
        assert (code, "1 is not sealed yet" in printed) == (0, True)
        call_command("seal_journal", stdout=io.StringIO())
        assert "None waits to be sealed" in verified()[1]

    def test_a_seal_that_was_kept_is_looked_for(self) -> None:
        entry = JournalEntry.objects.get(seq=2)
        assert "that of journal entry 2" in verified(seal=entry.seal)[1]
        code, printed = verified(seal="f" * 64)
        assert (code, "no journal entry has the seal that you noted" in printed) == (
            1,
            True,
        )

    def test_an_empty_record_is_whole(self) -> None:
        assert problems() == []

    def test_changes_of_every_kind_add_up(self) -> None:
        topic = Topic.objects.create(name="One")
        self.out.topics.add(topic)
        Topic.objects.update(name="Two")
        self.out.topics.clear()
        topic.delete()
        assert problems() == []


class ARowThatAnotherEngineWroteDown(SimpleTestCase):
    """After a move from SQLite to PostgreSQL the changes still add up."""

    def test_its_values_are_the_same_in_either_writing(self) -> None:
        fields = row_history.known_fields(Release)
        stored = {"after_wire": False, "go_live_at": SEVEN, "category_id": 3}
        for recorded in (
            {"after_wire": 0, "go_live_at": "2026-03-03 12:00:00", "category_id": 3},
            {"after_wire": False, "go_live_at": "2026-03-03T13:00:00+01:00"},
            {"category_id": "3", "unknown_column": 1},
        ):
            with self.subTest(recorded=recorded):
                assert row_history.first_difference(fields, recorded, stored) == ""

    def test_other_values_are_not(self) -> None:
        fields = row_history.known_fields(Release)
        stored = {"after_wire": False, "go_live_at": SEVEN, "category_id": 3}
        for column, value in (
            ("after_wire", 1),
            ("go_live_at", "2026-03-03 12:00:01"),
            ("go_live_at", "noon"),
            ("category_id", 4),
            ("category_id", None),
        ):
            with self.subTest(column=column, value=value):
                recorded = {column: value}
                assert row_history.first_difference(fields, recorded, stored) == column


class AWalkOfItsOwn(CommittingTestCase):
    """Outside of a transaction it sees one moment, and stops nobody."""

    def test_it_fits_and_others_may_write(self) -> None:
        with travel(SEVEN - SECOND):
            publish(at=SEVEN)
        assert problems() == []
        make_contact()
        assert problems() == []
