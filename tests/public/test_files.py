"""The gate that every attachment passes."""

from __future__ import annotations

import datetime as dt
import hashlib
from collections.abc import Mapping

from django.http.response import HttpResponseBase
from django.test import Client

from releases.desk import transitions
from releases.models import Attachment, PublishedFile
from tests.builders import (
    SEVEN,
    approve,
    author,
    make_attachment,
    make_event,
    make_release,
    put_on_record,
    schedule,
)
from tests.clock import MICROSECOND, travel
from tests.public.html_pages import (
    Page,
    ReaderTestCase,
    get_status,
    give_notice,
    save_and_publish,
)

HOUR = dt.timedelta(hours=1)
CONTENT = b"%PDF-1.7 not really"


def address(file: Attachment) -> str:
    """Where the file is for ever."""
    return f"/files/{file.token}/{file.name}"


def fetch(
    where: str,
    *,
    at: dt.datetime = SEVEN,
    headers: Mapping[str, str] | None = None,
) -> tuple[HttpResponseBase, bytes]:
    """Return the response and all its bytes."""
    with travel(at):
        answer = Client().get(where, headers=headers)
    return answer, answer.getvalue()


class AFileUnderEmbargo(ReaderTestCase):
    """It opens with its release, and leaves with it."""

    def setUp(self) -> None:
        self.release = make_release()
        self.file = make_attachment(self.release)

    def test_a_file_of_a_draft_does_not_exist(self) -> None:
        assert get_status(address(self.file)) == 404

    def test_it_opens_at_the_instant_of_its_release(self) -> None:
        schedule(self.release, live_from=SEVEN)
        assert get_status(address(self.file), at=SEVEN - MICROSECOND) == 404
        assert fetch(address(self.file))[1] == CONTENT

    def test_a_release_called_off_never_opens_its_file(self) -> None:
        schedule(self.release, live_from=SEVEN)
        with travel(SEVEN - HOUR / 2):
            transitions.call_off(self.release, by=author(), at=SEVEN)
        assert get_status(address(self.file), at=SEVEN + HOUR) == 404

    def test_a_withdrawal_keeps_what_was_disclosed_open(self) -> None:
        put_on_record(self.release)
        give_notice(self.release, at=SEVEN + HOUR)
        assert get_status(address(self.file), at=SEVEN + HOUR) == 200

    def test_a_withdrawal_that_seals_closes_it_at_its_instant(self) -> None:
        put_on_record(self.release, slug="results")
        give_notice(self.release, at=SEVEN + HOUR, sealed=True)
        assert get_status(address(self.file), at=SEVEN + HOUR - MICROSECOND) == 200
        answer, content = fetch(address(self.file), at=SEVEN + HOUR)
        assert answer.status_code == 410
        page = Page(content)
        assert page.text("h1") == "This file is no longer shown"
        assert get_status(page.links()["The release’s page"], at=SEVEN + HOUR) == 200

    def test_a_correction_keeps_what_was_disclosed_open(self) -> None:
        put_on_record(self.release)
        with travel(SEVEN + HOUR):
            transitions.correct(self.release, by=author(), at=SEVEN, notice="A slip.")
            self.file.delete()
            other = make_attachment(self.release, content=b"%PDF other")
            approve(self.release, at=SEVEN)
        later = SEVEN + 2 * HOUR
        assert get_status(address(self.file), at=later) == 200
        assert fetch(address(other), at=later)[1] == b"%PDF other"

    def test_a_file_of_an_event_opens_with_the_event(self) -> None:
        event = make_event()
        slides = make_attachment(event=event)
        assert get_status(address(slides)) == 404
        save_and_publish(event)
        assert get_status(address(slides)) == 200


class AFile(ReaderTestCase):
    """The headers that browsers get with it."""

    def setUp(self) -> None:
        self.release = make_release()

    def served(self, name: str) -> HttpResponseBase:
        """Return the response for a published file of this name."""
        file = make_attachment(self.release, name=name)
        put_on_record(self.release)
        return fetch(address(file))[0]

    def test_a_pdf_is_shown_and_named(self) -> None:
        answer = self.served("results.pdf")
        assert answer["Content-Type"] == "application/pdf"
        assert answer["Content-Disposition"] == 'inline; filename="results.pdf"'
        assert answer["Content-Length"] == str(len(CONTENT))
        assert answer["X-Content-Type-Options"] == "nosniff"

    def test_anything_else_is_a_download(self) -> None:
        answer = self.served("tables.xlsx")
        assert answer["Content-Disposition"] == 'attachment; filename="tables.xlsx"'

    def test_a_name_outside_ascii_is_kept(self) -> None:
        answer = self.served("Ergebnisse für März.pdf")
        assert "filename*=utf-8''Ergebnisse%20f%C3%BCr" in answer["Content-Disposition"]

    def test_its_etag_is_its_digest_and_spares_a_second_transfer(self) -> None:
        file = make_attachment(self.release)
        put_on_record(self.release)
        etag = fetch(address(file))[0]["ETag"]
        assert etag == f'"{hashlib.sha256(CONTENT).hexdigest()}"'
        again, content = fetch(address(file), headers={"If-None-Match": etag})
        assert (again.status_code, content, again["ETag"]) == (304, b"", etag)

    def test_another_name_or_token_does_not_exist(self) -> None:
        file = make_attachment(self.release)
        put_on_record(self.release)
        assert get_status(f"/files/{file.token}/other.pdf") == 404
        assert get_status(f"/files/{file.token[:-1]}/{file.name}") == 404

    def test_it_lies_where_the_desk_put_it(self) -> None:
        file = make_attachment(self.release)
        put_on_record(self.release)
        assert PublishedFile.objects.get().storage_name == file.file.name
