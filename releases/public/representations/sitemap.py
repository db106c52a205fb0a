"""The index of all sitemaps."""

from __future__ import annotations

from releases.models.record.kinds import Kind
from releases.public.sitemap_xml import MEDIA_TYPE, index_of_sitemaps
from releases.record.representation import Representation, site
from releases.record.sitemaps import read_sitemaps
from releases.text.public_paths import SITEMAP

REPRESENTATION = Representation(
    name="sitemap",
    of=site(read_sitemaps, by=Kind),
    path=SITEMAP,
    media_type=MEDIA_TYPE,
    write=index_of_sitemaps,
    indexed=False,
)
