"""The sitemap of the newsroom's own pages, and of each category and year."""

from __future__ import annotations

from releases.models.record.kinds import Kind
from releases.public.sitemap_xml import MEDIA_TYPE, sitemap_of_pages
from releases.record.representation import Representation, site
from releases.record.sitemaps import read_pages
from releases.text.public_paths import SITEMAP_OF_PAGES

REPRESENTATION = Representation(
    name="sitemap_pages",
    of=site(read_pages, by=Kind),
    path=SITEMAP_OF_PAGES,
    media_type=MEDIA_TYPE,
    write=sitemap_of_pages,
    indexed=False,
)
