"""The PDF of a release, as readers get it."""

from __future__ import annotations

import datetime as dt
import hashlib
from typing import Any
from unittest import mock

from django.conf import settings
from django.test import Client, TestCase, override_settings

from releases.models import Derivative, Issuer, Release
from releases.record.representation import NotWritable
from tests.builders import (
    SEVEN,
    make_attachment,
    make_disclaimer,
    make_event,
    make_issuer,
    make_release,
    put_on_record,
)
from tests.clock import MICROSECOND, travel
from tests.pdf.reading import read_pdf
from tests.public.html_pages import (
    correct,
    get_page,
    get_status,
    give_notice,
    save_and_publish,
)

HOUR = dt.timedelta(hours=1)
PAGE = "/releases/2026/results/"
PATH = f"{PAGE}release.pdf"
FIRST = f"{PAGE}versions/1/release.pdf"


class ThePdfOfARelease(TestCase):
    """It is of the version that stands, and each version has its own."""

    release: Release

    @classmethod
    def setUpTestData(cls) -> None:
        save_and_publish(make_issuer(), at=SEVEN - HOUR)
        with travel(SEVEN - HOUR):
            call = make_event(
                slug="call",
                title="Earnings call",
                webcast_url="https://example.com/call",
                dial_ins="+1 617 555 0143",
                city="Boston",
            )
            cls.release = make_release(
                slug="results", events=(call,), disclaimers=(make_disclaimer(),)
            )
        make_attachment(cls.release, name="tables 1.pdf", title="Tables")
        put_on_record(cls.release, at=SEVEN)

    def get(self, path: str = PATH, *, at: dt.datetime = SEVEN) -> bytes:
        """Return the PDF at a path at a moment."""
        with travel(at):
            response = Client().get(path)
        assert response.status_code == 200
        assert response["Content-Type"] == "application/pdf"
        return response.content

    def text(self, path: str = PATH, *, at: dt.datetime = SEVEN) -> str:
        """Return the text of the PDF."""
        return read_pdf(self.get(path, at=at)).text

    def test_is_there_from_the_instant_and_not_a_microsecond_before(self) -> None:
        with travel(SEVEN - MICROSECOND):
            before = [
                Client().get(path) for path in (PATH, "/releases/2026/no/release.pdf")
            ]
        assert [response.status_code for response in before] == [404, 404]
        assert before[0].content == before[1].content
        assert not Derivative.objects.exists()
        assert "Revenue grew." in self.text()

    def test_is_linked_from_the_page_and_from_each_version(self) -> None:
        assert get_page(PAGE).links()["PDF"] == PATH
        version = get_page(f"{PAGE}versions/1/")
        assert version.links()["PDF of this version"] == FIRST
        types = {
            link.get("href"): link.get("type") for link in version.all("head/link")
        }
        assert types[FIRST] == "application/pdf"

    def test_names_the_issuer_the_events_and_the_documents_as_they_were(self) -> None:
        before = self.get()
        Issuer.objects.update(name="Larkmoor Group")
        save_and_publish(Issuer.objects.get(), at=SEVEN + HOUR)
        assert self.get(at=SEVEN + 2 * HOUR) == before
        text = self.text()
        assert text.startswith("Larkmoor Therapeutics Nasdaq: LRKM ")
        assert "Earnings call Earnings call Tuesday, March 10, 2026" in text
        assert (
            "Boston Webcast: https://example.com/call Dial-in: +1 617 555 0143" in text
        )
        assert "Documents Tables Source: Larkmoor Therapeutics" in text

    def test_a_version_keeps_its_own_and_the_page_has_that_of_the_new_one(self) -> None:
        first = self.get()
        correct(self.release, at=SEVEN + HOUR, notice="A slip.", body="<p>It fell.</p>")
        later = SEVEN + HOUR
        assert (
            self.get(FIRST, at=later) == first == self.get(PATH, at=later - MICROSECOND)
        )
        assert "A slip." in self.text(at=later)
        assert self.get(at=later) == self.get(f"{PAGE}versions/2/release.pdf", at=later)
        assert get_status(f"{PAGE}versions/3/release.pdf", at=later) == 404

    def test_a_sealed_version_is_gone_and_the_notice_has_its_own(self) -> None:
        self.get()
        give_notice(self.release, at=SEVEN + HOUR, sealed=True)
        assert get_status(FIRST, at=SEVEN + HOUR) == 410
        text = self.text(at=SEVEN + HOUR)
        assert "This release is withdrawn" in text
        assert "Revenue grew." not in text

    def test_is_kept_once_under_its_digest(self) -> None:
        content = self.get()
        row = Derivative.objects.get()
        assert row.sha256 == hashlib.sha256(content).hexdigest()
        assert (settings.PRIVATE_ROOT / row.storage_name).read_bytes() == content
        with override_settings(PDF_TYPESETTER="no.such.typesetter"):
            assert self.get() == self.get(FIRST) == content

    # With “Vary: Cookie” the page cache would not keep it, nor request it by itself again.
    def test_is_sent_alike_to_whoever_comes_first(self) -> None:
        with travel(SEVEN):
            first, second = (Client().get(PATH) for _ in range(2))
        assert first.headers == second.headers
        assert "Vary" not in first.headers

    def test_is_made_with_more_fonts_where_there_are(self) -> None:
        given: list[Any] = []

        def typeset(sheet: Any, *, folders: Any) -> bytes:
            given.append(folders)
            return b"%PDF"

        with (
            override_settings(IRSITE_FONTS=["/usr/share/fonts"]),
            mock.patch("releases.pdf.typesetting.typeset", typeset),
        ):
            assert self.get() == b"%PDF"
        assert given == [["/usr/share/fonts"]]

    def test_that_cannot_be_made_now_may_be_later(self) -> None:
        with (
            mock.patch("releases.pdf.typesetting.typeset", side_effect=NotWritable),
            travel(SEVEN),
        ):
            response = Client().get(PATH)
        assert (response.status_code, response["Retry-After"]) == (503, "5")
        assert self.get()
