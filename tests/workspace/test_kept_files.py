"""Files that were chosen survive an error in the form, for the one who chose them."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import override_settings

from releases.models import Attachment
from releases.widgets.kept_file_input import PREFIX
from tests.admin.desk import (
    DeskTestCase,
    change_path,
    form_data,
    form_data_of,
    messages_of,
)
from tests.builders import SEVEN, make_issuer, make_release, make_user
from tests.clock import travel

FIELD = "attachments-0-file"
ROW = {"attachments-TOTAL_FORMS": "1", "attachments-0-title": "Tables"}


def kept_on_disk() -> list[Path]:
    return [
        path for path in Path(settings.VAR).glob("kept-files/*/*") if path.is_file()
    ]


class AChosenFile(DeskTestCase):
    """It need not be chosen again."""

    def setUp(self) -> None:
        make_issuer()
        for path in kept_on_disk():
            path.unlink()
        self.user = self.sign_in_as("Authors")
        self.release = make_release()
        self.path = change_path(self.release)

    def send(self, content: bytes = b"1;2", **changes: Any) -> Any:
        """Send the form with a mistake and a file."""
        sent = form_data(self.client, self.path, **{**ROW, "headline": "", **changes})
        sent[FIELD] = SimpleUploadedFile("tables.csv", content)
        return self.client.post(self.path, {**sent, "_save": "1"})

    def token(self, response: Any) -> str:
        """Return the token of the kept file, which the page carries."""
        marker = f'name="{PREFIX}{FIELD}" value="'
        html = response.content.decode()
        assert "tables.csv (" in html
        assert "is kept" in html
        return str(html.split(marker)[1].split('"')[0])

    def send_again(self, response: Any, token: str, **changes: Any) -> Any:
        """Put the mistake right, and send the form as the page has it."""
        sent = form_data_of(response.context, headline="Better", **changes)
        sent |= {PREFIX + FIELD: token, "_save": "1"}
        return self.client.post(self.path, sent, follow=True)

    def test_it_is_attached_once_the_mistake_is_put_right(self) -> None:
        response = self.send()
        (file,) = kept_on_disk()
        assert file.stat().st_mode & 0o077 == 0
        assert file.parent.stat().st_mode & 0o077 == 0
        token = self.token(response)
        still = self.send_again(response, token, language="x" * 20)
        again = self.token(still)
        assert not Attachment.objects.exists()
        saved = self.send_again(still, again, language="en")
        assert "Saved as a draft" in messages_of(saved)
        attachment = Attachment.objects.get()
        assert (attachment.name, attachment.size) == ("tables.csv", 3)
        assert attachment.file.read() == b"1;2"
        attachment.file.close()
        assert len(kept_on_disk()) == 1  # of the first error; it expires

    def test_another_that_is_chosen_takes_its_place(self) -> None:
        response = self.send()
        other = SimpleUploadedFile("other.csv", b"3;4")
        self.send_again(response, self.token(response), **{FIELD: other})
        assert Attachment.objects.get().name == "other.csv"
        assert kept_on_disk() == []

    def test_one_that_its_form_refuses_is_not_kept(self) -> None:
        sent = form_data(self.client, self.path, **ROW)
        sent[FIELD] = SimpleUploadedFile("setup.exe", b"MZ")
        response = self.client.post(self.path, {**sent, "_save": "1"})
        assert "is kept" not in response.content.decode()
        assert kept_on_disk() == []

    def test_nobody_else_and_no_forgery_gets_it(self) -> None:
        response = self.send()
        token = self.token(response)
        self.send_again(response, token[:-2])
        assert not Attachment.objects.exists()
        self.client.force_login(make_user("eve", groups=("Authors",)))
        self.send_again(response, token)
        assert not Attachment.objects.exists()
        assert len(kept_on_disk()) == 1

    def test_it_expires_after_a_day(self) -> None:
        with travel(SEVEN):
            token = self.token(self.send())
        with travel(SEVEN + dt.timedelta(hours=25)):
            response = self.send()
            assert len(kept_on_disk()) == 1
            late = self.send_again(response, token)
            assert "“tables.csv” is no longer kept" in messages_of(late)
        assert not Attachment.objects.exists()

    @override_settings(IRSITE_UPLOAD_MEGABYTES=0.000002)
    def test_a_users_files_need_bounded_room(self) -> None:
        for second in range(4):
            with travel(SEVEN + dt.timedelta(seconds=second)):
                self.send(content=b"%d;%d" % (second, second))
        left = sorted(path.read_bytes() for path in kept_on_disk())
        assert left == [b"2;2", b"3;3"]
