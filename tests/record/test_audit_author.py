"""Who wrote, and from where: told for what they write, and for nothing else."""

from __future__ import annotations

import threading
from typing import Any

from django.db import IntegrityError, connection, connections
from django.test import TestCase

import pytest

from releases.models import RowChange, Topic
from releases.record import audit_author
from releases.record.row_changes import AUTHOR_TABLE
from tests.builders import make_user
from tests.live import CommittingTestCase
from tests.record.rows import on_sqlite, refused, sql


def signed() -> list[tuple[str, str]]:
    """Who wrote each change of a topic, and from where, the first one first."""
    found = RowChange.objects.filter(table="releases_topic").order_by("pk")
    return list(found.values_list("by", "origin"))


def ada() -> Any:
    """Ada, at her desk."""
    return audit_author.acting_as(by="ada", origin="192.0.2.7")


ADA = ("ada", "192.0.2.7")
NOBODY = ("", "")


class AnAuthor(TestCase):
    """What is written inside is theirs, in a transaction that goes on."""

    def test_every_way_of_writing_is_signed(self) -> None:
        with ada():
            topic = Topic.objects.create(name="One")
            Topic.objects.bulk_create([Topic(name="Two"), Topic(name="Three")])
            Topic.objects.filter(name="Two").update(name="2 %s")
            sql("UPDATE releases_topic SET name = 'Raw % %s' WHERE name = 'Three'")
            sql("UPDATE releases_topic SET name = %s WHERE name = '2 %%s'", ["x"])
            sql("WITH one AS (SELECT 1) DELETE FROM releases_topic WHERE name = 'x'")
            topic.delete()
        assert signed() == [ADA] * 8

    def test_named_and_many_parameters_are_signed_too(self) -> None:
        with ada(), connection.cursor() as cursor:
            add = "INSERT INTO releases_topic (name) VALUES (%s)"
            cursor.executemany(add, [["One"], ["Two"]])
            cursor.execute(
                "UPDATE releases_topic SET name = %(new)s WHERE name = 'One'",
                {"new": "1"},
            )
            assert cursor.rowcount == 1
        assert signed() == [ADA] * 3

    def test_what_is_written_before_and_after_is_nobodys(self) -> None:
        Topic.objects.create(name="One")
        with ada():
            Topic.objects.create(name="Two")
        sql("UPDATE releases_topic SET name = 'Raw' WHERE name = 'One'")
        assert signed() == [NOBODY, ADA, NOBODY]

    def test_the_innermost_counts(self) -> None:
        with ada():
            with audit_author.acting_as(by="carl", origin="command intake"):
                Topic.objects.create(name="One")
            Topic.objects.create(name="Two")
        assert signed() == [("carl", "command intake"), ADA]

    def test_two_that_end_in_another_order_leave_nobody(self) -> None:
        first = audit_author.acting_as(by="first", origin="192.0.2.1")
        second = audit_author.acting_as(by="second", origin="192.0.2.2")
        first.__enter__()
        second.__enter__()
        first.__exit__(None, None, None)
        assert audit_author.current() == "second"
        second.__exit__(None, None, None)
        assert audit_author.current() == ""

    def test_who_it_is_may_be_known_only_later(self) -> None:
        name = ""
        with audit_author.acting_as(by=lambda: name, origin="192.0.2.7"):
            Topic.objects.create(name="One")
            name = "ada"
            Topic.objects.create(name="Two")
        assert signed() == [("", "192.0.2.7"), ADA]

    def test_a_name_of_any_length_and_letters_is_taken(self) -> None:
        for n, name in enumerate(["a" * 300, "%s", "'; --", "Zoë “%(by)s”"]):
            with (
                self.subTest(name=name),
                audit_author.acting_as(by=name, origin="x" * 300),
            ):
                Topic.objects.create(name=str(n))
                assert signed()[-1] == (name[:150], "x" * 100)

    def test_after_a_refusal_what_follows_is_nobodys(self) -> None:
        Topic.objects.create(name="One")
        with refused(), ada():
            Topic.objects.create(name="Two")
            Topic.objects.create(name="One")
        Topic.objects.create(name="Three")
        assert signed() == [NOBODY, NOBODY]

    @on_sqlite
    def test_what_is_read_takes_no_lock_and_tells_nobody(self) -> None:
        with ada():
            list(Topic.objects.all())
            assert self.author_rows() == []

    def test_the_sums_of_queries_stay_what_they_were(self) -> None:
        with ada(), self.assertNumQueries(1):
            Topic.objects.create(name="One")

    def author_rows(self) -> list[Any]:
        """Return the rows that name the author between two statements."""
        with connection.cursor() as cursor:
            cursor.execute(f"SELECT * FROM {AUTHOR_TABLE}")
            return list(cursor.fetchall())


class AnAuthorWithoutATransaction(CommittingTestCase):
    """A statement that commits by itself is signed, and nobody else's is."""

    def test_every_way_of_writing_is_signed(self) -> None:
        with ada():
            topic = Topic.objects.create(name="One")
            assert Topic.objects.get(pk=topic.pk).name == "One"
            assert Topic.objects.filter(pk=topic.pk).update(name="Two") == 1
            sql("INSERT INTO releases_topic (name) VALUES ('Three') RETURNING id, name")
            topic.delete()
        sql("UPDATE releases_topic SET name = 'Raw'")
        assert signed() == [ADA] * 4 + [NOBODY]

    def test_what_a_statement_returns_is_still_there_to_be_read(self) -> None:
        with ada(), connection.cursor() as cursor:
            cursor.execute(
                "INSERT INTO releases_topic (name) VALUES ('1'), ('2') RETURNING name"
            )
            assert sorted(cursor.fetchall()) == [("1",), ("2",)]
            cursor.execute(
                "UPDATE releases_topic SET name = 'x' WHERE name = '3' RETURNING id"
            )
            assert cursor.fetchall() == []

    def test_a_refusal_is_undone_and_leaves_nobody_told(self) -> None:
        make_user("bob")
        with ada():
            Topic.objects.create(name="One")
            with pytest.raises(IntegrityError):
                Topic.objects.create(name="One")
        Topic.objects.create(name="Two")
        assert signed() == [ADA, NOBODY]

    def test_another_connection_is_never_taken_for_them(self) -> None:
        def elsewhere() -> None:
            Topic.objects.create(name="Two")
            connections.close_all()

        with ada():
            Topic.objects.create(name="One")
            thread = threading.Thread(target=elsewhere)
            thread.start()
            thread.join()
            Topic.objects.create(name="Three")
        assert signed() == [ADA, NOBODY, ADA]
