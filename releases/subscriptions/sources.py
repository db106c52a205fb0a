"""Where a form was sent from, without a cookie: a keyed hash, and whether it is our page."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest

from releases.pagecache.client_address import client_address
from releases.record.site_key import Purpose, codes_of
from releases.text.client_sources import is_ipv6, site_network_of, source_of

SOURCE_LENGTH = 32
# What a browser says of a form on this site, or of an address that was typed.
# https://www.w3.org/TR/fetch-metadata/
OWN_SITES = {"same-origin", "none"}


@dataclass(frozen=True, slots=True, kw_only=True)
class FormSource:
    """Where a form was sent from: keyed hashes of the client's address and its network.

    For IPv6 they are of the network of 64 bits and of the one of 48 bits. The names are
    those of `SubscriptionRequest` and `Inquiry`.
    """

    source: str
    network: str
    is_ipv6: bool


def form_source(request: HttpRequest) -> FormSource:
    """Return where the form was sent from."""
    address = client_address(request.META)
    return FormSource(
        source=_code(source_of(address)),
        network=_code(site_network_of(address)),
        is_ipv6=is_ipv6(address),
    )


def source_code(request: HttpRequest) -> str:
    """Return a keyed hash of the client's address, or of its IPv6 network of 64 bits."""
    return form_source(request).source


def _code(network: str) -> str:
    return codes_of(Purpose.SOURCE, network)[0][:SOURCE_LENGTH]


def set_no_cookie(request: HttpRequest) -> None:
    """Have Django not replace a cookie with a malformed CSRF token, which nobody needs."""
    request.META["CSRF_COOKIE_NEEDS_UPDATE"] = False


def is_from_another_site(request: HttpRequest) -> bool:
    """Return whether a browser says that it sends a form of another site.

    There is no cookie that such a form could abuse. But visitors of another site shall not
    be made to send thousands of forms, each with an address of its own.
    """
    site = request.headers.get("Sec-Fetch-Site")
    if site is not None:
        return site not in OWN_SITES
    origin = request.headers.get("Origin")
    return origin is not None and origin.partition("://")[2] != request.get_host()
