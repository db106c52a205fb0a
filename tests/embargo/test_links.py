"""A preview link that is only followed, not opened, reveals nothing of the release."""

from __future__ import annotations

import datetime as dt

from django.test import TestCase
from django.urls import reverse

from releases.desk import sharing, transitions
from releases.models import Release
from tests.builders import (
    SEVEN,
    approve,
    author,
    counsel,
    make_attachment,
    make_event,
    make_issuer,
    make_release,
    submit,
)
from tests.clock import MICROSECOND, SECOND, travel

HOUR = dt.timedelta(hours=1)
EARLIER = SEVEN - 2 * HOUR
VISITS = ("GET", "HEAD", "OPTIONS", "PUT", "DELETE", "TRACE", "PROPFIND")


class AVisit(TestCase):
    """What a mail scanner gets when it follows every link of a message."""

    def setUp(self) -> None:
        make_issuer()
        with travel(EARLIER):
            self.release = make_release(
                headline="Larkmoor to Merge",
                slug="merger",
                events=(make_event(slug="merger-call", title="Call on the merger"),),
                go_live_at=SEVEN,
            )
            self.file = make_attachment(self.release, name="merger.pdf")
            link = sharing.share_preview(
                self.release,
                by=author(),
                at=EARLIER,
                whom="Robin Alder",
                expires_at=SEVEN + HOUR,
            )
        self.address = reverse("newsroom:preview", args=[sharing.token_of(link)])

    def answers(self, *, at: dt.datetime) -> list[tuple[object, ...]]:
        """Return the answer to each method, byte by byte and header by header."""
        with travel(at):
            return [
                (answer.status_code, sorted(answer.headers.items()), answer.content)
                for address in (self.address, f"{self.address}{self.file.token}/")
                for method in VISITS
                for answer in [self.client.generic(method, address)]
            ]

    def test_it_is_the_same_in_every_state_of_the_release(self) -> None:
        before = self.answers(at=EARLIER)
        assert b"Robin Alder" in before[0][2]  # type: ignore[operator]  # bytes
        assert not [answer for answer in before if "merge" in str(answer).casefold()]
        with travel(EARLIER):
            Release.objects.update(headline="Larkmoor to Buy Hollin")
            submit(self.release, at=EARLIER)
        assert self.answers(at=EARLIER) == before
        with travel(EARLIER):
            approve(self.release, at=EARLIER)
        assert self.answers(at=SEVEN - MICROSECOND) == before
        with travel(SEVEN - 2 * SECOND):
            transitions.hold(
                self.release, by=counsel(), at=SEVEN - 2 * SECOND, reason="Wait."
            )
        assert self.answers(at=SEVEN) == before

    def test_at_the_instant_it_leads_to_the_page_and_not_before(self) -> None:
        with travel(EARLIER):
            approve(self.release, at=EARLIER)
        assert self.answers(at=SEVEN - MICROSECOND)[0][0] == 200
        assert self.answers(at=SEVEN)[0][0] == 302

    def test_the_path_without_a_token_does_not_exist(self) -> None:
        nowhere = self.client.get("/no/such/page/")
        for path in ("/preview/", "/preview", "/previews/"):
            with self.subTest(path):
                answer = self.client.get(path)
                assert answer.content == nowhere.content
                assert answer.headers == nowhere.headers
