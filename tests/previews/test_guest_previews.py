"""What a preview link opens for somebody without an account, and what it does not."""

from __future__ import annotations

from typing import Any

from django.conf import settings
from django.core.signing import Signer
from django.test import Client, TestCase, override_settings

from releases.desk import sharing, transitions
from releases.models import JournalAction, JournalEntry, Release, RowChange
from releases.record.freeze import freeze_release
from tests.builders import (
    SEVEN,
    author,
    make_attachment,
    make_event,
    make_issuer,
    make_release,
    make_user,
    put_on_record,
    schedule,
)
from tests.clock import SECOND, travel
from tests.previews.links import (
    HOUR,
    ROBIN,
    address_of,
    make_link,
    openings,
    share_path,
)


class AGuest(TestCase):
    """Robin, who has a link and no account."""

    def setUp(self) -> None:
        make_issuer()
        self.enterContext(travel(SEVEN))
        self.release = make_release(
            headline="Larkmoor to Merge",
            body="<p>With <a href='https://example.com/'>Hollin</a>.</p>",
            go_live_at=SEVEN + HOUR,
            events=(make_event(slug="merger-call", title="The merger call"),),
        )
        self.file = make_attachment(self.release)
        self.link = make_link(self.release)
        self.address = address_of(self.link)
        self.client = Client(enforce_csrf_checks=True)

    def open(self, **headers: str) -> Any:
        """Press the button."""
        return self.client.post(self.address, headers=headers)

    def taken(self) -> Any:
        """Return the response to pressing the button of its file, read to the end."""
        answer: Any = self.client.post(self.file_address())
        answer.read = answer.getvalue()
        return answer

    def file_address(self) -> str:
        """Where its file is asked for."""
        return f"{self.address}{self.file.token}/"


class ThePreview(AGuest):
    """What somebody without an account is shown."""

    def test_a_visit_shows_whom_it_is_for_and_nothing_of_the_release(self) -> None:
        page = self.client.get(self.address).content.decode()
        assert "A preview for Robin Alder, Alder &amp; Fenn" in page
        assert "until 6 March 2026, 07:00:00 EST (12:00:00 UTC)" in page
        assert "Open the preview" in page
        assert "Merge" not in page
        assert "merger" not in page

    def test_a_visit_opens_nothing_whatever_it_asks(self) -> None:
        for method in ("GET", "HEAD", "PUT", "OPTIONS", "DELETE", "TRACE"):
            for address in (self.address, self.file_address()):
                with self.subTest(method, address=address):
                    answer = self.client.generic(method, address)
                    assert b"Merge" not in answer.content
        assert openings() == []

    def test_the_button_opens_it_without_any_cookie(self) -> None:
        answer = self.open(origin="null")
        page = answer.content.decode()
        assert "Larkmoor to Merge" in page
        assert "The merger call" in page
        assert "Preview for Robin Alder" in page
        assert "Under embargo until 3 March 2026, 08:00:00 EST" in page
        assert not self.client.cookies
        assert "Vary" not in answer.headers

    def test_no_answer_is_kept_indexed_or_told_to_other_sites(self) -> None:
        for answer in (
            self.client.get(self.address),
            self.client.head(self.address),
            self.open(),
            self.taken(),
            self.client.get(self.file_address()),
            self.client.put(self.address),
        ):
            headers = answer.headers
            assert headers["Cache-Control"] == "private, no-store"
            assert headers["X-Robots-Tag"] == "noindex, nofollow, noarchive"
            assert headers["Referrer-Policy"] == "no-referrer"
            assert "ETag" not in headers
        for answer in (self.client.get(self.address), self.open()):
            assert '<meta name="robots" content="noindex' in answer.content.decode()

    def test_each_opening_is_journalled_with_what_was_shown_and_from_where(
        self,
    ) -> None:
        self.client.post(self.address, REMOTE_ADDR="203.0.113.9")
        self.client.post(self.address, REMOTE_ADDR="2001:db8::1")
        name = f"link {self.link.pk}"
        assert openings() == [
            f"guest: {ROBIN}: {name}, from 203.0.113.9",
            f"guest: {ROBIN}: {name}, from 2001:db8::1",
        ]
        entry = JournalEntry.objects.filter(action=JournalAction.OPEN_PREVIEW).latest(
            "seq"
        )
        frozen = freeze_release(self.release, address="any")
        assert entry.digest == frozen.digest
        assert entry.subject == f"release:{self.release.pk}"

    def test_each_opening_is_a_row_that_belongs_to_the_release(self) -> None:
        self.client.post(self.address, REMOTE_ADDR="203.0.113.9")
        opening = self.link.openings.get()
        assert (opening.origin, opening.file) == ("203.0.113.9", "")
        change = RowChange.objects.get(table="releases_previewopening")
        assert change.subject == f"release:{self.release.pk}"
        assert (change.by, change.origin) == (f"guest: {ROBIN}", "203.0.113.9")
        entry = JournalEntry.objects.get(action=JournalAction.OPEN_PREVIEW)
        facts = {"link": self.link.pk, "origin": "203.0.113.9", "file": ""}
        assert entry.facts == facts

    @override_settings(BEHIND_PROXY=True)
    def test_behind_a_proxy_the_address_is_the_one_the_proxy_saw(self) -> None:
        self.open(**{"x-forwarded-for": "198.51.100.1, 203.0.113.7"})
        self.open(**{"x-forwarded-for": "203.0.113.7; <script>"})
        assert openings()[0].endswith("from 203.0.113.7")
        assert openings()[1].endswith("from 127.0.0.1")

    def test_without_a_proxy_nobody_chooses_the_address_they_come_from(self) -> None:
        self.open(**{"x-forwarded-for": "203.0.113.7"})
        assert openings()[0].endswith("from 127.0.0.1")

    def test_where_no_address_is_known_the_journal_says_so(self) -> None:
        self.client.post(self.address, REMOTE_ADDR="")
        assert openings()[0].endswith("from an unknown address")

    def test_it_shows_the_release_as_it_stands_when_it_is_opened(self) -> None:
        Release.objects.update(headline="Larkmoor Not to Merge")
        assert "Larkmoor Not to Merge" in self.open().content.decode()

    def test_what_is_approved_is_shown_as_it_was_approved(self) -> None:
        schedule(self.release, live_from=SEVEN + HOUR, approved_at=SEVEN)
        Release.objects.update(headline="Tampered with")
        page = self.open().content.decode()
        assert "Larkmoor to Merge" in page
        assert "Under embargo until 3 March 2026, 08:00:00 EST" in page

    def test_without_an_instant_no_embargo_is_named(self) -> None:
        Release.objects.update(go_live_at=None)
        assert "Under embargo" not in self.open().content.decode()

    def test_once_it_is_public_the_link_leads_to_its_page(self) -> None:
        schedule(self.release, live_from=SEVEN + HOUR, approved_at=SEVEN)
        with travel(SEVEN + HOUR - SECOND):
            assert self.client.get(self.address).status_code == 200
        with travel(SEVEN + HOUR):
            for answer in (self.client.get(self.address), self.open()):
                assert answer.status_code == 302
                page = self.client.get(answer.headers["Location"])
                assert "Larkmoor to Merge" in page.content.decode()
        assert openings() == []

    def test_a_correction_in_the_making_is_previewed(self) -> None:
        Release.objects.update(go_live_at=None)
        put_on_record(self.release, at=SEVEN)
        transitions.correct(
            self.release, by=author(), at=SEVEN, notice="One figure was wrong."
        )
        Release.objects.update(headline="Corrected Headline")
        page = self.open().content.decode()
        assert "Corrected Headline" in page
        assert "One figure was wrong." in page


class AFileOfIt(AGuest):
    """It is given through the link alone, to a press of its button, and journalled."""

    def test_it_is_a_button_on_the_preview(self) -> None:
        page = self.open().content.decode()
        assert f'action="{self.file_address()}"' in page
        assert f"/files/{self.file.token}" not in page

    def test_pressing_it_gives_the_file_and_is_journalled(self) -> None:
        answer = self.taken()
        assert answer.read == b"%PDF-1.7 not really"
        assert answer.headers["Content-Type"] == "application/pdf"
        assert openings() == [
            f"guest: {ROBIN}: link {self.link.pk}, from 127.0.0.1; results.pdf"
        ]

    def test_visiting_its_address_leads_back_to_the_button(self) -> None:
        answer = self.client.get(self.file_address())
        assert answer.status_code == 302
        assert answer.headers["Location"].startswith("/preview/")
        assert openings() == []

    def test_a_file_of_something_else_is_not_there(self) -> None:
        other = make_attachment(make_release(headline="Another"))
        for token in (other.token, "nothing"):
            answer = self.client.post(f"{self.address}{token}/")
            assert answer.status_code == 404
        assert openings() == []

    def test_the_desks_page_names_the_file(self) -> None:
        self.taken()
        staff = Client()
        staff.force_login(make_user(groups=("Authors",)))
        page = staff.get(share_path(self.release)).content.decode()
        assert "from 127.0.0.1: the file results.pdf" in page


class ALinkThatOpensNothing(TestCase):
    """It is nowhere, and nobody can tell why."""

    def setUp(self) -> None:
        make_issuer()
        self.enterContext(travel(SEVEN))
        self.release = make_release(headline="Larkmoor to Merge")
        self.link = make_link(self.release)
        self.token = sharing.token_of(self.link)
        self.file = make_attachment(self.release)

    def answers(self, path: str) -> list[tuple[object, ...]]:
        """Return the responses to every method."""
        return [
            (answer.status_code, sorted(answer.headers.items()), answer.content)
            for method in ("GET", "HEAD", "POST", "OPTIONS", "PUT")
            for answer in [self.client.generic(method, path)]
        ]

    def test_revoked_expired_forged_and_unknown_are_all_the_same_nothing(self) -> None:
        nowhere = self.answers("/no/such/page/")
        forged = {
            "unknown": "abc",
            "tampered": self.token[:-1] + ("a" if self.token[-1] != "a" else "b"),
            "another's signature": Signer(salt="x", sep=".").sign(self.link.ref.hex),
            "no reference": Signer(salt=sharing.SALT, sep=".").sign("merger"),
            "nobody's": Signer(salt=sharing.SALT, sep=".").sign("0" * 32),
            "a strange one": "%F0%9F%92%A9%20%00",
        }
        for name, token in forged.items():
            with self.subTest(name):
                assert self.answers(f"/preview/{token}/") == nowhere
                assert self.answers(f"/preview/{token}/{self.file.token}/") == nowhere
        with travel(self.link.expires_at):
            assert self.answers(f"/preview/{self.token}/") == nowhere
        sharing.revoke_preview(self.link, by=author(), at=SEVEN)
        assert self.answers(f"/preview/{self.token}/") == nowhere
        assert self.answers(f"/preview/{self.token}/{self.file.token}/") == nowhere
        assert openings() == []

    def test_it_opens_to_its_last_second(self) -> None:
        with travel(self.link.expires_at - SECOND):
            assert self.client.post(f"/preview/{self.token}/").status_code == 200

    def test_what_expired_still_leads_nowhere_when_all_is_public(self) -> None:
        put_on_record(self.release, at=SEVEN)
        with travel(self.link.expires_at):
            assert self.client.get(f"/preview/{self.token}/").status_code == 404

    def test_a_wrong_one_asks_the_database_as_much_as_a_right_one_that_expired(
        self,
    ) -> None:
        with travel(self.link.expires_at):
            for token in (self.token, "abc"):
                with self.assertNumQueries(6):
                    self.client.get(f"/preview/{token}/")

    def test_another_key_of_the_site_opens_none_of_its_links(self) -> None:
        with override_settings(SECRET_KEY=settings.SECRET_KEY + "another"):
            assert self.client.get(f"/preview/{self.token}/").status_code == 404
