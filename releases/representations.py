"""Every representation of the site. What is not in this tuple does not exist.

URL patterns, views, links, the list of what is rendered ahead, the documentation and the
tests are made from it.
"""

from __future__ import annotations

from typing import Any

from releases.api.representations import (
    event as api_event,
)
from releases.api.representations import (
    issuer as api_issuer,
)
from releases.api.representations import (
    openapi_description,
)
from releases.api.representations import (
    release as api_release,
)
from releases.api.representations import (
    version as api_version,
)
from releases.pdf.representations import card, pdf, site_card
from releases.public.representations import (
    brand,
    document,
    event_document,
    event_statement,
    favicon,
    log_head,
    log_index,
    log_years,
    robots,
    security,
    signing_keys,
    sitemap,
    sitemap_events,
    sitemap_news,
    sitemap_pages,
    sitemap_year,
    statement,
    touch_icon,
    touch_icon_precomposed,
)
from releases.record.representation import Representation
from releases.syndication.representations import (
    atom,
    atom_archive,
    calendar,
    event_ics,
    events_atom,
    events_json_feed,
    events_rss,
    issuer_vcard,
    json_feed,
    json_feed_archive,
    latest,
    newsml_g2,
    ninjs,
    release_vcard,
    rss,
)
from releases.tables.representations import table_csv, tables_xlsx

REPRESENTATIONS: tuple[Representation[Any], ...] = (
    latest.REPRESENTATION,
    rss.REPRESENTATION,
    atom.REPRESENTATION,
    json_feed.REPRESENTATION,
    atom_archive.REPRESENTATION,
    json_feed_archive.REPRESENTATION,
    pdf.REPRESENTATION,
    card.REPRESENTATION,
    site_card.REPRESENTATION,
    ninjs.REPRESENTATION,
    newsml_g2.REPRESENTATION,
    tables_xlsx.REPRESENTATION,
    table_csv.REPRESENTATION,
    release_vcard.REPRESENTATION,
    issuer_vcard.REPRESENTATION,
    robots.REPRESENTATION,
    brand.REPRESENTATION,
    event_ics.REPRESENTATION,
    calendar.REPRESENTATION,
    events_rss.REPRESENTATION,
    events_atom.REPRESENTATION,
    events_json_feed.REPRESENTATION,
    sitemap.REPRESENTATION,
    sitemap_pages.REPRESENTATION,
    sitemap_events.REPRESENTATION,
    sitemap_year.REPRESENTATION,
    sitemap_news.REPRESENTATION,
    favicon.REPRESENTATION,
    touch_icon.REPRESENTATION,
    touch_icon_precomposed.REPRESENTATION,
    security.REPRESENTATION,
    api_release.REPRESENTATION,
    api_version.REPRESENTATION,
    api_event.REPRESENTATION,
    api_issuer.REPRESENTATION,
    openapi_description.REPRESENTATION,
    document.REPRESENTATION,
    event_document.REPRESENTATION,
    statement.REPRESENTATION,
    event_statement.REPRESENTATION,
    log_head.REPRESENTATION,
    log_index.REPRESENTATION,
    log_years.REPRESENTATION,
    signing_keys.REPRESENTATION,
)
