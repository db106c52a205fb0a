"""Write everything there is of one release into one archive, for counsel."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser
from django.utils import timezone
from django.utils.translation import gettext as _

from releases.desk import export
from releases.models import Release
from releases.record import audit_author
from releases.text.public_paths import release_address_in


class Command(BaseCommand):
    """The archive is journalled: it holds what may not be public."""

    help = _("Export the complete record of one release as a ZIP archive.")

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument(
            "release",
            help=_("Its address, such as 2026/third-quarter-results, or its number."),
        )
        parser.add_argument(
            "--out",
            type=Path,
            required=True,
            metavar="FILE",
            help=_("The archive; an existing file is not overwritten."),
        )

    def handle(self, *args: Any, **options: Any) -> None:
        name: str = options["release"].strip()
        release = find_release(name)
        if release is None:
            raise CommandError(
                _(
                    "There is no release %(name)s. Give its number in the admin, or its "
                    "address, such as 2026/third-quarter-results."
                )
                % {"name": name}
            )
        out: Path = options["out"]
        try:
            # Nobody else may read what isn't public yet.
            out.touch(mode=0o600, exist_ok=False)
        except OSError as error:
            raise CommandError(
                _("%(path)s: %(error)s. Name a file that doesn't exist yet.")
                % {"path": out, "error": error.strerror}
            ) from error
        with out.open("wb") as file:
            digest = export.write_archive(
                release, file, by=audit_author.operator(), at=timezone.now()
            )
        self.stdout.write(
            _("%(path)s: %(release)s\nSHA-256 of SHA256SUMS: %(digest)s")
            % {"path": out, "release": release, "digest": digest}
        )


def find_release(name: str) -> Release | None:
    """Return the release with this number, address, or public path."""
    name = name.strip("/")
    if name.isdecimal():
        return Release.objects.filter(pk=int(name)).first()
    address = release_address_in(f"/{name}") or name
    return Release.objects.filter(address=address or "-").first()
