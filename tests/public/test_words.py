"""The words around a release are in its language, those of lists in the site's."""

from __future__ import annotations

import datetime as dt
import json
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

from django.test import Client, SimpleTestCase, override_settings
from django.utils import translation

import polib  # type: ignore[import-untyped]  # has no types

from releases.alerts.release_mail import release_letter
from releases.catalogues import has_catalogue
from releases.management.catalogues.compiling import compile_catalogues
from releases.management.catalogues.translating import update_catalogue
from releases.models import Publication, Release
from releases.pdf.sheet import sheet_of
from releases.record.documents import Dateline, ProfileDocument
from releases.record.published import published_release
from releases.translation import words_around
from tests.builders import (
    SEVEN,
    make_contact,
    make_issuer,
    make_release,
    make_user,
    put_languages_on_record,
)
from tests.clock import travel
from tests.public.html_pages import Page, ReaderTestCase, correct, get_page

HOUR = dt.timedelta(hours=1)
GERMAN = {
    "Contacts": "Ansprechpartner",
    "Releases": "Mitteilungen",
    "Corrected": "Berichtigt",
    "F j, Y": "j. F Y",
    "g:i:s a": "H:i:s",
    "Published %(when)s": "Veröffentlicht am %(when)s",
    "Unsubscribe": "Abbestellen",
}


class InGerman(ReaderTestCase):
    """There is a German catalogue, of a few texts, and a release in two languages."""

    english: Release
    german: Release

    @classmethod
    def setUpTestData(cls) -> None:
        make_issuer()
        cls.english = make_release(
            headline="Larkmoor Grows", slug="growth", contacts=(make_contact(),)
        )
        cls.german = make_release(
            headline="Larkmoor wächst",
            slug="wachstum",
            language="de",
            translation_of=cls.english,
            dateline_places="BERLIN; WIEN",
            dateline_date=SEVEN.date(),
        )
        put_languages_on_record(cls.english, cls.german)

    def setUp(self) -> None:
        folder = Path(self.enterContext(TemporaryDirectory()))
        self.addCleanup(has_catalogue.cache_clear)
        self.enterContext(
            override_settings(
                IRSITE_CATALOGUES=folder / "locale", LOCALE_PATHS=[folder / "made"]
            )
        )
        update_catalogue("de")
        path = folder / "locale/de/LC_MESSAGES/django.po"
        catalogue = polib.pofile(path)
        for text, words in GERMAN.items():
            catalogue.find(text, msgctxt=False).msgstr = words
        catalogue.save(path)
        compile_catalogues()

    def page(self, path: str, **headers: str) -> Page:
        with travel(SEVEN):
            response = Client(headers=headers).get(path)
        return Page(response.content)


class APage(InGerman):
    """Of a release: in its language. Of the site: in the site's."""

    def test_that_of_a_german_release_is_german(self) -> None:
        page = get_page("/releases/2026/wachstum/")
        assert page.root.get("lang") == "de"
        assert "Ansprechpartner" in page.texts("h2")
        assert "Veröffentlicht am 3. März 2026, 07:00:00" in page.text("article")
        assert "Mitteilungen" in page.links()

    def test_that_of_an_english_release_and_of_the_site_is_not(self) -> None:
        for path in ("/releases/2026/growth/", "/", "/contacts/"):
            with self.subTest(path):
                page = get_page(path)
                assert page.root.get("lang") == "en"
                assert "Releases" in page.links()

    def test_no_header_of_the_reader_changes_it(self) -> None:
        page = self.page("/releases/2026/growth/", accept_language="de")
        assert "Contacts" in page.texts("h2")

    def test_a_german_site_has_english_pages_of_english_releases(self) -> None:
        with self.settings(LANGUAGE_CODE="de"):
            assert "Mitteilungen" in get_page("/").links()
            assert "Releases" in get_page("/releases/2026/growth/").links()

    def test_items_of_lists_are_kept_for_each_language(self) -> None:
        correct(self.english, at=SEVEN + HOUR, notice="A figure.", body="<p>x</p>")
        earlier = get_page("/", at=SEVEN + HOUR)
        with self.settings(LANGUAGE_CODE="de"):
            later = get_page("/releases/", at=SEVEN + HOUR)
        assert "Corrected: Larkmoor Grows" in earlier.links()
        assert not any("Corrected" in text for text in later.links())

    def test_its_versions_and_redlines_are_too(self) -> None:
        correct(self.german, at=SEVEN + HOUR, notice="Eine Zahl.", body="<p>x</p>")
        for path in ("versions/1/", "versions/1/to/2/"):
            with self.subTest(path):
                page = get_page(f"/releases/2026/wachstum/{path}", at=SEVEN + HOUR)
                assert page.root.get("lang") == "de"

    def test_the_language_is_the_thread_s_own_again(self) -> None:
        get_page("/releases/2026/wachstum/")
        assert translation.get_language() == "en"

    def test_the_desk_stays_in_the_language_of_the_code(self) -> None:
        client = Client()
        client.force_login(make_user(groups=("Authors",)))
        with self.settings(LANGUAGE_CODE="de"):
            page = client.get("/admin/").content.decode()
        assert '<html lang="en' in page


class OtherForms(InGerman):
    """Feeds, mails and PDFs."""

    def german_release(self) -> Any:
        row = Publication.objects.get(address="2026/wachstum", number=1)
        return published_release(row)

    def test_an_entry_of_a_feed_is_in_the_language_of_its_release(self) -> None:
        correct(self.german, at=SEVEN + HOUR, notice="Eine Zahl.", body="<p>x</p>")
        with travel(SEVEN + HOUR):
            feed = json.loads(Client().get("/releases/feed.json").content)
        titles = {item["language"]: item["title"] for item in feed["items"]}
        assert titles["de"] == "Berichtigt: Larkmoor wächst"
        assert titles["en"] == "Larkmoor Grows"

    def test_a_mail_is(self) -> None:
        letter = release_letter(
            self.german_release(), issuer=ProfileDocument(), events={}, is_reply=False
        )
        content = letter.write(dict.fromkeys(letter.slots, "x")).decode()
        assert "Abbestellen" in content
        assert '<html lang=3D"de">' in content or '<html lang="de">' in content

    def test_a_pdf_is(self) -> None:
        release = self.german_release()
        with words_around(release.document.language):
            sheet = sheet_of(release, issuer=ProfileDocument(), events=[], root="")
        assert sheet["contacts"]["heading"] == "Ansprechpartner"
        assert sheet["page_language"] == "de"


class ADateline(SimpleTestCase):
    """Its date has the form of the language."""

    def test_it_is_written_in_the_language_of_the_release(self) -> None:
        dateline = Dateline(places=("BERLIN", "WIEN"), date=dt.date(2026, 3, 3))
        for language, text in (
            ("en-GB", "BERLIN and WIEN, March 3, 2026"),
            ("de-AT", "BERLIN, WIEN, 3. März 2026"),
            ("ja", "BERLIN、WIEN、2026年3月3日"),
            ("x-nobody", "BERLIN and WIEN, March 3, 2026"),
        ):
            with self.subTest(language):
                assert dateline.text_in(language) == text
        assert Dateline(places=("WIEN",), wire="APA").text_in("de") == "WIEN (APA)"


class ATextFromRightToLeft(ReaderTestCase):
    """Its article runs that way; the page does if it is the site's language."""

    @classmethod
    def setUpTestData(cls) -> None:
        make_issuer()
        english = make_release(headline="Larkmoor Grows", slug="growth")
        arabic = make_release(
            headline="لاركمور تنمو",
            slug="arabic",
            language="ar",
            translation_of=english,
        )
        hebrew = make_release(
            headline="לארקמור צומחת",
            slug="hebrew",
            language="he",
            translation_of=english,
        )
        put_languages_on_record(english, arabic, hebrew)

    def directions(self, slug: str) -> tuple[str | None, str | None]:
        """Return the direction of the page of a release, and of its article."""
        page = get_page(f"/releases/2026/{slug}/")
        return page.root.get("dir"), page.only("article").get("dir")

    def test_its_article_does(self) -> None:
        assert self.directions("arabic") == (None, "rtl")
        assert self.directions("hebrew") == (None, "rtl")
        assert self.directions("growth") == (None, None)

    def test_the_page_of_a_site_in_arabic_does(self) -> None:
        with self.settings(LANGUAGE_CODE="ar"):
            assert self.directions("arabic") == ("rtl", None)
            # English words are there for an English release, whose page is English.
            assert self.directions("growth") == (None, None)
            home = get_page("/")
        assert (home.root.get("lang"), home.root.get("dir")) == ("ar", "rtl")

    def test_a_headline_in_another_direction_says_so(self) -> None:
        french = make_release(headline="Croissance", slug="croissance", language="fr")
        put_languages_on_record(french, at=SEVEN + HOUR)
        with self.settings(LANGUAGE_CODE="ar"):
            page = get_page("/", at=SEVEN + HOUR)
        link = page.only("a[@href='/releases/2026/croissance/']")
        assert (link.get("lang"), link.get("dir")) == ("fr", "ltr")
