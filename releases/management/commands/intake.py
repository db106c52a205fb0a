"""Read press releases; print, save or import what was read."""

from __future__ import annotations

import datetime as dt
import json
import sys
import zoneinfo
from pathlib import Path
from typing import Any

from django.core.management.base import (
    BaseCommand,
    CommandError,
    CommandParser,
    OutputWrapper,
)
from django.db import transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from releases.desk import transitions
from releases.intake import drafts
from releases.intake.archive import ArchiveEntry
from releases.intake.exceptions import IntakeError
from releases.intake.isolated_reading import read_file
from releases.intake.messages import error_text
from releases.intake.parser.projection import as_json
from releases.intake.source_document import MAX_FILE_BYTES, SourceDocument
from releases.intake.summary import summarise
from releases.management.archive.importer import NO_DATE, ArchiveImporter
from releases.management.archive.redirect_map import RedirectMap, read_redirect_map
from releases.management.archive.report import Report
from releases.management.archive.walk import ArchiveWalk, is_archive
from releases.models import Category
from releases.record.audit_author import operator
from releases.record.freeze import issuer_zone
from releases.record.proof.signing import sign_pending_or_log
from releases.record.search.indexing import index_within
from releases.text.translatable import Message, gettext_noop

# What is still ahead then is indexed by the web server.
INDEXING = dt.timedelta(minutes=10)


def journal_author() -> str:
    """Return the name under which the journal records the person who runs the command."""
    return f"intake ({operator()})"


def category(slug: str) -> Category:
    """Return the category with this slug. Raises CommandError."""
    match = Category.objects.filter(slug=slug).first()
    if match is None:
        slugs = ", ".join(Category.objects.values_list("slug", flat=True))
        message = _("There is no category “%(slug)s”. Choose one of %(slugs)s.")
        raise CommandError(message % {"slug": slug, "slugs": slugs})
    return match


def read_path(path: str) -> SourceDocument:
    """Read the release at a path, or on standard input for a dash.

    Raises CommandError with status 2 and a message of one line.
    """
    try:
        return read_file(_bytes(path), path)
    except IntakeError as error:
        reason = error_text(error)
    except OSError as error:
        reason = _("%(reason)s. Give the path of a text file.") % {
            "reason": error.strerror or _("The file can't be opened")
        }
    raise CommandError(f"{path}: {reason}", returncode=2)


def _bytes(path: str) -> bytes:
    if path == "-":
        return sys.stdin.buffer.read(MAX_FILE_BYTES + 1)
    with Path(path).open("rb") as file:
        return file.read(MAX_FILE_BYTES + 1)


def _in_file(path: object, message: Message) -> IntakeError:
    """Return an error whose message begins with the path."""
    return IntakeError("%(path)s: %(message)s", path=str(path), message=message)


def _dated_entry(path: str, document: SourceDocument) -> ArchiveEntry:
    """Return a named file as an archive entry. Raises IntakeError if it has no date."""
    dateline = document.reading.dateline
    if dateline is None or dateline.date is None:
        raise _in_file(path, Message(NO_DATE))
    return ArchiveEntry(origin=path, keys=(path, Path(path).name), document=document)


Documents = list[tuple[str, SourceDocument]]


class Command(BaseCommand):
    """Reads every path before it prints anything, so that a bad path stops all."""

    help = "Read press releases and print what was read and what is in doubt."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "paths",
            nargs="+",
            metavar="PATH",
            help="Plain text, HTML or .docx; - reads standard input. With --archive "
            "also a folder or an RSS, Atom or WordPress export.",
        )
        parser.add_argument(
            "--json",
            action="store_true",
            help="Print JSON: one object for one PATH, an array for several.",
        )
        parser.add_argument(
            "--save",
            action="store_true",
            help="Save each as a draft, with its contacts, disclaimers and events.",
        )
        parser.add_argument(
            "--archive",
            action="store_true",
            help="Show what an import of past releases, dated as their datelines, would "
            "make public and what it would leave out.",
        )
        mode = parser.add_mutually_exclusive_group()
        mode.add_argument(
            "--dry-run",
            action="store_true",
            help="Save nothing. This is what --archive does unless it is told to commit.",
        )
        mode.add_argument(
            "--commit",
            action="store_true",
            help="Do the import of --archive. Everything imported is public at once.",
        )
        parser.add_argument(
            "--post-type",
            action="append",
            default=[],
            metavar="TYPE",
            help="A type of WordPress entries that are releases, beside posts. May be "
            "repeated.",
        )
        parser.add_argument(
            "--category",
            metavar="SLUG",
            type=category,
            help="The category of the releases that are saved or imported.",
        )
        parser.add_argument(
            "--report",
            metavar="FILE.csv",
            type=Path,
            help="Write the doubts and errors of --archive: file, line, saw, assumed.",
        )
        parser.add_argument(
            "--redirects",
            metavar="MAP.csv",
            type=Path,
            help="For --archive: rows of old URL, and the file or GUID of its release.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        paths = options["paths"]
        if options["commit"] and not options["archive"]:
            raise CommandError(_("--commit belongs to --archive."), returncode=2)
        archives = [p for p in paths if options["archive"] and is_archive(p)]
        documents = [(path, read_path(path)) for path in paths if path not in archives]
        if options["json"]:
            self._print_json(documents)
        else:
            self._print_summaries(documents)
        # With --json, standard output has the JSON and nothing else.
        output = self.stderr if options["json"] else self.stdout
        try:
            if options["archive"]:
                self._import(documents, archives, options, output)
            elif options["save"]:
                self._save(documents, options["category"], output)
        except (IntakeError, transitions.NotAllowed) as error:
            raise CommandError(error_text(error), returncode=2) from error

    @transaction.atomic
    def _save(
        self, documents: Documents, category: Category | None, output: OutputWrapper
    ) -> None:
        """Save a draft of each, or of none."""
        for path, document in documents:
            try:
                draft = drafts.create_draft(document.reading, by=journal_author())
            except IntakeError as error:
                raise _in_file(path, error.message) from error
            draft.release.category = category
            draft.release.save()
            line = _("Draft %(id)s: %(release)s")
            output.write(line % {"id": draft.release.pk, "release": draft.release})

    def _import(
        self,
        documents: Documents,
        archives: list[str],
        options: dict[str, Any],
        output: OutputWrapper,
    ) -> None:
        """Import each release in its own transaction, unless it is on the record.

        Without --commit, each is rolled back.

        An instant on the record must be ahead of its commit, so a long archive can't
        be one transaction. A named file without a date stops the run before anything
        is saved; one in a folder is reported and skipped.
        """
        entries = [_dated_entry(path, document) for path, document in documents]
        redirects = self._read_redirects(options["redirects"])
        report = Report(options["report"])
        importer = ArchiveImporter(
            by=journal_author(),
            zone=zoneinfo.ZoneInfo(issuer_zone()),
            category=options["category"],
            report=report,
            redirects=redirects,
            write_line=output.write,
            commit=options["commit"],
        )
        walk = ArchiveWalk(importer, self._show_progress, set(options["post_type"]))
        try:
            empty = walk.run(entries, archives)
            for line, url, key in redirects.unused():
                report.write_row(
                    str(options["redirects"]),
                    line,
                    f"{url}, {key}",
                    _("No such file or GUID. No redirect made."),
                )
        finally:
            report.close()
            if options["commit"]:
                sign_pending_or_log()
                index_within(INDEXING)
        self._print_totals(importer, options["report"])
        if empty:
            raise IntakeError(
                gettext_noop(
                    "Nothing came from %(path)s: it has no published release with its "
                    "full text."
                ),
                path=", ".join(empty),
            )

    def _read_redirects(self, path: Path | None) -> RedirectMap:
        try:
            return read_redirect_map(path)
        except IntakeError as error:
            raise _in_file(path, error.message) from error
        except OSError as error:
            raise IntakeError(
                gettext_noop("%(path)s: %(reason)s. Give the path of the map."),
                path=str(path),
                reason=error.strerror,
            ) from error

    def _show_progress(self, count: int, total: int, importer: ArchiveImporter) -> None:
        """Write one line over and over on a terminal."""
        if self.stderr.isatty():
            line = _(
                "File %(count)d of %(total)d: %(done)d releases done, %(skipped)d not "
                "imported"
            ) % {
                "count": count,
                "total": total,
                "done": importer.imported_count + importer.present_count,
                "skipped": importer.skipped_count,
            }
            self.stderr.write(f"\r{line}", ending="")

    def _print_totals(self, importer: ArchiveImporter, report: Path | None) -> None:
        template = (
            _(
                "%(imported)d imported, %(present)d already on the record, %(skipped)d "
                "not imported."
            )
            if importer.commit
            else _(
                "%(imported)d to import, %(present)d already on the record, %(skipped)d "
                "to leave out."
            )
        )
        totals = template % {
            "imported": importer.imported_count,
            "present": importer.present_count,
            "skipped": importer.skipped_count,
        }
        count = importer.report.row_count
        doubts = ngettext("%(count)d doubt", "%(count)d doubts", count) % {
            "count": count
        }
        where = report or _("list with --report FILE.csv")
        self.stderr.write(f"{totals} {doubts}: {where}")
        if not importer.commit:
            self.stderr.write(
                _("Nothing was saved. Repeat the command with --commit to import.")
            )

    def _print_json(self, documents: Documents) -> None:
        answers = [as_json(document.reading) for _path, document in documents]
        answer = answers[0] if len(answers) == 1 else answers
        self.stdout.write(json.dumps(answer, ensure_ascii=False, indent=1))

    def _print_summaries(self, documents: Documents) -> None:
        for path, document in documents:
            if len(documents) > 1:
                self.stdout.write(self.style.MIGRATE_HEADING(path))
            self.stdout.write(summarise(document.reading))
