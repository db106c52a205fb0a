"""A draft made of a text: what was read, as the person left it; or nothing at all."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Any
from unittest import mock

from django.apps import apps
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

import pytest
from lxml.html import fromstring as parse_page

from releases.desk import transitions
from releases.desk.journal_subjects import subject_of_release
from releases.intake import isolated_reading
from releases.intake.isolated_reading import Limits, ReadingPool
from releases.models import Disclaimer, Event, JournalEntry, Release, State
from tests.admin.desk import messages_of, sign_out
from tests.builders import SEVEN, counsel, make_user, submit
from tests.intake.word import build_docx, paragraph, tracked_insertion
from tests.workspace.from_text import (
    CHECK_ROUTE,
    SOURCE_ROUTE,
    TEXT,
    FromTextTestCase,
    check_form_data,
    read_text,
    save_draft,
)


class SavingIt(FromTextTestCase):
    """The draft holds what was read, with what the person made of it."""

    def test_it_is_a_draft_with_everything_that_was_read(self) -> None:
        answer = save_draft(self.client, read_text(self.client))
        assert "Saved as a draft. Nothing is public yet." in messages_of(answer)
        release = Release.objects.get()
        assert answer.redirect_chain[-1][0].endswith(f"/{release.pk}/change/")
        assert release.state == State.DRAFT
        assert str(release.dateline_date) == "2026-03-03"
        assert "Revenue grew to [XX] million." in release.body
        carried = (release.contacts, release.disclaimers, release.boilerplates)
        assert [kind.count() for kind in carried] == [1, 1, 1]
        event = release.events.get()
        assert event.starts.isoformat() == "2026-03-10T12:00:00+00:00"
        assert event.dial_ins == "617-555-0188"

    def test_every_edit_is_kept(self) -> None:
        changes = {
            "headline": "Larkmoor Reports Record Results",
            "dateline_places": "BOSTON; LONDON",
            "body": "<p>Revenue grew to <b>12</b> million.</p><script>no</script>",
            "category": "1",
            "forward_looking": "yes",
            "material": "no",
            "contact-0-phones": "617-555-0142\n617-555-0143",
            "contact-0-title": "Head of Relations",
            "disclaimer-0-wording": "Things may differ.",
            "boilerplate-0-heading": "About Us",
            "event-0-title": "Results Call",
            "event-0-start": "09:30",
            "event-0-timezone": "Europe/London",
            "event-0-webcast": "larkmoor.example.com/call",
        }
        save_draft(self.client, read_text(self.client), **changes)
        release = Release.objects.get()
        assert release.headline == "Larkmoor Reports Record Results"
        assert release.dateline_places == "BOSTON; LONDON"
        assert release.body == "<p>Revenue grew to <strong>12</strong> million.</p>"
        assert release.category_id == 1
        assert (release.forward_looking, release.material) == ("yes", "no")
        contact, event = release.contacts.get(), release.events.get()
        assert contact.phones == "617-555-0142\n617-555-0143"
        assert contact.title == "Head of Relations"
        assert release.disclaimers.get().wording == "Things may differ."
        assert release.boilerplates.get().heading == "About Us"
        assert (event.title, event.timezone) == ("Results Call", "Europe/London")
        assert event.starts.isoformat() == "2026-03-10T09:30:00+00:00"
        assert event.webcast_url == "https://larkmoor.example.com/call"

    def test_whoever_filled_the_form_wrote_it_and_cannot_approve_it(self) -> None:
        save_draft(
            self.client, read_text(self.client), category="1", forward_looking="yes"
        )
        release = Release.objects.get()
        entries = JournalEntry.objects.filter(subject=subject_of_release(release))
        assert list(entries.order_by("seq").values_list("action", "by")) == [
            ("intake", "ada"),
            ("edit", "ada"),
            ("read", "ada"),
        ]
        Disclaimer.objects.update(approved_by=counsel(), approved_at=SEVEN)
        submit(release, by=make_user(groups=("Authors",)))
        with pytest.raises(transitions.NotAllowed, match="someone else must approve"):
            transitions.approve(release, by=self.author, at=SEVEN)

    def test_an_error_shows_everything_again_and_saves_nothing(self) -> None:
        changes = {"headline": "", "source": "Typed", "contact-0-emails": "nobody"}
        page = save_draft(self.client, read_text(self.client), **changes)
        html = page.content.decode()
        assert "Not saved yet" in html
        assert '<a href="#id_headline">Headline</a>' in html
        assert '<a href="#id_contact-0-emails">Contact: Dana Whitlock' in html
        assert 'value="Typed"' in html
        assert page.context["carried"]["given"].value() == TEXT
        assert not Release.objects.exists()
        again = check_form_data(
            page, headline="Now With One", **{"contact-0-emails": ""}
        )
        self.client.post(reverse(CHECK_ROUTE), again)
        assert Release.objects.get().source == "Typed"

    def test_an_event_without_a_date_is_dated_or_left_out(self) -> None:
        page = read_text(self.client)
        answer = save_draft(self.client, page, **{"event-0-date": ""})
        assert "Enter a date for the event, or leave it out." in answer.content.decode()
        save_draft(self.client, page, **{"event-0-choice": "leave"})
        assert not Release.objects.get().events.exists()
        assert not Event.objects.exists()

    def test_an_event_does_not_end_before_it_starts(self) -> None:
        page = read_text(self.client)
        for change in (
            {"event-0-ends_on": "2026-03-09"},
            {"event-0-end": "07:00"},
        ):
            with self.subTest(str(change)):
                answer = save_draft(self.client, page, **change).content.decode()
                assert "The event ends before it starts." in answer
        assert not Event.objects.exists()

    def test_an_event_starts_at_an_hour_that_the_clocks_show_once(self) -> None:
        page = read_text(self.client)
        zone = {"event-0-timezone": "America/New_York", "event-0-end": ""}
        for day, clock, error in (
            ("2027-03-14", "02:30", "There is no 02:30:00 on 14 March 2027"),
            ("2027-11-07", "01:30", "01:30:00 comes twice on 7 November 2027"),
        ):
            with self.subTest(day):
                change = {"event-0-date": day, "event-0-start": clock, **zone}
                assert error in save_draft(self.client, page, **change).content.decode()

    def test_a_session_that_ended_loses_nothing(self) -> None:
        data = check_form_data(read_text(self.client), headline="Typed Before It Ended")
        sign_out(self.client)
        answer = self.client.post(reverse(CHECK_ROUTE), data).content.decode()
        assert "What you typed is kept" in answer
        assert "Typed Before It Ended" in answer


class OtherForms(FromTextTestCase):
    """A web page and a Word file come the same way."""

    def test_what_was_left_in_a_word_file_is_doubted_until_it_is_saved(self) -> None:
        word = build_docx(
            paragraph("Larkmoor Pays a Dividend", style="Title"),
            paragraph(
                "BOSTON, March 3, 2026 -- Larkmoor pays ",
                tracked_insertion("a dollar."),
            ),
        )
        page = read_text(self.client, "", file=SimpleUploadedFile("release.docx", word))
        assert "a tracked insertion by" in page.content.decode()
        again = save_draft(self.client, page, headline="")
        assert "a tracked insertion by" in again.content.decode()
        save_draft(self.client, again, headline="Larkmoor Pays a Dollar")
        assert "Larkmoor pays a dollar." in Release.objects.get().body

    def test_nothing_in_a_web_page_runs_and_nothing_of_it_is_lost(self) -> None:
        html = (
            "<!doctype html><html><body><h1>Larkmoor Pays a Dividend</h1>"
            "<p>BOSTON, March 3, 2026 -- Larkmoor pays <em>a</em> dollar.</p>"
            "<script>alert(1)</script><img src=x onerror=alert(2)></body></html>"
        )
        page = read_text(
            self.client, "", file=SimpleUploadedFile("release.html", html.encode())
        )
        shown = page.content.decode()
        assert "<script>alert" not in shown
        assert "<img src=x" not in shown
        save_draft(self.client, page)
        release = Release.objects.get()
        assert release.headline == "Larkmoor Pays a Dividend"
        assert "Larkmoor pays <em>a</em> dollar." in release.body

    def test_a_page_that_was_tampered_with_begins_again(self) -> None:
        page = read_text(self.client)
        for change in (
            {"given": ""},
            {"kind": "spreadsheet"},
            {"doubts": "[1]"},
            {"doubts": '[{"line": "x", "saw": "", "assumed": ""}]'},
            {"given": "word " * 400_001},
        ):
            with self.subTest(str(change)[:30]):
                answer = self.client.post(
                    reverse(CHECK_ROUTE), check_form_data(page, **change)
                )
                assert answer.headers["Location"] == reverse(SOURCE_ROUTE)
        assert self.client.get(reverse(CHECK_ROUTE)).headers["Location"] == reverse(
            SOURCE_ROUTE
        )
        assert not Release.objects.exists()

    def test_a_text_that_cannot_be_read_just_now_is_sent_again_with_all_answers(
        self,
    ) -> None:
        answers = check_form_data(read_text(self.client), headline="Larkmoor Pays")
        pool = ReadingPool(Limits(processes=0, queue_seconds=0.0))
        with mock.patch.object(isolated_reading, "_POOL", pool):
            page = self.client.post(reverse(CHECK_ROUTE), answers)
        assert page.status_code == 503
        assert "Other releases are being read" in page.content.decode()
        assert not Release.objects.exists()
        (form,) = parse_page(page.content).cssselect("#content-main form")
        fields = {
            field.get("name"): field.get("value")
            for field in form.iter("input")
            if field.get("name") != "csrfmiddlewaretoken"
        }
        self.client.post(reverse(CHECK_ROUTE), fields)
        assert Release.objects.get().headline == "Larkmoor Pays"


class AnAbandonedIntake(FromTextTestCase):
    """Who leaves after page one leaves nothing."""

    databases = "__all__"

    def rows(self) -> dict[str, Any]:
        """Everything in every table."""
        tables = {
            model._meta.label: list(model._default_manager.order_by("pk").values())
            for model in apps.get_models()
        }
        assert len(tables) > 20
        return tables

    def files(self) -> list[Path]:
        """Every file of ours, and those that Python puts aside."""
        homes = (Path(settings.PRIVATE_ROOT), Path(tempfile.gettempdir()))
        mine = [path for home in homes[:1] for path in home.rglob("*")]
        return [*mine, *homes[1].glob("*.upload*")]

    def test_no_row_and_no_file_remains(self) -> None:
        self.client.get(reverse(SOURCE_ROUTE))
        rows, files = self.rows(), self.files()
        read_text(self.client)
        read_text(
            self.client, "", file=SimpleUploadedFile("release.txt", TEXT.encode())
        )
        save_draft(self.client, read_text(self.client), headline="")
        assert self.rows() == rows
        assert self.files() == files

    def test_even_a_large_file_is_never_put_on_a_disk(self) -> None:
        large = SimpleUploadedFile("release.txt", b"word " * 600_000)
        with mock.patch("tempfile.NamedTemporaryFile") as put_aside:
            read_text(self.client, "", file=large)
        put_aside.assert_not_called()

    def test_the_text_goes_nowhere_but_into_the_page(self) -> None:
        read_text(self.client)
        assert not Disclaimer.objects.exists()
        assert "text" not in self.client.session
        assert "no-store" in read_text(self.client).headers["Cache-Control"]
