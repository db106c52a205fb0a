"""Reports and pages that staff write: saved, published, changed and removed one by one."""

from __future__ import annotations

import datetime as dt

from django.test import Client

from releases.desk import site_profile
from releases.models import Publication
from tests.builders import (
    SEVEN,
    make_attachment,
    make_issuer,
    make_report,
    make_site_page,
)
from tests.clock import SECOND, travel
from tests.public.html_pages import (
    Page,
    ReaderTestCase,
    get_page,
    get_status,
    save_and_publish,
    text_of,
)
from tests.record.whole import problems

HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)


class AReport(ReaderTestCase):
    """It is listed from its instant, with its files."""

    def setUp(self) -> None:
        make_issuer()

    def test_before_any_the_page_says_so_and_no_page_leads_to_it(self) -> None:
        page = get_page("/reports/")
        assert "No document is published here yet." in page.text("main")
        assert "Reports" not in page.links()
        empty = get_page("/reports/?kind=proxy")
        assert "There is no document of this kind here." in empty.text("main")
        assert get_status("/reports/?kind=novel") == 404
        assert get_status("/reports/?kind=proxy&after=nothing") == 404

    def test_is_shown_with_its_file_from_its_instant(self) -> None:
        report = make_report(title="Annual report 2025", summary="In figures.")
        file = make_attachment(report=report, title="The report", name="report.pdf")
        path = f"/files/{file.token}/{file.name}"
        save_and_publish(report, at=SEVEN)
        assert get_status(path, at=SEVEN - 2 * SECOND) == 404
        assert "Annual report 2025" not in get_page(
            "/reports/", at=SEVEN - 2 * SECOND
        ).text("body")
        page = get_page("/reports/")
        assert page.texts("h2") == ["Annual reports"]
        assert page.texts("ol[@class='reports']//h3") == ["Annual report 2025"]
        assert page.links()["The report"] == path
        assert page.links()["Reports"] == "/reports/"
        assert "In figures." in page.text("main")
        assert get_status(path) == 200

    def test_a_file_of_the_same_title_is_the_headline_s_own_link(self) -> None:
        report = make_report(title="Proxy statement")
        file = make_attachment(report=report, title="Proxy statement", name="a.pdf")
        save_and_publish(report, at=SEVEN)
        page = get_page("/reports/")
        (link,) = page.all("h3/a")
        assert link.get("href") == f"/files/{file.token}/{file.name}"
        assert page.text("main").count("Proxy statement") == 1

    def test_the_page_for_a_wrong_address_leads_there_from_its_instant(self) -> None:
        save_and_publish(make_report(), at=SEVEN)
        save_and_publish(make_site_page(title="Governance"), at=SEVEN)

        def links(at: dt.datetime) -> dict[str, str]:
            with travel(at):
                return Page(Client().get("/no/such/page/").content).links()

        assert {"Reports", "Governance"}.isdisjoint(links(SEVEN - 2 * SECOND))
        assert {"Reports", "Governance"} <= links(SEVEN + SECOND).keys()

    def test_is_sorted_by_its_own_date_and_changed_by_a_version(self) -> None:
        old = make_report(title="Old", slug="old", dated=dt.date(2019, 3, 1))
        new = make_report(title="New", slug="new", dated=dt.date(2026, 3, 1))
        save_and_publish(new, old, at=SEVEN)
        titles = "ol[@class='reports']//h3"
        later = SEVEN + SECOND
        assert get_page("/reports/", at=later).texts(titles) == ["New", "Old"]
        old.title = "Older"
        old.save()
        assert site_profile.status_of(old).name == "CHANGED"
        save_and_publish(old, at=SEVEN + HOUR)
        page = get_page("/reports/", at=SEVEN + HOUR)
        assert page.texts(titles) == ["New", "Older"]
        assert "Changed March 3, 2026" in page.text("main")
        versions = Publication.objects.reports().at_address("old")
        assert [row.number for row in versions.order_by("number")] == [1, 2]

    def test_of_today_is_no_import_and_stays_none(self) -> None:
        report = make_report()
        save_and_publish(report, at=SEVEN)
        report.dated = dt.date(2020, 1, 2)
        report.save()
        save_and_publish(report, at=SEVEN + HOUR)
        rows = Publication.objects.reports()
        assert not rows.filter(imported=True).exists()
        with travel(SEVEN + HOUR):
            assert not [name for name in problems() if "report" in name]

    def test_many_of_a_kind_are_reached_page_by_page(self) -> None:
        for number in range(21):
            save_and_publish(
                make_report(
                    title=f"Report {number}",
                    slug=f"report-{number}",
                    kind="presentation",
                    dated=dt.date(2025, 1, 1) + number * DAY,
                ),
                at=SEVEN - HOUR + number * SECOND,
            )
        first = get_page("/reports/")
        assert len(first.all("ol[@class='reports']/li")) == 8
        every = get_page(f"/reports/{first.links()['Presentations: all']}")
        assert every.text("h1") == "Presentations"
        assert len(every.all("ol[@class='reports']/li")) == 20
        older = get_page(f"/reports/{every.links()['Earlier documents']}")
        assert older.texts("ol[@class='reports']//h2") == ["Report 0"]
        newer = get_page(f"/reports/{older.links()['Later documents']}")
        assert newer.text("main") == every.text("main")

    def test_is_removed_by_a_version_that_is_not_shown(self) -> None:
        report = make_report(title="Gone")
        save_and_publish(report, at=SEVEN)
        report.shown = False
        report.save()
        save_and_publish(report, at=SEVEN + HOUR)
        assert site_profile.status_of(report).name == "UNPUBLISHED"
        page = get_page("/reports/", at=SEVEN + HOUR)
        assert "Gone" not in page.text("body")
        assert "Reports" not in page.links()


class APageOfStaff(ReaderTestCase):
    """It is sanitised, frozen, and led to only while it exists."""

    def setUp(self) -> None:
        make_issuer()

    def test_is_led_to_from_its_instant_and_only_while_it_is_shown(self) -> None:
        page = make_site_page(title="Governance", slug="governance")
        charter = make_attachment(page=page, title="Charter", name="charter.pdf")
        faq = make_site_page(title="Questions", slug="faq", placement="footer")
        hidden = make_site_page(title="Unlisted", slug="x", placement="unlisted")
        assert get_status("/about/governance/", at=SEVEN) == 404
        save_and_publish(page, faq, hidden, at=SEVEN)
        early = SEVEN - 2 * SECOND
        assert get_status("/about/governance/", at=early) == 404
        assert "Governance" not in get_page("/", at=early).links()
        home = get_page("/")
        assert home.links()["Governance"] == "/about/governance/"
        footer = home.only("footer")
        assert "Questions" in text_of(footer)
        assert "Unlisted" not in home.links()
        assert get_status("/about/x/") == 200
        shown = get_page("/about/governance/")
        assert shown.text("h1") == "Governance"
        assert "five members" in shown.text("main")
        assert get_status(shown.links()["Charter"]) == 200
        assert charter.token in shown.links()["Charter"]
        page.shown = False
        page.save()
        save_and_publish(page, at=SEVEN + HOUR)
        later = SEVEN + HOUR
        assert get_status("/about/governance/", at=later) == 404
        assert "Governance" not in get_page("/", at=later).links()
        with travel(later):
            assert not [name for name in problems() if "page" in name]

    def test_is_sanitised_and_its_tables_scroll(self) -> None:
        hostile = (
            "<p onclick='x()'>Board<script>alert(1)</script></p>"
            "<table><tr><th>Name</th><td>Ada</td></tr></table>"
            "<a href='javascript:x()'>link</a>"
        )
        page = make_site_page(slug="board", title="<b>Board</b>", body=hostile)
        save_and_publish(page, at=SEVEN)
        shown = get_page("/about/board/")
        assert shown.text("h1") == "<b>Board</b>"
        assert not shown.all("main//script")
        assert not shown.all("p[@onclick]")
        assert len(shown.all("div[@class='table']")) == 1
        assert "javascript" not in str(shown.links())

    def test_without_a_text_has_its_title_and_is_in_the_sitemap(self) -> None:
        save_and_publish(make_site_page(slug="board", title="Board", body=""))
        page = get_page("/about/board/")
        description = page.only("meta[@name='description']")
        assert description.get("content") == "Board"
        with travel(SEVEN):
            sitemap = self.client.get("/sitemap-pages.xml").content.decode()
        assert "/about/board/" in sitemap
        assert "/reports/" in sitemap

    def test_an_earlier_version_is_what_the_site_showed_then(self) -> None:
        page = make_site_page(slug="board", title="Board", body="<p>First.</p>")
        save_and_publish(page, at=SEVEN)
        page.body = "<p>Second.</p>"
        page.save()
        save_and_publish(page, at=SEVEN + HOUR)
        assert "First." in get_page("/about/board/", at=SEVEN).text("main")
        assert "Second." in get_page("/about/board/", at=SEVEN + HOUR).text("main")
