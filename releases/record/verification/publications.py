"""Every publication with its journal entries, its authorization and its parts."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from releases.models import JournalAction, JournalEntry, Publication
from releases.record.authorization import Authorization
from releases.record.verification.contents import (
    Parts,
    check_contents,
    event_rows,
    file_rows,
    instant_rows,
    read_document,
    release_rows,
)
from releases.record.verification.merging import (
    Keyed,
    entries_by_fact,
    side_by_side,
)
from releases.record.verification.origin import OriginCheck, load_evidence
from releases.record.verification.problems import (
    BATCH,
    DOCUMENTS,
    Problems,
    entry_name,
    publication_name,
)


@dataclass(frozen=True, slots=True)
class Recorded:
    """One publication, its rows, and the journal entries that name it."""

    publication: Publication
    parts: Parts
    entries: list[JournalEntry]
    call_offs: list[JournalEntry]

    @property
    def authorization(self) -> Authorization | None:
        """The authorization in the first of its entries, if there is one."""
        try:
            return Authorization.of_facts(self.entries[0].facts)
        except (IndexError, ValueError):
            return None


def verify_publications(problems: Problems) -> str:
    """Check that each was put on the record by a transition, as it is.

    In both directions: an entry, a file, an event or an instant of a publication that is
    not there is a problem too.
    """
    count = 0
    recorded = _recorded(problems)
    while batch := list(islice(recorded, DOCUMENTS)):
        authorizations = filter(None, (each.authorization for each in batch))
        evidence = load_evidence(list(authorizations))
        for each in batch:
            document = read_document(each.publication, problems)
            origin = OriginCheck(each.publication, evidence, problems)
            origin.check_entries(each.entries, each.call_offs)
            if document is None:
                continue
            check_contents(each.publication, document, each.parts, problems)
            if each.entries:
                origin.check_authorization(each.entries[0], document)
        count += len(batch)
    return ngettext(
        "%(count)s publication has its journal entry, its approvals and its parts.",
        "%(count)s publications have their journal entries, approvals and parts.",
        count,
    ) % {"count": f"{count:,}"}


def _recorded(problems: Problems) -> Iterator[Recorded]:
    """Yield each publication with what belongs to it; name what belongs to none."""
    streams = side_by_side(
        _publication_rows(),
        file_rows(),
        event_rows(),
        release_rows(),
        instant_rows(),
        entries_by_fact(
            "publication",
            JournalAction.PUT_ON_RECORD,
            JournalAction.IMPORT,
            problems=problems,
        ),
        _call_offs(),
    )
    for pk, found in streams:
        publications, files, events, releases, instants, entries, call_offs = found
        if publications:
            parts = Parts(
                files=files, events=events, releases=releases, instants=instants
            )
            yield Recorded(publications[0], parts, entries, call_offs)
            continue
        for entry in (*entries, *call_offs):
            why = _("it names publication %(id)s, which is not there")
            problems.add(entry_name(entry.seq), why % {"id": pk})
        if not entries and not call_offs:
            problems.add(
                publication_name(pk), _("it has files or events, and is not there")
            )


def _publication_rows() -> Iterator[Keyed]:
    for publication in Publication.objects.order_by("pk").iterator(DOCUMENTS):
        yield publication.pk, publication


def _call_offs() -> Iterator[Keyed]:
    """Yield (publication, entry) of what was called off, in the publications' order."""
    entries = JournalEntry.objects.filter(
        action=JournalAction.CALL_OFF_VERSION, facts__publication__gte=0
    )
    for entry in entries.order_by("facts__publication", "seq").iterator(BATCH):
        yield entry.facts["publication"], entry
