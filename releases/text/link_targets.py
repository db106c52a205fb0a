"""What a link's target tells: host, path, staff page, internal address."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Collection
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

_STAFF_PATH = re.compile(r"/(?:admin|preview|previews)(?:/|$)", re.IGNORECASE)
_WORDPRESS_ADMIN = re.compile(r"/wp-admin(?:/|$)", re.IGNORECASE)
_STAGING = re.compile(
    r"(?:[\w-]+[.-])?(?:stag(?:e|ing)|preview|preprod|pre-prod|dev|test|uat|qa|draft)"
    r"\d*[.-]",
    re.IGNORECASE,
)
_INTERNAL_SUFFIXES = (
    ".local", ".localhost", ".internal", ".intranet", ".corp", ".lan", ".home.arpa",
)  # fmt: skip
_SHARED_DRIVES = (
    "docs.google.com", "drive.google.com", "dropbox.com", "wetransfer.com", "we.tl",
    "1drv.ms", "onedrive.live.com", "sharepoint.com",
)  # fmt: skip
_MAIL_FILTERS = (
    "safelinks.protection.outlook.com", "urldefense.com", "urldefense.proofpoint.com",
    "linkprotect.cudasvc.com", "protect-us.mimecast.com", "protect-eu.mimecast.com",
)  # fmt: skip
_HOST = re.compile(
    r"(?:https?://)?(?P<host>(?:[a-z0-9-]{1,63}\.)+[a-z]{2,24})(?:[/?#]\S*)?",
    re.IGNORECASE,
)


def host_of(href: str) -> str:
    """Return the lower-case host of a URL; empty if it has none or can't be parsed."""
    split = _split_url(href)
    return (split.hostname or "").rstrip(".").lower() if split else ""


def path_on_hosts(href: str, hosts: Collection[str]) -> str:
    """Return the path of a URL on one of `hosts`, or of a relative URL; else empty."""
    split = _split_url(href)
    if split is None or split.scheme not in {"", "http", "https"}:
        return ""
    return split.path if host_of(href) in {"", *hosts} else ""


def file_name_of(href: str) -> str:
    """Return the decoded last segment of a URL's path."""
    split = _split_url(href)
    return unquote(split.path.rpartition("/")[2]) if split else ""


def is_staff_url(href: str, *, own: bool) -> bool:
    """Return whether the URL is an admin page or a preview.

    `own` says that it is on this site; on others WordPress's addresses are known.
    """
    split = _split_url(href)
    if split is None:
        return False
    query = parse_qs(split.query, keep_blank_values=True)
    preview_parameters = {"preview", "preview_id", "preview_nonce"} & query.keys()
    if own and _STAFF_PATH.match(split.path):
        return True
    return bool(preview_parameters) or _WORDPRESS_ADMIN.match(split.path) is not None


def is_internal_url(href: str, *, site: str, hosts: Collection[str] = ()) -> bool:
    """Return whether the public can't open the URL.

    That is an internal host, a local file, a shared drive, or a staging host of `site`.
    Hosts in `hosts` are this site's own.
    """
    split = _split_url(href)
    if split is None or split.scheme not in {"http", "https", "file", "ftp", ""}:
        return False
    if split.scheme == "file":
        return True
    host = host_of(href)
    if not host or (host in hosts and not _is_internal_host(host)):
        return False
    domain = host_of(site).removeprefix("www.")
    staged = bool(domain) and host.endswith(f".{domain}") and _STAGING.match(host)
    return _is_internal_host(host) or bool(staged) or _is_under(host, _SHARED_DRIVES)


def is_mail_filter_url(href: str) -> bool:
    """Return whether a mail filter such as Safe Links rewrote the URL."""
    return _is_under(host_of(href), _MAIL_FILTERS)


def names_another_host(words: str, href: str) -> bool:
    """Return whether a link's words are the address of one host and lead to another."""
    written = _HOST.fullmatch(words.strip())
    target_host = host_of(href)
    if written is None or not target_host:
        return False
    written_host = written["host"].lower().removeprefix("www.")
    return written_host != target_host.removeprefix("www.")


def _split_url(href: str) -> SplitResult | None:
    try:
        return urlsplit(href.strip())
    except ValueError:
        return None


def _is_under(host: str, domains: Collection[str]) -> bool:
    return any(host == domain or host.endswith(f".{domain}") for domain in domains)


def _is_internal_host(host: str) -> bool:
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return "." not in host or host.endswith(_INTERNAL_SUFFIXES)
    return not address.is_global
