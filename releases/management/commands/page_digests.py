"""`manage.py page_digests`: what `drill` compares of two copies of the site."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.core.management.base import BaseCommand, CommandParser
from django.utils.translation import gettext as _

from releases.management.public_pages import page_digests, public_paths, sample


class Command(BaseCommand):
    """Prints a line for each page: its SHA-256 and its path."""

    help = _("Print the digest of every public page as of a moment.")

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "--at",
            type=dt.datetime.fromisoformat,
            required=True,
            metavar="MOMENT",
            help=_("A past moment with its zone, like 2026-03-03T12:00:00+00:00."),
        )
        parser.add_argument(
            "--pages",
            type=int,
            default=0,
            metavar="N",
            help=_("Only so many pages, evenly spread. Default: all."),
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Print the digests in the order of the paths."""
        at: dt.datetime = options["at"]
        paths = sample(public_paths(at=at), options["pages"])
        for path, digest in page_digests(paths, at=at):
            self.stdout.write(f"{digest}  {path}")
