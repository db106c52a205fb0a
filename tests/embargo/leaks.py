"""Looks for anything that tells an embargo from nothing: each address, in each way.

The world holds a public release, its correction that is under embargo, and a release
under embargo with an event, a file and an address on an earlier site. What is asked is
answered twice, once by the press and once by Django alone, and compared with the answers
before the approval and with those for an address that never was.
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
from releases.pagecache.wsgi import Press
from releases.record.old_addresses import remember
from tests.builders import (
    SEVEN,
    author,
    make_attachment,
    make_event,
    make_issuer,
    make_release,
    publish,
    schedule,
)
from tests.clock import MICROSECOND, SECOND, travel
from tests.pagecache.requests import a_press, agree, ask, the_connection_is_the_tests

HOUR = dt.timedelta(hours=1)
JUST_BEFORE = SEVEN - MICROSECOND
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
    """The newsroom, before and after the approval that nobody may feel."""

    def __init__(self) -> None:
        make_issuer()
        self.public = publish(slug="public", at=SEVEN - 24 * HOUR)
        with travel(SEVEN - 4 * HOUR):
            event = make_event(slug="merger-call", title="Call on the merger")
            self.release: Release = make_release(
                headline="Larkmoor to Merge", slug="merger", events=(event,)
            )
            self.file: Attachment = make_attachment(self.release)
            remember("https://old.example.com/merger.html", address="2026/merger")
            transitions.correct(self.public, by=author(), at=SEVEN, notice="A slip.")
        self.press = a_press()

    def start_afresh(self) -> None:
        """A press that knows nothing of what was tried before, and a draft again."""
        self.release.refresh_from_db()
        self.public.refresh_from_db()
        self.press = a_press()
        self.public_answers()

    def approve(self) -> None:
        """Both go public at SEVEN; the press makes their pages ahead."""
        approved_at = SEVEN - 30 * SECOND
        for release in (self.release, self.public):
            schedule(release, live_from=SEVEN, approved_at=approved_at)
        ahead = Prerenderer(
            self.press.room, wake=threading.Event(), also=lambda: None, rest=0
        )
        with travel(SEVEN - 20 * SECOND), the_connection_is_the_tests():
            agree(self.press)
            self.press.room.look()
            ahead.cycle(on_beat=True)

    def pairs(self) -> Iterator[tuple[str, str]]:
        """(an address of what is under embargo, the same of what never was)."""
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
        token, name = self.file.token, self.file.name
        never = "A" * len(token)
        for ending in (f"/{name}", f"/{name}?v=2", "/other.pdf", "/", ""):
            yield f"/files/{token}{ending}", f"/files/{never}{ending}"
        yield "/releases/?after=2026/merger", "/releases/?after=2026/nobody"
        yield "/releases/?before=2026/merger", "/releases/?before=2026/nobody"
        yield "/events/?after=merger-call", "/events/?after=nobody-call"

    def public_addresses(self) -> tuple[str, ...]:
        """What anybody may read, and what it may be asked."""
        return (
            "/",
            "/releases/",
            "/releases/?words=merge",
            "/releases/?year=2026",
            "/releases/2026/",
            "/releases/category/financial-results/",
            "/releases/2026/public/",
            "/releases/rss.xml",
            "/events/",
            "/contacts/",
            "/disclaimers/",
            "/robots.txt",
            "/healthz",
            "/no/such/page/",
            "/admin/press/",
        )

    def pressed(self, address: str, method: str, headers: dict[str, Any]) -> Answer:
        """What the press says."""
        told = ask(self.press, address, at=JUST_BEFORE, method=method, **headers)
        return told.status, tuple(sorted(told.headers.items())), told.body

    def plain(self, address: str, method: str, headers: dict[str, Any]) -> Answer:
        """What Django says without it."""
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        with travel(JUST_BEFORE):
            told = Client().generic(method, address, headers=named)
        body = told.getvalue() if told.streaming else told.content
        return told.status_code, tuple(sorted(told.headers.items())), body

    def work(self, address: str) -> tuple[int, int]:
        """How often Django is entered, and how often the database asked: the time."""
        with CaptureQueriesContext(connection) as queries:
            before = entered(self.press)
            ask(self.press, address, at=JUST_BEFORE)
        return entered(self.press) - before, len(queries)

    def public_answers(self) -> dict[str, Answer]:
        """Everything public, in every way."""
        pressed = {
            f"{method} {address} {headers}": self.pressed(address, method, headers)
            for address in self.public_addresses()
            for method, headers in ways()
        }
        plain = {
            f"plain {address}": self.plain(address, "GET", {})
            for address in self.public_addresses()
        }
        return pressed | plain


def ways() -> Iterator[tuple[str, dict[str, str]]]:
    """Each method plainly, and GET with each condition."""
    for method in METHODS:
        yield method, {}
    for headers in CONDITIONS:
        yield "GET", headers


def entered(press: Press) -> int:
    """How often Django was entered."""
    return press.room.django._handler.entered  # type: ignore[attr-defined,no-any-return]  # noqa: SLF001 - to count


def leaks(world: World, before: dict[str, Answer]) -> Iterator[str]:
    """Every difference that tells of the embargo; `before` is from before approval."""
    for address in world.public_addresses():
        if address != "/admin/press/" and world.work(address)[0]:
            yield f"{address} has to be made anew"
    for secret, control in world.pairs():
        yield from told_apart(world, secret, control)
    for asked, answer in world.public_answers().items():
        if before[asked] != answer:
            yield f"{asked} is not what it was"


def told_apart(world: World, secret: str, control: str) -> Iterator[str]:
    """What is different between an address under embargo and one that never was."""
    if world.work(secret) != world.work(control):
        yield f"{secret} is more work than {control}"
    plainly = [("GET", {})] if "?" in secret else ways()
    for method, headers in plainly:
        told = world.pressed(secret, method, headers)
        if told != alike(world.pressed(control, method, headers)):
            yield f"pressed {method} {secret} {headers} is not as {control}"
    if world.plain(secret, "GET", {}) != alike(world.plain(control, "GET", {})):
        yield f"plain {secret} is not as {control}"


def alike(answer: Answer) -> Answer:
    """The control's answer, were its address the secret one: redirects repeat it."""
    status, headers, body = answer
    return (
        status,
        tuple((name, value.replace("nobody", "merger")) for name, value in headers),
        body,
    )
