"""robots.txt (RFC 9309): crawlers may index everything but the admin."""

from __future__ import annotations

from releases.record.representation import Representation, WriteContext, site
from releases.text.public_paths import ROBOTS

RULES = b"User-agent: *\nDisallow: /admin/\n"


def write(subject: None, context: WriteContext) -> bytes:
    """Return the rules, which depend on nothing that is published."""
    return RULES


REPRESENTATION = Representation(
    name="robots",
    of=site(lambda lookup: None, by=()),
    path=ROBOTS,
    media_type="text/plain",
    write=write,
)
