"""What can be told of a web address from the address alone."""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Collection
from urllib.parse import SplitResult, parse_qs, unquote, urlsplit

_STAFF_PATH = re.compile(r"/(?:admin|preview|previews)(?:/|$)", re.IGNORECASE)
_FOREIGN_STAFF = re.compile(r"/wp-admin(?:/|$)", re.IGNORECASE)
_STAGING = re.compile(
    r"(?:[\w-]+[.-])?(?:stag(?:e|ing)|preview|preprod|pre-prod|dev|test|uat|qa|draft)"
    r"\d*[.-]",
    re.IGNORECASE,
)
_INNER = (
    ".local", ".localhost", ".internal", ".intranet", ".corp", ".lan", ".home.arpa",
)  # fmt: skip
_SHARED = (
    "docs.google.com", "drive.google.com", "dropbox.com", "wetransfer.com", "we.tl",
    "1drv.ms", "onedrive.live.com", "sharepoint.com",
)  # fmt: skip
_WRAPPERS = (
    "safelinks.protection.outlook.com", "urldefense.com", "urldefense.proofpoint.com",
    "linkprotect.cudasvc.com", "protect-us.mimecast.com", "protect-eu.mimecast.com",
)  # fmt: skip
_HOST = re.compile(
    r"(?:https?://)?(?P<host>(?:[a-z0-9-]{1,63}\.)+[a-z]{2,24})(?:[/?#]\S*)?",
    re.IGNORECASE,
)


def host_of(href: str) -> str:
    """The host that a web address leads to; empty where it leads to none."""
    split = _split(href)
    return (split.hostname or "").rstrip(".").lower() if split else ""


def path_on(href: str, hosts: Collection[str]) -> str:
    """The path of an address on one of these hosts; empty for any other."""
    split = _split(href)
    if split is None or split.scheme not in {"", "http", "https"}:
        return ""
    return split.path if host_of(href) in {"", *hosts} else ""


def file_name(href: str) -> str:
    """The last part of an address's path."""
    split = _split(href)
    return unquote(split.path.rpartition("/")[2]) if split else ""


def is_for_staff(href: str, *, own: bool) -> bool:
    """Whether it is an admin page or a preview: of this site (`own`), or by its form."""
    split = _split(href)
    if split is None:
        return False
    asks = parse_qs(split.query, keep_blank_values=True)
    shown = {"preview", "preview_id", "preview_nonce"} & asks.keys()
    if own and _STAFF_PATH.match(split.path):
        return True
    return bool(shown) or _FOREIGN_STAFF.match(split.path) is not None


def is_private(href: str, *, site: str, hosts: Collection[str] = ()) -> bool:
    """Whether only insiders reach it, or it is a shared drive, or `site`'s staging."""
    split = _split(href)
    if split is None or split.scheme not in {"http", "https", "file", "ftp", ""}:
        return False
    if split.scheme == "file":
        return True
    host = host_of(href)
    if not host or (host in hosts and not _is_inner(host)):
        return False
    domain = host_of(site).removeprefix("www.")
    staged = bool(domain) and host.endswith(f".{domain}") and _STAGING.match(host)
    return _is_inner(host) or bool(staged) or _ends(host, _SHARED)


def is_wrapped(href: str) -> bool:
    """Whether a mail filter has put its own address around it."""
    return _ends(host_of(href), _WRAPPERS)


def misleads(words: str, href: str) -> bool:
    """Whether the words are the address of one host and lead to another."""
    said = _HOST.fullmatch(words.strip())
    leads = host_of(href)
    if said is None or not leads:
        return False
    named = said["host"].lower().removeprefix("www.")
    return named != leads.removeprefix("www.")


def _split(href: str) -> SplitResult | None:
    try:
        return urlsplit(href.strip())
    except ValueError:
        return None


def _ends(host: str, domains: Collection[str]) -> bool:
    return any(host == one or host.endswith(f".{one}") for one in domains)


def _is_inner(host: str) -> bool:
    try:
        address = ipaddress.ip_address(host)
    except ValueError:
        return "." not in host or host.endswith(_INNER)
    return not address.is_global
