"""The paths of the public site, each from the root of the host and not quoted.

The URLconf builds its routes from these, so that a path is changed here and nowhere
else. What is served below a prefix (`releases.record`'s `on_the_site`) comes on top.
"""

from __future__ import annotations

import re

HOME = "/"
ARCHIVE = "/releases/"
# Below the page of the list that a feed is of.
RSS_SUFFIX = "rss.xml"
ATOM_SUFFIX = "atom.xml"
JSON_FEED_SUFFIX = "feed.json"
FEED = f"{ARCHIVE}{RSS_SUFFIX}"
LATEST = f"{ARCHIVE}latest.json"
EVENT_STREAM = f"{ARCHIVE}stream"
EVENTS = "/events/"
RESULTS = "/results/"
FILINGS = "/filings/"
REPORTS = "/reports/"
# Below it are the pages that staff write.
ABOUT = "/about/"
CALENDAR = f"{EVENTS}calendar.ics"
CONTACTS = "/contacts/"
DISCLAIMERS = "/disclaimers/"
FILES = "/files/"
FEEDS = "/feeds/"
DISCLOSURE = "/disclosure/"
SEARCH = "/search/"
ACCESSIBILITY = "/accessibility/"
PRIVACY = "/privacy/"
ALERTS = "/alerts/"
ALERTS_ASKED = f"{ALERTS}asked/"
ASK = "/ask/"
ASK_SENT = f"{ASK}sent/"
PREVIEWS = "/preview/"
AS_OF = "/as-of/"
# The documentation of version 1 of the JSON API; what it answers lies below.
API = "/api/v1/"
API_PREFIX = "/api/v1"
API_ISSUER = f"{API}issuer"
API_PAGES = f"{API}pages"
API_DESCRIPTION = f"{API}openapi.json"
ROBOTS = "/robots.txt"
FAVICON = "/favicon.ico"
TOUCH_ICON = "/apple-touch-icon.png"
TOUCH_ICON_PRECOMPOSED = "/apple-touch-icon-precomposed.png"
CARD = "/card.png"
BRAND = "/brand.css"
# For developers: it exists only with IRSITE_DEBUG.
COMPONENTS = "/components/"
SECURITY_TXT = "/.well-known/security.txt"
SITEMAP = "/sitemap.xml"
SITEMAP_OF_PAGES = "/sitemap-pages.xml"
SITEMAP_OF_EVENTS = "/sitemap-events.xml"
SITEMAP_OF_NEWS = "/sitemap-news.xml"
SIGNING_KEYS = "/.well-known/irsite-keys.json"
LOG = "/log/"
VERIFY = "/verify/"
LOG_HEAD = f"{LOG}head.json"
LOG_YEARS = f"{LOG}index.txt"
# Below the path of each year of the log.
LOG_INDEX_SUFFIX = "index.txt"
# Below the page of each year of releases.
SITEMAP_SUFFIX = "sitemap.xml"
# Below the page of each version of a release.
CARD_SUFFIX = "card.png"
# Below the page of a release and of each of its versions.
PDF_SUFFIX = "release.pdf"
# The number of a part of a page, such as a table, in the path of its form.
MAX_PART = 99
PART_NUMBER = "[1-9][0-9]?"


def release_path(address: str) -> str:
    """Return the path of a release; its address is `2026/third-quarter-results`."""
    return f"{ARCHIVE}{address}/"


def version_path(address: str, number: int | str) -> str:
    """Return the path of one version of a release."""
    return f"{release_path(address)}versions/{number}/"


def redline_path(address: str, before: int | str, after: int | str) -> str:
    """Return the path of what changed from one version to a later one."""
    return f"{version_path(address, before)}to/{after}/"


def year_path(year: int | str) -> str:
    """Return the path of the archive of one year."""
    return f"{ARCHIVE}{year}/"


def sitemap_path(year: int | str) -> str:
    """Return the path of the sitemap of one year's releases."""
    return f"{year_path(year)}{SITEMAP_SUFFIX}"


def log_year_path(year: int | str) -> str:
    """Return the path below which the log's entries of one year are."""
    return f"{LOG}{year}/"


def log_index_path(year: int | str) -> str:
    """Return the path of the log's entries of one year."""
    return f"{log_year_path(year)}{LOG_INDEX_SUFFIX}"


def category_path(slug: str) -> str:
    """Return the path of the archive of one category."""
    return f"{ARCHIVE}category/{slug}/"


def event_path(slug: str) -> str:
    """Return the path of an event."""
    return f"{EVENTS}{slug}/"


def filing_path(accession: str) -> str:
    """Return the path of a filing: its place in the list of filings."""
    return f"{FILINGS}#f{accession}"


def report_path(slug: str) -> str:
    """Return the path of a report: its place in the list of reports."""
    return f"{REPORTS}#{slug}"


def page_path(slug: str) -> str:
    """Return the path of a page that staff wrote."""
    return f"{ABOUT}{slug}/"


def file_path(token: str, name: str) -> str:
    """Return the path of a published file."""
    return f"{FILES}{token}/{name}"


def api_path(page: str) -> str:
    """Return the path in the JSON API of what has this page."""
    return API_PREFIX + page.removesuffix("/")


def reader_path(purpose: str, key: str) -> str:
    """Return the path that a key in a mail opens, such as `/alerts/leave/<key>/`."""
    return f"{ALERTS}{purpose}/{key}/"


def provider_webhook_path(provider: str) -> str:
    """Return the path at which a provider of mail tells of bounces."""
    return f"{ALERTS}hooks/{provider}/"


def preview_path(token: str) -> str:
    """Return the path of a preview that was shared with an outsider."""
    return f"{PREVIEWS}{token}/"


def preview_file_path(token: str, file: str) -> str:
    """Return the path of a file beside a shared preview."""
    return f"{preview_path(token)}{file}/"


def as_of_path(instant: str, path: str = HOME) -> str:
    """Return the path of a page as of an instant, such as `2026-05-03T16:00:59Z`."""
    return f"{AS_OF}{instant}{path}"


_RELEASE = re.compile(release_path(r"([0-9]{4}/[-\w]+)") + "?")
_EVENT = re.compile(event_path(r"([-\w]+)") + "?")
_FILE = re.compile(rf"{FILES}([-\w]+)(?:/.*)?")


def release_address_in(path: str) -> str | None:
    """Return the address of the release whose page this is, with or without its slash."""
    match = _RELEASE.fullmatch(path)
    return match[1] if match else None


def event_slug_in(path: str) -> str | None:
    """Return the slug of the event whose page this is, with or without its slash."""
    match = _EVENT.fullmatch(path)
    return match[1] if match else None


def file_token_in(path: str) -> str | None:
    """Return the token of the published file that is at this path."""
    match = _FILE.fullmatch(path)
    return match[1] if match else None
