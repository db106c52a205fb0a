"""Previews for people without an account: the page on which staff make them."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.db import connection
from django.test import Client, TestCase
from django.test.utils import CaptureQueriesContext

from releases.desk import sharing
from releases.models import PreviewLink, Release
from tests.admin.desk import DeskTestCase, change_path, messages_of
from tests.builders import (
    SEVEN,
    make_attachment,
    make_issuer,
    make_release,
    put_on_record,
)
from tests.clock import travel
from tests.previews.links import (
    DAY,
    HOUR,
    ROBIN,
    address_of,
    make_link,
    openings,
    share_path,
)


class TheDesksPage(DeskTestCase):
    """Who may read it, until when, and what they did with it."""

    def setUp(self) -> None:
        make_issuer()
        self.enterContext(travel(SEVEN))
        self.release = make_release()
        self.path = share_path(self.release)

    def share(self, **changes: Any) -> Any:
        """Send the form; follow where it leads."""
        data = {"whom": ROBIN, "lasts": "3", "until": "", **changes}
        return self.client.post(self.path, data, follow=True)

    def test_the_release_leads_there_for_users_who_may_share(self) -> None:
        self.sign_in_as("Counsel")
        assert self.path in self.page(change_path(self.release))
        self.sign_in_as("Finance")
        assert self.path not in self.page(change_path(self.release))
        assert self.client.get(self.path).status_code == 403
        assert self.share().status_code == 403
        assert not PreviewLink.objects.exists()

    def test_before_the_first_link_it_says_that_there_is_none(self) -> None:
        self.sign_in_as("Authors")
        assert "Nobody without an account has a link" in self.page(self.path)

    def test_a_link_is_made_for_one_person_and_lasts_as_chosen(self) -> None:
        officer = self.sign_in_as("Authors")
        for lasts, days in (("1", 1), ("3", 3), ("7", 7), ("14", 14)):
            with self.subTest(lasts):
                self.share(lasts=lasts)
                link = PreviewLink.objects.latest("pk")
                assert (link.whom, link.made_by) == (ROBIN, officer)
                assert link.expires_at == SEVEN + days * DAY

    def test_until_may_be_typed_by_the_companys_clock(self) -> None:
        self.sign_in_as("Authors")
        self.share(lasts="typed", until="2026-03-04T09:30")
        link = PreviewLink.objects.get()
        assert link.expires_at == dt.datetime(2026, 3, 4, 14, 30, tzinfo=dt.UTC)

    def test_it_may_last_until_the_release_opens(self) -> None:
        self.sign_in_as("Authors")
        assert "Until it publishes" not in self.page(self.path)
        Release.objects.update(go_live_at=SEVEN + DAY)
        assert "Until it publishes: 4 March 2026, 07:00:00 EST" in self.page(self.path)
        self.share(lasts="opens")
        assert PreviewLink.objects.get().expires_at == SEVEN + DAY

    def test_what_cannot_be_is_refused_and_keeps_what_was_typed(self) -> None:
        self.sign_in_as("Authors")
        for changes, words in (
            ({"whom": " "}, "This field is required"),
            ({"lasts": "400"}, "Select a valid choice"),
            ({"lasts": "typed"}, "Enter a time, or choose"),
            ({"until": "2026-03-04T09:30"}, "You chose a period above."),
            ({"lasts": "typed", "until": "tomorrow"}, "Write a date and a time"),
            (
                {"lasts": "typed", "until": "2026-03-03T06:00"},
                "within the next 14 days",
            ),
            (
                {"lasts": "typed", "until": "2026-03-18T09:00"},
                "within the next 14 days",
            ),
            ({"lasts": "typed", "until": "2026-03-08T02:30"}, "There is no 02:30:00"),
        ):
            with self.subTest(words):
                page = self.share(**changes).content.decode()
                assert words in page
                assert changes.get("until", "") in page
        assert not PreviewLink.objects.exists()

    def test_its_address_is_shown_to_who_made_it_and_only_for_a_while(self) -> None:
        officer = self.sign_in_as("Authors")
        made = self.share()
        here = made.redirect_chain[-1][0]
        address = made.context["address"]
        assert address.startswith(f"{settings.IRSITE_URL}/preview/")
        assert f'value="{address}"' in made.content.decode()
        assert "/preview/" not in self.page(self.path)
        self.sign_in_as("Authors")
        assert "/preview/" not in self.page(here)
        self.client.force_login(officer)
        with travel(SEVEN + dt.timedelta(minutes=11)):
            assert "/preview/" not in self.page(here)

    def test_the_address_that_was_shown_opens_it(self) -> None:
        self.sign_in_as("Authors")
        address = self.share().context["address"]
        path = address.removeprefix(settings.IRSITE_URL)
        assert Client().post(path).status_code == 200

    def test_a_link_is_revoked_and_says_by_whom(self) -> None:
        self.sign_in_as("Counsel", name="carl")
        link = make_link(self.release)
        answer = self.client.post(self.path, {"revoke": link.pk}, follow=True)
        assert f"Revoked. The link for {ROBIN}" in messages_of(answer).replace(
            "&amp;", "&"
        )
        assert "Revoked by carl" in answer.content.decode()
        again = self.client.post(self.path, {"revoke": link.pk}, follow=True)
        assert "already revoked" in messages_of(again)

    def test_the_link_of_another_release_is_not_revoked_here(self) -> None:
        self.sign_in_as("Counsel")
        link = make_link(make_release(headline="Another"))
        for pk in (link.pk, "abc", "9" * 9999):
            assert self.client.post(self.path, {"revoke": pk}).status_code == 404
        link.refresh_from_db()
        assert link.revoked_at is None

    def test_it_tells_each_links_openings_from_the_others(self) -> None:
        self.sign_in_as("Authors")
        first, second = make_link(self.release), make_link(self.release, whom="Kim Oda")
        Client(REMOTE_ADDR="203.0.113.9").post(address_of(first))
        page = self.page(self.path)
        assert page.count("Opened 1 time<") == 1
        assert page.count("Never opened.") == 1
        assert "3 March 2026, 07:00:00 EST (12:00:00 UTC)</span> from 203.0.113.9" in (
            page
        )
        rows = {
            row.link: row.openings for row in self.client.get(self.path).context["rows"]
        }
        assert [len(rows[link]) for link in (first, second)] == [1, 0]

    def test_what_opens_no_more_is_told(self) -> None:
        self.sign_in_as("Authors")
        link = make_link(self.release)
        PreviewLink.objects.filter(pk=link.pk).update(
            made_at=SEVEN - DAY, expires_at=SEVEN
        )
        page = self.page(self.path)
        assert "Expired" in page
        assert 'name="revoke"' not in page

    def test_of_what_is_public_no_link_is_made(self) -> None:
        self.sign_in_as("Authors")
        put_on_record(self.release, at=SEVEN)
        assert "so nobody needs a link" in self.page(self.path)
        assert "Send the address of its page instead" in self.share().content.decode()

    def test_it_costs_the_same_for_one_link_and_for_ten(self) -> None:
        self.sign_in_as("Authors")
        self.page(self.path)
        make_link(self.release)
        counts = set()
        for _ in range(2):
            with CaptureQueriesContext(connection) as asked:
                self.page(self.path)
            counts.add(len(asked))
            for _ in range(9):
                Client().post(address_of(make_link(self.release)))
        assert len(counts) == 1


class ALinkUsedTooOften(TestCase):
    """A holder of an address cannot keep the journal busy."""

    def setUp(self) -> None:
        make_issuer()
        self.enterContext(travel(SEVEN))
        release = make_release(headline="Larkmoor to Merge")
        self.file = make_attachment(release)
        self.link, self.other = make_link(release), make_link(release, whom="Kim Oda")
        for _ in range(sharing.MAX_OPENINGS_PER_HOUR):
            sharing.note_opening(self.link, at=SEVEN, origin="203.0.113.9", digest="")

    def test_it_is_refused_with_a_sentence_and_journals_no_more(self) -> None:
        address = address_of(self.link)
        for path in (address, f"{address}{self.file.token}/"):
            answer = self.client.post(path)
            assert answer.status_code == 429
            assert answer.headers["Retry-After"] == "3600"
            assert b"Try again in an hour" in answer.content
            assert b"Merge" not in answer.content
        assert len(openings()) == sharing.MAX_OPENINGS_PER_HOUR

    def test_an_hour_later_it_opens_again(self) -> None:
        with travel(SEVEN + HOUR):
            assert self.client.post(address_of(self.link)).status_code == 200

    def test_another_link_of_the_release_opens(self) -> None:
        assert self.client.post(address_of(self.other)).status_code == 200
