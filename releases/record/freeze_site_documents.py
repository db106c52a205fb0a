"""Turns filings, reports and pages of the desk into the documents that are published."""

from __future__ import annotations

from releases.models import Filing, Report, SitePage
from releases.record.documents import FilingDocument, PageDocument, ReportDocument
from releases.record.freeze import file_entry, paragraphs, period_code
from releases.record.freeze_images import freeze_images
from releases.record.frozen_pages import FrozenPage, filing_page, report_page, site_page
from releases.text.html import sanitize_html


def freeze_filing(filing: Filing) -> FrozenPage:
    """Freeze the filing as it would be published this moment.

    It names those of its releases that have an address. Who publishes it makes sure that
    all of them are public.
    """
    addresses = sorted(row.address for row in filing.releases.all() if row.address)
    document = FilingDocument(
        accession=filing.accession,
        form=filing.form,
        filed_on=filing.filed_on,
        title=" ".join(filing.title.split()),
        url=filing.url,
        period=period_code(filing.fiscal_period),
        releases=tuple(addresses),
        shown=filing.shown,
    )
    return filing_page(filing.accession, document)


def freeze_report(report: Report) -> FrozenPage:
    """Freeze the report as it would be published this moment."""
    document = ReportDocument(
        title=" ".join(report.title.split()),
        report_kind=report.kind,
        dated=report.dated,
        summary=paragraphs(report.summary),
        files=tuple(map(file_entry, report.attachments.all())),
        shown=report.shown,
    )
    return report_page(report.slug, document)


def freeze_site_page(page: SitePage) -> FrozenPage:
    """Freeze the page as it would be published this moment, its text sanitised."""
    body, images = freeze_images(sanitize_html(page.body))
    document = PageDocument(
        title=" ".join(page.title.split()),
        placement=page.placement,
        order=page.order,
        body=body,
        files=tuple(map(file_entry, page.attachments.all())),
        images=images,
        shown=page.shown,
    )
    return site_page(page.slug, document)
