"""The request as the page cache sees it: a WSGI environ, read once and classified."""

from __future__ import annotations

from typing import Any, NamedTuple

from django.conf import settings
from django.http.request import split_domain_port, validate_host

from releases.pagecache.client_address import client_address
from releases.pagecache.clock import Microseconds
from releases.pagecache.content_codings import Codings, CodingsByHeader
from releases.text.client_sources import source_of
from releases.text.request_ids import accepted_request_id

MAX_KNOWN_HOSTS = 1000
# NEW(Request, (...)) is Request(...) in a quarter of the time.
NEW = tuple.__new__


class Conditions(NamedTuple):
    """The headers of a conditional or range request (RFC 9110, 13 and 14)."""

    if_match: str | None
    if_none_match: str | None
    if_modified_since: str | None
    range: str | None
    if_range: str | None


class Request(NamedTuple):
    """One request, immutable.

    `at` is the moment of its arrival, as of which it is answered. `path` is in WSGI's
    encoding (PEP 3333). `host_allowed` says that it is for this site. `shared` says that
    every client gets the same response to it, `personal` that it carries a session
    cookie, which anybody can make up. `conditions` is None for a plain request.
    `environ` is kept for Django, and for the client's address. `request_id` names the
    request in logs.
    """

    at: Microseconds
    method: str
    path: str
    query: str
    host_allowed: bool
    shared: bool
    personal: bool
    codings: Codings
    conditions: Conditions | None
    environ: dict[str, Any]
    request_id: str

    @property
    def client(self) -> str:
        """The client's IP address."""
        return client_address(self.environ)

    @property
    def source(self) -> str:
        """Whom the request comes from, for sharing work fairly."""
        return source_of(self.client)

    @property
    def has_method_of_pages(self) -> bool:
        """Whether it asks for a page, and its body is ignored (RFC 9110, 9.3.1)."""
        return self.method in {"GET", "HEAD"}

    @property
    def cookies(self) -> str:
        """The Cookie header; empty where there is none."""
        return str(self.environ.get("HTTP_COOKIE", ""))

    @property
    def prefers_html(self) -> bool:
        """Whether the client accepts HTML by name, as browsers do when they navigate."""
        return "text/html" in self.environ.get("HTTP_ACCEPT", "")

    def without_session(self) -> Request:
        """Return the request of a visitor whose session cookie belongs to nobody."""
        return self._replace(personal=False, shared=self.has_method_of_pages)


class RequestReader:
    """Reads WSGI environs; remembers a bounded number of hosts and Accept-Encodings."""

    def __init__(self) -> None:
        self._codings = CodingsByHeader()
        self._session_cookie = f"{settings.SESSION_COOKIE_NAME}="
        self._allowed_hosts: set[str] = set()
        # Whoever has no proxy in front makes up what he likes.
        self._behind_proxy = settings.BEHIND_PROXY

    def read(self, environ: dict[str, Any], at: Microseconds) -> Request:
        """Return the request of this environ, which arrived at `at`."""
        get = environ.get
        method = environ["REQUEST_METHOD"]
        host = get("HTTP_HOST", "")
        personal = (
            "HTTP_COOKIE" in environ and self._session_cookie in environ["HTTP_COOKIE"]
        )
        host_allowed = host in self._allowed_hosts or self._is_allowed(host)
        shared = (
            host_allowed and not personal and (method == "GET" or method == "HEAD")  # noqa: PLR1714 - quicker
        )
        request_id = get("HTTP_X_REQUEST_ID") if self._behind_proxy else None
        conditions = None
        if (
            "HTTP_IF_NONE_MATCH" in environ
            or "HTTP_IF_MODIFIED_SINCE" in environ
            or "HTTP_IF_MATCH" in environ
            or "HTTP_RANGE" in environ
        ):
            conditions = NEW(
                Conditions,
                (
                    get("HTTP_IF_MATCH"),
                    get("HTTP_IF_NONE_MATCH"),
                    get("HTTP_IF_MODIFIED_SINCE"),
                    get("HTTP_RANGE"),
                    get("HTTP_IF_RANGE"),
                ),
            )
        return NEW(
            Request,
            (
                at,
                method,
                environ["PATH_INFO"],
                get("QUERY_STRING", ""),
                host_allowed,
                shared,
                personal,
                self._codings[get("HTTP_ACCEPT_ENCODING", "")],
                conditions,
                environ,
                accepted_request_id(request_id),
            ),
        )

    def _is_allowed(self, host: str) -> bool:
        domain, _ = split_domain_port(host)
        allowed = bool(domain) and validate_host(domain, settings.ALLOWED_HOSTS)
        if allowed and len(self._allowed_hosts) < MAX_KNOWN_HOSTS:
            self._allowed_hosts.add(host)
        return allowed
