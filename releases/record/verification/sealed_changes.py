"""Whether the row changes are those that the journal's entries sealed."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, groupby
from operator import attrgetter

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from releases.models import JournalEntry, RowChange
from releases.record import journal
from releases.record.verification.problems import (
    BATCH,
    IntegrityProblem,
    Problems,
    entry_name,
)


def verify_changes(problems: Problems) -> str:
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
            problems.add(
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
        entry_name(entry.seq), _("the changes that it sealed are gone")
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
