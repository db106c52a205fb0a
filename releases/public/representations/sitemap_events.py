"""The sitemap of all events."""

from __future__ import annotations

from releases.models.record.kinds import Kind
from releases.public.sitemap_xml import MEDIA_TYPE, sitemap_of_pages
from releases.record.representation import Representation, site
from releases.record.sitemaps import read_events
from releases.text.public_paths import SITEMAP_OF_EVENTS

REPRESENTATION = Representation(
    name="sitemap_events",
    of=site(read_events, by={Kind.EVENT}),
    lists=Kind.EVENT,
    path=SITEMAP_OF_EVENTS,
    media_type=MEDIA_TYPE,
    write=sitemap_of_pages,
    indexed=False,
)
