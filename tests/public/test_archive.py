"""The archive: pages by cursor, years, categories and the filter."""

from __future__ import annotations

import datetime as dt

from django.test import Client
from django.utils.text import slugify

from releases.models import Category
from tests.builders import SEVEN, make_issuer, put_on_record, schedule
from tests.clock import MICROSECOND, SECOND, travel
from tests.public.html_pages import (
    Page,
    ReaderTestCase,
    get_page,
    get_status,
    save_and_publish,
)

DAY = dt.timedelta(days=1)
YEAR = dt.timedelta(days=365)


def headlines(page: Page) -> list[str]:
    """Return the headlines of the list, in its order."""
    return page.texts("ol[@class='items']/li//h3")


def follow(page: Page, words: str) -> str:
    """Return where the link with these words leads, from the archive."""
    return "/releases/" + page.links()[words]


class CursorPaginationOfTheArchive(ReaderTestCase):
    """By the address of a release, never by a number."""

    @classmethod
    def setUpTestData(cls) -> None:
        # two share an instant, so that the order needs more than time
        for number in range(45):
            put_on_record(
                headline=f"Release {number}",
                at=SEVEN + (number - number % 2) * 60 * SECOND,
            )
        cls.after = SEVEN + DAY

    after: dt.datetime

    def test_older_pages_show_every_release_exactly_once(self) -> None:
        page = get_page("/releases/", at=self.after)
        listed = headlines(page)
        while "Older releases" in page.links():
            page = get_page(follow(page, "Older releases"), at=self.after)
            listed += headlines(page)
        assert len(listed) == 45
        assert set(listed) == {f"Release {number}" for number in range(45)}
        assert listed[0] == "Release 44"

    def test_newer_pages_lead_back_the_same_way(self) -> None:
        first = get_page("/releases/", at=self.after)
        second = get_page(follow(first, "Older releases"), at=self.after)
        back = get_page(follow(second, "Newer releases"), at=self.after)
        assert headlines(back) == headlines(first)
        assert "Newer releases" not in back.links()

    def test_a_release_that_appears_between_two_pages_moves_nothing(self) -> None:
        first = get_page("/releases/", at=self.after)
        older = follow(first, "Older releases")
        before = headlines(get_page(older, at=self.after))
        put_on_record(headline="News", at=self.after + SECOND)
        assert headlines(get_page(older, at=self.after + 2 * SECOND)) == before

    def test_an_address_under_embargo_leads_where_one_that_does_not_exist_does(
        self,
    ) -> None:
        schedule(slug="secret", live_from=self.after + DAY)
        for address in ("2026/secret", "2026/nothing", "nonsense", "\0", "a" * 500):
            with self.subTest(address):
                assert get_status(f"/releases/?after={address}", at=self.after) == 404

    def test_a_page_past_the_end_leads_back(self) -> None:
        page = get_page("/releases/?after=2026/release-0&year=2026", at=self.after)
        assert "The list ends here." in page.text("main")


class TheMonthsOfTheArchive(ReaderTestCase):
    """Head its releases by the issuer's zone, with how many the whole month has."""

    def test_are_those_of_the_releases_in_order(self) -> None:
        save_and_publish(make_issuer(), at=SEVEN)
        # In New York it is still March.
        for instant, headline in (
            (dt.datetime(2026, 4, 1, 3, tzinfo=dt.UTC), "Late in March"),
            (dt.datetime(2026, 4, 1, 5, tzinfo=dt.UTC), "In April"),
        ):
            put_on_record(headline=headline, slug=slugify(headline), at=instant)
        page = get_page("/releases/", at=dt.datetime(2026, 4, 2, tzinfo=dt.UTC))
        assert page.texts("div[@class='months']/h2") == [
            "April 2026 1 release",
            "March 2026 1 release",
        ]
        assert headlines(page) == ["In April", "Late in March"]

    def test_counts_are_of_the_whole_month_and_of_the_filters(self) -> None:
        save_and_publish(make_issuer(), at=SEVEN - DAY)
        for number in range(22):
            slug = f"release-{number}"
            put_on_record(slug=slug, headline=slug, at=SEVEN + number * SECOND)
        schedule(slug="secret", live_from=SEVEN + DAY)
        path = "/releases/"
        for query, months in (
            ("", ["March 2026 22 releases"]),
            ("?after=2026/release-2", ["March 2026 22 releases"]),
            ("?category=financial-results", ["March 2026 22 releases"]),
            ("?category=corporate", []),
        ):
            with self.subTest(query):
                page = get_page(path + query, at=SEVEN + DAY - MICROSECOND)
                assert page.texts("div[@class='months']/h2") == months


class AnEmptyArchive(ReaderTestCase):
    """Before the first release."""

    def test_it_says_so_and_where_the_first_will_be(self) -> None:
        page = get_page("/releases/")
        assert "No press release has been published here yet." in page.text("main")
        assert page.links()["RSS feed"] == "/releases/rss.xml"


class ArchiveOfAYearOrACategory(ReaderTestCase):
    """By year in the issuer's zone, and by category."""

    @classmethod
    def setUpTestData(cls) -> None:
        corporate = Category.objects.get(slug="corporate")
        save_and_publish(make_issuer(), corporate, at=SEVEN - 2 * YEAR)
        put_on_record(headline="Old", at=SEVEN - YEAR)
        put_on_record(headline="New", category=corporate)

    def test_a_year_lists_its_releases_alone(self) -> None:
        page = get_page("/releases/2025/")
        assert headlines(page) == ["Old"]
        assert page.text("h1") == "Press releases of 2025"

    def test_a_category_lists_its_releases_alone(self) -> None:
        page = get_page("/releases/category/corporate/")
        assert headlines(page) == ["New"]
        assert page.text("h1") == "Corporate"

    def test_a_year_or_category_without_releases_has_no_page(self) -> None:
        assert get_status("/releases/2024/") == 404
        assert get_status("/releases/0000/") == 404
        assert get_status("/releases/category/nothing/") == 404

    def test_counts_know_nothing_of_what_is_under_embargo(self) -> None:
        schedule(headline="Secret", live_from=SEVEN + DAY)
        nav = "nav[@class='archive-counts']"
        before = get_page("/releases/", at=SEVEN + DAY - MICROSECOND).text(nav)
        assert before.startswith("By year 2026 1 2025 1")
        after = get_page("/releases/", at=SEVEN + DAY).text(nav)
        assert after.startswith("By year 2026 2 2025 1")

    def test_a_year_opens_with_its_first_release(self) -> None:
        instant = SEVEN + YEAR
        schedule(headline="Next", live_from=instant)
        assert get_status("/releases/2027/", at=instant - MICROSECOND) == 404
        assert headlines(get_page("/releases/2027/", at=instant)) == ["Next"]


class TheFilter(ReaderTestCase):
    """A form that every reader can use, and that loses nothing typed."""

    @classmethod
    def setUpTestData(cls) -> None:
        corporate = Category.objects.get(slug="corporate")
        save_and_publish(make_issuer(), corporate, at=SEVEN - 2 * YEAR)
        put_on_record(headline="Results of the Harbor trial", at=SEVEN - YEAR)
        put_on_record(headline="Harbor opens")

    def test_year_and_category_narrow_the_list(self) -> None:
        for query, listed in (
            ("year=2026", ["Harbor opens"]),
            ("year=2025&category=financial-results", ["Results of the Harbor trial"]),
            ("words=&year=&category=", ["Harbor opens", "Results of the Harbor trial"]),
        ):
            with self.subTest(query):
                assert headlines(get_page(f"/releases/?{query}")) == listed

    def test_words_lead_to_the_search_of_releases_with_the_other_filters(self) -> None:
        for query, leads_to in (
            ("words=harbor", "words=harbor&kind=release"),
            (
                "words=%22a+b%22&year=2025&category=x",
                "words=%22a+b%22&kind=release&year=2025&category=x",
            ),
        ):
            with self.subTest(query), travel(SEVEN):
                response = Client().get(f"/releases/?{query}")
                assert response.status_code == 301
                assert response["Location"] == f"/search/?{leads_to}"

    def test_what_was_asked_stays_in_the_form(self) -> None:
        page = get_page("/releases/?year=2025")
        chosen = page.only("select[@name='year']/option[@selected]")
        assert chosen.get("value") == "2025"

    def test_no_match_says_what_to_do(self) -> None:
        page = get_page("/releases/?year=2025&category=corporate")
        assert "No release matches. Try another year" in page.text("main")

    def test_a_value_that_cannot_be_read_is_named_and_nothing_is_lost(self) -> None:
        page = get_page("/releases/?year=1812&category=x")
        assert page.texts("div[@class='errors']") == [
            "There is no year “1812” in the archive: choose one from the list.",
            "There is no category “x”: choose one from the list.",
        ]
        assert "Nothing is listed" in page.text("main")

    def test_a_wrong_field_is_announced_to_assistive_technology(self) -> None:
        page = get_page("/releases/?year=1812")
        select = page.only("select[@name='year']")
        described = select.get("aria-describedby", "")
        assert select.get("aria-invalid") == "true"
        assert page.only(f"div[@id='{described}']") is not None

    def test_each_field_has_a_label_in_a_named_group(self) -> None:
        page = get_page("/releases/")
        assert page.text("fieldset/legend") == "Find a release"
        for label in page.all("fieldset//label"):
            assert page.all(f"*[@id='{label.get('for')}']")

    def test_the_filter_stays_from_page_to_page(self) -> None:
        for number in range(25):
            put_on_record(headline=f"Quay {number}", at=SEVEN + number * 60 * SECOND)
        page = get_page("/releases/?year=2026", at=SEVEN + DAY)
        older = get_page(follow(page, "Older releases"), at=SEVEN + DAY)
        listed = [f"Quay {number}" for number in (4, 3, 2, 1, 0)]
        assert headlines(older) == [*listed, "Harbor opens"]
