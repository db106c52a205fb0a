"""Filings, reports, pages and fiscal periods as staff type them."""

from __future__ import annotations

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from releases.models import Filing, Release, Report, SitePage
from tests.admin.desk import (
    DeskTestCase,
    add_path,
    change_path,
    list_path,
    messages_of,
    post_form,
)
from tests.builders import SEVEN, make_filing, make_issuer, make_release
from tests.clock import SECOND, travel


class SavedAndPublished(DeskTestCase):
    """One person saves and publishes them; the form says what it cannot take."""

    def setUp(self) -> None:
        make_issuer()
        self.sign_in_as("Authors")

    def test_a_filing_needs_its_number_and_a_link_to_somewhere_safe(self) -> None:
        bad = {"form": "8-k!", "accession": "12", "url": "http://www.sec.gov/x"}
        response = post_form(self.client, add_path("filing"), **bad)
        errors = response.context["adminform"].form.errors
        assert set(errors) >= {"form", "accession", "url", "filed_on"}
        good = {
            "form": "8-K",
            "accession": "0009999999-26-000001",
            "filed_on": "2026-03-03",
            "title": "Results",
            "url": "https://www.sec.gov/Archives/1",
        }
        with travel(SEVEN):
            response = post_form(
                self.client, add_path("filing"), button="_publish", **good
            )
        assert "Public from" in messages_of(response)
        filing = Filing.objects.get()
        with travel(SEVEN + SECOND):
            assert filing.accession in self.page("/filings/")
            changed = self.page(change_path(filing))
            assert "Public, exactly as saved here." in changed
            assert 'name="accession"' not in changed
            assert "This version" in self.page(list_path("filing"))
            response = post_form(
                self.client, change_path(filing), button="_publish", fiscal_year="2026"
            )
            errors = response.context["adminform"].form.errors
            assert "needs both its year and which part" in str(errors)

    def test_a_filing_of_a_release_to_come_is_not_published(self) -> None:
        secret = make_release(headline="Secret")
        filing = make_filing(secret)
        with travel(SEVEN):
            response = post_form(
                self.client,
                change_path(filing),
                button="_publish",
                releases=[secret.pk],
            )
        assert "which is not public yet" in messages_of(response)

    def test_a_report_comes_with_its_file(self) -> None:
        file = SimpleUploadedFile("report.pdf", b"%PDF-1.7 not really")
        with travel(SEVEN):
            response = post_form(
                self.client,
                add_path("report"),
                button="_publish",
                title="Annual report 2025",
                slug="annual-report-2025",
                dated="2026-03-02",
                **{
                    "attachments-TOTAL_FORMS": "1",
                    "attachments-0-title": "The report",
                    "attachments-0-role": "report",
                    "attachments-0-order": "0",
                    "attachments-0-file": file,
                },
            )
        assert "Public from" in messages_of(response)
        report = Report.objects.get()
        with travel(SEVEN + SECOND):
            assert "The report" in self.page("/reports/")
            assert 'name="slug"' not in self.page(change_path(report))
            assert "This version" in self.page(list_path("report"))

    def test_a_page_is_typed_in_the_editor_and_cleaned(self) -> None:
        with travel(SEVEN):
            page = self.page(add_path("sitepage"))
            assert "data-body-editor" in page
            response = post_form(
                self.client,
                add_path("sitepage"),
                button="_publish",
                title="Governance",
                slug="governance",
                body="The board.\n\nIts <script>x()</script> committees.",
            )
        assert "Public from" in messages_of(response)
        saved = SitePage.objects.get()
        saved.title = "Board & committees"
        saved.save()
        changed = self.page(change_path(saved))
        preview = reverse("admin:releases_sitepage_preview", args=[saved.pk])
        assert preview in changed
        assert "Board &amp; committees" in self.page(preview)
        assert "Only staff can see this page." in self.page(preview)
        self.client.logout()
        assert self.client.get(preview).status_code == 302
        self.sign_in_as("Authors")
        assert saved.body == "<p>The board.</p><p>Its  committees.</p>"
        with travel(SEVEN + SECOND):
            assert "The board." in self.page("/about/governance/")
            assert "The previous version" in self.page(list_path("sitepage"))
        deletion = self.client.post(
            f"{change_path(saved)}delete/".replace("change/delete", "delete"),
            {"post": "yes"},
            follow=True,
        )
        assert "is public. Untick" in deletion.content.decode()
        assert SitePage.objects.exists()

    def test_a_release_is_linked_to_its_fiscal_period_as_a_whole(self) -> None:
        release = make_release()
        response = post_form(self.client, change_path(release), fiscal_year="2026")
        errors = response.context["adminform"].form.errors
        assert "needs both its year and which part" in str(errors)
        post_form(
            self.client, change_path(release), fiscal_year="2026", fiscal_part="q1"
        )
        period = Release.objects.get().fiscal_period
        assert period is not None
        assert period.code == "2026-q1"
