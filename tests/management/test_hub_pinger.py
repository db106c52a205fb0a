"""Tests of the hub: told of each feed that changes, after its page, and holding up nothing."""

from __future__ import annotations

import datetime as dt
import json
import time
from http.server import BaseHTTPRequestHandler
from unittest import mock

from django.core.management import CommandError, call_command
from django.db import DatabaseError
from django.test import SimpleTestCase, TestCase

import feedparser  # type: ignore[import-untyped]  # has no types
import pytest

from releases.alerts.hub_client import tell_hub
from releases.management.delivering.hub_pinger import (
    FORGET_AFTER,
    LEASE,
    RETRIES,
    HubPinger,
)
from releases.management.delivering.running import CourierProcess, HubPingerProcess
from releases.models import Publication
from releases.models.record.kinds import Notice
from releases.readers.models import HubPing
from releases.record import publishing
from releases.record.freeze import freeze_event
from tests.alerts.couriers import FakePages, publish
from tests.builders import SEVEN, make_event
from tests.clock import travel
from tests.hub import Hub, running_hub
from tests.newsroom import eventually
from tests.record.rows import page

SECOND = dt.timedelta(seconds=1)
DAY = dt.timedelta(days=1)
FEEDS = ["atom.xml", "feed.json", "rss.xml"]


class PingerTestCase(TestCase):
    """A hub, and a pinger whose clock the test sets."""

    databases = "__all__"
    hub: Hub

    @classmethod
    def setUpClass(cls) -> None:
        super().setUpClass()
        cls.hub = cls.enterClassContext(running_hub())

    def setUp(self) -> None:
        self.hub.topics.clear()
        self.hub.status = 202
        self.pages = FakePages()
        self.pinger = HubPinger(self.hub.url, probe=self.pages)
        self.at = SEVEN

    def run_pinger(self, pinger: HubPinger | None = None) -> None:
        """Have it do all that it can do now."""
        while (pinger or self.pinger).step(at=self.at):
            pass

    def told_paths(self) -> list[str]:
        """Return the paths that the hub was told of since the last time."""
        paths = [topic.removeprefix("http://testserver") for topic in self.hub.topics]
        self.hub.topics.clear()
        return paths


class APinger(PingerTestCase):
    """Tells the hub of each feed that has changed, until it has taken it."""

    def test_a_release_changes_the_feeds_of_all_and_of_its_category(self) -> None:
        publish()
        self.run_pinger()
        paths = self.told_paths()
        assert {f"/releases/{feed}" for feed in FEEDS} <= {*paths}
        assert len(paths) == len({*paths}) == 6
        assert all("/category/" in path for path in {*paths} if path.count("/") > 2)
        ping = HubPing.objects.get()
        assert (ping.feeds, ping.due, ping.told_at) == ([], None, SEVEN)
        # Once, whoever else looks.
        self.run_pinger(HubPinger(self.hub.url, probe=self.pages))
        assert not self.told_paths()

    def test_an_event_changes_those_of_events(self) -> None:
        with travel(SEVEN - SECOND):
            event = freeze_event(make_event())
            publishing.publish([event], at=SEVEN, by="ada", zone="UTC")
        self.run_pinger()
        assert {*self.told_paths()} >= {f"/events/{feed}" for feed in FEEDS}

    def test_nothing_is_written_and_nobody_asked_before_the_instant(self) -> None:
        publish(at=SEVEN + 5 * SECOND)
        self.run_pinger()
        assert self.pinger.idle_time(at=SEVEN) > 0
        self.at = SEVEN + 5 * SECOND - dt.timedelta(microseconds=1)
        self.run_pinger()
        assert not HubPing.objects.exists()
        assert not self.pages.asked
        assert not self.hub.topics
        assert self.pinger.idle_time(at=self.at) < 0.001
        self.at = SEVEN + 5 * SECOND
        self.run_pinger()
        assert self.told_paths()

    def test_an_import_is_no_news_and_its_correction_is(self) -> None:
        with travel(SEVEN - DAY):
            elsewhere = publishing.Import(dated=SEVEN - 9 * DAY)
            publishing.publish(
                [page("old")],
                at=SEVEN - DAY / 2,
                by="ada",
                zone="UTC",
                imported=elsewhere,
            )
        self.run_pinger()
        assert not HubPing.objects.exists()
        publish("old", notice=Notice.CORRECTION)
        self.run_pinger()
        assert self.told_paths()

    def test_the_page_comes_first(self) -> None:
        publication = publish()
        self.pages.are_there = False
        self.run_pinger()
        assert not self.hub.topics
        self.pages.are_there = True
        self.run_pinger()
        assert not self.hub.topics
        self.at += SECOND
        self.run_pinger()
        assert self.told_paths()
        assert self.pages.asked[-1] == f"/releases/{publication.address}/"

    def test_a_correction_waits_for_the_page_of_its_version(self) -> None:
        publish()
        publish(at=SEVEN + SECOND, headline="More", notice=Notice.CORRECTION)
        self.at += SECOND
        self.run_pinger()
        assert len(self.told_paths()) == 12
        assert self.pages.asked[-1].endswith("/versions/2/")

    def test_a_hub_that_fails_is_told_again_later_each_time_and_then_no_more(
        self,
    ) -> None:
        publish()
        self.hub.status = 503
        self.run_pinger()
        assert len(self.told_paths()) == 6
        for seconds in RETRIES:
            self.run_pinger()
            assert not self.hub.topics
            self.at += dt.timedelta(seconds=seconds)
            if seconds == RETRIES[-1]:
                with self.assertLogs("releases.management", "ERROR") as logs:
                    self.run_pinger()
                assert "6 feeds" in logs.output[0]
            else:
                self.run_pinger()
            assert len(self.told_paths()) == 6
        self.at += 2 * DAY
        self.run_pinger()
        assert not self.hub.topics

    def test_only_what_it_has_not_taken_is_told_again(self) -> None:
        publish()
        taken: list[str] = []

        def tell_once(hub: str, feed: str) -> bool:
            taken.append(feed)
            return len(taken) > 2

        with mock.patch(
            "releases.management.delivering.hub_pinger.tell_hub", tell_once
        ):
            self.run_pinger()
            first, taken[:] = taken[:2], ["", "", ""]
            self.at += SECOND
            self.run_pinger()
        assert taken[3:] == first

    def test_who_ends_in_between_leaves_it_to_others(self) -> None:
        publish()
        with (
            mock.patch(
                "releases.management.delivering.hub_pinger.tell_hub",
                side_effect=KeyboardInterrupt,
            ),
            pytest.raises(KeyboardInterrupt),
        ):
            self.run_pinger()
        self.run_pinger(HubPinger(self.hub.url, probe=self.pages))
        assert not self.hub.topics
        self.at += LEASE
        self.run_pinger(HubPinger(self.hub.url, probe=self.pages))
        assert len(self.told_paths()) == 6

    def test_it_is_forgotten_and_not_told_again(self) -> None:
        publish()
        self.run_pinger()
        self.told_paths()
        self.at += FORGET_AFTER
        publish("next", at=self.at)
        self.run_pinger()
        assert HubPing.objects.count() == 1
        assert len(self.told_paths()) == 6

    def test_a_publication_that_a_restored_record_lacks_is_nobody_s(self) -> None:
        HubPing.objects.create(publication=10**6, feeds=["/a"], due=SEVEN)
        self.run_pinger()
        assert not HubPing.objects.exists()
        assert not self.hub.topics
        assert not Publication.objects.exists()


class AFeed(TestCase):
    """Names the hub and itself, where there is one."""

    HUB = "https://hub.example.com/websub/?a=1&b=2"

    def test_it_names_the_hub_in_each_format_and_in_a_header(self) -> None:
        publish()
        for path in ("/releases/", "/releases/category/results/", "/events/"):
            for feed in FEEDS:
                address = f"{path}{feed}"
                with self.subTest(address), travel(SEVEN):
                    plain = self.client.get(address)
                    with self.settings(IRSITE_WEBSUB_HUB=self.HUB):
                        response = self.client.get(address)
                    if response.status_code == 404:  # There is no such category.
                        continue
                    assert response["Link"] == (
                        f'<{self.HUB}>; rel="hub", <http://testserver{address}>; rel="self"'
                    )
                    assert b"hub" not in plain.content
                    assert not plain.has_header("Link")
                    if feed == "feed.json":
                        hubs = [{"type": "WebSub", "url": self.HUB}]
                        assert json.loads(response.content)["hubs"] == hubs
                    else:
                        links = feedparser.parse(response.content).feed.links
                        named = [each.href for each in links if each.rel == "hub"]
                        assert named == [self.HUB]

    def test_an_archive_and_a_page_name_none(self) -> None:
        publish()
        with travel(SEVEN), self.settings(IRSITE_WEBSUB_HUB=self.HUB):
            for path in ("/releases/2026/atom.xml", "/releases/2026/feed.json", "/"):
                response = self.client.get(path)
                assert response.status_code == 200
                assert not response.has_header("Link")
                assert b"hub.example.com" not in response.content


class TheCall(SimpleTestCase):
    """Ends in time, whatever the hub does."""

    def test_it_says_whether_the_hub_took_it(self) -> None:
        with running_hub() as hub:
            for status, is_taken in (
                (200, True),
                (204, True),
                (302, False),
                (500, False),
            ):
                hub.status = status
                assert tell_hub(hub.url, "https://a.example/b?c=d&e") is is_taken
            assert {*hub.topics} == {"https://a.example/b?c=d&e"}
        assert not tell_hub(hub.url, "https://a.example/")
        assert not tell_hub("https://127.0.0.1:1/", "https://a.example/")

    def test_a_hub_that_answers_byte_by_byte_is_given_up(self) -> None:
        def drip(request: BaseHTTPRequestHandler) -> None:
            for _ in range(100):
                request.wfile.write(b"H")
                request.wfile.flush()
                time.sleep(0.05)

        with running_hub() as hub:
            hub.before_answer = lambda request: _suppress(drip, request)
            began = time.monotonic()
            assert not tell_hub(hub.url, "https://a.example/", deadline=0.3)
            assert time.monotonic() - began < 3


def _suppress(drip: object, request: BaseHTTPRequestHandler) -> None:
    try:
        drip(request)  # type: ignore[operator]  # a function
    except OSError:
        return


class TheProcess(TestCase):
    """Runs the pinger beside the courier, or alone where no mail is sent."""

    databases = "__all__"

    def test_it_begins_anew_after_any_error(self) -> None:
        process = CourierProcess(["127.0.0.1:1"])
        stopping = process._stopping  # noqa: SLF001 - as a signal does
        outcomes = iter([DatabaseError("gone"), ValueError(), True, False])

        def step(self: HubPinger, *, at: dt.datetime) -> bool:
            outcome = next(outcomes, None)
            if isinstance(outcome, Exception):
                raise outcome
            if outcome is None:
                stopping.set()
            return bool(outcome)

        running = "releases.management.delivering.running"
        with (
            self.settings(IRSITE_WEBSUB_HUB="http://127.0.0.1:1/", IRSITE_ALERTS=False),
            mock.patch.object(HubPinger, "step", step),
            mock.patch(f"{running}.RETRY_AFTER", 0.0),
            mock.patch(f"{running}.connections"),
            mock.patch(f"{running}.PageCacheClock"),
            self.assertLogs(running, "ERROR"),
        ):
            HubPingerProcess([], stopping).run()
        assert eventually(stopping.is_set)

    def test_deliver_needs_a_mail_system_or_a_hub(self) -> None:
        with pytest.raises(CommandError, match="IRSITE_WEBSUB_HUB"):
            call_command("deliver")
