"""What may happen to a publication: three moves of its end, and nothing else."""

from __future__ import annotations

import datetime as dt
from itertools import product

from django.db import connection, transaction

from releases.models import Publication, RecordState
from tests.builders import SEVEN
from tests.clock import MICROSECOND, travel
from tests.record.rows import (
    DAY,
    HOUR,
    SCHEMA,
    WAYS,
    OnTheRecord,
    altered,
    by_update,
    change,
    contents,
    insert,
    on_postgresql,
    on_sqlite,
    refused,
    sql,
    unsaved,
    use_record,
)

OPEN = None


class TheEndOfAPublication(OnTheRecord):
    """It moves when a successor is put, when one is called off, and never else."""

    def instants(self) -> list[dt.datetime | None]:
        """Every instant that means something here, what is beside it, and none."""
        bounds = {row.live_from for row in self.rows()} | {SEVEN, SEVEN + 900 * DAY}
        near = {bound + n * MICROSECOND for bound in bounds for n in (-1, 0, 1)}
        return [OPEN, *sorted(near)]

    def test_every_move_but_calling_off_is_refused_whoever_tries(self) -> None:
        forbidden = [
            (row, instant)
            for row, instant in product(self.rows(), self.instants())
            if instant != row.live_until
            and (row, instant) != (self.scheduled, self.scheduled.live_from)
        ]
        assert len(forbidden) > 40
        before = contents()
        for (row, instant), way in product(forbidden, WAYS):
            copy = Publication.objects.get(pk=row.pk)
            with self.subTest(row=row, instant=instant, way=way.__name__), refused():
                way(copy, "live_until", instant)
        assert contents() == before

    def test_calling_off_reopens_what_it_was_to_follow(self) -> None:
        for way in WAYS:
            mark = transaction.savepoint()
            way(self.scheduled, "live_until", self.scheduled.live_from)
            self.standing.refresh_from_db()
            with self.subTest(way=way.__name__):
                assert self.standing.live_until is OPEN
            transaction.savepoint_rollback(mark)

    def test_what_is_out_is_not_called_off(self) -> None:
        for moment in (SEVEN + HOUR, SEVEN + HOUR + MICROSECOND, SEVEN + DAY):
            with travel(moment), self.subTest(moment=moment), refused("not at all"):
                by_update(self.scheduled, "live_until", self.scheduled.live_from)

    def test_what_is_out_is_not_called_off_after_the_clock_was_set_back(self) -> None:
        with travel(SEVEN + HOUR):
            use_record(SEVEN + HOUR)
        with travel(SEVEN), refused("not at all"):
            by_update(self.scheduled, "live_until", self.scheduled.live_from)

    def test_what_has_a_successor_to_come_is_not_called_off(self) -> None:
        insert(
            unsaved(
                address=self.past.address,
                number=4,
                dated=self.past.dated,
                live_from=SEVEN + 2 * HOUR,
            )
        )
        with refused("not at all"):
            by_update(self.scheduled, "live_until", self.scheduled.live_from)

    @on_postgresql
    def test_one_statement_cannot_add_a_successor_and_call_off_what_it_follows(
        self,
    ) -> None:
        columns = "kind, address, dated, year, language, category, headline, notice,"
        columns += (
            "seals_earlier, imported, recorded_at, digest, document, translation_group,"
            " is_translation"
        )
        with refused("not at all"):
            sql(
                f"WITH added AS (INSERT INTO releases_publication ({columns}, number,"
                f" live_from, bundle) SELECT {columns}, 4, live_from + '1 hour', bundle"
                " FROM releases_publication WHERE number = 3 RETURNING id)"
                " UPDATE releases_publication SET live_until = live_from"
                " WHERE number = 3 AND EXISTS (SELECT 1 FROM added)"
            )

    def test_each_change_is_a_generation(self) -> None:
        before = RecordState.objects.get().generation
        insert(unsaved())
        assert RecordState.objects.get().generation > before
        between = RecordState.objects.get().generation
        by_update(self.scheduled, "live_until", self.scheduled.live_from)
        assert RecordState.objects.get().generation > between

    @on_sqlite
    def test_sqlites_or_clauses_open_no_other_move(self) -> None:
        for clause in ("REPLACE", "IGNORE", "FAIL", "ABORT"):
            for row in (self.past, self.standing, self.called_off):
                with self.subTest(clause=clause, row=row), refused():
                    change(row, "live_until", OPEN, verb=f"UPDATE OR {clause}")


class TheRestOfAPublication(OnTheRecord):
    """It never changes, and no row ever goes."""

    def test_no_column_changes(self) -> None:
        before = contents()
        for row in self.rows():
            for column, value in altered(row):
                with self.subTest(row=row, column=column), refused():
                    change(row, column, value)
        assert contents() == before

    def test_no_id_changes(self) -> None:
        for row in self.rows():
            for taken in (row.pk + 1, row.pk + 1000, -1, 0):
                with self.subTest(row=row, id=taken), refused():
                    change(row, "id", taken)

    def test_no_column_changes_beside_a_move_that_is_allowed(self) -> None:
        with refused("Only live_until"):
            Publication.objects.filter(pk=self.scheduled.pk).update(
                live_until=self.scheduled.live_from, headline="Forged"
            )

    def test_models_cannot_change_it_either(self) -> None:
        for row in self.rows():
            row.headline = "Forged"
            with self.subTest(row=row), refused("Only live_until"):
                row.save()
            with self.subTest(row=row), refused("Only live_until"):
                Publication.objects.bulk_update([row], ["headline"])

    def test_no_row_goes(self) -> None:
        before = contents()
        for row in self.rows():
            with self.subTest(row=row), refused("never altered"):
                Publication.objects.filter(pk=row.pk).delete()
            with self.subTest(row=row), refused("never altered"):
                Publication.objects.get(pk=row.pk).delete()
        with refused("never altered"):
            sql(f"DELETE FROM {SCHEMA}.releases_publication")
        assert contents() == before

    @on_sqlite
    def test_nothing_changes_where_checks_are_ignored_and_keys_are_off(self) -> None:
        sql("PRAGMA ignore_check_constraints = ON")
        self.addCleanup(sql, "PRAGMA ignore_check_constraints = OFF")
        self.test_no_column_changes()
        self.test_no_row_goes()

    @on_postgresql
    def test_no_table_is_emptied(self) -> None:
        before = contents()
        for table in (
            "publication",
            "publishedfile",
            "eventmention",
            "horizoninstant",
            "recordstate",
        ):
            with self.subTest(table=table), refused("never altered"):
                sql(f"TRUNCATE releases_{table} CASCADE")
        connection.check_constraints()  # PostgreSQL empties no table that awaits one
        with refused("never altered"):
            sql("TRUNCATE releases_journalentry, releases_rowchange RESTART IDENTITY")
        assert contents() == before
