"""The press as a WSGI layer (PEP 3333): what it has, it answers before Django is entered."""

from __future__ import annotations

import time
from typing import Any
from wsgiref.types import StartResponse

from django.conf import settings
from django.http.request import split_domain_port, validate_host

from releases.pagecache.access_log import LONGEST_PATH, Line, Log
from releases.pagecache.backend import Response
from releases.pagecache.cache import PageCache, Unavailable
from releases.pagecache.client_address import client_address
from releases.pagecache.clock import SECOND, Microseconds
from releases.pagecache.conditional import CONDITIONS, Answer, answer
from releases.pagecache.encoding import Orders
from releases.pagecache.limits import Full
from releases.pagecache.page import Headers, Page
from releases.pagecache.routes import (
    Private,
    Route,
    asked,
    fixed_routes,
    path_of_text,
    private_rooms,
    route_of,
    static_files,
    text_of,
)
from releases.pagecache.snapshot import Snapshot
from releases.text.public_paths import AS_OF

ALIVE = "/healthz"
PLAIN = [
    ("Content-Type", "text/plain; charset=utf-8"),
    ("Cache-Control", "no-store"),
    ("X-Content-Type-Options", "nosniff"),
    ("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"),
]
BUSY = b"The newsroom cannot answer just now. Please try again in a second.\n"
# How many hosts and uncacheable addresses are remembered.
MEMORY = 1000


class Press:
    """Answers from the worker's pages, and lets the rest through to Django."""

    def __init__(self, room: PageCache, *, log: Log) -> None:
        self.room = room
        self.log = log
        self.orders = Orders()
        self.session = f"{settings.SESSION_COOKIE_NAME}="
        self.files = static_files()
        # A look back is made for whoever asks, where everybody may.
        self._looks = (AS_OF,) if settings.IRSITE_AS_OF_PUBLIC else ()
        self._hosts: set[str] = set()
        self._passing: set[str] = set()

    def __call__(self, environ: dict[str, Any], start_response: StartResponse) -> Any:
        """Answer one request as of the moment at which it arrived."""
        began = time.perf_counter_ns()
        at = self.room.clock.now()
        try:
            how, (status, headers, body) = self._answer(environ, at)
        except (Full, Unavailable):
            how = "nowhere"
            status, headers, body = busy()
        start_response(status, headers)
        if self.log.wants(status):
            self._note(environ, at, began, status, body, how)
        return body

    def _answer(self, environ: dict[str, Any], at: Microseconds) -> tuple[str, Answer]:
        """(where it comes from, the answer)."""
        path = environ["PATH_INFO"]
        if path == ALIVE:
            return "press", self._alive(at)
        if not self._for_everybody(environ):
            return "django", self._passed_on(environ, at)
        snapshot = self.room.snapshot(at)
        if snapshot is None:
            return "singly", self._singly(environ, at)
        query = environ.get("QUERY_STRING", "")
        page = None if query else snapshot.pages.get(path)
        how = "press"
        if page is None:
            how, page = "made", self._found(snapshot, path, query, at)
        if page is None:
            return "django", self._passed_on(environ, at)
        page.hits += 1
        form = page.form(self.orders.of(environ.get("HTTP_ACCEPT_ENCODING", "")))
        if environ["REQUEST_METHOD"] == "GET" and environ.keys().isdisjoint(CONDITIONS):
            told: Answer = page.status, form.headers, [form.body]
        else:
            told = answer(page, form, environ)
        if settings.IRSITE_NGINX_CACHE:
            told = told[0], [keep_until(at, snapshot.end), *told[1]], told[2]
        return how, told

    # Who is asking

    def _for_everybody(self, environ: dict[str, Any]) -> bool:
        """Whether the answer is the same whoever asks."""
        host = environ.get("HTTP_HOST", "")
        return (
            environ["REQUEST_METHOD"] in {"GET", "HEAD"}
            and not self._is_personal(environ)
            and (host in self._hosts or self._is_ours(host))
        )

    def _is_personal(self, environ: dict[str, Any]) -> bool:
        return "HTTP_AUTHORIZATION" in environ or self.session in environ.get(
            "HTTP_COOKIE", ""
        )

    def _is_ours(self, host: str) -> bool:
        domain, _ = split_domain_port(host)
        ours = bool(domain) and validate_host(domain, settings.ALLOWED_HOSTS)
        if ours and len(self._hosts) < MEMORY:
            self._hosts.add(host)
        return ours

    # What is asked for

    def _found(
        self, snapshot: Snapshot, path: str, query: str, at: Microseconds
    ) -> Page | None:
        """The page at the address; None where it is not for keeping."""
        place = self._place(path, query, at)
        if place is None:
            return None
        if isinstance(place, Missing):
            return self.room.missing(snapshot)
        path, query, ranges = place
        page = self.room.page(snapshot, path, query, ranges=ranges)
        if page is None:
            if len(self._passing) >= MEMORY:
                self._passing.clear()
            self._passing.add(path)
        elif page.status.startswith("404"):
            return self.room.missing(snapshot)
        return page

    def _place(
        self, path: str, query: str, at: Microseconds
    ) -> tuple[str, str, bool] | Missing | None:
        """(path, query, ranges) of a page that exists; None for what is not kept."""
        if path.startswith(self._looks) or path in self.files or path in self._passing:
            return None
        text = text_of(path)
        for written in (text,) if text.endswith("/") else (text, f"{text}/"):
            route = self._route(written, at)
            if isinstance(route, Private):
                return None
            if route is not None:
                return path, asked(route.face, query), route.face.accepts_ranges
        addresses = self.room.addresses
        old = addresses.moved(f"{text}?{query}" if query else text, at)
        if old is not None:
            path, _, query = old.partition("?")
            return path_of_text(path), query, False
        return Missing()

    def _route(self, text: str, at: Microseconds) -> Route | Private | None:
        """What is at the path; None where nothing is that the public may know of.

        The patterns are gone through only for what is known to be there: a scan of
        made-up addresses costs a look in a dictionary.
        """
        fixed = fixed_routes().get(text)
        if fixed is not None:
            return fixed
        if self.room.addresses.live(text, at):
            return route_of(text)
        if text[1:].partition("/")[0] in private_rooms():
            route = route_of(text)
            return route if isinstance(route, Private) else None
        return None

    # What the press does not have

    def _passed_on(self, environ: dict[str, Any], at: Microseconds) -> Answer:
        """Django's own answer to this request."""
        path = environ["PATH_INFO"]
        if path in self.files:
            return sent(self.room.django.pass_on(environ, at), environ)
        if self.room.lost:
            raise Unavailable
        # What anybody may make up takes only a part of the machine; files that are too
        # large to be kept are not made up.
        known = path in self._passing or isinstance(route_of(text_of(path)), Private)
        with (self.room.slots if known else self.room.paced).one():
            written = self.room.django.pass_on(environ, at)
        if written.lost:
            raise Unavailable
        if self._is_personal(environ):
            written.headers = personal(written.headers)
        return sent(written, environ)

    def _singly(self, environ: dict[str, Any], at: Microseconds) -> Answer:
        """What Django makes of it now, kept by nobody: the record is not confirmed."""
        path = environ["PATH_INFO"]
        route = route_of(text_of(path))
        if not isinstance(route, Route) or path in self._passing:
            return self._passed_on(environ, at)
        if self.room.lost:
            raise Unavailable
        query = asked(route.face, environ.get("QUERY_STRING", ""))
        with self.room.slot(query).one():
            written = self.room.django.write(path, query, at)
        page = written.page(ranges=route.face.accepts_ranges)
        if written.lost or written.status >= 500:
            raise Unavailable
        if page is None:
            return sent(written, environ)
        form = page.form(self.orders.of(environ.get("HTTP_ACCEPT_ENCODING", "")))
        return answer(page, form, environ)

    # What is told besides

    def _alive(self, at: Microseconds) -> Answer:
        """For whoever balances load: whether this worker can vouch for its pages."""
        if self.room.snapshot(at) is None:
            return busy()
        return "200 OK", [*PLAIN, ("Content-Length", "3")], [b"ok\n"]

    def _note(
        self,
        environ: dict[str, Any],
        at: Microseconds,
        began: int,
        status: str,
        body: Any,
        how: str,
    ) -> None:
        line = Line(
            at,
            client_address(environ),
            environ["REQUEST_METHOD"],
            environ["PATH_INFO"][:LONGEST_PATH],
            status[:3],
            sum(map(len, body)) if isinstance(body, list) else 0,
            (time.perf_counter_ns() - began) // 1000,
            how,
        )
        self.log.note(line)


class Missing:
    """Nothing that the public may read is at the address."""


def busy() -> Answer:
    """503, and when to come again (RFC 9110, 10.2.3)."""
    again = [("Retry-After", "1"), ("Content-Length", str(len(BUSY)))]
    return "503 Service Unavailable", [*PLAIN, *again], [BUSY]


def sent(written: Response, environ: dict[str, Any]) -> Answer:
    """Django's answer as the server takes it; HEAD has no body."""
    body = written.body
    if environ["REQUEST_METHOD"] == "HEAD":
        written.close()
        body = []
    return f"{written.status} {written.reason}", written.headers, body


def personal(headers: Headers) -> Headers:
    """The headers of an answer that no cache may keep."""
    rest = [(name, value) for name, value in headers if name.lower() != "cache-control"]
    return [*rest, ("Cache-Control", "private, no-store")]


def keep_until(at: Microseconds, end: Microseconds) -> tuple[str, str]:
    """How long nginx may keep it: through this second, and never across an instant.

    It keeps through the whole second that it is told, and obeys only what comes before
    Cache-Control. It takes the header out, which would show what is coming.
    """
    return "X-Accel-Expires", f"@{min(at // SECOND, end // SECOND - 1)}"
