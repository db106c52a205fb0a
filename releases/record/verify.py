"""Walks over the whole record that find the first row of each kind that is not right.

They do not trust the triggers: the database's owner may have dropped them, altered a row
and put them back. Each walk streams its rows, so its memory does not grow.
"""

from __future__ import annotations

import datetime as dt
import heapq
import json
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import chain, groupby
from operator import attrgetter, itemgetter
from typing import Any

from django.apps import apps
from django.core.exceptions import ValidationError
from django.core.files.storage import default_storage
from django.db import connection, models
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from releases.models import (
    Attachment,
    JournalEntry,
    Publication,
    PublishedFile,
    RowChange,
)
from releases.models.stored_file import sha256_of, storage_name
from releases.record import journal, row_changes
from releases.record.documents import digest_of
from releases.record.triggers import installation

BATCH = 500
Row = dict[str, Any]
Fields = dict[str, models.Field[Any, Any]]
# Of a row that is compared: as its changes left it, and as it is in its table.
EXPECTED, ACTUAL = 0, 1


class IntegrityProblem(Exception):
    """The first row that is not right: `where` names it, `why` says what is wrong."""

    def __init__(self, where: str, why: str) -> None:
        super().__init__(f"{where}: {why}.")
        self.where = where
        self.why = why


def verify_triggers() -> str:
    """Compare every trigger with what this release of irsite installs."""
    for name in installation.wrong_triggers(apps, connection):
        raise IntegrityProblem(
            _("trigger %(name)s") % {"name": name},
            _("it is missing, altered or not from irsite"),
        )
    count = len(installation.statements(apps, connection.vendor))
    return _("%(count)s triggers are as this release of irsite installs them.") % {
        "count": f"{count:,}"
    }


def verify_journal() -> str:
    """Check that the entries are numbered without a gap and chained by their seals."""
    seq, seal = 0, ""
    for entry in JournalEntry.objects.order_by("seq").iterator(BATCH):
        seq += 1
        where = _entry_name(entry.seq)
        if entry.seq != seq:
            raise IntegrityProblem(
                where, _("entry %(number)s before it is missing") % {"number": seq}
            )
        if entry.previous != seal:
            raise IntegrityProblem(
                where, _("it does not hold the seal of the entry before it")
            )
        if journal.seal_of(entry) != entry.seal:
            raise IntegrityProblem(where, _("its seal does not match its contents"))
        seal = entry.seal
    if not seal:
        return _("The journal has no entries yet.")
    return ngettext(
        "%(count)s journal entry is chained; its seal is %(seal)s.",
        "%(count)s journal entries are chained; the last seal is %(seal)s.",
        seq,
    ) % {"count": f"{seq:,}", "seal": seal}


def _entry_name(seq: int) -> str:
    return _("journal entry %(number)s") % {"number": seq}


def verify_changes() -> str:
    """Check that the row changes are those that each journal entry sealed."""
    entries = (
        JournalEntry.objects.exclude(changes_sealed=0, changes_digest="")
        .order_by("seq")
        .iterator(BATCH)
    )
    changes = RowChange.objects.exclude(entry=None).order_by("entry_id", "pk")
    by_entry = groupby(changes.iterator(BATCH), attrgetter("entry_id"))
    count = 0
    for seq, group in by_entry:
        first = next(group)
        entry = next(entries, None)
        if entry is not None and entry.seq < seq:
            raise _changes_gone(entry)
        if entry is None or entry.seq > seq:
            raise IntegrityProblem(
                _("change %(id)s") % {"id": first.pk},
                _("journal entry %(number)s, which it names, did not seal it")
                % {"number": seq},
            )
        tally = Tally()
        digest = journal.digest_of_changes(tally.counted(chain([first], group)))
        if tally.count != entry.changes_sealed or digest != entry.changes_digest:
            raise IntegrityProblem(
                _("changes %(first)s to %(last)s")
                % {"first": first.pk, "last": tally.last},
                _("they are not the changes that journal entry %(number)s sealed")
                % {"number": seq},
            )
        count += tally.count
    for entry in entries:
        raise _changes_gone(entry)
    sealed = ngettext(
        "%(count)s row change is as it was sealed.",
        "%(count)s row changes are as they were sealed.",
        count,
    ) % {"count": f"{count:,}"}
    return f"{sealed} {_unsealed_changes()}"


def _changes_gone(entry: JournalEntry) -> IntegrityProblem:
    return IntegrityProblem(
        _entry_name(entry.seq), _("the changes that it sealed are gone")
    )


def _unsealed_changes() -> str:
    count = RowChange.objects.filter(entry=None).count()
    if not count:
        return _("None waits to be sealed.")
    return ngettext(
        "%(count)s is not sealed yet: run manage.py seal_journal.",
        "%(count)s are not sealed yet: run manage.py seal_journal.",
        count,
    ) % {"count": f"{count:,}"}


@dataclass(slots=True)
class Tally:
    """Counts the changes that pass through it, and remembers the last one's id."""

    count: int = 0
    last: int = 0

    def counted(self, changes: Iterator[RowChange]) -> Iterator[RowChange]:
        """Yield the changes and count them."""
        for change in changes:
            self.count, self.last = self.count + 1, change.pk
            yield change


def verify_publications() -> str:
    """Check each document's digest, and each chain's numbers and intervals."""
    # In the order of an index, so that the documents are not sorted.
    publications = Publication.objects.order_by("kind", "address", "-dated", "-pk")
    count = chains = 0
    for _chain, group in groupby(
        publications.iterator(100), attrgetter("kind", "address")
    ):
        links = []
        for publication in group:
            count += 1
            if digest_of(publication.document) != publication.digest:
                raise IntegrityProblem(
                    _name(publication), _("its digest does not match its document")
                )
            if publication.seals_earlier != _document_seals(publication):
                raise IntegrityProblem(
                    _name(publication),
                    _("it does not seal earlier versions as its document says"),
                )
            if publication.live_until != publication.live_from:
                links.append(_Link.of_publication(publication))
        _verify_chain(sorted(links, key=attrgetter("number", "live_from")))
        chains += 1
    return _(
        "%(count)s publications in %(chains)s chains have the right documents, "
        "versions and intervals."
    ) % {"count": f"{count:,}", "chains": f"{chains:,}"}


@dataclass(frozen=True, slots=True)
class _Link:
    """A publication's place in its chain, without the document."""

    name: str
    number: int
    dated: dt.datetime
    live_from: dt.datetime
    live_until: dt.datetime | None

    @classmethod
    def of_publication(cls, publication: Publication) -> _Link:
        return cls(
            name=_name(publication),
            number=publication.number,
            dated=publication.dated,
            live_from=publication.live_from,
            live_until=publication.live_until,
        )


def _document_seals(publication: Publication) -> bool:
    try:
        document = json.loads(publication.document)
    except ValueError as error:
        raise IntegrityProblem(
            _name(publication), _("its document is not JSON")
        ) from error
    return bool((document.get("change") or {}).get("sealed"))


def _name(publication: Publication) -> str:
    return _("publication %(id)s, %(publication)s") % {
        "id": publication.pk,
        "publication": publication,
    }


def _verify_chain(links: list[_Link]) -> None:
    for place, link in enumerate(links):
        after = links[place + 1] if place + 1 < len(links) else None
        if link.number != place + 1:
            raise IntegrityProblem(
                link.name,
                _("version %(number)s of its chain is missing") % {"number": place + 1},
            )
        if link.dated != links[0].dated:
            raise IntegrityProblem(link.name, _("its date differs from its chain's"))
        if link.live_until != (after.live_from if after else None):
            raise IntegrityProblem(
                link.name, _("it does not end where the next version begins")
            )
        if link.live_until is not None and link.live_until < link.live_from:
            raise IntegrityProblem(link.name, _("it ends before it begins"))


def verify_files() -> str:
    """Check that storage has every published or attached file, with its SHA-256."""
    published, attached = (
        model._default_manager.order_by().values_list("sha256", "name")
        for model in (PublishedFile, Attachment)
    )
    files = published.union(attached).order_by("sha256", "name")
    count, last = 0, ""
    for sha256, name in files.iterator(BATCH):
        if sha256 == last:
            continue
        count, last = count + 1, sha256
        place = storage_name(sha256)
        where = _("file %(name)s") % {"name": name}
        if not default_storage.exists(place):
            raise IntegrityProblem(
                where, _("%(place)s is not in storage") % {"place": place}
            )
        with default_storage.open(place) as file:
            if sha256_of(file) != sha256:
                raise IntegrityProblem(
                    where, _("%(place)s has other contents") % {"place": place}
                )
    return ngettext(
        "%(count)s file is in storage, unaltered.",
        "%(count)s files are in storage, unaltered.",
        count,
    ) % {"count": f"{count:,}"}


def verify_rows() -> str:
    """Compare every row of the desk and the record with its history of changes."""
    count = tables = 0
    for model in row_changes.tracked_models(apps):
        count += compare_rows(model)
        tables += 1
    return _("%(count)s rows in %(tables)s tables are as their changes left them.") % {
        "count": f"{count:,}",
        "tables": f"{tables:,}",
    }


def compare_rows(model: type[models.Model]) -> int:
    """Count the rows of a table, each compared with what its changes add up to.

    Raises IntegrityProblem with the first that differs.
    """
    table = model._meta.db_table
    fields = known_fields(model)
    count = 0
    both = heapq.merge(
        rows_by_changes(table, fields), actual_rows(model, fields), key=itemgetter(0, 1)
    )
    for pk, sides in groupby(both, itemgetter(0)):
        row = {side: values for _pk, side, values in sides}
        expected, actual = row.get(EXPECTED), row.get(ACTUAL)
        where = f"{table} {pk}"
        if expected is None and actual is not None:
            raise IntegrityProblem(where, _("no change says how this row was added"))
        if actual is None and expected is not None:
            raise IntegrityProblem(
                where, _("it is gone, and no change says who deleted it")
            )
        if expected is None or actual is None:
            continue
        column = first_difference(fields, expected, actual)
        if column:
            raise IntegrityProblem(
                where,
                _("its %(column)s is not what its last change left")
                % {"column": column},
            )
        count += 1
    return count


def known_fields(model: type[models.Model]) -> Fields:
    """Return by column the fields whose changes are recorded and not secret."""
    secret = row_changes.SECRET_COLUMNS.get(model._meta.label_lower, set())
    known = set(row_changes.columns(model)) - secret
    return {f.column: f for f in model._meta.concrete_fields if f.column in known}


def rows_by_changes(
    table: str, fields: Fields
) -> Iterator[tuple[int, int, Row | None]]:
    """Yield each row as its changes add up; None where the last one deleted it."""
    changes = RowChange.objects.filter(table=table).order_by("row", "pk")
    for pk, history in groupby(changes.iterator(BATCH), attrgetter("row")):
        row: Row | None = None
        for change in history:
            row = apply_change(change, row, fields)
        yield pk, EXPECTED, row


def apply_change(change: RowChange, row: Row | None, fields: Fields) -> Row | None:
    """Return the row after this change, or None if it deleted the row.

    Raises IntegrityProblem if the row before it was another one.
    """
    if change.before:
        before = json.loads(change.before)
        column = first_difference(fields, row or {}, before)
        if row is None or column:
            raise IntegrityProblem(
                _("change %(id)s of %(table)s %(row)s")
                % {"id": change.pk, "table": change.table, "row": change.row},
                _("%(column)s was altered before it, and no change says so")
                % {"column": column or _("the row")},
            )
    if change.action == RowChange.Action.DELETE:
        return None
    return {**(row or {}), **json.loads(change.after)}


def actual_rows(
    model: type[models.Model], fields: Fields
) -> Iterator[tuple[int, int, Row | None]]:
    """Yield each row as it is in its table."""
    names = [field.attname for field in fields.values()]
    rows = model._default_manager.order_by("pk").values_list("pk", *names)
    try:
        for pk, *values in rows.iterator(BATCH):
            yield pk, ACTUAL, dict(zip(fields, values, strict=True))
    except ValueError as error:
        raise IntegrityProblem(
            model._meta.db_table,
            _("a row cannot be read: %(error)s") % {"error": error},
        ) from error


def first_difference(fields: Fields, one: Row, other: Row) -> str:
    """Return the first column that both rows have and that differs, or nothing.

    A column that was added later is missing in one of them.
    """
    for column, field in fields.items():
        if column in one and column in other:
            left, right = one[column], other[column]
            if left != right and plain(field, left) != plain(field, right):
                return column
    return ""


def plain(field: models.Field[Any, Any], value: Any) -> Any:
    """Return the value in Python's form, whichever engine wrote it down."""
    if isinstance(field, models.ForeignKey):
        return plain(field.target_field, value)
    try:
        converted = field.to_python(value)
    except ValidationError:
        return value
    if isinstance(converted, dt.datetime) and converted.tzinfo is None:
        return converted.replace(tzinfo=dt.UTC)
    return converted


WALKS: tuple[Callable[[], str], ...] = (
    verify_triggers,
    verify_journal,
    verify_changes,
    verify_publications,
    verify_files,
    verify_rows,
)
