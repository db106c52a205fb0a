"""Reads press releases as they come and says what was understood of them."""

from __future__ import annotations

import getpass
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

from releases.desk import transitions
from releases.intake import drafts
from releases.intake.archive import Entry
from releases.intake.decode import Unreadable
from releases.intake.parser.account import account
from releases.intake.parser.projection import as_json
from releases.intake.readers import MOST_OF_ALL, SourceDocument, receive
from releases.management.archive.bringing import NO_DATE, Bringing
from releases.management.archive.oldmap import OldMap, old_map
from releases.management.archive.report import Report
from releases.management.archive.walk import Walk, is_to_be_walked
from releases.models import Category
from releases.record.freeze import issuer_zone


def operator() -> str:
    """Who runs the command, for the journal."""
    return f"intake ({getpass.getuser()})"


def category(slug: str) -> Category:
    """The category of that address, or an error that names those there are."""
    found = Category.objects.filter(slug=slug).first()
    if found is None:
        known = ", ".join(Category.objects.values_list("slug", flat=True))
        raise CommandError(f"There is no category {slug}: choose one of {known}.")
    return found


def _bytes(path: str) -> bytes:
    """The bytes of a file, or of standard input for a dash."""
    if path == "-":
        return sys.stdin.buffer.read(MOST_OF_ALL + 1)
    with Path(path).open("rb") as file:
        return file.read(MOST_OF_ALL + 1)


def arrival(path: str) -> SourceDocument:
    """The release at a path; CommandError, in one line, if it cannot be read."""
    try:
        return receive(_bytes(path), path)
    except Unreadable as error:
        raise CommandError(f"{path}: {error}", returncode=2) from error
    except OSError as error:
        reason = error.strerror or "it cannot be opened"
        message = f"{path}: {reason}: give the path of a text file."
        raise CommandError(message, returncode=2) from error


def _entry(path: str, one: SourceDocument) -> Entry:
    """A named file as an entry of an archive; it must have its date."""
    dateline = one.reading.dateline
    if dateline is None or dateline.date is None:
        raise Unreadable(f"{path}: {NO_DATE}")
    return Entry(origin=path, keys=(path, Path(path).name), arrival=one)


Arrivals = list[tuple[str, SourceDocument]]


class Command(BaseCommand):
    """Reads every path before anything is printed, so that a bad one stops all."""

    help = "Read press releases and say what was understood and doubted."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Paths, and in which form to answer."""
        parser.add_argument(
            "paths",
            nargs="+",
            metavar="PATH",
            help="Plain text, HTML or .docx; - reads standard input. With --archive "
            "a folder or an RSS, Atom or WordPress export too.",
        )
        parser.add_argument(
            "--json",
            action="store_true",
            help="Print JSON: one object for one PATH, an array for several.",
        )
        parser.add_argument(
            "--save",
            action="store_true",
            help="Make a draft of each, with its contacts, notices and events.",
        )
        parser.add_argument(
            "--archive",
            action="store_true",
            help="Put past releases straight on the record, dated as their datelines.",
        )
        parser.add_argument(
            "--category",
            metavar="SLUG",
            type=category,
            help="The shelf that saved releases stand on.",
        )
        parser.add_argument(
            "--report",
            metavar="FILE.csv",
            type=Path,
            help="Write what --archive doubted and left out: file, line, saw, assumed.",
        )
        parser.add_argument(
            "--redirects",
            metavar="MAP.csv",
            type=Path,
            help="Rows of old URL, and the file or GUID that --archive finds it in.",
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Read all, then answer."""
        paths = options["paths"]
        walked = [p for p in paths if options["archive"] and is_to_be_walked(p)]
        arrivals = [(path, arrival(path)) for path in paths if path not in walked]
        if options["json"]:
            self._print_json(arrivals)
        else:
            self._print_accounts(arrivals)
        # With --json, standard output holds JSON and nothing else.
        told = self.stderr if options["json"] else self.stdout
        try:
            if options["archive"]:
                self._archive(arrivals, walked, options, told)
            elif options["save"]:
                self._save(arrivals, options["category"], told)
        except (Unreadable, transitions.NotAllowed) as error:
            raise CommandError(str(error), returncode=2) from error

    @transaction.atomic
    def _save(
        self, arrivals: Arrivals, shelf: Category | None, told: OutputWrapper
    ) -> None:
        """Drafts of all of them, or of none."""
        for path, one in arrivals:
            try:
                draft = drafts.save(one.reading, by=operator())
            except Unreadable as error:
                raise Unreadable(f"{path}: {error}") from error
            draft.release.category = shelf
            draft.release.save()
            told.write(f"Draft {draft.release.pk}: {draft.release}")

    def _archive(
        self,
        arrivals: Arrivals,
        walked: list[str],
        options: dict[str, Any],
        told: OutputWrapper,
    ) -> None:
        """Each on the record by itself; what is there already is left alone.

        An instant on the record must be ahead of its commit, so a long archive cannot
        be one transaction. A named file that lacks its date stops the run before
        anything is saved; what lacks it in a folder is reported and left out.
        """
        named = [_entry(path, one) for path, one in arrivals]
        ways = self._map(options["redirects"])
        report = Report(options["report"])
        bringing = Bringing(
            by=operator(),
            zone=zoneinfo.ZoneInfo(issuer_zone()),
            shelf=options["category"],
            report=report,
            old_map=ways,
            say=told.write,
        )
        try:
            Walk(bringing, self._progress).through(named, walked)
            for line, url, key in ways.unused():
                origin = str(options["redirects"])
                report.row(
                    origin, line, f"{url} of {key}", "No redirect: no such file."
                )
        finally:
            report.close()
        self._sum_up(bringing, options["report"])

    def _map(self, path: Path | None) -> OldMap:
        try:
            return old_map(path)
        except Unreadable as error:
            raise Unreadable(f"{path}: {error}") from error
        except OSError as error:
            raise Unreadable(
                f"{path}: {error.strerror}: give the map's path."
            ) from error

    def _progress(self, count: int, total: int, bringing: Bringing) -> None:
        """One line that is written over, where somebody watches."""
        if self.stderr.isatty():
            done = bringing.brought + bringing.known
            line = f"\rFile {count} of {total}, {done} releases, {bringing.left_out} left out"
            self.stderr.write(line, ending="")

    def _sum_up(self, bringing: Bringing, report: Path | None) -> None:
        where = f": {report}" if report else ", which --report FILE.csv would list"
        self.stderr.write(
            f"{bringing.brought} brought, {bringing.known} there already, "
            f"{bringing.left_out} left out; {bringing.report.rows} doubts{where}."
        )

    def _print_json(self, arrivals: Arrivals) -> None:
        answers = [as_json(one.reading) for _, one in arrivals]
        answer = answers[0] if len(answers) == 1 else answers
        self.stdout.write(json.dumps(answer, ensure_ascii=False, indent=1))

    def _print_accounts(self, arrivals: Arrivals) -> None:
        for path, one in arrivals:
            if len(arrivals) > 1:
                self.stdout.write(self.style.MIGRATE_HEADING(path))
            self.stdout.write(account(one.reading))
