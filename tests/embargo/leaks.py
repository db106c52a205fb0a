"""A search for any response that reveals an embargo: every address in every way.

The world holds a public release, its correction under embargo, and a release under
embargo with an event, a file and an address on an earlier site. Each request is answered
by the page cache and by Django alone, and compared with the answer before the approval and
with that for an address that never existed.
"""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Iterator
from typing import Any

from django.db import connection
from django.test import Client
from django.test.utils import CaptureQueriesContext

from releases.desk import transitions
from releases.models import Attachment, Release
from releases.pagecache.prerender import Prerenderer
from releases.pagecache.routes import page_prefixes, suffixes
from releases.record import old_paths
from tests.builders import (
    SEVEN,
    author,
    make_attachment,
    make_event,
    make_issuer,
    make_release,
    put_on_record,
    schedule,
)
from tests.clock import MICROSECOND, SECOND, travel
from tests.pagecache.client import (
    django_calls,
    keep_test_connection,
    make_application,
    request,
    synchronize,
)

HOUR = dt.timedelta(hours=1)
JUST_BEFORE = SEVEN - MICROSECOND
APPROVED_AT = SEVEN - 30 * SECOND
METHODS = ("GET", "HEAD", "POST", "OPTIONS", "PROPFIND")
CONDITIONS: tuple[dict[str, str], ...] = (
    {"if_none_match": '"a"'},
    {"if_none_match": "*"},
    {"if_match": "*"},
    {"if_modified_since": "Tue, 03 Mar 2026 12:00:00 GMT"},
    {"range": "bytes=0-99"},
    {"accept_encoding": "zstd"},
    {"accept_encoding": "br;q=0.1, gzip"},
    {"cookie": "consent=yes"},
    {"cache_control": "no-cache"},
)
Answer = tuple[int, tuple[tuple[str, str], ...], bytes]


class World:
    """The newsroom, before and after an approval that nobody outside may notice."""

    def __init__(self) -> None:
        make_issuer()
        self.public = put_on_record(slug="public", at=SEVEN - 24 * HOUR)
        with travel(SEVEN - 4 * HOUR):
            event = make_event(slug="merger-call", title="Call on the merger")
            self.release: Release = make_release(
                headline="Larkmoor to Merge", slug="merger", events=(event,)
            )
            self.file: Attachment = make_attachment(self.release)
            old_paths.register(
                "https://old.example.com/merger.html", address="2026/merger"
            )
            transitions.correct(self.public, by=author(), at=SEVEN, notice="A slip.")
        self.application = make_application()

    def start_afresh(self) -> None:
        """Go back to the drafts, with a page cache that holds the public pages alone."""
        self.release.refresh_from_db()
        self.public.refresh_from_db()
        self.application = make_application()
        for address in self.public_addresses():
            self.from_cache(address, "GET", {})

    def approve(self) -> None:
        """Approve both for SEVEN at the desk, and render their pages in advance."""
        for release in (self.release, self.public):
            schedule(release, live_from=SEVEN, approved_at=APPROVED_AT)
        self.prerender()

    def record(self) -> None:
        """Put both on the record as an approval does, and render their pages in advance."""
        for release in (self.release, self.public):
            put_on_record(release, at=SEVEN, recorded_at=APPROVED_AT)
        self.prerender()

    def prerender(self) -> None:
        """Render the pages of SEVEN, between the approval and then."""
        prerenderer = Prerenderer(
            self.application.cache,
            wake=threading.Event(),
            report=lambda: None,
            pause_factor=0,
        )
        with travel(SEVEN - 20 * SECOND), keep_test_connection():
            synchronize(self.application)
            self.application.cache.poll()
            prerenderer.cycle(regular=True)

    def pairs(self) -> Iterator[tuple[str, str]]:
        """Yield (an address under embargo, the same of a release that never existed)."""
        pages = {
            "/releases/2026/merger": "/releases/2026/nobody",
            "/events/merger-call": "/events/nobody-call",
            "/merger.html": "/nobody.html",
        }
        for secret, control in pages.items():
            for ending in (
                "/",
                "",
                "//?",
                "/?utm=1",
                "?after=2026/merger",
                "/x?",
                ".?",
            ):
                yield secret + ending, control + ending
            yield secret.upper(), control.upper()
        for suffix in suffixes():
            for page in ("/releases/2026/{}/", "/releases/2026/{}/versions/1/"):
                secret, control = page.format("merger"), page.format("nobody")
                yield f"{secret}{suffix}?v=1", f"{control}{suffix}?v=1"
        for prefix in page_prefixes():
            for page in ("releases/2026/{}", "releases/2026/{}/versions/1"):
                form = f"{prefix}/{page}?v=1"
                yield form.format("merger"), form.format("nobody")
            yield f"{prefix}/events/merger-call", f"{prefix}/events/nobody-call"
        yield "/releases/2026/merger/words.txt", "/releases/2026/nobody/words.txt"
        yield "/events/merger-call/note.txt", "/events/nobody-call/note.txt"
        token, name = self.file.token, self.file.name
        never = "A" * len(token)
        for ending in (f"/{name}", f"/{name}?v=2", "/other.pdf", "/", ""):
            yield f"/files/{token}{ending}", f"/files/{never}{ending}"
        yield "/releases/?after=2026/merger", "/releases/?after=2026/nobody"
        yield "/releases/?before=2026/merger", "/releases/?before=2026/nobody"
        # Only Django can say that there is no such place in the releases of a year.
        of_year = "/releases/?year=2026&after=2026"
        yield f"{of_year}/merger", f"{of_year}/nobody"
        yield "/events/?after=merger-call", "/events/?after=nobody-call"
        in_api = "/api/v1/releases?limit=5&after=2026"
        yield f"{in_api}/merger", f"{in_api}/nobody"
        in_api = "/api/v1/events?after="
        yield f"{in_api}merger-call", f"{in_api}nobody-call"

    def public_addresses(self) -> tuple[str, ...]:
        """Return public addresses, with and without queries."""
        return (
            "/",
            "/releases/",
            "/releases/?words=merge",
            "/search/?words=merge",
            "/search/?words=results",
            "/releases/?year=2026",
            "/releases/2026/",
            "/releases/category/financial-results/",
            "/releases/2026/public/",
            "/releases/rss.xml",
            "/releases/latest.json",
            "/releases/2026/public/text.txt",
            "/api/v1/releases?words=merge",
            "/api/v1/releases?year=merge",
            "/api/v1/releases/2026/public",
            "/events/",
            "/contacts/",
            "/disclaimers/",
            "/robots.txt",
            "/healthz",
            "/no/such/page/",
            "/admin/page-cache/",
        )

    def from_cache(self, address: str, method: str, headers: dict[str, Any]) -> Answer:
        """Return the answer of the page cache."""
        response = request(
            self.application, address, at=JUST_BEFORE, method=method, **headers
        )
        return response.status, tuple(sorted(response.headers.items())), response.body

    def from_django(self, address: str, method: str, headers: dict[str, Any]) -> Answer:
        """Return the answer of Django without the page cache."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        with travel(JUST_BEFORE):
            response = Client().generic(method, address, headers=named)
        body = response.getvalue() if response.streaming else response.content
        return response.status_code, tuple(sorted(response.headers.items())), body

    def work(self, address: str) -> tuple[int, int]:
        """Return the calls of Django and the queries that it takes, in place of the time."""
        with CaptureQueriesContext(connection) as queries:
            before = django_calls(self.application)
            request(self.application, address, at=JUST_BEFORE)
        return django_calls(self.application) - before, len(queries)

    def public_answers(self) -> dict[str, Answer]:
        """Return the answer to each public address, in every way."""
        cached = {
            f"{method} {address} {headers}": self.from_cache(address, method, headers)
            for address in self.public_addresses()
            for method, headers in ways()
        }
        direct = {
            f"Django {address}": self.from_django(address, "GET", {})
            for address in self.public_addresses()
        }
        return cached | direct


def ways() -> Iterator[tuple[str, dict[str, str]]]:
    """Yield each method without other headers, and GET with each condition."""
    for method in METHODS:
        yield method, {}
    for headers in CONDITIONS:
        yield "GET", headers


def leaks(world: World, before: dict[str, Answer]) -> Iterator[str]:
    """Yield each difference that reveals the embargo; `before` is from before approval."""
    for address in world.public_addresses():
        if address != "/admin/page-cache/" and world.work(address)[0]:
            yield f"{address} is rendered again"
    for secret, control in world.pairs():
        yield from differences(world, secret, control)
    for way, answer in world.public_answers().items():
        if before[way] != answer:
            yield f"{way} has changed"


def differences(world: World, secret: str, control: str) -> Iterator[str]:
    """Yield what differs between an address under embargo and one that never existed."""
    if world.work(secret) != world.work(control):
        yield f"{secret} is more work than {control}"
    methods = [("GET", {})] if "?" in secret else ways()
    for method, headers in methods:
        answer = world.from_cache(secret, method, headers)
        if answer != alike(world.from_cache(control, method, headers)):
            yield f"cached {method} {secret} {headers} is not as {control}"
    if world.from_django(secret, "GET", {}) != alike(
        world.from_django(control, "GET", {})
    ):
        yield f"Django {secret} is not as {control}"


def alike(answer: Answer) -> Answer:
    """Return the control's answer with the secret address, which redirects repeat."""
    status, headers, body = answer
    return (
        status,
        tuple((name, value.replace("nobody", "merger")) for name, value in headers),
        body,
    )
