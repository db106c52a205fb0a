"""What the JSON API says of a release, a version, an event and the issuer."""

from __future__ import annotations

import datetime as dt
import hashlib
import json

from django.test import Client, TestCase

from releases.models import Publication
from tests.api.requests import API, get_json
from tests.builders import (
    SEVEN,
    make_contact,
    make_event,
    make_issuer,
    make_release,
    put_on_record,
)
from tests.clock import MICROSECOND, travel
from tests.pagecache.client import PageCacheTestCase
from tests.public.html_pages import correct, give_notice, save_and_publish

HOUR = dt.timedelta(hours=1)
CORRECTED = SEVEN + HOUR
LATER = SEVEN + 2 * HOUR
PAGE = "/releases/2026/results"
SITE = "http://testserver"


class AnAnswer(TestCase):
    """Of a release with a correction, of its event and of the issuer."""

    @classmethod
    def setUpTestData(cls) -> None:
        save_and_publish(make_issuer(), make_contact(name="Ines Hale"), at=SEVEN - HOUR)
        with travel(SEVEN - HOUR):
            call = make_event(slug="call", title="Call")
            release = make_release(slug="results", headline="Résults", events=(call,))
        put_on_record(release, at=SEVEN)
        correct(release, at=CORRECTED, notice="A slip.", body="<p>It fell.</p>")

    def test_has_the_document_in_the_very_bytes_of_the_record(self) -> None:
        for path, number in (
            (PAGE, 2),
            (f"{PAGE}/versions/1", 1),
            ("/events/call", 1),
            ("/issuer", 1),
        ):
            with self.subTest(path), travel(LATER):
                content = Client().get(f"{API}{path}").content
                answer = json.loads(content)
                assert answer["number"] == number
                row = Publication.objects.get(digest=answer["digest"])
                assert content.endswith(f'"document":{row.document}}}\n'.encode())
                digest = hashlib.sha256(row.document.encode()).hexdigest()
                assert answer["digest"] == digest

    def test_of_a_release_names_its_versions(self) -> None:
        answer = get_json(PAGE, at=LATER)
        assert answer["document"]["body"] == "<p>It fell.</p>"
        del answer["document"], answer["digest"]
        assert answer == {
            "api_url": f"{SITE}{API}{PAGE}",
            "url": f"{SITE}{PAGE}/",
            "number": 2,
            "dated": "2026-03-03T12:00:00Z",
            "since": "2026-03-03T13:00:00Z",
            "address": "2026/results",
            "imported": False,
            "languages": [],
            "versions": [
                {
                    "api_url": f"{SITE}{API}{PAGE}/versions/1",
                    "url": f"{SITE}{PAGE}/versions/1/",
                    "number": 1,
                    "since": "2026-03-03T12:00:00Z",
                    "until": "2026-03-03T13:00:00Z",
                    "notice": None,
                    "sealed": False,
                },
                {
                    "api_url": f"{SITE}{API}{PAGE}/versions/2",
                    "url": f"{SITE}{PAGE}/versions/2/",
                    "number": 2,
                    "since": "2026-03-03T13:00:00Z",
                    "until": None,
                    "notice": "correction",
                    "sealed": False,
                },
            ],
        }

    def test_of_a_release_says_nothing_of_a_correction_before_its_instant(self) -> None:
        answer = get_json(PAGE, at=CORRECTED - MICROSECOND)
        assert answer["number"] == 1
        (only,) = answer["versions"]
        assert only["until"] is None

    def test_of_a_version_stays_as_it_was(self) -> None:
        path = f"{PAGE}/versions/1"
        answer = get_json(path, at=LATER)
        assert answer == get_json(path, at=SEVEN)
        assert answer["document"]["body"] == "<p>Revenue grew.</p>"
        assert answer["url"] == f"{SITE}{PAGE}/versions/1/"

    def test_of_the_issuer_has_its_contacts(self) -> None:
        answer = get_json("/issuer")
        assert answer["document"]["name"] == "Larkmoor Therapeutics"
        (contact,) = answer["document"]["contacts"]
        assert contact["name"] == "Ines Hale"
        assert answer["url"] == f"{SITE}/"

    def test_leads_to_pages_and_answers_as_of_the_same_instant(self) -> None:
        past = "/as-of/2026-03-03T12:30:00Z"
        with travel(LATER), self.settings(IRSITE_AS_OF_PUBLIC=True):
            answer = Client().get(f"{past}{API}{PAGE}").json()
            listed = Client().get(f"{past}{API}/releases").json()
        assert answer["number"] == 1
        assert answer["url"] == f"{SITE}{past}{PAGE}/"
        assert answer["api_url"] == f"{SITE}{past}{API}{PAGE}"
        assert listed["releases"][0]["api_url"] == answer["api_url"]


class AWithdrawnRelease(TestCase):
    """Has its notice; what it seals is gone."""

    def test_has_the_notice_and_says_which_versions_are_sealed(self) -> None:
        give_notice(put_on_record(slug="results"), at=CORRECTED, sealed=True)
        answer = get_json(PAGE, at=LATER)
        assert answer["document"]["change"]["kind"] == "withdrawal"
        assert [version["sealed"] for version in answer["versions"]] == [True, False]

    def test_a_sealed_version_is_a_problem_that_names_the_release(self) -> None:
        give_notice(put_on_record(slug="results"), at=CORRECTED, sealed=True)
        path = f"{API}{PAGE}/versions/1"
        with travel(CORRECTED - MICROSECOND):
            assert Client().get(path).status_code == 200
        with travel(CORRECTED):
            gone = Client().get(path)
        assert gone.status_code == 410
        assert gone["Content-Type"] == "application/problem+json"
        assert gone["Access-Control-Allow-Origin"] == "*"
        assert gone.json() == {
            "title": "Gone",
            "status": 410,
            "detail": (
                "This version was withdrawn from the public: its release says why."
            ),
            "release": f"{SITE}{PAGE}/",
        }


class ByHttp(PageCacheTestCase):
    """An answer is sent as a page is, and may be read by scripts of other sites."""

    ADDRESSES = (f"{API}/releases", f"{API}{PAGE}", f"{API}/openapi.json")

    @classmethod
    def setUpTestData(cls) -> None:
        put_on_record(slug="results", at=SEVEN - HOUR)

    def test_head_and_conditions_are_answered(self) -> None:
        for address in self.ADDRESSES:
            with self.subTest(address):
                whole = self.request(address)
                head = self.request(address, method="HEAD")
                assert (head.headers, head.body) == (whole.headers, b"")
                again = self.request(address, if_none_match=whole.etag)
                assert (again.status, again.body) == (304, b"")
                for response in (whole, again):
                    assert response.headers["Access-Control-Allow-Origin"] == "*"
                    assert "Origin" not in response.headers.get("Vary", "")

    def test_a_preflight_has_one_answer_whatever_exists_and_without_django(
        self,
    ) -> None:
        calls = self.django_calls
        answers = [
            self.request(f"{API}{path}", method="OPTIONS", **headers)
            for path in ("/releases", PAGE, "/releases/2026/nobody", "/events/nobody")
            for headers in ({}, {"origin": "https://example.com"})
        ]
        assert answers == [answers[0]] * len(answers)
        assert answers[0].status == 204
        assert answers[0].headers["Access-Control-Allow-Origin"] == "*"
        assert answers[0].headers["Access-Control-Allow-Methods"] == "GET, HEAD"
        assert self.django_calls == calls

    def test_what_is_not_there_is_the_one_404_without_django(self) -> None:
        never = self.request("/no/such/page/")
        assert never.headers["Access-Control-Allow-Origin"] == "*"
        calls = self.django_calls
        for path in (
            "/releases/2026/nobody",
            f"{PAGE}/",
            f"{PAGE}/versions/2",
            f"{PAGE}/versions/1/",
            "/releases/2026",
            "/events/results",
            "/nothing",
            "//",
        ):
            with self.subTest(path):
                assert self.request(f"{API}{path}") == never
        assert self.django_calls == calls

    def test_another_method_is_a_problem(self) -> None:
        for address in self.ADDRESSES:
            with self.subTest(address):
                response = self.request(address, method="POST")
                assert response.status == 405
                assert response.headers["Content-Type"] == "application/problem+json"
                assert response.headers["Allow"] == "GET, HEAD"
