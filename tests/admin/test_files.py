"""Files at the desk: attached where they go out, opened by staff alone."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from releases.models import Attachment, Release
from tests.admin.desk import DeskTestCase, change_path, post_form
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
