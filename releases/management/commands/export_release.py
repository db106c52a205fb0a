"""Writes everything there is of one release into one archive, for counsel."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.db.models import Q
from django.utils import timezone

from releases.desk import export
from releases.models import Release
from releases.record import audit_author
from releases.text.public_paths import release_address_in


class Command(BaseCommand):
    """The archive is journalled: it holds what may not be public."""

    help = "Write the whole file of one release as a ZIP archive."

    def add_arguments(self, parser: CommandParser) -> None:
        """Which release, and where to."""
        parser.add_argument(
            "release", help="Its address, 2026/third-quarter-results, or its number."
        )
        parser.add_argument(
            "--out", type=Path, required=True, metavar="FILE", help="Not overwritten."
        )

    def handle(self, *args: Any, **options: Any) -> None:
        """Find it, write it, and say how it can be proved."""
        named: str = options["release"].strip().strip("/")
        named = release_address_in(f"/{named}") or named
        release = Release.objects.filter(
            Q(pk=int(named)) if named.isdecimal() else Q(address=named or "-")
        ).first()
        if release is None:
            raise CommandError(
                f"There is no release {named}: give its number in the admin, or its "
                "address, such as 2026/third-quarter-results."
            )
        out: Path = options["out"]
        try:
            # Nobody else may read what is not public yet.
            out.touch(mode=0o600, exist_ok=False)
        except OSError as error:
            raise CommandError(
                f"{out}: {error.strerror}: name a file that is not there yet."
            ) from error
        with out.open("wb") as file:
            digest = export.write(
                release, file, by=audit_author.operator(), at=timezone.now()
            )
        self.stdout.write(f"{out}: {release}\nSHA256SUMS has the SHA-256 {digest}")
