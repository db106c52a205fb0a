"""What may be put on the record, whoever puts it."""

from __future__ import annotations

import uuid
from typing import Any

from releases.models import Publication
from releases.record.documents import Change, canonical, digest_of
from tests.builders import SEVEN
from tests.clock import MICROSECOND, travel
from tests.record.rows import (
    DAY,
    HOUR,
    OnTheRecord,
    contents,
    insert,
    on_postgresql,
    on_sqlite,
    page,
    refused,
    sql,
    unsaved,
    use_record,
    written,
)


class AnInsertedPublication(OnTheRecord):
    """It lies ahead, starts open, and is the next number of its chain."""

    def next_one(self, **fields: Any) -> Publication:
        """Return a number 4 that no rule forbids."""
        chain: dict[str, Any] = {
            "address": self.past.address,
            "dated": self.past.dated,
            "number": 4,
            "live_from": SEVEN + 2 * HOUR,
        }
        return unsaved(**chain | fields)

    def test_it_is_taken_where_it_breaks_no_rule(self) -> None:
        insert(unsaved())
        insert(self.next_one())
        self.scheduled.refresh_from_db()
        assert self.scheduled.live_until == SEVEN + 2 * HOUR

    def test_it_is_not_for_an_instant_that_has_come(self) -> None:
        for live_from in (SEVEN, SEVEN - MICROSECOND, SEVEN - HOUR, SEVEN - 900 * DAY):
            row = unsaved(live_from=live_from, recorded_at=live_from - HOUR)
            with self.subTest(live_from=live_from):
                with refused("ahead of the clock"):
                    row.save()
                with refused("ahead of the clock"):
                    Publication.objects.bulk_create([row])
                with refused("ahead of the clock"):
                    insert(row)

    def test_a_microsecond_ahead_is_ahead(self) -> None:
        insert(unsaved(live_from=SEVEN + MICROSECOND))

    def test_it_is_not_for_the_past_after_the_clock_was_set_back(self) -> None:
        use_record(SEVEN)
        with travel(SEVEN - DAY), refused("ahead of the clock"):
            insert(unsaved(live_from=SEVEN - HOUR, recorded_at=SEVEN - DAY))

    def test_it_starts_open(self) -> None:
        for live_until in (SEVEN + HOUR, SEVEN + 2 * HOUR, SEVEN + 900 * DAY):
            with self.subTest(live_until=live_until), refused("starts open"):
                insert(unsaved(live_until=live_until))

    def test_its_number_is_the_next(self) -> None:
        for number in (0, 1, 2, 3, 5, 2_000_000_000):
            with self.subTest(number=number), refused("next number"):
                insert(self.next_one(number=number))
        for number in (0, 2, 7):
            with self.subTest(first=number), refused("next number"):
                insert(unsaved(number=number))
        with refused():
            insert(unsaved(), number=-1)

    def test_its_chain_begins_again_at_one_where_all_of_it_was_called_off(self) -> None:
        with refused("next number"):
            insert(unsaved(address=self.called_off.address, number=2))
        insert(unsaved(address=self.called_off.address, number=1))

    def test_it_follows_the_head_of_its_chain(self) -> None:
        for live_from in (SEVEN + HOUR, SEVEN + HOUR - MICROSECOND, SEVEN + HOUR / 2):
            with self.subTest(live_from=live_from), refused("follows the open head"):
                insert(self.next_one(live_from=live_from))

    def test_it_is_dated_as_its_chain(self) -> None:
        for dated in (SEVEN, self.past.dated - MICROSECOND, SEVEN + 2 * HOUR):
            with self.subTest(dated=dated), refused("equally dated"):
                insert(self.next_one(dated=dated))
        with refused("equally dated"):
            insert(self.next_one(year=2025))

    def test_it_takes_nobodys_id(self) -> None:
        for row in self.rows():
            with self.subTest(row=row), refused("keeps its own id"):
                insert(unsaved(id=row.pk))

    def test_its_id_leaves_room_for_others(self) -> None:
        for taken in (-1, 0, -(2**63), 2**63 - 1, 5_000_000):
            with self.subTest(id=taken), refused("has the next id"):
                insert(unsaved(id=taken))

    def test_it_lacks_nothing(self) -> None:
        columns = [
            field.column
            for field in Publication._meta.concrete_fields
            if not field.null
        ]
        assert len(columns) > 10
        for column in set(columns) - {"id"}:
            lacking: dict[str, Any] = {column: None}
            with self.subTest(column=column), refused():
                insert(unsaved(), **lacking)

    def test_it_is_recorded_neither_later_than_now_nor_before_the_latest_use(
        self,
    ) -> None:
        with refused("time of the record"):
            insert(unsaved(recorded_at=SEVEN + MICROSECOND))
        use_record(SEVEN)
        with refused("time of the record"):
            insert(unsaved(recorded_at=SEVEN - MICROSECOND))

    def test_copies_of_the_whole_record_are_refused(self) -> None:
        columns = ", ".join(set(written(self.past)) - {"id"})
        before = contents()
        with refused():
            sql(
                f"INSERT INTO releases_publication ({columns})"
                f" SELECT {columns} FROM releases_publication"
            )
        assert contents() == before

    def test_many_of_one_chain_in_one_statement_close_one_another(self) -> None:
        rows = [
            unsaved(number=n, live_from=SEVEN + n * HOUR, dated=SEVEN + HOUR)
            for n in (1, 2, 3)
        ]
        Publication.objects.bulk_create(rows)
        chain = Publication.objects.at_address("2026/another").order_by("number")
        ends = list(chain.values_list("live_until", flat=True))
        assert ends == [SEVEN + 2 * HOUR, SEVEN + 3 * HOUR, None]


class AnInsertThatWouldReplace(OnTheRecord):
    """What stands is replaced by nothing."""

    def assert_refused(self, verb: str, tail: str = "") -> None:
        """No row of the record gives way, to its id or to its number."""
        before = contents()
        for row in self.rows():
            with self.subTest(verb=verb, tail=tail, row=row.pk), refused("its own id"):
                insert(unsaved(id=row.pk, headline="Forged"), verb=verb, tail=tail)
        for row in (self.past, self.standing, self.scheduled):
            again = unsaved(
                address=row.address,
                number=row.number,
                dated=row.dated,
                headline="Forged",
            )
            with self.subTest(verb=verb, tail=tail, again=row), refused("next number"):
                insert(again, verb=verb, tail=tail)
        assert contents() == before

    @on_sqlite
    def test_sqlites_or_replace_is_refused(self) -> None:
        self.addCleanup(sql, "PRAGMA recursive_triggers = ON")  # as irsite has it
        for recursive in ("OFF", "ON", "OFF"):
            sql(f"PRAGMA recursive_triggers = {recursive}")
            for verb in ("REPLACE", "INSERT OR REPLACE"):
                self.assert_refused(verb)

    @on_sqlite
    def test_sqlites_or_ignore_and_or_fail_are_refused(self) -> None:
        for verb in ("INSERT OR IGNORE", "INSERT OR FAIL", "INSERT OR ABORT"):
            self.assert_refused(verb)

    def test_on_conflict_is_refused(self) -> None:
        self.assert_refused("INSERT", "ON CONFLICT DO NOTHING")
        self.assert_refused(
            "INSERT", "ON CONFLICT (id) DO UPDATE SET headline = 'Forged'"
        )

    @on_postgresql
    def test_on_conflict_of_numbers_is_refused(self) -> None:
        standing = (
            "(live_until IS NULL OR (live_until IS NOT NULL"
            " AND NOT (live_until = live_from)))"
        )
        with refused("next number"):
            insert(
                unsaved(address=self.past.address, number=3, headline="Forged"),
                tail="ON CONFLICT (kind, address, number) WHERE "
                f"{standing} DO UPDATE SET headline = 'Forged'",
            )


@on_postgresql
class ADigest(OnTheRecord):
    """PostgreSQL reads the document; SQLite has no SHA-256."""

    def test_it_is_that_of_the_document(self) -> None:
        for digest in ("", "a" * 64, unsaved().digest.upper()):
            with self.subTest(digest=digest), refused("digest"):
                insert(unsaved(digest=digest))
        with refused("digest"):
            insert(unsaved(document="{}"))


class AShadow(OnTheRecord):
    """A temporary table of the same name hides nothing from the triggers."""

    def test_an_edition_of_ones_own_opens_no_past(self) -> None:
        use_record(SEVEN)
        with travel(SEVEN - DAY):
            sql(
                "CREATE TEMPORARY TABLE releases_recordstate AS SELECT * FROM"
                " releases_recordstate LIMIT 0"
            )
            with refused("ahead of the clock"):
                insert(unsaved(live_from=SEVEN - HOUR, recorded_at=SEVEN - DAY))

    def test_a_record_of_ones_own_frees_no_number(self) -> None:
        sql(
            "CREATE TEMPORARY TABLE releases_publication AS SELECT * FROM"
            " releases_publication LIMIT 0"
        )
        row = unsaved(address=self.past.address, bundle=uuid.uuid4())
        with refused("next number"):
            insert(row)


class ASeal(OnTheRecord):
    """The column says what the document says: readers are asked by it."""

    def test_it_is_that_of_the_document(self) -> None:
        change = Change(kind="disregard", text="A test.", sealed=True)
        notice = canonical(page().document.model_copy(update={"change": change}))
        for seals_earlier, text in ((True, unsaved().document), (False, notice)):
            row = unsaved(
                seals_earlier=seals_earlier, document=text, digest=digest_of(text)
            )
            with self.subTest(seals_earlier=seals_earlier), refused("seals earlier"):
                insert(row)
        insert(unsaved(seals_earlier=True, document=notice, digest=digest_of(notice)))

    def test_no_headline_is_taken_for_one(self) -> None:
        text = canonical(page(headline='He said "sealed":true.').document)
        insert(unsaved(document=text, digest=digest_of(text)))
