"""The page of one release."""

from __future__ import annotations

import datetime as dt

from releases.desk import transitions
from releases.models import Attachment, EventSession, Release, Topic
from tests.builders import (
    SEVEN,
    approve,
    author,
    counsel,
    make_attachment,
    make_boilerplate,
    make_contact,
    make_disclaimer,
    make_event,
    make_issuer,
    make_release,
    put_on_record,
    schedule,
)
from tests.clock import MICROSECOND, SECOND, travel
from tests.public.html_pages import (
    ReaderTestCase,
    correct,
    get_page,
    get_status,
    give_notice,
    save_and_publish,
    text_of,
)

HOUR = dt.timedelta(hours=1)
PAGE = "/releases/2026/results/"


class AReleaseUnderEmbargo(ReaderTestCase):
    """Its page opens at its instant."""

    def test_a_microsecond_before_its_page_does_not_exist(self) -> None:
        schedule(live_from=SEVEN, slug="results")
        assert get_status(PAGE, at=SEVEN - MICROSECOND) == 404

    def test_at_its_instant_its_page_is_there_though_nothing_ran(self) -> None:
        schedule(live_from=SEVEN, slug="results")
        assert get_page(PAGE).text("h1") == "Larkmoor Reports First Quarter Results"

    def test_its_event_opens_with_it(self) -> None:
        event = make_event(slug="call", title="First quarter call")
        schedule(live_from=SEVEN, slug="results", events=(event,))
        assert get_status("/events/call/", at=SEVEN - MICROSECOND) == 404
        assert get_page("/events/call/").text("h1") == "First quarter call"


class AReleasePage(ReaderTestCase):
    """Everything that its document holds."""

    file: Attachment

    @classmethod
    def setUpTestData(cls) -> None:
        make_issuer()
        with travel(SEVEN - HOUR):
            release = make_release(
                slug="results",
                subheadlines="Revenue up 30%\nOutlook confirmed",
                dateline_places="BOSTON; LONDON",
                dateline_date=dt.date(2026, 3, 3),
                dateline_wire="BUSINESS WIRE",
                body="<p>Revenue grew.</p><h2>Outlook</h2><p>Good.</p>",
                contacts=(
                    make_contact(
                        audience="media", name="Tom Ash", phones="617-555-0167"
                    ),
                    make_contact(),
                ),
                disclaimers=(make_disclaimer(),),
                boilerplates=(make_boilerplate(),),
            )
            release.topics.add(Topic.objects.create(name="Earnings"))
            cls.file = make_attachment(release, name="Q1 results & outlook.pdf")
        put_on_record(release)

    def setUp(self) -> None:
        self.page = get_page(PAGE)

    def test_the_headline_is_its_one_main_heading_and_title(self) -> None:
        headline = "Larkmoor Reports First Quarter Results"
        assert self.page.texts("h1") == [headline]
        assert self.page.text("head/title") == headline

    def test_subheadlines_follow_in_their_order(self) -> None:
        assert self.page.texts("p[@class='deck']") == [
            "Revenue up 30%",
            "Outlook confirmed",
        ]

    def test_the_dateline_runs_into_the_first_paragraph(self) -> None:
        assert self.page.texts("div[@class='body']/p")[0] == (
            "BOSTON and LONDON, March 3, 2026 (BUSINESS WIRE) — Revenue grew."
        )

    def test_the_moment_of_disclosure_is_printed_to_the_second_in_the_issuers_zone(
        self,
    ) -> None:
        time = self.page.only("p[@class='disclosed']/time")
        assert text_of(time) == "March 3, 2026, 7:00:00 a.m. EST"
        assert time.get("datetime") == "2026-03-03T07:00:00-05:00"

    def test_disclaimers_and_about_stand_apart_word_for_word(self) -> None:
        assert self.page.text("section[@class='disclaimer']") == (
            "Forward-Looking Statements Some of these statements look forward. "
            "Things may differ."
        )
        assert self.page.text("section[@class='about']") == (
            "About Larkmoor Larkmoor is a fictional company. See www.example.com."
        )
        assert self.page.links()["www.example.com"] == "https://www.example.com"

    def test_contacts_are_grouped_by_audience_investors_first(self) -> None:
        assert self.page.texts("section[@class='audience']/h3") == [
            "Investors",
            "Media",
        ]

    def test_telephone_numbers_and_e_mail_addresses_are_links(self) -> None:
        links = self.page.links()
        assert links["+1 617 555 0142"] == "tel:+16175550142"
        assert links["617-555-0167"] == "tel:+16175550167"
        assert links["ir@example.com"] == "mailto:ir@example.com"

    def test_attachments_name_their_kind_and_size(self) -> None:
        item = self.page.text("ul[@class='files']/li")
        assert item.startswith("Results presentation PDF, 19")
        address = self.page.links()["Results presentation"]
        assert address == f"/files/{self.file.token}/Q1%20results%20%26%20outlook.pdf"
        assert get_status(address) == 200

    def test_category_topics_and_source_are_printed(self) -> None:
        assert self.page.text("header/p[@class='kicker']") == "Financial results"
        assert self.page.texts("ul[@class='particulars']/li") == [
            "PDF",
            "Version 1",
            "Share and cite",
        ]
        assert self.page.texts("dl[@class='facts']/div") == [
            "Topics Earnings",
            "Source Larkmoor Therapeutics",
        ]

    def test_it_names_its_permanent_address(self) -> None:
        canonical = self.page.only("head/link[@rel='canonical']")
        assert canonical.get("href") == f"http://testserver{PAGE}"


class AReleaseInAnotherLanguage(ReaderTestCase):
    """Its words say which language they are in; the page around them is English."""

    def test_its_words_and_its_line_in_a_list_carry_their_language(self) -> None:
        make_issuer()
        put_on_record(slug="resultaten", language="nl-BE", headline="Resultaten")
        page = get_page("/releases/2026/resultaten/")
        assert page.only("h1").get("lang") == "nl-BE"
        assert page.only("div[@class='body']").get("lang") == "nl-BE"
        assert page.root.get("lang") == "en"
        assert get_page("/releases/").only("ol//h3/a").get("lang") == "nl-BE"

    def test_what_is_read_from_the_right_says_so(self) -> None:
        make_issuer()
        put_on_record(slug="nataij", language="ar", headline="نتائج الربع الأول")
        assert get_page("/releases/2026/nataij/").only("h1").get("dir") == "rtl"


class AnImportedRelease(ReaderTestCase):
    """It was published elsewhere, at an hour nobody recorded."""

    def test_it_shows_its_date_alone_and_says_where_it_comes_from(self) -> None:
        make_issuer()
        dated = dt.datetime(2019, 5, 2, 12, tzinfo=dt.UTC)
        with travel(SEVEN - SECOND):
            transitions.import_past(
                make_release(slug="old"), by="archive", at=SEVEN, dated=dated
            )
        text = get_page("/releases/2019/old/").text("p[@class='disclosed']")
        assert text == (
            "May 2, 2019 First published elsewhere; brought here on March 3, 2026."
        )
        assert "a.m." not in get_page("/releases/").text("ol[@class='items']")

    def test_its_first_version_is_of_that_day_wherever_it_is_named(self) -> None:
        make_issuer()
        dated = dt.datetime(2019, 5, 2, 12, tzinfo=dt.UTC)
        with travel(SEVEN - SECOND):
            release = make_release(slug="old")
            transitions.import_past(release, by="archive", at=SEVEN, dated=dated)
        correct(release, at=SEVEN + 2 * SECOND, notice="A slip.", body="<p>New.</p>")
        for path in ("versions/1/", "versions/1/to/2/", ""):
            with self.subTest(path):
                page = get_page(f"/releases/2019/old/{path}", at=SEVEN + HOUR)
                text = page.text("main")
                assert "May 2, 2019 (elsewhere)" in text
                assert "7:00:00 a.m." not in text


class ACorrectedRelease(ReaderTestCase):
    """The notice stands above the new text from the correction's instant."""

    instant = SEVEN + HOUR + SECOND

    @classmethod
    def setUpTestData(cls) -> None:
        make_issuer()
        release = put_on_record(slug="results")
        with travel(SEVEN + HOUR):
            transitions.correct(
                release, by=author(), at=SEVEN, notice="Revenue was misstated."
            )
            release.body = "<p>Revenue fell.</p>"
            release.save()
            approve(release, at=SEVEN + HOUR)

    def test_before_its_instant_the_first_version_stands(self) -> None:
        page = get_page(PAGE, at=self.instant - MICROSECOND)
        assert page.text("div[@class='body']") == "Revenue grew."
        assert "Correct" not in page.text()

    def test_at_its_instant_the_notice_and_the_new_text_stand(self) -> None:
        page = get_page(PAGE, at=self.instant)
        assert page.text("div[@class='body']") == "Revenue fell."
        assert page.text("section[@class='notice notice-corrected']") == (
            "Correction Corrected March 3, 2026, 8:00:01 a.m. EST "
            "Revenue was misstated. "
            "Version 2, on this page Corrected March 3, 2026, 8:00:01 a.m. EST "
            "Version 1 March 3, 2026, 7:00:00 a.m. EST "
            "What changed from version 1 to 2"
        )

    def test_it_keeps_the_moment_of_first_disclosure(self) -> None:
        page = get_page(PAGE, at=self.instant)
        assert "7:00:00 a.m. EST" in page.text("p[@class='disclosed']")

    def test_lists_mark_it(self) -> None:
        for address in ("/", "/releases/", "/releases/2026/"):
            with self.subTest(address):
                assert "Corrected" in get_page(address, at=self.instant).text("main")


class AWithdrawnRelease(ReaderTestCase):
    """The notice stands in the place of the text."""

    instant = SEVEN + HOUR + SECOND

    @classmethod
    def setUpTestData(cls) -> None:
        make_issuer()
        release = make_release(slug="results", disclaimers=(make_disclaimer(),))
        make_attachment(release)
        put_on_record(release)
        with travel(SEVEN + HOUR):
            transitions.withdraw(
                release, by=counsel(), at=SEVEN, reason="Issued in error."
            )

    def test_before_its_instant_the_text_stands(self) -> None:
        page = get_page(PAGE, at=self.instant - MICROSECOND)
        assert page.text("div[@class='body']") == "Revenue grew."

    def test_the_reason_stands_where_the_text_stood(self) -> None:
        page = get_page(PAGE, at=self.instant)
        assert page.text("section[@class='notice notice-withdrawn']") == (
            "This release is withdrawn Withdrawn March 3, 2026, 8:00:01 a.m. EST "
            "Issued in error. "
            "Version 2, on this page Withdrawn March 3, 2026, 8:00:01 a.m. EST "
            "Version 1 March 3, 2026, 7:00:00 a.m. EST"
        )
        assert page.all("div[@class='body']") == []
        assert page.all("ul[@class='files']") == []

    def test_lists_mark_it(self) -> None:
        for address in ("/", "/releases/", "/releases/2026/"):
            with self.subTest(address):
                assert "Withdrawn" in get_page(address, at=self.instant).text("main")


class TheEventsOfARelease(ReaderTestCase):
    """Their time and place are those of the events' own live publications."""

    def setUp(self) -> None:
        make_issuer()
        self.event = make_event(
            slug="call",
            title="First quarter call",
            timezone="Europe/London",
            dial_ins="+1 617 555 0100 (United States), passcode 4411",
            webcast_url="https://example.com/live",
        )
        EventSession.objects.create(
            event=self.event,
            title="Survival at five years",
            kind="poster",
            starts=self.event.starts,
            room="Hall A",
            reference="Abstract 12",
        )

    def test_a_card_shows_time_zone_webcast_and_programme(self) -> None:
        put_on_record(slug="results", events=(self.event,))
        card = get_page(PAGE).text("section[@class='card']")
        assert "Tuesday, March 10, 2026, 12:00 p.m. to 1:00 p.m. GMT" in card
        assert "+1 617 555 0100 (United States), passcode 4411" in card
        assert "Survival at five years Poster Hall A Abstract 12" in card

    def test_a_later_change_of_the_event_shows_on_the_release(self) -> None:
        put_on_record(slug="results", events=(self.event,))
        self.event.venue = "Guildhall"
        self.event.save()
        save_and_publish(self.event, at=SEVEN + HOUR)
        assert "Guildhall" not in get_page(PAGE).text("section[@class='card']")
        later = get_page(PAGE, at=SEVEN + HOUR).text("section[@class='card']")
        assert "Guildhall" in later


class WaysFromARelease(ReaderTestCase):
    """To its parts, to its permanent addresses, and to the releases around it."""

    release: Release
    body = "<p>A.</p>" + "".join(
        f"<h2>{name}</h2><p>Text.</p>" for name in ("Highlights", "Outlook", "R&amp;D")
    )

    @classmethod
    def setUpTestData(cls) -> None:
        make_issuer()
        put_on_record(slug="first", headline="The first", at=SEVEN - HOUR)
        cls.release = put_on_record(
            slug="results",
            headline="Results & “more”",
            body=cls.body,
            boilerplates=(make_boilerplate(),),
            contacts=(make_contact(),),
        )
        put_on_record(slug="third", headline="The third", at=SEVEN + SECOND)
        schedule(slug="secret", headline="Secret", live_from=SEVEN + 2 * HOUR)

    def test_a_long_one_lists_its_parts_which_have_links_of_their_own(self) -> None:
        page = get_page(PAGE)
        contents = page.only("nav[@class='contents']")
        hrefs = [link.get("href", "") for link in contents.findall(".//a")]
        assert hrefs == [
            *("#highlights", "#outlook", "#r-d", "#about-1", "#contacts"),
        ]
        for href in hrefs:
            assert page.only(f"*[@id='{href[1:]}']") is not None
        anchors = page.all("div[@class='body']//a[@class='anchor']")
        assert [link.get("href") for link in anchors] == hrefs[:3]
        assert get_page("/releases/2026/first/").all("nav[@class='contents']") == []

    def test_a_part_keeps_its_address_through_corrections_unless_sealed(self) -> None:
        new = self.body.replace("Outlook", "Guidance")
        correct(self.release, at=SEVEN + HOUR, notice="Words.", body=new)
        for path, ids in (
            (PAGE, ["highlights", "outlook", "r-d"]),
            (f"{PAGE}versions/1/", ["highlights", "outlook", "r-d"]),
        ):
            page = get_page(path, at=SEVEN + HOUR)
            headings = page.all("div[@class='body']/h2")
            assert [heading.get("id") for heading in headings] == ids

    def test_it_has_a_permanent_address_and_one_of_each_version_to_cite(self) -> None:
        page = get_page(PAGE)
        root = "http://testserver"
        assert [text_of(part) for part in page.all("*[@data-copy='']")] == [
            f"{root}{PAGE}",
            f"{root}{PAGE}versions/1/",
            (
                "Larkmoor Therapeutics: “Results & “more”.” Press release, version 1, "
                f"March 3, 2026, 7:00:00 a.m. EST. {root}{PAGE}versions/1/"
            ),
        ]
        assert page.links()["Send the address by e-mail"] == (
            "mailto:?subject=Results%20%26%20%E2%80%9Cmore%E2%80%9D"
            "&body=http%3A%2F%2Ftestserver%2Freleases%2F2026%2Fresults%2F"
        )

    def test_it_leads_to_the_ones_before_and_after_it_and_to_its_category(self) -> None:
        for path, earlier, later, others in (
            ("first", [], ["Later · Mar 3, 2026 Results & “more”"], 2),
            (
                "results",
                ["Earlier · Mar 3, 2026 The first"],
                ["Later · Mar 3, 2026 The third"],
                2,
            ),
            ("third", ["Earlier · Mar 3, 2026 Results & “more”"], [], 2),
        ):
            with self.subTest(path):
                page = get_page(f"/releases/2026/{path}/", at=SEVEN + HOUR)
                assert page.texts("a[@rel='prev']") == earlier
                assert page.texts("a[@rel='next']") == later
                assert len(page.texts("section[@class='neighbours']/ol/li")) == others
                assert "Secret" not in page.text()

    def test_a_release_alone_has_no_neighbours(self) -> None:
        page = get_page("/releases/2026/first/", at=SEVEN - HOUR)
        assert page.all("section[@class='neighbours']") == []

    def test_it_says_that_it_is_as_of_its_date_and_a_notice_does_not(self) -> None:
        words = "This press release speaks as of its date, March 3, 2026."
        assert words in get_page(PAGE).text("p[@class='as-of-date']")
        give_notice(self.release, at=SEVEN + HOUR)
        page = get_page(PAGE, at=SEVEN + HOUR + 2 * SECOND)
        assert page.all("p[@class='as-of-date']") == []
