"""Reads press releases as text and says what was understood of them."""

from __future__ import annotations

import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from releases.intake.decode import MOST_BYTES, Unreadable, decode
from releases.intake.parser import Reading, read
from releases.intake.parser.account import account
from releases.intake.parser.projection import as_json


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

    def handle(self, *args: Any, **options: Any) -> None:
        """Read all, then answer."""
        arrivals = [arrival(path) for path in options["paths"]]
        if options["json"]:
            self._print_json(arrivals)
        else:
            self._print_accounts(arrivals)

    def _print_json(self, arrivals: list[Arrival]) -> None:
        answers = [as_json(one.reading) for one in arrivals]
        answer = answers[0] if len(answers) == 1 else answers
        self.stdout.write(json.dumps(answer, ensure_ascii=False, indent=1))

    def _print_accounts(self, arrivals: list[Arrival]) -> None:
        for one in arrivals:
            if len(arrivals) > 1:
                self.stdout.write(self.style.MIGRATE_HEADING(one.path))
            self.stdout.write(account(one.reading))
