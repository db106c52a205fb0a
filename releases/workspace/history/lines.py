"""The lines of the history: journal entries with the row changes that they tell of.

Each entry seals the row changes before it. Those of its own subject and author are what it
did, so they stand below its sentence. Changes that no entry tells of, such as a saved
contact or SQL typed by hand, are lines of their own: one for all that one person changed
about one subject within `SAVE_SECONDS`.
"""

from __future__ import annotations

import datetime as dt
import heapq
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

from django.db.models import Exists, Model, OuterRef, Q, QuerySet
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from releases.models import (
    Absence,
    Approval,
    Comment,
    EventMention,
    ExchangeNotice,
    HorizonInstant,
    JournalAction,
    JournalEntry,
    KeyRevocation,
    PreviewLink,
    PreviewOpening,
    Publication,
    PublishedFile,
    Release,
    ReleaseMention,
    RowChange,
    SigningKey,
    Waiver,
)
from releases.workspace.history.facts import NameCache, facts_in_words
from releases.workspace.history.sentences import (
    SENTENCE_OF,
    HistoryKind,
    actions_of_kind,
    sentence_html,
)
from releases.workspace.history.subjects import rows_of_subjects, subject_html
from releases.workspace.history.values import (
    RowNames,
    ValueChange,
    load_row_names,
    value_changes,
)

LINES = 50
# Row changes that are read for a page of lines: a large import has more, and more pages.
CHANGES_READ = 500
SAVE_SECONDS = dt.timedelta(seconds=2)
EVERYTHING = "all"
# Facts for programs, and those that the sentence or the changes say already.
SILENT_FACTS = {
    *("full_digest", "content_digest", "approval", "approvals", "waiver", "comment"),
    *("publication", "release", "link", "file", "ratifies", "republishes", "sealed"),
    *("credential", "fingerprint", "signing_key", "ground", "fields"),
}
# Tables whose rows come and go with an entry that says so.
TOLD_BY_ENTRIES = {
    model._meta.db_table
    for model in (
        *(Absence, Approval, Comment, EventMention, ExchangeNotice, HorizonInstant),
        *(KeyRevocation, PreviewLink, PreviewOpening, Publication, PublishedFile),
        *(ReleaseMention, SigningKey, Waiver),
    )
}
CHANGED = gettext_lazy("changed %(subject)s")


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryFilter:
    """What of the history is shown; empty fields show all.

    `kind` is a HistoryKind, EVERYTHING, or empty for everything but reading; `rows` are
    the objects of subjects that are loaded already.
    """

    subjects: Collection[str] = ()
    by: str = ""
    kind: str = ""
    since: dt.datetime | None = None
    until: dt.datetime | None = None
    with_changes: bool = True
    rows: Mapping[str, Model] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryCursor:
    """Where a page of the history ends: it goes on below these numbers."""

    entry: int
    change: int


@dataclass(frozen=True, slots=True, kw_only=True)
class HistoryLine:
    """One thing that somebody did: when, who, what, and from what to what."""

    at: dt.datetime
    by: str
    sentence: SafeString
    changes: tuple[ValueChange, ...] = ()
    facts: tuple[tuple[str, str], ...] = ()
    detail: str = ""
    proof: JournalEntry | RowChange | None = None


@dataclass(slots=True)
class Save:
    """The row changes of one person about one subject at one time, the latest first."""

    changes: list[RowChange]

    def is_of(self, change: RowChange) -> bool:
        """Return whether an earlier change belongs to the same save."""
        last = self.changes[-1]
        is_same = (last.by, last.subject) == (change.by, change.subject)
        return is_same and last.at - change.at <= SAVE_SECONDS


Record = JournalEntry | Save


def history_page(
    wanted: HistoryFilter, *, below: HistoryCursor | None = None
) -> tuple[list[HistoryLine], HistoryCursor | None]:
    """Return a page of lines, the latest first, and where the next page begins.

    In a number of queries that depends on the kinds of rows alone.
    """
    entries = list(_entries(wanted, below)[: LINES + 1])
    changes = list(_changes(wanted, below)[:CHANGES_READ])
    saves = list(_saves(changes))
    if len(changes) == CHANGES_READ and len(saves) > 1:
        saves.pop()  # the rest of it, and what is older, are not read yet
        entries = [entry for entry in entries if entry.at >= _time_of(saves[-1])]
    streams: tuple[list[Record], list[Record]] = ([*entries], [*saves])
    merged = list(heapq.merge(*streams, key=_time_of, reverse=True))
    shown = merged[:LINES]
    is_last = len(merged) <= LINES and len(changes) < CHANGES_READ
    cursor = None if is_last else _cursor(shown, below)
    return list(_lines(shown, wanted)), cursor


def _entries(
    wanted: HistoryFilter, below: HistoryCursor | None
) -> QuerySet[JournalEntry]:
    entries = JournalEntry.objects.order_by("-seq")
    if wanted.kind in HistoryKind.values:
        entries = entries.filter(action__in=actions_of_kind(wanted.kind))
    elif wanted.kind != EVERYTHING:
        entries = entries.exclude(action=JournalAction.READ)
    if below is not None:
        entries = entries.filter(seq__lt=below.entry)
    return entries.filter(_common_filter(wanted))


def _changes(wanted: HistoryFilter, below: HistoryCursor | None) -> QuerySet[RowChange]:
    """Return the changes of which no entry tells."""
    changes = RowChange.objects.order_by("-id")
    is_writing = wanted.kind in {"", EVERYTHING, HistoryKind.WRITING}
    if not is_writing or not wanted.with_changes:
        return changes.none()
    if below is not None:
        changes = changes.filter(pk__lt=below.change)
    telling = JournalEntry.objects.filter(
        seq=OuterRef("entry"), by=OuterRef("by"), subject=OuterRef("subject")
    )
    return (
        changes.filter(_common_filter(wanted))
        .exclude(action=RowChange.Action.FOUND)
        .filter(Q(by="") | ~Q(table__in=TOLD_BY_ENTRIES) & ~Exists(telling))
    )


def _common_filter(wanted: HistoryFilter) -> Q:
    """Return the filters that entries and changes have alike."""
    conditions = Q()
    if wanted.subjects:
        conditions &= Q(subject__in=wanted.subjects)
    if wanted.by:
        conditions &= Q(by=wanted.by)
    if wanted.since is not None:
        conditions &= Q(at__gte=wanted.since)
    if wanted.until is not None:
        conditions &= Q(at__lt=wanted.until)
    return conditions


def _saves(changes: Iterable[RowChange]) -> Iterator[Save]:
    """Yield the changes by save, the latest first."""
    save: Save | None = None
    for change in changes:
        if save is not None and save.is_of(change):
            save.changes.append(change)
            continue
        if save is not None:
            yield save
        save = Save([change])
    if save is not None:
        yield save


def _time_of(record: Record) -> dt.datetime:
    return record.at if isinstance(record, JournalEntry) else record.changes[0].at


def _cursor(shown: list[Record], below: HistoryCursor | None) -> HistoryCursor:
    """Return the lowest numbers that were shown; of a kind that was not, the former."""
    entries = [record.seq for record in shown if isinstance(record, JournalEntry)]
    saves = [record for record in shown if isinstance(record, Save)]
    changes = [change.pk for save in saves for change in save.changes]
    above = below or HistoryCursor(entry=2**62, change=2**62)
    return HistoryCursor(
        entry=min([above.entry, *entries]), change=min([above.change, *changes])
    )


def _lines(shown: list[Record], wanted: HistoryFilter) -> Iterator[HistoryLine]:
    """Yield the lines in words; what they name is loaded once for all."""
    entries = [record for record in shown if isinstance(record, JournalEntry)]
    saves = [record for record in shown if isinstance(record, Save)]
    own_changes = _changes_of_entries(entries) if wanted.with_changes else {}
    changes = [change for save in saves for change in save.changes]
    changes += [change for own in own_changes.values() for change in own]
    names = load_row_names(changes)
    subjects = {entry.subject for entry in entries}
    subjects |= {save.changes[0].subject for save in saves}
    rows = {**wanted.rows, **rows_of_subjects(subjects - wanted.rows.keys())}
    about = {subject: subject_html(subject, rows.get(subject)) for subject in subjects}
    known: NameCache = {}
    for record in shown:
        if isinstance(record, JournalEntry):
            values = _values(own_changes.get(record.seq, []), names)
            yield _line_of_entry(record, values, about[record.subject], known)
        elif values := _values(record.changes, names):
            yield _line_of_save(record.changes[0], values, about)


def _values(changes: list[RowChange], names: RowNames) -> tuple[ValueChange, ...]:
    """Return what the changes did, the first one first; they are the latest first."""
    return tuple(
        value for change in reversed(changes) for value in value_changes(change, names)
    )


def _line_of_entry(
    entry: JournalEntry,
    values: tuple[ValueChange, ...],
    about: SafeString,
    known: NameCache,
) -> HistoryLine:
    facts = _facts_to_say(entry.facts)
    detail = "" if facts or values else entry.detail
    if entry.action == JournalAction.EDIT and not values:
        fields = _fields_in_words(entry.facts.get("fields", []))
        detail = fields or detail or _("Nothing was changed.")
    return HistoryLine(
        at=entry.at,
        by=entry.by,
        sentence=sentence_html(SENTENCE_OF[JournalAction(entry.action)], about),
        changes=values,
        facts=tuple(facts_in_words(facts, known)),
        detail=detail,
        proof=entry,
    )


def _line_of_save(
    change: RowChange, values: tuple[ValueChange, ...], about: dict[str, SafeString]
) -> HistoryLine:
    return HistoryLine(
        at=change.at,
        by=change.by or _("Somebody without an account"),
        sentence=sentence_html(CHANGED, about[change.subject]),
        changes=values,
        detail="" if change.by else change.origin,
        proof=change,
    )


def _changes_of_entries(entries: list[JournalEntry]) -> dict[int, list[RowChange]]:
    """Return the changes that each entry tells of: of its subject, by its author."""
    by_seq = {entry.seq: entry for entry in entries if entry.changes_sealed}
    changes = RowChange.objects.filter(
        entry__in=by_seq, subject__in={entry.subject for entry in by_seq.values()}
    ).order_by("-id")[:CHANGES_READ]
    own: dict[int, list[RowChange]] = {}
    for change in changes:
        assert change.entry_id is not None
        entry = by_seq[change.entry_id]
        is_own = (change.subject, change.by) == (entry.subject, entry.by)
        if is_own and change.table not in TOLD_BY_ENTRIES:
            own.setdefault(entry.seq, []).append(change)
    return own


def _facts_to_say(facts: dict[str, Any]) -> dict[str, Any]:
    """Return the facts that people ask for, without those that are empty."""
    return {
        key: value
        for key, value in facts.items()
        if key not in SILENT_FACTS and value not in (None, "", [], False)
    }


def _fields_in_words(fields: list[str]) -> str:
    """Return the fields that an entry of an edit lists, by the names of the form."""
    names = {
        field.name: field.verbose_name
        for field in Release._meta.get_fields()
        if hasattr(field, "verbose_name")
    }
    return ", ".join(
        str(names.get(field, field.removeprefix("release"))) for field in fields
    )
