"""The one row that every change passes: it only goes forward, and never too far."""

from __future__ import annotations

from releases.models import RecordState
from releases.record.clock import read_clock
from tests.builders import SEVEN
from tests.clock import MICROSECOND, travel
from tests.record.rows import (
    DAY,
    HOUR,
    SCHEMA,
    WAYS,
    OnTheRecord,
    by_sql,
    change,
    insert,
    on_sqlite,
    refused,
    sql,
    use_record,
)


class TheRecordState(OnTheRecord):
    """Whoever holds it back or drives it ahead would stop or reopen the record."""

    record_state: RecordState

    def setUp(self) -> None:
        super().setUp()
        use_record(SEVEN - HOUR)
        self.record_state = RecordState.objects.get()

    def test_its_clock_does_not_go_back(self) -> None:
        for way in WAYS:
            earlier = SEVEN - HOUR - MICROSECOND
            with self.subTest(way=way.__name__), refused("only goes forward"):
                way(self.record_state, "clock", earlier)

    def test_its_clock_is_not_ahead_of_the_time(self) -> None:
        for ahead in (SEVEN + MICROSECOND, SEVEN + HOUR, SEVEN + 200_000 * DAY):
            for way in WAYS:
                with self.subTest(way=way.__name__), refused("never ahead"):
                    way(self.record_state, "clock", ahead)

    def test_its_clock_comes_up_to_the_time(self) -> None:
        for moment in (SEVEN - HOUR, SEVEN - MICROSECOND, SEVEN):
            by_sql(self.record_state, "clock", moment)

    def test_its_clock_holds_where_the_machines_is_set_back(self) -> None:
        with travel(SEVEN - DAY):
            assert read_clock() == SEVEN - HOUR

    def test_its_generation_goes_one_by_one(self) -> None:
        now = self.record_state.generation
        for generation in (now - 1, now + 2, 0, -1, 2**63 - 1):
            with self.subTest(generation=generation), refused():
                change(self.record_state, "generation", generation)
        change(self.record_state, "generation", now + 1)

    @on_sqlite
    def test_its_generation_is_a_number(self) -> None:
        for generation in ("many", b"1", 1.5):
            with self.subTest(generation=generation), refused("one generation"):
                change(self.record_state, "generation", generation)

    def test_it_lacks_nothing(self) -> None:
        for column in ("generation", "clock", "id"):
            with self.subTest(column=column), refused():
                change(self.record_state, column, None)

    def test_there_is_no_other(self) -> None:
        for taken in (1, 2, -1):
            with self.subTest(id=taken), refused("the only one"):
                insert(RecordState(id=taken, clock=SEVEN))
        with refused("only goes forward"):
            change(self.record_state, "id", 2)

    @on_sqlite
    def test_it_is_not_replaced(self) -> None:
        for verb in ("REPLACE", "INSERT OR REPLACE", "INSERT OR IGNORE"):
            with self.subTest(verb=verb), refused("the only one"):
                insert(RecordState(id=1, clock=SEVEN - DAY), verb=verb)

    def test_it_never_goes(self) -> None:
        with refused("never altered"):
            RecordState.objects.all().delete()
        with refused("never altered"):
            sql(f"DELETE FROM {SCHEMA}.releases_recordstate")
