"""Whether the journal's entries are those that were written, in their order."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from releases.models import JournalEntry
from releases.record import journal, site_key
from releases.record.verification.problems import (
    BATCH,
    IntegrityProblem,
    Problems,
    entry_name,
)


def verify_journal(problems: Problems) -> str:
    """Check that the entries are numbered without a gap and chained by their seals."""
    seq, seal, authentic = 0, "", 0
    for entry in JournalEntry.objects.order_by("seq").iterator(BATCH):
        seq += 1
        _check_link(entry, seq, seal)
        if journal.seal_of(entry) != entry.seal:
            why = _("its seal does not match its contents")
            problems.add(entry_name(entry.seq), why)
        if site_key.is_authentic(site_key.Purpose.ENTRY, entry.seal, entry.code):
            authentic += 1
        elif authentic and site_key.has_lasting_key():
            why = _("irsite did not write it: it has no code of this site's key")
            problems.add(entry_name(entry.seq), why)
        seal = entry.seal
    if not seal:
        return _("The journal has no entries yet.")
    if site_key.has_lasting_key() and not authentic:
        problems.add(
            _("the journal"), _("none of its entries has a code of this site's key")
        )
    chained = ngettext(
        "%(count)s journal entry is chained; its seal is %(seal)s.",
        "%(count)s journal entries are chained; the last seal is %(seal)s.",
        seq,
    ) % {"count": f"{seq:,}", "seal": seal}
    return f"{chained} {_authenticated(authentic, seq)}"


def _check_link(entry: JournalEntry, seq: int, previous: str) -> None:
    """Raise IntegrityProblem unless it is the entry of this number, after that seal."""
    if entry.seq != seq:
        raise IntegrityProblem(
            entry_name(entry.seq),
            _("entry %(number)s before it is missing") % {"number": seq},
        )
    if entry.previous != previous:
        raise IntegrityProblem(
            entry_name(entry.seq),
            _("it does not hold the seal of the entry before it"),
        )


def first_authentic_entry() -> int:
    """Return the number of the first entry that this site's keys prove; 0 if there is none.

    Those before it were written under a key that the site has no longer, or without one.
    Each entry contains the seal of the one before, so the first that is proved proves them.
    """
    entries = JournalEntry.objects.order_by("seq").values_list("seq", "seal", "code")
    for seq, seal, code in entries.iterator(BATCH):
        if site_key.is_authentic(site_key.Purpose.ENTRY, seal, code):
            return seq
    return 0


def _authenticated(count: int, total: int) -> str:
    if not site_key.has_lasting_key():
        return _("IRSITE_SECRET_KEY is not set, so it is not proved who wrote them.")
    if count == total:
        return _("All have a code of this site's key.")
    return _(
        "%(count)s have a code of this site's key, and prove the earlier ones."
    ) % {"count": f"{count:,}"}
