"""How an instant is written: in the one form that sorts, and that Python can read."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from django.db import connection, models

from releases.models import JournalEntry, RecordState
from tests.builders import SEVEN
from tests.record.rows import (
    HOUR,
    OnTheRecord,
    change,
    insert,
    instant_of,
    on_postgresql,
    on_sqlite,
    refused,
    unsaved,
)

BADLY_WRITTEN: list[Any] = [
    "",
    "now",
    "infinity",
    "9999",
    "2026-03-03",
    "2026-03-03 13:00",
    "2026-03-03T13:00:00",
    "2026-03-03 13:00:00Z",
    "2026-03-03 13:00:00+05:00",
    "2026-03-03 13:00:00 ",
    " 2026-03-03 13:00:00",
    "2026-03-03 13:00:00.5",
    "2026-03-03 13:00:00.000000",
    "2026-03-03 13:00:00.1234567",
    "2026-02-30 13:00:00",
    "2026-13-01 13:00:00",
    "2026-03-03 24:00:00",
    "2026-03-03 29:00:00",
    "2026-03-03 13:00:60",
    "12026-03-03 13:00:00",
    "0000-03-03 13:00:00",
    "0926-03-03 13:00:00",
    "3026-03-03 13:00:00",
    "2026-03-03 13:00:00\0",
    "2026-03-03 13:00:00\0.9999999",
    "\N{FULLWIDTH DIGIT TWO}026-03-03 13:00:00",
    b"2026-03-03 13:00:00",
    b"2999-03-03 13:00:00.500000",
    2_461_103,
    1_772_542_800,
    2_461_103.5,
]
OUT_OF_THE_CALENDAR = [
    "infinity",
    "-infinity",
    "0044-03-15 BC",
    "0999-12-31 23:59:59Z",
    "3000-01-01 00:00:00Z",
    "294276-12-31 23:59:59Z",
]


def instants(model: type[models.Model]) -> list[str]:
    """Return the model's columns that hold an instant."""
    columns = [
        field.column
        for field in model._meta.concrete_fields
        if isinstance(field, models.DateTimeField)
    ]
    assert columns, "there is nothing to sweep"
    return columns


class AnInstant(OnTheRecord):
    """Everywhere on the record."""

    def rows_to_put(self) -> Iterator[models.Model]:
        """One of each kind that no rule forbids."""
        event = {"starts": SEVEN, "ends": SEVEN + HOUR}
        yield unsaved(kind="event", address="call", **event)
        parent = unsaved(kind="event", address="webcast", **event)
        parent.save()
        yield instant_of(parent, SEVEN + HOUR)
        yield JournalEntry(seq=1, at=SEVEN, by="", action="", subject="", seal="")

    def assert_refused(self, bad: list[Any], saying: str) -> None:
        """None of these is taken in any column of any table."""
        for row in self.rows_to_put():
            for column in instants(type(row)):
                for value in bad:
                    with self.subTest(column=column, value=value), refused(saying):
                        insert(row, **{column: value})
            insert(row)
        for value in bad:
            with self.subTest(clock=value), refused(saying):
                change(RecordState.objects.get(), "clock", value)
        for value in bad:
            with self.subTest(live_until=value), refused(saying):
                change(self.scheduled, "live_until", value)

    @on_sqlite
    def test_it_is_written_as_django_writes(self) -> None:
        self.assert_refused(BADLY_WRITTEN, "is written as")

    @on_postgresql
    def test_it_lies_within_the_calendar(self) -> None:
        self.assert_refused(OUT_OF_THE_CALENDAR, "lies in the years")

    @on_postgresql
    def test_a_zone_of_ones_own_moves_nothing(self) -> None:
        with connection.cursor() as cursor, refused("ahead of the clock"):
            cursor.execute("SET LOCAL timezone = 'Pacific/Kiritimati'")
            insert(unsaved(), live_from="2026-03-04 01:30", dated="2026-03-04 01:30")
