"""Import past releases into the record, once each, or show what an import would do."""

from __future__ import annotations

import datetime as dt
import hashlib
import zoneinfo
from collections.abc import Callable
from dataclasses import dataclass, field

from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _

from releases.desk import transitions
from releases.intake import drafts
from releases.intake.archive import ArchiveEntry
from releases.intake.exceptions import IntakeError
from releases.intake.messages import error_text
from releases.intake.parser.front.notes import without_banner
from releases.intake.parser.reading import Reading
from releases.intake.source_document import SourceDocument
from releases.management.archive.redirect_map import RedirectMap
from releases.management.archive.report import Report
from releases.models import Category, Publication, Release
from releases.models.record.kinds import Kind
from releases.text.notice_headlines import says_notice
from releases.text.slugs import slug_of
from releases.text.translatable import gettext_noop
from releases.text.unshown import letters_of, shortened
from releases.translation import translated

_MAX_SLUG = 80
_CORRECTED_WITHIN = dt.timedelta(days=60)
STILL_TO_COME = gettext_noop(
    "The export dates it %(date)s, which is still to come. It was not public."
)
NO_DATE = gettext_noop("The dateline has no date. Add the date to the text.")


@dataclass(slots=True)
class ArchiveImporter:
    """One run of the import: its options, and what it has done so far.

    Unless `commit` is True, each release is imported and rolled back, so that the preview
    says exactly what the import would do. `seen` has the digests of the texts that share a
    headline and a date, `previewed` the addresses that they would get.
    """

    by: str
    zone: zoneinfo.ZoneInfo
    category: Category | None
    report: Report
    redirects: RedirectMap
    write_line: Callable[[str], None]
    commit: bool
    seen: dict[tuple[str, dt.datetime], list[str]] = field(default_factory=dict)
    previewed: dict[tuple[str, dt.datetime], list[str]] = field(default_factory=dict)
    imported_count: int = 0
    present_count: int = 0
    skipped_count: int = 0

    @property
    def known_count(self) -> int:
        """How many releases were imported, or were on the record already."""
        return self.imported_count + self.present_count

    def import_or_report(self, entry: ArchiveEntry) -> None:
        """Import one release, or report why it can't be imported."""
        try:
            if entry.document is not None:
                self.import_entry(entry, entry.document)
            elif entry.error is not None:
                self._skip(entry, translated(entry.error))
        except (IntakeError, transitions.NotAllowed) as error:
            self._skip(entry, error_text(error))

    def import_entry(self, entry: ArchiveEntry, document: SourceDocument) -> None:
        """Import one release unless an earlier run did.

        Raises IntakeError or NotAllowed.
        """
        dated = self._date_of(entry, document)
        with transaction.atomic():
            address = self._find_imported(document, dated)
            if address:
                self.present_count += 1
                line = _("%(file)s: already on the record, not changed.")
                self.write_line(line % {"file": entry.origin})
            else:
                address = self._import(entry, document, dated)
                self.imported_count += 1
            self._create_redirects(entry, address)
            if not self.commit:
                transaction.set_rollback(True)

    def _write_imported(
        self, release: Release, dated: dt.datetime, events: list[str]
    ) -> None:
        """Write what becomes public: the release's address, day and headline, its events."""
        line = (
            _("Imported: %(address)s, %(day)s: %(headline)s")
            if self.commit
            else _("Would make public: %(address)s, %(day)s: %(headline)s")
        )
        values = {
            "address": release.address,
            "day": self._day(dated),
            "headline": release.headline,
        }
        self.write_line(line % values)
        for event in events:
            line = _("    with the event “%(event)s”")
            self.write_line(line % {"event": event})

    def _skip(self, entry: ArchiveEntry, reason: str) -> None:
        self.skipped_count += 1
        self.report.write_row(entry.origin, None, reason, _("Not imported."))
        line = _("Left out: %(file)s: %(reason)s")
        self.write_line(line % {"file": entry.origin, "reason": reason})

    def _date_of(self, entry: ArchiveEntry, document: SourceDocument) -> dt.datetime:
        """Return the start of the dateline's day in the issuer's zone.

        If the export gives the same day, or the dateline none, return the export's
        instant.
        """
        if entry.date and entry.date > timezone.now():
            raise IntakeError(STILL_TO_COME, date=self._day(entry.date))
        dateline = document.reading.dateline
        day = dateline.date if dateline else None
        if day is None and entry.date is None:
            raise IntakeError(NO_DATE)
        if day is None or (entry.date and self._day(entry.date) == day):
            assert entry.date is not None
            return entry.date
        if entry.date and dateline:
            self.report.write_row(
                entry.origin,
                dateline.lines.first,
                _("The dateline says %(dateline)s, the export says %(export)s.")
                % {"dateline": day, "export": self._day(entry.date)},
                _("The dateline's date was used."),
            )
        return start_of_day(day, self.zone)

    def _day(self, instant: dt.datetime) -> dt.date:
        return instant.astimezone(self.zone).date()

    def _find_imported(
        self, document: SourceDocument, dated: dt.datetime
    ) -> str | None:
        """Return the release's address if an earlier run, or this one, imported it.

        Two releases may share headline and day: the second of them in a run counts as
        imported only if two are on the record.
        """
        headline = document.reading.headline
        if headline is None:
            return None
        digests = self.seen.setdefault((headline.text, dated), [])
        digest = _digest(document)
        if digest not in digests:
            digests.append(digest)
        addresses = self._addresses(headline.text, dated)
        place = digests.index(digest)
        return addresses[place] if place < len(addresses) else None

    def _addresses(self, headline: str, dated: dt.datetime) -> list[str]:
        imported = (
            Publication.objects.releases()
            .not_called_off()
            .filter(imported=True, number=1, headline=headline, dated=dated)
            .order_by("id")
        )
        drafted = (
            Release.objects.exclude(address="")
            .filter(headline=headline, dateline_date=self._day(dated))
            .order_by("pk")
        )
        return list(
            dict.fromkeys(
                [
                    *imported.values_list("address", flat=True),
                    *drafted.values_list("address", flat=True),
                    *self.previewed.get((headline, dated), []),
                ]
            )
        )

    def _import(
        self, entry: ArchiveEntry, document: SourceDocument, dated: dt.datetime
    ) -> str:
        draft = drafts.create_draft(document.reading, by=self.by)
        release = draft.release
        release.category = self.category
        release.slug = self._slug(entry, release, dated, _digest(document))
        release.save()
        outcome = transitions.import_past(
            release, by=self.by, at=timezone.now(), dated=dated
        )
        self.report.write_doubts(entry.origin, draft.doubts)
        self._report_correction(entry, document.reading, dated)
        events = [p.headline for p in outcome.publications if p.kind == Kind.EVENT]
        self._write_imported(release, dated, events)
        if not self.commit:
            addresses = self.previewed.setdefault((release.headline, dated), [])
            addresses.append(release.address)
        return release.address

    def _report_correction(
        self, entry: ArchiveEntry, reading: Reading, dated: dt.datetime
    ) -> None:
        """Report a release that corrects another: it isn't made that one's second version.

        Which versions the old site showed, and from when to when, no export says.
        """
        headline = reading.headline
        assert headline is not None
        is_marked = says_notice(headline.text, "correction")
        if not (is_marked or reading.replaces):
            return
        quote = headline if is_marked or reading.replaces is None else reading.replaces
        corrected = self._corrected_address(headline.text, dated)
        assumed = (
            _(
                "Imported as a release of its own, with its own date. The release that "
                "it corrects stays as it was: %(address)s."
            )
            % {"address": corrected}
            if corrected
            else _(
                "Imported as a release of its own, with its own date. The release that "
                "it corrects was not found under the same headline."
            )
        )
        saw = _("a correction of another release: “%(words)s”")
        words = saw % {"words": shortened(quote.text)}
        self.report.write_row(entry.origin, quote.lines.first, words, assumed)

    def _corrected_address(self, headline: str, dated: dt.datetime) -> str | None:
        """Return the address of the latest earlier release of the same headline."""
        bare = letters_of(without_banner(headline)).casefold()
        earlier = (
            Publication.objects.releases()
            .not_called_off()
            .filter(number=1, dated__lt=dated, dated__gt=dated - _CORRECTED_WITHIN)
            .order_by("-dated")
        )
        rows = [
            *earlier.values_list("headline", "address"),
            *(
                (title, address)
                for (title, day), addresses in self.previewed.items()
                if dated - _CORRECTED_WITHIN < day < dated
                for address in addresses
            ),
        ]
        return next(
            (a for title, a in rows if letters_of(title).casefold() == bare), None
        )

    def _slug(
        self, entry: ArchiveEntry, release: Release, dated: dt.datetime, digest: str
    ) -> str:
        """Return a free slug, made only of the release's own headline, day and text."""
        base = slug_of(entry.slug) or slug_of(release.headline) or "release"
        day = self._day(dated)
        suffixes = ["", f"-{day}", f"-{day}-{digest[:8]}"]
        slugs = [base[: _MAX_SLUG - len(s)].rstrip("-") + s for s in suffixes]
        free = (slug for slug in slugs if not self._is_taken(f"{day.year}/{slug}"))
        return next(free, slugs[-1])

    def _is_taken(self, address: str) -> bool:
        previewed = (a for addresses in self.previewed.values() for a in addresses)
        published = Publication.objects.releases().not_called_off().at_address(address)
        return (
            address in previewed
            or published.exists()
            or Release.objects.filter(address=address).exists()
        )

    def _create_redirects(self, entry: ArchiveEntry, address: str) -> None:
        for url in self.redirects.create_redirects(entry.keys, address):
            self.report.write_row(
                entry.origin, None, url, _("Not the URL of a page. No redirect made.")
            )


def start_of_day(day: dt.date, zone: zoneinfo.ZoneInfo) -> dt.datetime:
    """Return midnight of a day in the issuer's zone."""
    return dt.datetime.combine(day, dt.time(), zone)


def _digest(document: SourceDocument) -> str:
    """Return a digest of the letters and digits, the same for every file format."""
    words = "".join(c for c in document.text if c.isalnum())
    return hashlib.sha256(words.encode()).hexdigest()
