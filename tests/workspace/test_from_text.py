"""New release from text: given, read, put right beside the original, saved."""

from __future__ import annotations

from unittest import mock

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse

from releases.intake import isolated_reading
from releases.intake.isolated_reading import Limits, ReadingPool
from releases.models import Release
from tests.admin.desk import DeskTestCase, list_path, messages_of
from tests.builders import make_user, put_on_record
from tests.workspace.from_text import (
    CHECK_ROUTE,
    NOTICE,
    SOURCE_ROUTE,
    TEXT,
    FromTextTestCase,
    part_form,
    read_text,
)


class NoticeToDisregard(FromTextTestCase):
    """Leads to the release that it names, which can be withdrawn there."""

    KILL = (
        "/DISREGARD RELEASE: Larkmoor Therapeutics/\n\nWe are advised by Larkmoor "
        "Therapeutics, Inc. that readers should disregard the news release, Larkmoor "
        "Doubles Its Dividend, issued March 2, 2026 over PR Newswire.\n"
    )

    def test_that_names_a_public_release_offers_to_withdraw_it(self) -> None:
        release = put_on_record(headline="Larkmoor Doubles Its Dividend")
        page = read_text(self.client, self.KILL)
        address = reverse(
            "admin:releases_release_action", args=[release.pk, "withdraw"]
        )
        self.assertContains(page, "This text withdraws a release")
        self.assertContains(page, address)

    def test_that_names_no_public_release_says_so(self) -> None:
        page = read_text(self.client, self.KILL)
        self.assertContains(page, "No public release has that headline.")
        self.assertNotContains(page, "Withdraw that release")

    def test_is_not_offered_for_a_release_that_is_none(self) -> None:
        page = read_text(self.client)
        self.assertNotContains(page, "This text withdraws a release")


class WhoMayGiveText(DeskTestCase):
    """Users who may add a release."""

    def test_an_author_finds_it_beside_the_list_of_releases(self) -> None:
        self.sign_in_as("Authors")
        assert reverse(SOURCE_ROUTE) in self.page(list_path("release"))
        assert "New release from text" in self.page(reverse(SOURCE_ROUTE))

    def test_counsel_neither_sees_nor_opens_it(self) -> None:
        self.sign_in_as("Counsel")
        assert reverse(SOURCE_ROUTE) not in self.page(list_path("release"))
        assert self.client.get(reverse(SOURCE_ROUTE)).status_code == 403
        assert read_text(self.client).status_code == 403
        assert (
            self.client.post(reverse(CHECK_ROUTE), {"given": TEXT}).status_code == 403
        )

    def test_a_stranger_is_asked_to_sign_in(self) -> None:
        assert self.client.get(reverse(SOURCE_ROUTE)).status_code == 302
        assert "Sign in again" in read_text(self.client).content.decode()
        assert not Release.objects.exists()

    def test_no_other_site_can_send_either_page(self) -> None:
        wary = Client(enforce_csrf_checks=True)
        wary.force_login(make_user(groups=("Authors",)))
        for path in (reverse(SOURCE_ROUTE), reverse(CHECK_ROUTE)):
            with self.subTest(path):
                assert wary.post(path, {"text": TEXT}).status_code == 403


class GivingIt(FromTextTestCase):
    """A text or a file, and an error loses neither."""

    def test_a_file_is_read_like_a_pasted_text_whatever_its_encoding(self) -> None:
        text = TEXT.replace("Larkmoor Reports", "Lärkmoor’s Report: “Results”")
        for encoding in ("utf-8", "utf-16", "cp1252"):
            with self.subTest(encoding):
                file = SimpleUploadedFile("release.txt", text.encode(encoding))
                page = read_text(self.client, "", file=file)
                headline = page.context["form"]["headline"].value()
                assert headline.startswith("Lärkmoor’s Report: “Results”")

    def test_nothing_at_all_is_asked_for_again(self) -> None:
        answer = read_text(self.client, " ").content.decode()
        assert "This is empty" in answer
        assert "choose a file" in read_text(self.client, "").content.decode()

    def test_a_text_and_a_file_is_one_too_many_and_the_text_stays(self) -> None:
        file = SimpleUploadedFile("release.txt", b"Another release")
        answer = read_text(self.client, TEXT, file=file)
        assert "Give either a text or a file" in answer.content.decode()
        assert answer.context["form"]["text"].value() == TEXT

    def test_what_is_no_text_is_refused_on_its_field(self) -> None:
        for data, words in (
            (b"%PDF-1.7", "This is a PDF"),
            (b"\xff\xfe\x00\xd8\x00", "UTF-16 text is damaged"),
            (b"\x00\x01\x02", "This is not text"),
            (b"", "This is empty"),
        ):
            with self.subTest(words):
                file = SimpleUploadedFile("release.txt", data)
                form = read_text(self.client, "", file=file).context["form"]
                assert words in str(form.errors["file"])

    def test_a_text_with_a_nul_is_refused_and_stays(self) -> None:
        answer = read_text(self.client, f"A Headline\x00{TEXT}")
        assert "Null characters are not allowed." in answer.content.decode()
        assert answer.context["form"]["text"].value().endswith(TEXT)

    def test_of_two_files_the_first_is_read(self) -> None:
        files = [SimpleUploadedFile("a.txt", TEXT.encode()) for _ in range(2)]
        page = self.client.post(reverse(SOURCE_ROUTE), {"file": files})
        assert page.context["form"]["source"].value() == "Larkmoor Therapeutics, Inc."

    def test_more_than_2_mb_is_refused_and_the_text_stays(self) -> None:
        long = "A Headline\n\n" + "word " * 400_001
        answer = read_text(self.client, long)
        assert "larger than 2 MB" in str(answer.context["form"].errors["text"])
        assert answer.context["form"]["text"].value() == long
        file = SimpleUploadedFile("release.txt", long.encode() * 2)
        form = read_text(self.client, "", file=file).context["form"]
        assert "larger than 2 MB" in str(form.errors["file"])

    def test_one_that_takes_too_long_is_refused_and_the_text_stays(self) -> None:
        pool = ReadingPool(Limits(reading_seconds=0.0))
        self.addCleanup(pool.close)
        with mock.patch.object(isolated_reading, "_POOL", pool):
            answer = read_text(self.client, TEXT)
        assert "takes too long to read" in answer.content.decode()
        assert answer.context["form"]["text"].value() == TEXT

    def test_ten_megabytes_are_refused_before_they_are_read(self) -> None:
        answer = self.client.post(
            reverse(SOURCE_ROUTE), {"text": "word " * 2_000_000}, follow=True
        )
        assert "larger than 2 MB" in messages_of(answer)

    def test_a_whole_archive_at_once_is_refused(self) -> None:
        contacts = "\n\n".join(
            f"Investors:\nPerson Number{n} Example\n617-555-{n:04}\np{n}@example.com"
            for n in range(100)
        )
        answer = read_text(self.client, f"{TEXT}\n\n{contacts}").content.decode()
        assert "more contacts, disclaimers and events than one release" in answer


class CheckingIt(FromTextTestCase):
    """Page two: the form beside the original."""

    def test_each_field_shows_what_was_read_and_its_lines(self) -> None:
        page = read_text(self.client)
        html = page.content.decode()
        for name, value, line in (
            ("headline", "Larkmoor Reports First Quarter Results", "1"),
            ("subheadlines", "Revenue grows by a tenth", "3"),
            ("dateline_places", "BOSTON", "5"),
            ("dateline_wire", "BUSINESS WIRE", "5"),
            ("source", "Larkmoor Therapeutics, Inc.", "19"),
        ):
            with self.subTest(name):
                bound = page.context["form"][name]
                assert bound.value() == value
                assert f'href="#line-{line}">From line {line}' in bound.help_text
                assert f'id="line-{line}"' in html
                assert f'href="#id_{name}"' in html
                assert f'data-lines="{line}-{line}"' in str(bound)

    def test_each_part_shows_what_was_read_and_its_lines(self) -> None:
        page = read_text(self.client)
        assert part_form(page, "contact-0")["emails"].value() == "ir@example.com"
        assert part_form(page, "disclaimer-0")["wording"].value() == NOTICE
        assert part_form(page, "event-0")["start"].value().hour == 8
        html = page.content.decode()
        for key, line in (("contact-0", 23), ("disclaimer-0", 15), ("event-0", 9)):
            with self.subTest(key):
                assert f'id="{key}"' in html
                assert f'href="#{key}"' in html
                assert f'href="#line-{line}"' in html

    def test_doubts_come_before_the_form_and_lead_to_line_and_field(self) -> None:
        html = read_text(self.client).content.decode()
        doubts, _, form = html.partition('class="from-text-form"')
        assert "1 place to check" in doubts
        assert '<a href="#line-5"' in doubts
        assert "<q>[XX]</q> A placeholder. Fill it in." in doubts
        assert '<a href="#id_body">Go to Body</a>' in doubts
        assert "from-text-doubts" not in form

    def test_a_doubt_about_an_event_leads_to_the_event(self) -> None:
        html = read_text(
            self.client, TEXT.replace("Tuesday", "Friday")
        ).content.decode()
        assert "10 March 2026 is a Tuesday" in html
        assert '<a href="#event-0">Go to Event: First Quarter' in html

    def test_what_only_a_person_can_say_is_asked_and_not_guessed(self) -> None:
        form = read_text(self.client).context["form"]
        asked = ("category", "forward_looking", "material")
        assert [form[name].value() or "" for name in asked] == ["", "", ""]

    def test_a_text_without_a_headline_still_opens_and_says_so(self) -> None:
        page = read_text(self.client, "just some words")
        assert page.context["form"]["headline"].value() == ""
        assert "Not found in the text." in page.content.decode()

    def test_hostile_text_is_shown_as_text_and_nothing_of_it_runs(self) -> None:
        script = "<script>alert(1)</script>"
        text = TEXT.replace("Reports", f"{script} \u202eReports").replace(
            "Revenue grew", f"{script}</textarea><img src=x onerror=alert(2)> grew"
        )
        html = read_text(self.client, text).content.decode()
        assert script not in html
        assert "<img" not in html
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in html
