"""Reads press releases as text and says what was understood of them."""

from __future__ import annotations

import datetime as dt
import getpass
import json
import sys
import zoneinfo
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.management.base import (
    BaseCommand,
    CommandError,
    CommandParser,
    OutputWrapper,
)
from django.db import transaction
from django.utils import timezone

from releases.desk import transitions
from releases.intake import drafts
from releases.intake.decode import MOST_BYTES, Unreadable, decode
from releases.intake.parser import Reading, read
from releases.intake.parser.account import account
from releases.intake.parser.projection import as_json
from releases.models import Category, Release
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


@dataclass(frozen=True, slots=True, kw_only=True)
class Arrival:
    """One release as it was given, and what was understood of it."""

    path: str
    text: str
    reading: Reading


def _bytes(path: str) -> bytes:
    """The bytes of a file, or of standard input for a dash."""
    if path == "-":
        return sys.stdin.buffer.read(MOST_BYTES + 1)
    with Path(path).open("rb") as file:
        return file.read(MOST_BYTES + 1)


def arrival(path: str) -> Arrival:
    """The release at a path; CommandError, in one line, if it cannot be read."""
    try:
        text = decode(_bytes(path))
    except Unreadable as error:
        raise CommandError(f"{path}: {error}", returncode=2) from error
    except OSError as error:
        reason = error.strerror or "it cannot be opened"
        message = f"{path}: {reason}: give the path of a text file."
        raise CommandError(message, returncode=2) from error
    return Arrival(path=path, text=text, reading=read(text))


def saved(one: Arrival, shelf: Category | None) -> drafts.Draft:
    """A draft of the release, on its shelf."""
    try:
        draft = drafts.save(one.reading, by=operator())
    except Unreadable as error:
        raise Unreadable(f"{one.path}: {error}") from error
    draft.release.category = shelf
    draft.release.save()
    return draft


def past_day(one: Arrival) -> dt.datetime:
    """The start of its dateline's day, in the issuer's zone."""
    day = one.reading.dateline.date if one.reading.dateline else None
    if day is None:
        raise Unreadable(
            f"{one.path}: its dateline has no date, and an archive needs one: add it."
        )
    return dt.datetime.combine(day, dt.time(), zoneinfo.ZoneInfo(issuer_zone()))


class Command(BaseCommand):
    """Reads every path before anything is printed, so that a bad one stops all."""

    help = "Read press releases as text and say what was understood and doubted."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: CommandParser) -> None:
        """Paths, and in which form to answer."""
        parser.add_argument(
            "paths",
            nargs="+",
            metavar="PATH",
            help="A text file; - reads standard input.",
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

    def handle(self, *args: Any, **options: Any) -> None:
        """Read all, then answer."""
        arrivals = [arrival(path) for path in options["paths"]]
        if options["json"]:
            self._print_json(arrivals)
        else:
            self._print_accounts(arrivals)
        # With --json, standard output holds JSON and nothing else.
        told = self.stderr if options["json"] else self.stdout
        try:
            if options["archive"]:
                self._archive(arrivals, options["category"], told)
            elif options["save"]:
                self._save(arrivals, options["category"], told)
        except (Unreadable, transitions.NotAllowed) as error:
            raise CommandError(str(error), returncode=2) from error

    @transaction.atomic
    def _save(
        self, arrivals: list[Arrival], shelf: Category | None, told: OutputWrapper
    ) -> None:
        """Drafts of all of them, or of none."""
        for one in arrivals:
            draft = saved(one, shelf)
            told.write(f"Draft {draft.release.pk}: {draft.release}")

    def _archive(
        self, arrivals: list[Arrival], shelf: Category | None, told: OutputWrapper
    ) -> None:
        """Each on the record by itself; what is there already is left alone.

        An instant on the record must be ahead of its commit, so a long archive cannot
        be one transaction. What lacks a date stops the run before anything is saved.
        """
        dates = [past_day(one) for one in arrivals]
        for one, dated in zip(arrivals, dates, strict=True):
            with transaction.atomic():
                draft = saved(one, shelf)
                known = Release.objects.exclude(address="").filter(
                    headline=draft.release.headline,
                    dateline_date=draft.release.dateline_date,
                )
                if known.exists():
                    transaction.set_rollback(True)
                    told.write(f"{one.path}: on the record already, left as it is.")
                    continue
                transitions.import_past(
                    draft.release, by=operator(), at=timezone.now(), dated=dated
                )
            told.write(f"On the record: {draft.release.address}")

    def _print_json(self, arrivals: list[Arrival]) -> None:
        answers = [as_json(one.reading) for one in arrivals]
        answer = answers[0] if len(answers) == 1 else answers
        self.stdout.write(json.dumps(answer, ensure_ascii=False, indent=1))

    def _print_accounts(self, arrivals: list[Arrival]) -> None:
        for one in arrivals:
            if len(arrivals) > 1:
                self.stdout.write(self.style.MIGRATE_HEADING(one.path))
            self.stdout.write(account(one.reading))
