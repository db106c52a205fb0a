"""The page cache as a WSGI application (PEP 3333) in front of Django."""

from __future__ import annotations

import time
from typing import Any, Literal
from wsgiref.types import StartResponse

from django.conf import settings
from django.utils.translation import gettext as _

from releases.pagecache.access_log import AccessLog
from releases.pagecache.backend import DjangoResponse
from releases.pagecache.cache import PageCache, Unavailable
from releases.pagecache.clock import SECOND, Microseconds
from releases.pagecache.limits import Overloaded
from releases.pagecache.negotiation import negotiate
from releases.pagecache.page import Headers, Page, Response
from releases.pagecache.request import Request, RequestReader
from releases.pagecache.snapshots import Snapshot
from releases.pagecache.targets import NOT_FOUND, Forwarding, TargetResolver

HEALTH_PATH = "/healthz"
PLAIN_TEXT = [
    ("Content-Type", "text/plain; charset=utf-8"),
    ("Cache-Control", "no-store"),
    ("X-Content-Type-Options", "nosniff"),
    ("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"),
]

# Where a response came from, for the access log: a stored page; a page rendered for this
# request, and stored; Django; Django, since the record was not confirmed; 503.
CacheStatus = Literal["hit", "miss", "bypass", "unconfirmed", "unavailable"]


class PageCacheApplication:
    """Answers requests from the page cache, and forwards the others to Django.

    A request is read and classified, looked up, rendered if the page is not stored,
    negotiated, and logged: each once, and in this order.
    """

    def __init__(self, cache: PageCache, *, log: AccessLog) -> None:
        self.cache = cache
        self.log = log
        self.reader = RequestReader()
        self.targets = TargetResolver(cache.known_paths)
        self._nginx_cache: bool = settings.IRSITE_NGINX_CACHE

    def __call__(self, environ: dict[str, Any], start_response: StartResponse) -> Any:
        """Answer one request as of the moment of its arrival."""
        started = time.perf_counter_ns()
        request = self.reader.read(environ, self.cache.clock.now())
        try:
            cache_status, response = self._respond(request)
        except (Overloaded, Unavailable):
            cache_status, response = "unavailable", service_unavailable()
        status, headers, body = response
        start_response(status, headers)
        if self.log.wants(status):
            self.log.record(request, response, cache_status, started)
        return body

    def _respond(self, request: Request) -> tuple[CacheStatus, Response]:
        if request.path == HEALTH_PATH:
            return "hit", self._health(request)
        if not request.shared:
            forwarding = self.targets.forwarding(request.path)
            return "bypass", self._forward(request, forwarding)
        snapshot = self.cache.snapshot(request.at)
        if snapshot is None:
            return "unconfirmed", self._respond_unconfirmed(request)
        # The path of most requests is the key of their page: no target is needed.
        page = None if request.query else snapshot.pages.get(request.path)
        if page is None:
            return self._respond_with_target(request, snapshot)
        return "hit", self._send(page, request, snapshot)

    def _respond_with_target(
        self, request: Request, snapshot: Snapshot
    ) -> tuple[CacheStatus, Response]:
        """Answer a request whose page has another key, is not stored, or is Django's."""
        target = self.targets.resolve(request)
        if isinstance(target, Forwarding):
            return "bypass", self._forward(request, target)
        cache_status: CacheStatus = "hit"
        page = snapshot.get(target.key)
        if page is None:
            cache_status = "miss"
            page = self.cache.render_once(snapshot, target)
        if page is None:
            self.targets.mark_uncacheable(target)
            forwarding = self.targets.forwarding(request.path)
            return "bypass", self._forward(request, forwarding)
        if page.status_code == 404 and target is not NOT_FOUND:
            page = self.cache.not_found_page(snapshot)
        return cache_status, self._send(page, request, snapshot)

    def _send(self, page: Page, request: Request, snapshot: Snapshot) -> Response:
        page.hits += 1
        response = negotiate(page, request)
        if not self._nginx_cache:
            return response
        status, headers, body = response
        expiry = nginx_expiry(request.at, snapshot.end)
        return Response(status, [expiry, *headers], body)

    def _respond_unconfirmed(self, request: Request) -> Response:
        """Have Django answer with the record as it is now, and store nothing."""
        target = self.targets.resolve_unconfirmed(request)
        if isinstance(target, Forwarding):
            return self._forward(request, target)
        if self.cache.database_lost:
            raise Unavailable
        with self.cache.limiter_for(target).slot():
            rendered = self.cache.backend.render(target.path, target.query, request.at)
        page = rendered.page(accepts_ranges=target.accepts_ranges)
        if rendered.database_lost or rendered.status_code >= 500:
            raise Unavailable
        return (
            from_django(rendered, request) if page is None else negotiate(page, request)
        )

    def _forward(self, request: Request, forwarding: Forwarding) -> Response:
        """Have Django answer this very request. Raises Unavailable or Overloaded."""
        cache = self.cache
        if forwarding is Forwarding.UNLIMITED:
            return from_django(
                cache.backend.forward(request.environ, request.at), request
            )
        if cache.database_lost:
            raise Unavailable
        is_limited = forwarding is Forwarding.LIMITED
        limiter = cache.limiter if is_limited else cache.throttled
        with limiter.slot():
            response = cache.backend.forward(request.environ, request.at)
        if response.database_lost:
            raise Unavailable
        if request.personal:
            response.headers = private_headers(response.headers)
        return from_django(response, request)

    def _health(self, request: Request) -> Response:
        """Tell a load balancer whether this worker can confirm its pages."""
        if self.cache.snapshot(request.at) is None:
            return service_unavailable()
        return Response("200 OK", [*PLAIN_TEXT, ("Content-Length", "3")], [b"ok\n"])


def nginx_expiry(at: Microseconds, end: Microseconds) -> tuple[str, str]:
    """Return the header that lets nginx store a page until it changes at `end`.

    nginx stores it through the whole second that the header names: this one, and never
    one in which the page changes. It obeys the header only before Cache-Control, and
    does not pass it on.
    """
    return "X-Accel-Expires", f"@{min(at // SECOND, end // SECOND - 1)}"


def service_unavailable() -> Response:
    """Return 503 with Retry-After (RFC 9110, 10.2.3)."""
    message = _("The newsroom cannot answer just now. Please try again in a second.")
    body = f"{message}\n".encode()
    headers = [("Retry-After", "1"), ("Content-Length", str(len(body)))]
    return Response("503 Service Unavailable", [*PLAIN_TEXT, *headers], [body])


def from_django(response: DjangoResponse, request: Request) -> Response:
    """Return Django's response as WSGI sends it, without a body for HEAD."""
    body = response.body
    if request.method == "HEAD":
        response.close()
        body = []
    return Response(f"{response.status_code} {response.reason}", response.headers, body)


def private_headers(headers: Headers) -> Headers:
    """Return the headers with a Cache-Control that forbids every cache to store."""
    others = [
        (name, value) for name, value in headers if name.lower() != "cache-control"
    ]
    return [*others, ("Cache-Control", "private, no-store")]
