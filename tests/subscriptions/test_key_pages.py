"""Tests of what keys in mails open: what they should, nothing else, and never by GET."""

from __future__ import annotations

import datetime as dt

from django.conf import settings

from releases.alerts.subscribers import is_suppressed
from releases.pagecache.routes import PrivateRoute, resolve_route
from releases.readers.keys import KeyPurpose, make_key, new_secret
from releases.readers.models import (
    Consent,
    ConsentAction,
    RequestPurpose,
    Status,
    Subscriber,
    SubscriptionRequest,
)
from tests.builders import SEVEN, make_issuer
from tests.public.html_pages import Page
from tests.readers.rows import make_delivery, make_mailing, make_subscriber
from tests.subscriptions.forms import ADDRESS, AlertsTestCase, filled, key_path

CONFIRM, LEAVE = KeyPurpose.CONFIRM, KeyPurpose.LEAVE
CHOICES, DATA = KeyPurpose.CHOICES, KeyPurpose.DATA
WEEK = dt.timedelta(days=7)
HOUR = dt.timedelta(hours=1)
SECOND = dt.timedelta(seconds=1)


def status_of(subscriber: Subscriber) -> str:
    """Return the status as it is stored."""
    return Subscriber.objects.values_list("status", flat=True).get(pk=subscriber.pk)


def actions_of(subscriber: Subscriber) -> list[str]:
    """Return the steps of the consent, in their order."""
    rows = Consent.objects.filter(subscriber=subscriber).order_by("pk")
    return list(rows.values_list("action", flat=True))


class AKey(AlertsTestCase):
    """Opens one page of one reader, until it ends."""

    def test_what_it_opens_is_private(self) -> None:
        reader = make_subscriber(ADDRESS)
        for purpose in KeyPurpose:
            for method in (self.get, self.post):
                reader.status = Status.ACTIVE
                reader.save()
                path = key_path(reader, purpose)
                with self.subTest(path):
                    response = method(path)
                    assert response.status_code in {200, 422}
                    assert response["Cache-Control"] == "private, no-store"
                    assert response["Referrer-Policy"] == "no-referrer"
                    assert "noindex" in response["X-Robots-Tag"]
                    assert isinstance(resolve_route(path), PrivateRoute)
                    key = path.split("/")[3]
                    assert key not in response.content.decode()

    def test_each_that_opens_nothing_gets_the_same_page(self) -> None:
        reader, other = make_subscriber(), make_subscriber(status=Status.PENDING)
        keys = {purpose: reader.make_key(purpose, at=SEVEN) for purpose in KeyPurpose}
        swapped = [
            f"/alerts/{purpose}/{keys[of]}/"
            for purpose in KeyPurpose
            for of in KeyPurpose
            if of != purpose
        ]
        leave = keys[LEAVE]
        last = "B" if leave[-1] == "A" else "A"
        of_another = make_key(
            LEAVE, subscriber_id=other.pk, secret=bytes(reader.secret), at=SEVEN
        )
        forged = [
            f"/alerts/leave/{key}/"
            for key in (
                *(leave[:-1], leave[:-4], leave + "A", "A", leave.swapcase()),
                *(of_another, leave[:-1] + last, "%00", "é", "a" * 400),
            )
            if key != leave
        ]
        ended = [
            key_path(reader, DATA, at=SEVEN - HOUR),
            key_path(reader, DATA, at=SEVEN + HOUR),
            key_path(other, CONFIRM),
        ]
        other.since = SEVEN - WEEK
        other.save()
        expected = self.get("/alerts/leave/nobody/")
        assert expected.status_code == 404
        assert "This link does not work" in Page(expected.content).text("h1")
        for path in (*swapped, *forged, *ended):
            for response in (self.get(path), self.post(path, {"erase": "1"})):
                with self.subTest(path):
                    assert response.status_code == 404
                    assert response.content == expected.content
                    assert response.headers == expected.headers
        assert [status_of(reader), status_of(other)] == ["active", "pending"]

    def test_a_new_secret_ends_all_of_them(self) -> None:
        reader = make_subscriber()
        paths = [key_path(reader, purpose) for purpose in KeyPurpose]
        reader.secret = new_secret()
        reader.save()
        assert {self.get(path).status_code for path in paths} == {404}

    def test_no_page_is_opened_by_a_scanner_that_follows_links(self) -> None:
        reader = make_subscriber(status=Status.PENDING)
        for purpose in KeyPurpose:
            for method in ("get", "head", "options"):
                path = key_path(reader, purpose)
                self.checked(self.client.generic(method.upper(), path))
        assert status_of(reader) == Status.PENDING
        assert not actions_of(reader)
        assert not SubscriptionRequest.objects.exists()


class Confirming(AlertsTestCase):
    """Makes an address active, within seven days, by a button."""

    def test_a_button_confirms_and_a_second_time_changes_nothing(self) -> None:
        reader = make_subscriber(ADDRESS, status=Status.PENDING)
        path = key_path(reader, CONFIRM)
        page = Page(self.get(path).content)
        assert page.text("main//button") == "Confirm"
        assert "a•••@example.org" in page.text("main")
        assert ADDRESS not in page.text("main")
        for at in (SEVEN + SECOND, SEVEN + HOUR):
            response = self.post(path, at=at)
            assert "You are subscribed" in Page(response.content).text("h1")
        assert Subscriber.objects.get().since == SEVEN + SECOND
        assert actions_of(reader) == [ConsentAction.CONFIRMED]
        consent = Consent.objects.get()
        assert (consent.means, consent.subjects) == ("link", ["releases"])
        assert len(consent.source) == 32
        assert "You are subscribed" in Page(self.get(path).content).text("h1")

    def test_it_brings_back_nobody_who_has_left(self) -> None:
        reader = make_subscriber(status=Status.LEFT)
        assert self.post(key_path(reader, CONFIRM)).status_code == 404
        assert status_of(reader) == Status.LEFT


class Leaving(AlertsTestCase):
    """Ends the mails, by one click too."""

    def test_one_click_works_for_whoever_gets_mail(self) -> None:
        body = "List-Unsubscribe=One-Click"
        kind = "application/x-www-form-urlencoded"
        for status in (Status.ACTIVE, Status.PAUSED):
            reader = make_subscriber(status=status)
            response = self.post(key_path(reader, LEAVE), body, content_type=kind)
            assert response.status_code == 200
            assert status_of(reader) == Status.LEFT
            assert actions_of(reader) == [ConsentAction.LEFT]
            assert Consent.objects.get(subscriber=reader).means == "one click"

    def test_a_button_does_the_same_and_it_stays_done(self) -> None:
        reader = make_subscriber()
        path = key_path(reader, LEAVE)
        assert Page(self.get(path).content).text("main//button") == "Unsubscribe"
        self.post(path)
        assert "You are unsubscribed" in self.get(path).content.decode()
        assert self.post(path).status_code == 200
        assert Consent.objects.get().means == "link"

    def test_an_address_that_nobody_confirmed_is_forgotten(self) -> None:
        reader = make_subscriber(status=Status.PENDING)
        self.post(key_path(reader, LEAVE))
        assert not Subscriber.objects.exists()

    def test_it_leaves_who_complained_as_it_is(self) -> None:
        reader = make_subscriber(status=Status.COMPLAINED)
        assert (
            "You are unsubscribed" in self.get(key_path(reader, LEAVE)).content.decode()
        )
        self.post(key_path(reader, LEAVE))
        assert status_of(reader) == Status.COMPLAINED


class TheChoices(AlertsTestCase):
    """Are changed, paused and ended by a key, which shows the address to nobody."""

    def test_they_are_shown_and_saved(self) -> None:
        make_issuer()
        reader = make_subscriber(
            ADDRESS, subjects=("category:gone", "events"), zone="America/Bogota"
        )
        path = key_path(reader, CHOICES)
        page = Page(self.get(path).content)
        checked = {box.get("value") for box in page.all("input[@checked]")}
        assert {"events", "at_once", "category:gone"} <= checked
        assert page.only("option[@selected][@value='America/Bogota']").text
        assert ADDRESS not in self.get(path).content.decode()
        response = self.post(
            path,
            filled(releases=["releases"], events=["reminders"], pace="daily", save=""),
        )
        assert Page(response.content).text("p[@role='status']") == (
            "Your choices are saved."
        )
        reader.refresh_from_db()
        subjects = reader.subscriptions.values_list("subject", flat=True)
        assert sorted(subjects) == ["releases", "reminders"]
        assert (reader.pace, reader.zone) == ("daily", "UTC")
        assert actions_of(reader) == [ConsentAction.CHANGED]

    def test_an_error_is_shown_and_nothing_saved(self) -> None:
        reader = make_subscriber()
        response = self.post(key_path(reader, CHOICES), filled(releases=[]))
        assert response.status_code == 422
        assert "Choose at least one" in response.content.decode()
        assert not actions_of(reader)

    def test_pausing_and_resuming_are_buttons(self) -> None:
        reader = make_subscriber()
        path = key_path(reader, CHOICES)
        for button, status in (("pause", Status.PAUSED), ("resume", Status.ACTIVE)):
            response = self.post(path, {button: ""})
            assert response.status_code == 200
            assert status_of(reader) == status
        assert actions_of(reader) == [ConsentAction.PAUSED, ConsentAction.RESUMED]

    def test_who_has_left_is_not_brought_back(self) -> None:
        reader = make_subscriber()
        path = key_path(reader, CHOICES)
        assert "You are unsubscribed" in self.post(path, {"leave": ""}).content.decode()
        self.post(path, {"resume": ""})
        self.post(path, filled(save=""))
        assert status_of(reader) == Status.LEFT
        assert actions_of(reader) == [ConsentAction.LEFT]

    def test_a_link_to_the_data_is_asked_for_and_not_given(self) -> None:
        reader = make_subscriber(ADDRESS)
        path = key_path(reader, CHOICES)
        for _ in range(7):
            response = self.post(path, {"data": ""})
            assert "/alerts/data/" not in response.content.decode()
        assert "Try again in an hour" in response.content.decode()
        requests = SubscriptionRequest.objects.all()
        assert {request.purpose for request in requests} == {RequestPurpose.DATA}
        assert {request.address for request in requests} == {ADDRESS}
        assert len(requests) == 5


class TheData(AlertsTestCase):
    """Are all shown to whoever has the mailbox, and erased by a button."""

    def test_everything_is_shown(self) -> None:
        make_issuer()
        reader = make_subscriber(ADDRESS, subjects=("releases", "events"))
        self.post(key_path(reader, CHOICES), {"pause": ""})
        mailing = make_mailing(chain="release:2026/results")
        make_delivery(mailing, reader, due=None, outcome="failed", reply="550 no")
        make_delivery(make_mailing(), make_subscriber("ben@example.org"))
        text = Page(self.get(key_path(reader, DATA)).content).text("main")
        for part in (
            *(ADDRESS, "Paused", "All press releases", "UTC", "release:2026/results"),
            *("550 no", "New events", "Paused (on the page of the alerts)"),
        ):
            assert part in text, part
        assert "ben@example.org" not in text

    def test_a_button_erases_it_and_leaves_no_word_of_it(self) -> None:
        reader, other = make_subscriber(ADDRESS), make_subscriber()
        make_delivery(make_mailing(), reader)
        self.subscribe()
        self.post(key_path(reader, CHOICES), {"pause": ""})
        path = key_path(reader, DATA)
        self.post(path)
        assert Subscriber.objects.filter(pk=reader.pk).exists()
        response = self.post(path, {"erase": ""})
        assert "erased" in Page(response.content).text("h1")
        assert list(Subscriber.objects.all()) == [other]
        assert not Consent.objects.exists()
        request = SubscriptionRequest.objects.get()
        assert (request.address, request.key, request.subjects) == ("-", "-", [])
        assert request.handled_at is not None
        assert not is_suppressed(ADDRESS)
        assert self.get(path).status_code == 404

    def test_who_complained_gets_no_mail_after_it_either(self) -> None:
        reader = make_subscriber(ADDRESS, status=Status.COMPLAINED)
        self.post(key_path(reader, DATA), {"erase": ""})
        assert not Subscriber.objects.exists()
        assert is_suppressed(ADDRESS)
        old = settings.SECRET_KEY
        with self.settings(SECRET_KEY="y" * 50, SECRET_KEY_FALLBACKS=[old]):
            assert is_suppressed(ADDRESS)
        assert not is_suppressed("ben@example.org")


class WithoutAMailSystem(AlertsTestCase):
    """The links in mails that were sent before work as they did."""

    def test_a_reader_leaves_and_is_led_to_no_form(self) -> None:
        reader = make_subscriber()
        with self.settings(IRSITE_ALERTS=False):
            left = self.post(key_path(reader, LEAVE)).content.decode()
            unusable = self.get("/alerts/leave/nobody/").content.decode()
        assert "You are unsubscribed" in left
        assert 'href="/alerts/"' not in left + unusable
