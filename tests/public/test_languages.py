"""A release in several languages, as readers and their machines find it."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any
from xml.etree import ElementTree

from django.test import Client

from releases.models import Category, Publication, Release
from releases.record.publication_refs import refs_changing_at
from tests.builders import (
    SEVEN,
    make_event,
    make_issuer,
    make_release,
    put_languages_on_record,
    put_on_record,
)
from tests.clock import MICROSECOND, travel
from tests.public.html_pages import (
    Page,
    ReaderTestCase,
    correct,
    get_page,
    get_status,
    give_notice,
    save_and_publish,
)
from tests.public.test_structured_data import nodes

HOUR = dt.timedelta(hours=1)
DAY = dt.timedelta(days=1)
ENGLISH, GERMAN, FRENCH = (
    f"/releases/2026/{slug}/" for slug in ("growth", "wachstum", "croissance")
)
ROOT = "http://testserver"
LINK = "{http://www.w3.org/1999/xhtml}link"


def alternates(page: Page) -> dict[str, str]:
    """Return the address of each language in the head of a page."""
    return {
        link.get("hreflang", ""): link.get("href", "")
        for link in page.all("head/link[@hreflang]")
    }


def switch(page: Page) -> list[str]:
    """Return the languages of the switch of a release's page."""
    return page.texts("header[@class='release-head']/ul[@class='languages']/li")


def answer(path: str, *, at: dt.datetime) -> Any:
    """Return the bytes of an address at a moment."""
    with travel(at):
        return Client().get(path).content


class ThreeLanguages(ReaderTestCase):
    """One bundle at SEVEN: English, its German and its French translation."""

    english: Release
    german: Release
    french: Release

    @classmethod
    def setUpTestData(cls) -> None:
        save_and_publish(make_issuer(), at=SEVEN - 2 * DAY)
        put_on_record(headline="Earlier", slug="earlier", at=SEVEN - DAY)
        category = Category.objects.get(slug="financial-results")
        category.other_names = "de: Ergebnisse"
        category.save()
        save_and_publish(category, at=SEVEN - DAY)
        event = make_event(slug="call", title="First Quarter Call")
        cls.english = make_release(
            headline="Larkmoor Grows", slug="growth", events=(event,)
        )
        cls.german = make_release(
            headline="Larkmoor wächst",
            slug="wachstum",
            language="de-AT",
            translation_of=cls.english,
            events=(event,),
        )
        cls.french = make_release(
            headline="Larkmoor progresse",
            slug="croissance",
            language="fr",
            translation_of=cls.english,
        )
        put_languages_on_record(cls.english, cls.german, cls.french)

    def test_each_page_names_all_in_its_head_and_one_for_other_readers(self) -> None:
        expected = {
            "en": ROOT + ENGLISH,
            "de-AT": ROOT + GERMAN,
            "fr": ROOT + FRENCH,
            "x-default": ROOT + ENGLISH,
        }
        for path in (ENGLISH, GERMAN, FRENCH):
            with self.subTest(path):
                assert alternates(get_page(path)) == expected

    def test_the_sites_language_is_for_other_readers(self) -> None:
        with self.settings(LANGUAGE_CODE="fr"):
            assert alternates(get_page(ENGLISH))["x-default"] == ROOT + FRENCH

    def test_a_switch_has_each_language_by_its_own_name(self) -> None:
        page = get_page(GERMAN)
        assert switch(page) == ["English", "Deutsch", "Français"]
        assert page.only("header/ul[@class='languages']/li/b").get("lang") == "de-AT"
        french = page.only(f"header/ul/li/a[@href='{FRENCH}']")
        assert (french.get("hreflang"), french.get("lang")) == ("fr", "fr")

    def test_its_category_is_named_in_its_language_or_else_marked(self) -> None:
        kicker = "header[@class='release-head']/p[@class='kicker']/a"
        assert get_page(ENGLISH).only(kicker).text == "Financial results"
        assert get_page(GERMAN).only(kicker).text == "Ergebnisse"
        in_english = get_page(FRENCH).only(f"{kicker}/span")
        assert (in_english.text, in_english.get("lang")) == ("Financial results", "en")

    def test_feeds_name_its_category_in_its_language(self) -> None:
        feed = json.loads(answer("/releases/feed.json", at=SEVEN))
        tags = {item["title"]: item["tags"] for item in feed["items"]}
        assert "Ergebnisse" in tags["Larkmoor wächst"]
        assert "Financial results" in tags["Larkmoor Grows"]

    def test_what_is_in_the_sites_language_alone_is_marked(self) -> None:
        title = "section/p[@class='title']/a"
        marked = get_page(GERMAN).only(f"{title}/span[@lang='en']")
        assert marked.text == "First Quarter Call"
        assert get_page(ENGLISH).only(title).text == "First Quarter Call"

    def test_structured_data_links_works_and_their_translations(self) -> None:
        original = nodes(get_page(ENGLISH))["NewsArticle"]
        assert original["inLanguage"] == "en"
        assert [work["@id"] for work in original["workTranslation"]] == [
            f"{ROOT}{GERMAN}#release",
            f"{ROOT}{FRENCH}#release",
        ]
        german = nodes(get_page(GERMAN))["NewsArticle"]
        assert german["inLanguage"] == "de-AT"
        assert german["translationOfWork"]["@id"] == original["@id"]

    def test_lists_show_it_once_with_its_other_languages(self) -> None:
        for path in ("/", "/releases/", "/releases/2026/"):
            with self.subTest(path):
                links = get_page(path).links()
                assert links["Larkmoor Grows"] == ENGLISH
                assert links["Deutsch"] == GERMAN
                assert links["Français"] == FRENCH
                assert "English" not in links
                assert "Larkmoor wächst" not in links

    def test_lists_show_it_in_the_language_of_the_site(self) -> None:
        with self.settings(LANGUAGE_CODE="de"):
            links = get_page("/releases/").links()
        assert links["Larkmoor wächst"] == GERMAN
        assert "Larkmoor Grows" not in links
        assert links["English"] == ENGLISH

    def test_lists_show_the_original_where_the_site_has_another_language(self) -> None:
        with self.settings(LANGUAGE_CODE="ja"):
            assert "Larkmoor Grows" in get_page("/releases/").links()

    def test_it_counts_once(self) -> None:
        page = get_page("/releases/")
        assert page.texts("span[@class='count']")[0] == "2 releases"
        assert "2026 2" in page.text("nav[@class='archive-counts']")

    def test_it_is_neither_newer_nor_related_to_itself(self) -> None:
        for path in (ENGLISH, GERMAN):
            with self.subTest(path):
                links = get_page(path).links()
                assert not any(
                    name in text
                    for text in links
                    for name in ("Larkmoor wächst", "Larkmoor progresse", "Grows")
                    if links[text] != path
                )

    def test_its_event_lists_it_once(self) -> None:
        links = get_page("/events/call/").links()
        assert "Larkmoor Grows" in links
        assert "Larkmoor wächst" not in links

    def test_the_sitemap_links_all_languages(self) -> None:
        sitemap = ElementTree.fromstring(  # noqa: S314 - our own sitemap
            answer("/releases/2026/sitemap.xml", at=SEVEN)
        )
        entries = {
            entry[0].text: {
                link.get("hreflang"): link.get("href") for link in entry.findall(LINK)
            }
            for entry in sitemap
        }
        assert entries[ROOT + "/releases/2026/earlier/"] == {}
        assert entries[ROOT + FRENCH] == {
            "en": ROOT + ENGLISH,
            "de-AT": ROOT + GERMAN,
            "fr": ROOT + FRENCH,
            "x-default": ROOT + ENGLISH,
        }

    def test_the_api_has_the_other_languages(self) -> None:
        release = json.loads(answer("/api/v1/releases/2026/growth", at=SEVEN))
        assert [(link["language"], link["url"]) for link in release["languages"]] == [
            ("de-AT", ROOT + GERMAN),
            ("fr", ROOT + FRENCH),
        ]
        earlier = json.loads(answer("/api/v1/releases/2026/earlier", at=SEVEN))
        assert earlier["languages"] == []

    def test_feeds_have_each_language(self) -> None:
        feed = json.loads(answer("/releases/feed.json", at=SEVEN))
        languages = {item["title"]: item["language"] for item in feed["items"]}
        assert languages["Larkmoor Grows"] == "en"
        assert languages["Larkmoor wächst"] == "de-AT"

    def test_nothing_shows_before_the_instant(self) -> None:
        before = SEVEN - MICROSECOND
        for path in (ENGLISH, GERMAN, FRENCH):
            assert get_status(path, at=before) == 404
        assert b"Deutsch" not in answer("/", at=before)
        assert b"hreflang" not in answer("/releases/2026/sitemap.xml", at=before)

    def test_a_correction_of_one_keeps_the_links_of_all(self) -> None:
        correct(
            self.german,
            at=SEVEN + HOUR,
            notice="Eine Zahl.",
            headline="Larkmoor wächst weiter",
        )
        page = get_page(ENGLISH, at=SEVEN + HOUR)
        assert switch(page) == ["English", "Deutsch", "Français"]
        assert switch(get_page(GERMAN, at=SEVEN + HOUR)) == switch(page)

    def test_one_that_is_withdrawn_is_linked_no_more(self) -> None:
        give_notice(self.german, at=SEVEN + HOUR)
        page = get_page(ENGLISH, at=SEVEN + HOUR)
        assert switch(page) == ["English", "Français"]
        assert "Deutsch" not in get_page("/", at=SEVEN + HOUR).links()

    def test_each_changes_the_pages_of_the_others(self) -> None:
        refs = {ref.address: ref for ref in refs_changing_at(SEVEN)}
        assert refs["2026/growth"].other_languages == (
            "2026/croissance",
            "2026/wachstum",
        )


class ALaterTranslation(ReaderTestCase):
    """The original was public before anybody thought of German."""

    original: Release

    @classmethod
    def setUpTestData(cls) -> None:
        save_and_publish(make_issuer(), at=SEVEN - 2 * DAY)
        cls.original = put_on_record(headline="Larkmoor Grows", slug="growth")
        german = make_release(
            headline="Larkmoor wächst",
            slug="wachstum",
            language="de",
            translation_of=cls.original,
        )
        put_on_record(german, at=SEVEN + DAY)

    def test_before_its_instant_the_original_says_nothing_of_it(self) -> None:
        page = get_page(ENGLISH, at=SEVEN + DAY - MICROSECOND)
        assert alternates(page) == {}
        assert switch(page) == []

    def test_from_then_on_each_links_the_other(self) -> None:
        for path in (ENGLISH, GERMAN):
            with self.subTest(path):
                assert switch(get_page(path, at=SEVEN + DAY)) == ["English", "Deutsch"]
        assert "Larkmoor wächst" not in get_page("/", at=SEVEN + DAY).links()
        assert get_page("/", at=SEVEN + DAY).links()["Deutsch"] == GERMAN

    def test_it_is_not_newer_than_its_original(self) -> None:
        texts = get_page(ENGLISH, at=SEVEN + DAY).text("main")
        assert "Larkmoor wächst" not in texts

    def test_it_changes_the_page_of_the_original(self) -> None:
        (ref,) = refs_changing_at(SEVEN + DAY)
        assert ref.languages == (("2026/growth", "financial-results"),)
        (first,) = refs_changing_at(SEVEN)
        assert first.languages == ()

    def test_a_correction_of_the_original_belongs_to_the_same_group(self) -> None:
        correct(self.original, at=SEVEN + 2 * DAY, notice="A figure.", body="<p>x</p>")
        page = get_page(GERMAN, at=SEVEN + 2 * DAY)
        assert switch(page) == ["English", "Deutsch"]
        groups = Publication.objects.releases().values_list(
            "translation_group", flat=True
        )
        assert set(groups) == {"", "2026/growth"}
        links = get_page("/", at=SEVEN + 2 * DAY).links()
        assert any("Larkmoor Grows" in text for text in links)

    def test_a_site_in_german_keeps_the_place_of_the_original(self) -> None:
        with self.settings(LANGUAGE_CODE="de"):
            links = get_page("/", at=SEVEN + DAY).links()
        assert "Larkmoor Grows" in links
        assert "Larkmoor wächst" not in links
