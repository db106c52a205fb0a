"""Whether the journal's entries are those that were written, in their order."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from releases.models import JournalEntry
from releases.record import journal
from releases.record.verification.problems import (
    BATCH,
    IntegrityProblem,
    Problems,
    entry_name,
)


def verify_journal(problems: Problems) -> str:
    """Check that the entries are numbered without a gap and chained by their seals."""
    seq, seal = 0, ""
    for entry in JournalEntry.objects.order_by("seq").iterator(BATCH):
        seq += 1
        where = entry_name(entry.seq)
        if entry.seq != seq:
            raise IntegrityProblem(
                where, _("entry %(number)s before it is missing") % {"number": seq}
            )
        if entry.previous != seal:
            raise IntegrityProblem(
                where, _("it does not hold the seal of the entry before it")
            )
        if journal.seal_of(entry) != entry.seal:
            problems.add(where, _("its seal does not match its contents"))
        seal = entry.seal
    if not seal:
        return _("The journal has no entries yet.")
    return ngettext(
        "%(count)s journal entry is chained; its seal is %(seal)s.",
        "%(count)s journal entries are chained; the last seal is %(seal)s.",
        seq,
    ) % {"count": f"{seq:,}", "seal": seal}
