"""The releases of the last 48 hours, for search engines of news (sitemap-news/0.9)."""

from __future__ import annotations

from xml.etree.ElementTree import Element, SubElement

from releases.models.record.kinds import Kind
from releases.public.sitemap_xml import MEDIA_TYPE, serialize, url_set
from releases.record.documents import ReleaseHead, rfc3339
from releases.record.published import Published
from releases.record.representation import Representation, WriteContext, site
from releases.record.sitemaps import read_news
from releases.templatetags.labels import release_title
from releases.text.public_paths import SITEMAP_OF_NEWS
from releases.text.xml_text import xml_text

_NAMESPACE = "http://www.google.com/schemas/sitemap-news/0.9"


def write(releases: tuple[Published[ReleaseHead], ...], context: WriteContext) -> bytes:
    """Return the sitemap, empty while nothing is news."""
    sitemap = url_set(news=_NAMESPACE)
    for release in releases:
        _add(SubElement(sitemap, "url"), release, context)
    return serialize(sitemap)


def _add(
    entry: Element, release: Published[ReleaseHead], context: WriteContext
) -> None:
    SubElement(entry, "loc").text = context.root + release.permanent_path
    SubElement(entry, "lastmod").text = rfc3339(release.since)
    news = SubElement(entry, "news:news")
    publication = SubElement(news, "news:publication")
    name = xml_text(context.issuer.name) or context.host
    SubElement(publication, "news:name").text = name
    language = release.document.language.partition("-")[0]
    SubElement(publication, "news:language").text = language
    SubElement(news, "news:publication_date").text = rfc3339(release.dated)
    SubElement(news, "news:title").text = xml_text(release_title(release.document))


REPRESENTATION = Representation(
    name="sitemap_news",
    of=site(read_news, by={Kind.RELEASE, Kind.PROFILE}),
    lists=Kind.RELEASE,
    path=SITEMAP_OF_NEWS,
    media_type=MEDIA_TYPE,
    write=write,
    indexed=False,
)
