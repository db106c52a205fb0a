"""A short release with a contact block at its end, and who is read there."""

from __future__ import annotations

from releases.intake.parser.reader import read
from tests.intake.expectations import contact

RELEASE = (
    "Tallow Holdings Declares a Dividend\n\n"
    "CHICAGO, March 1, 2019 /PRNewswire/ -- Tallow Holdings, Inc. (NYSE: TLW) declared "
    "a dividend of $0.25 per share, payable on April 1, 2019.\n\n"
)


def named(block: str) -> list[tuple[str | None, str | None]]:
    """Return name and organisation of everybody in a contact block."""
    contacts = read(f"{RELEASE}{block}\n").contacts
    return [(contact.name, contact.organization) for contact in contacts]


def listed(block: str) -> list[str]:
    """Return everybody as audience; name; title; organisation; phones; e-mails."""
    return [contact(each) for each in read(f"{RELEASE}{block}\n").contacts]
