"""What readers would see of a report, a filing or a page, before it is published."""

from __future__ import annotations

import datetime as dt

from django.urls import reverse

from tests.admin.desk import DeskTestCase, change_path
from tests.builders import (
    SEVEN,
    make_attachment,
    make_filing,
    make_issuer,
    make_report,
    make_site_page,
    put_on_record,
)
from tests.clock import travel
from tests.public.html_pages import Page, get_page, save_and_publish

HOUR = dt.timedelta(hours=1)


class APreview(DeskTestCase):
    """The public page with the item as it is saved, for staff alone."""

    def setUp(self) -> None:
        save_and_publish(make_issuer(), at=SEVEN - HOUR)
        self.sign_in_as("Authors")

    def preview_of(self, item: object) -> Page:
        """Return the preview to which the page of an item leads."""
        name = type(item).__name__.lower()
        address = reverse(f"admin:releases_{name}_preview", args=[item.pk])  # type: ignore[attr-defined]
        assert address in self.page(change_path(item))
        response = self.client.get(address)
        assert response["X-Robots-Tag"] == "noindex, nofollow"
        page = Page(response.content)
        assert "Only staff can see this page." in page.text("main")
        return page

    def test_of_a_report_has_its_files_before_readers_can_open_them(self) -> None:
        report = make_report(title="Annual report 2025", kind="annual-report")
        file = make_attachment(report=report, title="The report", name="report.pdf")
        page = self.preview_of(report)
        assert page.texts("h3") == ["Annual report 2025"]
        assert page.texts("h2") == ["Annual reports"]
        href = page.links()["The report"]
        assert href == reverse("admin:releases_attachment_file", args=[file.pk])
        response = self.client.get(href)
        assert response.status_code == 200
        assert response.getvalue()  # a file closes when it was read
        assert "Annual report" not in get_page("/reports/").text("main")

    def test_of_a_filing_is_its_row(self) -> None:
        with travel(SEVEN):
            release = put_on_record(headline="Out", at=SEVEN - HOUR)
            filing = make_filing(release, form="8-K", title="Results")
            page = self.preview_of(filing)
        (row,) = page.all("tbody/tr")
        assert row.get("id") == f"f{filing.accession}"
        assert "Out" in page.links()
        assert "What else is on the page is left out." in page.text("main")

    def test_of_a_page_has_its_files(self) -> None:
        saved = make_site_page(title="Governance", body="<p>Two-tier.</p>")
        file = make_attachment(page=saved, title="Charter", name="charter.pdf")
        page = self.preview_of(saved)
        assert page.text("h1") == "Governance"
        assert page.links()["Charter"].endswith(f"/{file.pk}/file/")

    def test_is_for_staff_alone(self) -> None:
        for item in (make_report(), make_filing(), make_site_page()):
            name = type(item).__name__.lower()
            address = reverse(f"admin:releases_{name}_preview", args=[item.pk])
            with self.subTest(name):
                self.client.logout()
                assert self.client.get(address).status_code == 302
                self.sign_in_as("Authors")
                assert (
                    self.client.get(address.replace(str(item.pk), "999")).status_code
                    == 404
                )
