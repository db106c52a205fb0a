"""Rows for the record, and the ways in which somebody might try to put or change them."""

from __future__ import annotations

import contextlib
import datetime as dt
import unittest
import uuid
from collections.abc import Callable, Iterator
from typing import Any

from django.db import IntegrityError, connection, models, transaction
from django.test import TestCase

import pytest

from releases.models import (
    EventMention,
    HorizonInstant,
    JournalEntry,
    Publication,
    PublishedFile,
)
from releases.models.record.kinds import Kind
from releases.record.documents import (
    CategoryEntry,
    ReleaseDocument,
    canonical,
    digest_of,
)
from releases.record.frozen_pages import FrozenPage
from tests.builders import SEVEN
from tests.clock import travel
from tests.owner import as_owner

HOUR = dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)

on_sqlite = unittest.skipUnless(connection.vendor == "sqlite", "SQLite's own ways")
on_postgresql = unittest.skipUnless(
    connection.vendor == "postgresql", "PostgreSQL's own ways"
)
# Where the record's tables are, whatever temporary tables are called.
SCHEMA = {"sqlite": "main", "postgresql": "public"}[connection.vendor]


def page(slug: str = "results", headline: str = "Results") -> FrozenPage:
    """Return a frozen page of a release."""
    return FrozenPage(
        kind=Kind.RELEASE,
        address=f"2026/{slug}",
        document=ReleaseDocument(
            headline=headline,
            category=CategoryEntry(slug="news", name="News"),
            language="en",
            timezone="UTC",
        ),
        headline=headline,
        category="news",
    )


def unsaved(**fields: Any) -> Publication:
    """Return an unsaved first publication, live an hour after SEVEN, that no rule forbids."""
    live_from = fields.get("live_from", SEVEN + HOUR)
    text = canonical(page().document)
    defaults: dict[str, Any] = {
        "kind": "release",
        "address": "2026/another",
        "number": 1,
        "live_from": live_from,
        "dated": live_from,
        "year": 2026,
        "language": "en",
        "headline": "Results",
        "bundle": uuid.uuid4(),
        "recorded_at": SEVEN,
        "digest": digest_of(text),
        "document": text,
    }
    return Publication(**defaults | fields)


def file_of(publication: Publication, **fields: Any) -> PublishedFile:
    """Return a file that is to go out with the publication."""
    defaults: dict[str, Any] = {
        "sha256": "a" * 64,
        "name": "results.pdf",
        "media_type": "application/pdf",
        "size": 4,
        "token": "a-token",
    }
    return PublishedFile(publication=publication, **defaults | fields)


def instant_of(publication: Publication, instant: dt.datetime) -> HorizonInstant:
    """Return an instant at which the publication looks different."""
    return HorizonInstant(publication=publication, instant=instant)


def mention_of(publication: Publication, address: str = "call") -> EventMention:
    """Return an event that the publication is to name."""
    return EventMention(publication=publication, address=address)


def written(row: models.Model) -> dict[str, Any]:
    """Return the row's columns as the database stores them, without an id that it lacks."""
    return {
        field.column: field.get_db_prep_save(getattr(row, field.attname), connection)
        for field in row._meta.concrete_fields
        if not (field.primary_key and row.pk is None)
    }


def insert(
    row: models.Model,
    *,
    verb: str = "INSERT",
    schema: str = SCHEMA,
    tail: str = "",
    **columns: Any,
) -> None:
    """Put the row by raw SQL, with some columns written otherwise."""
    values = written(row) | columns
    places = ", ".join("%s" for _ in values)
    names = ", ".join(values)
    sql(
        f"{verb} INTO {schema}.{row._meta.db_table} ({names}) VALUES ({places}) {tail}",
        list(values.values()),
    )


def sql(statement: str, values: list[Any] | None = None) -> None:
    """Run it past every model, as the owner of the database."""
    with as_owner(), connection.cursor() as cursor:
        cursor.execute(statement, values)


def use_record(at: dt.datetime) -> None:
    """From here on the record knows that it was this late."""
    sql(
        f"UPDATE {SCHEMA}.releases_recordstate SET clock = %s",
        [connection.ops.adapt_datetimefield_value(at)],
    )


def change(row: models.Model, column: str, value: Any, *, verb: str = "UPDATE") -> None:
    """Change one column of the row by raw SQL."""
    sql(
        f'{verb} {SCHEMA}.{row._meta.db_table} SET "{column}" = %s WHERE id = %s',
        [value, row.pk],
    )


def by_save(row: models.Model, field: str, value: Any) -> None:
    """Change it as an admin would."""
    setattr(row, field, value)
    row.save(update_fields=[field])


def by_update(row: models.Model, field: str, value: Any) -> None:
    """Change it by a queryset."""
    type(row)._default_manager.filter(pk=row.pk).update(**{field: value})


def by_bulk_update(row: models.Model, field: str, value: Any) -> None:
    """Change it with many others."""
    setattr(row, field, value)
    type(row)._default_manager.bulk_update([row], [field])


def by_sql(row: models.Model, field: str, value: Any) -> None:
    """Change it past every model."""
    found = row._meta.get_field(field)
    assert isinstance(found, models.Field)
    change(row, found.column, found.get_db_prep_save(value, connection))


WAYS: list[Callable[[models.Model, str, Any], None]] = [
    by_save,
    by_update,
    by_bulk_update,
    by_sql,
]

ANOTHER: dict[str, Callable[[Any], Any]] = {
    "BigIntegerField": lambda value: (value or 0) + 1,
    "BooleanField": lambda value: not value,
    "CharField": lambda value: f"{value[:-1]}x",
    "DateTimeField": lambda value: (value or SEVEN) + HOUR / 2,
    "ForeignKey": lambda value: (value or 0) + 1,
    "JSONField": lambda _: {"forged": True},
    "OneToOneField": lambda value: value + 1,
    "PositiveBigIntegerField": lambda value: value + 1,
    "PositiveIntegerField": lambda value: value + 1,
    "PositiveSmallIntegerField": lambda value: (value or 0) + 1,
    "TextField": lambda value: f"{value}x",
    "UUIDField": lambda _: uuid.uuid4(),
}


def altered(row: models.Model) -> Iterator[tuple[str, Any]]:
    """(column, another value) for every column of the row but its id."""
    fields = [field for field in row._meta.concrete_fields if not field.primary_key]
    assert fields, "there is nothing to sweep"
    for field in fields:
        value = getattr(row, field.attname)
        other = ANOTHER[field.get_internal_type()](value)
        yield field.column, field.get_db_prep_save(other, connection)


@contextlib.contextmanager
def refused(saying: str | None = None) -> Iterator[None]:
    """Assert that the database refuses the block even to its owner, saying this."""
    with (
        as_owner(),
        pytest.raises(IntegrityError, match=saying),
        transaction.atomic(),
    ):
        yield


def contents() -> list[dict[str, Any]]:
    """Everything that is on the record."""
    tables: list[type[models.Model]] = [
        Publication,
        PublishedFile,
        EventMention,
        HorizonInstant,
        JournalEntry,
    ]
    return [
        dict(row)
        for model in tables
        for row in model._default_manager.order_by("pk").values()
    ]


class OnTheRecord(TestCase):
    """Have, at seven, a release with one correction behind it and one at eight.

    Another release, scheduled for eight, has been called off.
    """

    past: Publication
    standing: Publication
    scheduled: Publication
    called_off: Publication

    def setUp(self) -> None:
        opened = SEVEN - 2 * HOUR
        chain: dict[str, Any] = {
            "address": "2026/results",
            "dated": opened,
            "recorded_at": SEVEN - DAY,
        }
        with travel(SEVEN - DAY):
            self.past = unsaved(number=1, live_from=opened, **chain)
            self.standing = unsaved(number=2, live_from=SEVEN - HOUR, **chain)
            self.scheduled = unsaved(number=3, live_from=SEVEN + HOUR, **chain)
            self.called_off = unsaved(
                address="2026/never", recorded_at=SEVEN - DAY, live_from=SEVEN + HOUR
            )
            for row in self.rows():
                row.save()
            by_update(self.called_off, "live_until", SEVEN + HOUR)
        for row in self.rows():
            row.refresh_from_db()
        self.enterContext(travel(SEVEN))

    def rows(self) -> list[Publication]:
        """Return the four publications."""
        return [self.past, self.standing, self.scheduled, self.called_off]
