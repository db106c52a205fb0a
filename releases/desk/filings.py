"""Publishing filings, one by one or from a file of EDGAR."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from enum import Enum, auto

from django.contrib.auth.models import User
from django.db import transaction
from django.utils.translation import gettext as _

from releases.desk.exceptions import NotAllowed
from releases.desk.item_publishing import noon, publish_page
from releases.models import Filing, Publication, Release
from releases.record import publishing
from releases.record.clock import next_second, read_clock
from releases.record.freeze import issuer_zone
from releases.record.freeze_site_documents import freeze_filing
from releases.record.proof.signing import sign_after_commit
from releases.text.edgar import FilingEntry


class FilingOutcome(Enum):
    """What became of an entry of the file."""

    ADDED = auto()
    UPDATED = auto()
    UNCHANGED = auto()
    WAITING = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedFiling:
    """An entry of the file, and what became of it."""

    entry: FilingEntry
    outcome: FilingOutcome


def latest_filing_versions(filings: Iterable[Filing]) -> dict[str, Publication]:
    """Return the latest version of each filing that is on the record, by its number."""
    versions = Publication.objects.filings().not_called_off()
    accessions = [filing.accession for filing in filings]
    return {
        row.address: row for row in versions.at_addresses(accessions).order_by("number")
    }


def unpublished_releases(filing: Filing) -> list[Release]:
    """Return the releases of the filing that readers cannot read yet."""
    linked = list(filing.releases.all())
    addresses = [release.address for release in linked if release.address]
    public = set(
        Publication.objects.releases()
        .disclosed(at=read_clock())
        .at_addresses(addresses)
        .values_list("address", flat=True)
    )
    return [release for release in linked if release.address not in public]


@transaction.atomic
def publish_filing(filing: Filing, *, by: User | str) -> publishing.PublishResult:
    """Publish the filing as it is saved, dated by the day on which it was filed.

    Raises NotAllowed while a release that it names is not public: it would give it away.
    """
    result = _publish(filing, by=by)
    sign_after_commit()
    return result


def _publish(filing: Filing, *, by: User | str) -> publishing.PublishResult:
    """Publish the filing, which whoever calls this signs."""
    publishing.lock_record()
    waiting = unpublished_releases(filing)
    if waiting:
        raise NotAllowed(
            _(
                "“%(filing)s” names the release “%(release)s”, which is not public yet. "
                "Publish the filing after it, or remove the release from it."
            )
            % {"filing": filing, "release": waiting[0]}
        )
    page = freeze_filing(filing)
    soon = next_second(read_clock())
    zone = issuer_zone()
    imported = publishing.Import(dated=min(noon(filing.filed_on, zone=zone), soon))
    return publish_page(filing, page, by=by, zone=zone, imported=imported)


def import_filings(
    entries: Iterable[FilingEntry], *, by: str
) -> Iterator[ImportedFiling]:
    """Save and publish each entry that is new or has changed, one at a time.

    What staff wrote, such as a title or a fiscal period, stays. A release whose form names
    the filing's accession number is linked to it. A filing that names a release which is
    not public yet is saved, and published by a later run.
    """
    for entry in entries:
        yield ImportedFiling(entry=entry, outcome=_import_filing(entry, by=by))


@transaction.atomic
def _import_filing(entry: FilingEntry, *, by: str) -> FilingOutcome:
    filing, is_new = Filing.objects.get_or_create(
        accession=entry.accession,
        defaults={
            "form": entry.form,
            "filed_on": entry.filed_on,
            "title": entry.title,
            "url": entry.url,
        },
    )
    facts = {"form": entry.form, "filed_on": entry.filed_on, "url": entry.url}
    if any(getattr(filing, name) != value for name, value in facts.items()):
        for name, value in facts.items():
            setattr(filing, name, value)
        filing.save()
    filing.releases.add(*Release.objects.filter(filing_number=entry.accession))
    if unpublished_releases(filing):
        return FilingOutcome.WAITING
    latest = latest_filing_versions([filing]).get(filing.accession)
    if latest is not None and latest.digest == freeze_filing(filing).digest:
        return FilingOutcome.UNCHANGED
    _publish(filing, by=by)
    is_first = is_new or latest is None
    return FilingOutcome.ADDED if is_first else FilingOutcome.UPDATED
