"""Tests of the forms behind the page cache: what it stores, and what it never does."""

from __future__ import annotations

from urllib.parse import urlencode

from django.test import TestCase

from releases.readers.keys import KeyPurpose
from releases.readers.models import Status, SubscriptionRequest
from tests.pagecache.client import (
    django_calls,
    make_application,
    request,
)
from tests.readers.rows import make_subscriber
from tests.subscriptions.forms import filled, key_path


class TheFormsInThePageCache(TestCase):
    """The form is stored for everybody; an answer to one, and a key's page, for nobody."""

    databases = "__all__"

    def setUp(self) -> None:
        self.enterContext(self.settings(IRSITE_ALERTS=True))
        self.application = make_application()

    def test_the_form_is_rendered_once_whoever_asks(self) -> None:
        first = request(self.application, "/alerts/")
        calls = django_calls(self.application)
        for address, cookie in (
            ("/alerts/?utm_source=mail", ""),
            ("/alerts/", "csrftoken=a; sessionid=b"),
        ):
            with self.subTest(address):
                again = request(self.application, address, COOKIE=cookie)
                assert (again.status, again.body) == (200, first.body)
                assert again.headers == first.headers
        assert django_calls(self.application) == calls

    def test_what_is_sent_is_answered_by_django_and_not_stored(self) -> None:
        form = request(self.application, "/alerts/")
        for fields, status in ((filled(), 303), (filled(address="nobody"), 422)):
            answer = request(
                self.application,
                "/alerts/",
                method="POST",
                body=urlencode(fields, doseq=True).encode(),
            )
            assert answer.status == status
            assert not answer.cookies
            assert request(self.application, "/alerts/").body == form.body
        assert SubscriptionRequest.objects.count() == 1

    def test_a_cookie_of_nobody_is_neither_read_nor_set(self) -> None:
        reader = make_subscriber(status=Status.ACTIVE)
        session = f"sessionid={'0123456789abcdef' * 2}; csrftoken=a; messages=b"
        for path, body in (
            ("/alerts/", urlencode(filled(), doseq=True)),
            *((key_path(reader, purpose), "") for purpose in KeyPurpose),
        ):
            for method in ("GET", "POST"):
                with self.subTest(f"{method} {path}"):
                    answer = request(
                        self.application,
                        path,
                        method=method,
                        body=body.encode() if method == "POST" else b"",
                        COOKIE=session,
                    )
                    assert answer.status in {200, 303, 404, 422}
                    assert not answer.cookies

    def test_a_page_behind_a_key_is_never_stored(self) -> None:
        reader = make_subscriber(status=Status.ACTIVE)
        path = key_path(reader, KeyPurpose.CHOICES)
        for number in (1, 2):
            answer = request(self.application, path)
            assert answer.headers["Cache-Control"] == "private, no-store"
            assert "ETag" not in answer.headers
            assert django_calls(self.application) == number
        snapshot = self.application.cache.snapshots.current
        assert snapshot is not None
        assert snapshot.get(path) is None

    def test_where_no_mail_is_sent_the_form_is_what_does_not_exist(self) -> None:
        with self.settings(IRSITE_ALERTS=False):
            answer = request(self.application, "/alerts/")
            missing = request(self.application, "/nothing/")
        assert (answer.status, answer.body) == (404, missing.body)
        assert answer.headers == missing.headers
