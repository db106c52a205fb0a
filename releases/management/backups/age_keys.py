"""The keys of backups: age recipients lock them, an identity opens them."""

from __future__ import annotations

from pathlib import Path

from django.core.management.base import CommandParser
from django.utils.translation import gettext as _

from releases.management.backups.exceptions import UnreadableBackup


def add_identity_argument(parser: CommandParser) -> None:
    """Add the option that names the file with the identity."""
    parser.add_argument(
        "--identity",
        type=Path,
        metavar="FILE",
        help=_("The file with the age identity that opens the backup."),
    )


def read_identity_file(path: Path | None) -> list[str]:
    """Return the identities of a file as age-keygen writes it; none without a file.

    Raises UnreadableBackup.
    """
    if path is None:
        return []
    try:
        lines = path.read_text().splitlines()
    except (OSError, UnicodeDecodeError) as error:
        raise UnreadableBackup(
            _("Cannot read the identity in %(path)s: %(error)s.")
            % {"path": path, "error": error}
        ) from None
    return [line.strip() for line in lines if line.strip() and line[0] != "#"]
