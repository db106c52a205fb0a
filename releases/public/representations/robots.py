"""robots.txt (RFC 9309): crawlers may index all but the admin and results of the search, and find the sitemaps."""

from __future__ import annotations

from releases.record.representation import Representation, WriteContext, site
from releases.text.public_paths import ROBOTS, SEARCH, SITEMAP, SITEMAP_OF_NEWS

RULES = f"User-agent: *\nDisallow: /admin/\nDisallow: {SEARCH}?words=\n"


def write(subject: None, context: WriteContext) -> bytes:
    """Return the rules and the sitemaps, which depend on nothing that is published."""
    sitemaps = "".join(
        f"Sitemap: {context.root}{path}\n" for path in (SITEMAP, SITEMAP_OF_NEWS)
    )
    return f"{RULES}\n{sitemaps}".encode()


REPRESENTATION = Representation(
    name="robots",
    of=site(lambda lookup: None, by=()),
    path=ROBOTS,
    media_type="text/plain",
    write=write,
)
