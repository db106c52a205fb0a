"""The page cache as a WSGI application (PEP 3333) in front of Django."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable
from functools import partial
from typing import Any, Literal
from wsgiref.types import StartResponse

from django.conf import settings
from django.db import DatabaseError
from django.utils.translation import gettext as _

from releases.pagecache.access_log import AccessLog
from releases.pagecache.backend import DjangoResponse
from releases.pagecache.cache import PageCache, Unavailable
from releases.pagecache.carried_forms import SESSION_EXISTED, may_carry
from releases.pagecache.clock import SECOND, Microseconds
from releases.pagecache.late_response import LateResponse
from releases.pagecache.limits import ConcurrencyLimiter, Overloaded
from releases.pagecache.negotiation import negotiate
from releases.pagecache.page import Headers, Page, Response
from releases.pagecache.request import Request, RequestReader
from releases.pagecache.request_body import BodyReader, BodyReaders, BodyRefused
from releases.pagecache.sessions import SessionLookup
from releases.pagecache.snapshots import Snapshot
from releases.pagecache.targets import NOT_FOUND, Forwarding, Target, TargetResolver
from releases.public.errors import fault_page
from releases.record.cross_origin import PREFLIGHT_HEADERS
from releases.text.public_paths import VERIFY
from releases.text.request_ids import current_request_id

HEALTH_PATH = "/healthz"
REQUEST_ID = "X-Request-ID"
PLAIN_TEXT = [
    ("Content-Type", "text/plain; charset=utf-8"),
    ("Cache-Control", "no-store"),
    ("X-Content-Type-Options", "nosniff"),
    ("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"),
]

# Of the page for a fault, which has a style sheet and fonts.
FAULT_POLICY = (
    "default-src 'none'; style-src 'self'; font-src 'self'; img-src 'self'; "
    "frame-ancestors 'none'"
)
FAULT_HEADERS = [
    ("Content-Type", "text/html; charset=utf-8"),
    *PLAIN_TEXT[1:-1],
    ("Content-Security-Policy", FAULT_POLICY),
]

# Where a response came from, for the access log: a stored page; a page rendered for this
# request, and stored; Django; Django, since the record was not confirmed; 503; refused
# before anything was looked up, for its host or its body.
CacheStatus = Literal["hit", "miss", "bypass", "unconfirmed", "unavailable", "refused"]

PREFLIGHT = Response("204 No Content", list(PREFLIGHT_HEADERS.items()), [])

Answer = tuple[CacheStatus, Response]
Work = Callable[[], Answer]
FAILURES = (Overloaded, Unavailable, BodyRefused)


class PageCacheApplication:
    """Answers requests from the page cache, and forwards the others to Django.

    A request is read and classified, looked up, rendered if the page is not stored,
    negotiated, and logged: each once, and in this order. A body is received before a
    slot is taken; what takes work is a LateResponse.
    """

    def __init__(
        self,
        cache: PageCache,
        *,
        log: AccessLog,
        sessions: SessionLookup,
        bodies: BodyReaders,
    ) -> None:
        self.cache = cache
        self.log = log
        self.sessions = sessions
        self.bodies = bodies
        self.reader = RequestReader()
        self.targets = TargetResolver(cache.known_paths)
        self._nginx_cache: bool = settings.IRSITE_NGINX_CACHE

    def __call__(self, environ: dict[str, Any], start_response: StartResponse) -> Any:
        """Answer one request as of the moment of its arrival.

        Returns a LateResponse if that takes more than looking up a stored page.
        """
        started = time.perf_counter_ns()
        request = self.reader.read(environ, self.cache.clock.now())
        try:
            answer = self._respond(request)
        except FAILURES as failure:
            answer = failed(failure, request)
        except Exception:
            current_request_id.set(request.request_id)  # for the log
            raise
        if isinstance(answer, tuple):
            return self._send_answer(answer, request, start_response, started)
        return LateResponse(
            partial(self._respond_late, answer, request, start_response, started)
        )

    def _respond_late(
        self,
        work: Work,
        request: Request,
        start_response: StartResponse,
        started: int,
    ) -> Any:
        """Do the work, on whatever thread, and answer."""
        current_request_id.set(request.request_id)
        try:
            answer = work()
        except FAILURES as failure:
            answer = failed(failure, request)
        return self._send_answer(answer, request, start_response, started)

    def _send_answer(
        self,
        answer: Answer,
        request: Request,
        start_response: StartResponse,
        started: int,
    ) -> Any:
        cache_status, response = answer
        status, headers, body = response
        start_response(status, [*headers, (REQUEST_ID, request.request_id)])
        took = time.perf_counter_ns() - started
        self.cache.metrics.count_answer(cache_status, status, took)
        if self.log.wants(status):
            self.log.record(request, response, cache_status, took)
        return body

    def _respond(self, request: Request) -> Answer | Work:
        """Return the answer if it takes no work, or else what makes it."""
        if request.path == HEALTH_PATH:
            return "hit", self._health(request)
        if not request.shared:
            if request.host_allowed and self.targets.is_preflight(request):
                return "hit", PREFLIGHT
            return self._respond_alone(request)
        snapshot = self.cache.snapshot(request.at)
        if snapshot is None:
            return lambda: ("unconfirmed", self._respond_unconfirmed(request))
        # The path of most requests is the key of their page: no target is needed.
        page = None if request.query else snapshot.pages.get(request.path)
        if page is None:
            return self._respond_with_target(request, snapshot)
        return "hit", self._send(page, request, snapshot)

    def _respond_alone(self, request: Request) -> Answer | Work:
        """Answer a request whose response is its own; its body is received here."""
        current_request_id.set(request.request_id)
        if not request.host_allowed:
            return "refused", refused("400 Bad Request")
        if request.has_method_of_pages:
            if self.targets.forwarding(request) is Forwarding.UNLIMITED:
                return "bypass", self._forward_unlimited(request)
            return lambda: self._respond_to_session(request)
        if request.personal and not self._is_signed_in(request):
            request = request.without_session()
        reader = self._body_reader(request)
        body = reader.receive(request.environ, source=request.source)

        def respond() -> Answer:
            with contextlib.closing(body):
                return "bypass", self._forward(request)

        return respond

    def _body_reader(self, request: Request) -> BodyReader:
        """Return the reader for the group that the request's client is in."""
        if request.personal:
            request.environ[SESSION_EXISTED] = True
            return self.bodies.desk
        if request.method == "POST" and request.path == VERIFY:
            return self.bodies.verification
        if may_carry(request.cookies):
            return self.bodies.carried_forms
        return self.bodies.visitors

    def _respond_to_session(self, request: Request) -> Answer:
        """Answer a request for a page with a session cookie, which may be nobody's."""
        if self._is_signed_in(request):
            return "bypass", self._forward(request)
        answer = self._respond(request.without_session())
        return answer if isinstance(answer, tuple) else answer()

    def _respond_with_target(
        self, request: Request, snapshot: Snapshot
    ) -> Answer | Work:
        """Answer a request whose page has another key, is not stored, or is Django's."""
        current_request_id.set(request.request_id)
        target = self.targets.resolve(request)
        if target is Forwarding.UNLIMITED:
            return "bypass", self._forward_unlimited(request)
        if isinstance(target, Forwarding):
            return lambda: ("bypass", self._forward(request, target))
        page = snapshot.get(target.key)
        if page is not None and page.status_code == 404 and target is not NOT_FOUND:
            page = snapshot.get(NOT_FOUND.key)
        if page is None:
            return lambda: self._render(request, snapshot, target)
        return "hit", self._send(page, request, snapshot)

    def _render(self, request: Request, snapshot: Snapshot, target: Target) -> Answer:
        """Answer with a page that the snapshot lacks, or the one for 404."""
        page = snapshot.get(target.key)
        if page is None:
            page = self.cache.render_once(snapshot, target, source=request.source)
        if page is None:
            self.targets.mark_uncacheable(target)
            return "bypass", self._forward(request)
        if page.status_code == 404 and target is not NOT_FOUND:
            page = self.cache.not_found_page(snapshot, source=request.source)
        return "miss", self._send(page, request, snapshot)

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
        if target is Forwarding.UNLIMITED:
            return self._forward_unlimited(request)
        if isinstance(target, Forwarding):
            return self._forward(request, target)
        if self.cache.database_lost:
            raise Unavailable
        with self.cache.limiter_for(target).slot(request.source):
            rendered = self.cache.backend.render(target.path, target.query, request.at)
        page = rendered.page(accepts_ranges=target.accepts_ranges)
        if rendered.database_lost or rendered.status_code >= 500:
            raise Unavailable
        return (
            from_django(rendered, request) if page is None else negotiate(page, request)
        )

    def _forward_unlimited(self, request: Request) -> Response:
        """Have Django answer a request for a static file, which is never large."""
        response = self.cache.backend.forward(request.environ, request.at)
        body = list(response.body)
        response.close()
        response.body = body
        return from_django(response, request)

    def _forward(
        self, request: Request, forwarding: Forwarding | None = None
    ) -> Response:
        """Have Django answer this very request. Raises Unavailable or Overloaded."""
        cache = self.cache
        if cache.database_lost:
            raise Unavailable
        forwarding = forwarding or self.targets.forwarding(request)
        limiter: ConcurrencyLimiter = getattr(cache.slots, forwarding.name.lower())
        with limiter.slot(request.source):
            response = cache.backend.forward(request.environ, request.at)
        if response.database_lost:
            raise Unavailable
        if request.personal:
            response.headers = private_headers(response.headers)
        return from_django(response, request)

    def _is_signed_in(self, request: Request) -> bool:
        """Return whether the session exists. Raises Unavailable or Overloaded."""
        if self.cache.database_lost:
            raise Unavailable
        try:
            return self.sessions.is_signed_in(request.cookies, source=request.source)
        except DatabaseError:
            raise Unavailable from None

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
    page = fault_page(
        title=_("The newsroom cannot answer just now"),
        advice=_("Too much is asked of it at once. Please try again in a second."),
    )
    body = page.encode()
    headers = [("Retry-After", "1"), ("Content-Length", str(len(body)))]
    return Response("503 Service Unavailable", [*FAULT_HEADERS, *headers], [body])


def failed(failure: Exception, request: Request) -> Answer:
    """Return the answer to a request that could not be answered as it asked."""
    if isinstance(failure, BodyRefused):
        return "refused", refused(failure.status)
    if isinstance(failure, Unavailable) and failure.response:
        return "unavailable", from_django(failure.response, request)
    return "unavailable", service_unavailable()


def refused(status: str) -> Response:
    """Return the response to a request that is not looked at; its connection ends."""
    body = f"{status}\n".encode()
    headers = [("Connection", "close"), ("Content-Length", str(len(body)))]
    return Response(status, [*PLAIN_TEXT, *headers], [body])


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
