"""Files at the desk: attached where they go out, opened by staff alone."""

from __future__ import annotations

import io
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import SimpleTestCase
from django.urls import reverse

import pikepdf

from releases.models import Attachment, JournalEntry, Release
from releases.text.file_titles import own_title, title_of_name
from tests.admin.desk import (
    DeskTestCase,
    change_path,
    messages_of,
    post_form,
)
from tests.builders import make_attachment, make_event, make_issuer, make_release


class AFile(DeskTestCase):
    """It is put away under its digest, and never handed to a stranger."""

    def setUp(self) -> None:
        make_issuer()
        self.sign_in_as("Authors")

    def attach(self, owner: Any, name: str = "tables.xlsx") -> Any:
        """Attach a file on the page of a release or an event."""
        field = "release" if isinstance(owner, Release) else "event"
        changes: dict[str, Any] = {
            "attachments-TOTAL_FORMS": "1",
            f"attachments-0-{field}": owner.pk,
            "attachments-0-title": "Financial tables",
            "attachments-0-order": "0",
            "attachments-0-file": SimpleUploadedFile(name, b"1;2"),
        }
        return post_form(self.client, change_path(owner), **changes)

    def test_it_is_attached_to_a_release(self) -> None:
        release = make_release()
        self.attach(release)
        kept = release.attachments.get()
        assert (kept.name, kept.size) == ("tables.xlsx", 3)
        assert "tables.xlsx" in self.page(change_path(release))

    def test_it_is_attached_to_an_event(self) -> None:
        event = make_event()
        self.attach(event)
        assert event.attachments.get().name == "tables.xlsx"

    def test_a_kind_that_readers_could_not_open_safely_is_refused(self) -> None:
        response = self.attach(make_release(), name="setup.exe")
        assert "File extension “exe” is not allowed" in response.content.decode()
        assert not Attachment.objects.exists()

    def test_its_title_changes_without_another_upload(self) -> None:
        release = make_release()
        attachment = make_attachment(release)
        changes: dict[str, Any] = {"attachments-0-title": "Better title"}
        post_form(self.client, change_path(release), **changes)
        again = release.attachments.get()
        assert (again.title, again.token) == ("Better title", attachment.token)

    def test_a_stranger_is_asked_to_sign_in(self) -> None:
        attachment = make_attachment(make_release())
        path = reverse("admin:releases_attachment_file", args=[attachment.pk])
        self.client.logout()
        assert self.client.get(path).status_code == 302
        self.sign_in_as()
        assert self.client.get(path).status_code == 403

    def test_one_that_is_gone_from_storage_is_not_found(self) -> None:
        attachment = make_attachment(make_release())
        Attachment.objects.update(file="attachments/00/nowhere")
        path = reverse("admin:releases_attachment_file", args=[attachment.pk])
        assert self.client.get(path).status_code == 404

    def test_staff_open_a_drafts_file_from_its_preview_and_the_journal_has_it(
        self,
    ) -> None:
        release = make_release()
        attachment = make_attachment(release)
        preview = self.page(
            reverse("admin:releases_release_preview", args=[release.pk])
        )
        path = reverse("admin:releases_attachment_by_token", args=[attachment.token])
        assert f'href="{path}"' in preview
        assert self.client.get(path).getvalue()
        assert JournalEntry.objects.filter(facts__file=attachment.sha256).exists()
        assert (
            self.client.get(f"/files/{attachment.token}/{attachment.name}").status_code
            == 404
        )


def pdf(pages: int = 1, title: str = "") -> bytes:
    """Return a PDF of so many empty pages."""
    content = io.BytesIO()
    with pikepdf.new() as document:
        for _number in range(pages):
            document.add_blank_page()
        if title:
            document.docinfo["/Title"] = title
        document.save(content)
    return content.getvalue()


class SeveralFiles(DeskTestCase):
    """Chosen at once, each is a row with a title; a file that is replaced is compared."""

    release: Release

    @classmethod
    def setUpTestData(cls) -> None:
        make_issuer()
        cls.release = make_release()

    def setUp(self) -> None:
        self.sign_in_as("Authors")

    def send(self, *uploads: SimpleUploadedFile, **changes: Any) -> Any:
        """Save the page of the release with several files chosen at once."""
        if uploads:
            changes["attachments-several"] = list(uploads)
        return post_form(self.client, change_path(self.release), **changes)

    def test_each_becomes_a_row_after_those_that_are_there(self) -> None:
        make_attachment(self.release, title="Slides")
        Attachment.objects.update(order=1)
        self.send(
            SimpleUploadedFile("q3_tables-FINAL.xlsx", b"1"),
            SimpleUploadedFile("x.pdf", pdf(title="Third quarter in figures")),
            SimpleUploadedFile("er_2026.pdf", pdf(title="Microsoft Word - er.docx")),
            SimpleUploadedFile("broken.pdf", b"no PDF"),
        )
        rows = self.release.attachments.values_list("title", "order")
        assert list(rows) == [
            ("Slides", 1),
            ("Q3 tables", 2),
            ("Third quarter in figures", 3),
            ("Er 2026", 4),
            ("Broken", 5),
        ]

    def test_one_that_is_refused_leaves_all_in_the_form(self) -> None:
        response = self.send(
            SimpleUploadedFile("tables.xlsx", b"1"), SimpleUploadedFile("x.exe", b"1")
        )
        page = response.content.decode()
        assert "File extension “exe” is not allowed" in page
        assert "tables.xlsx (1\xa0byte) is kept" in page
        assert not self.release.attachments.exists()

    def test_a_form_that_counts_no_rows_takes_none(self) -> None:
        path = change_path(self.release)
        upload = SimpleUploadedFile("tables.xlsx", b"1")
        response = self.client.post(path, {"other-several": upload})
        assert response.status_code == 200
        assert not self.release.attachments.exists()

    def test_a_row_without_a_title_and_without_a_new_file_asks_for_one(self) -> None:
        make_attachment(self.release)
        response = self.send(**{"attachments-0-title": ""})
        assert "Give the file a title." in response.content.decode()

    def test_a_file_that_is_replaced_says_what_it_was_and_is(self) -> None:
        self.send(SimpleUploadedFile("slides.pdf", pdf(2)))
        was = self.release.attachments.get()
        new = SimpleUploadedFile("slides-2.pdf", pdf(3))
        response = self.send(**{"attachments-0-file": new})
        now = self.release.attachments.get()
        assert now.pk == was.pk
        assert now.token != was.token
        sentence = messages_of(response)
        assert "Name: was slides.pdf, is slides-2.pdf" in sentence
        assert "Pages: was 2, is 3" in sentence
        assert f"was {was.sha256[:12]}…, is {now.sha256[:12]}…" in sentence

    def test_the_same_file_again_is_called_the_same(self) -> None:
        self.send(SimpleUploadedFile("a.csv", b"1;2"))
        again = SimpleUploadedFile("b.csv", b"1;2")
        response = self.send(**{"attachments-0-file": again})
        assert "is the same file as before" in messages_of(response)

    def test_pages_are_compared_for_pdfs_alone(self) -> None:
        self.send(SimpleUploadedFile("a.csv", b"1;2"))
        response = self.send(
            **{"attachments-0-file": SimpleUploadedFile("a.csv", b"1;3")}
        )
        sentence = messages_of(response)
        assert (
            "Name: a.csv, as before; Size: 3\xa0bytes, as before; SHA-256" in sentence
        )


class TitlesOfFiles(SimpleTestCase):
    """A title is what a person would have typed."""

    def test_a_name_becomes_words(self) -> None:
        for name, title in (
            ("q3-2026_financial-tables.xlsx", "Q3 2026 financial tables"),
            ("Slides (1) v2 FINAL.pdf", "Slides"),
            ("final.pdf", "Final"),
            ("transcript", "Transcript"),
            ("Larkmoor%20proxy.pdf", "Larkmoor proxy"),
        ):
            with self.subTest(name):
                assert title_of_name(name) == title

    def test_what_a_program_wrote_is_no_title(self) -> None:
        for title in ("", "Untitled", "Microsoft Word - a.docx", "slides.pptx", "1.2"):
            with self.subTest(title):
                assert own_title(title) == ""
        assert own_title(" Annual \n report ") == "Annual report"
