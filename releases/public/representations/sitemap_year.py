"""The sitemap of one year's releases."""

from __future__ import annotations

from releases.models.record.kinds import Kind
from releases.public.sitemap_xml import MEDIA_TYPE, sitemap_of_pages
from releases.record.representation import Representation
from releases.record.subjects import YEAR_OF_PAGES
from releases.text.public_paths import SITEMAP_SUFFIX

REPRESENTATION = Representation(
    name="sitemap_year",
    of=YEAR_OF_PAGES,
    lists=Kind.RELEASE,
    suffix=SITEMAP_SUFFIX,
    media_type=MEDIA_TYPE,
    write=sitemap_of_pages,
    indexed=False,
)
