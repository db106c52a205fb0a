"""The demo's reports and pages: fictional, as each of them says."""

from __future__ import annotations

import datetime as dt

from django.core.files.base import ContentFile

from releases.management.demo.attachments import build_pdf
from releases.models import Attachment, Report, SitePage
from releases.models.record.kinds import FileRole, Placement, ReportKind

FICTION = (
    "Larkmoor Therapeutics is a fictional company. Its products, people and figures are "
    "invented to show what irsite does."
)
GOVERNANCE = f"""<p>{FICTION}</p>
<h2>Board of directors</h2>
<table><thead><tr><th>Director</th><th>Since</th><th>Committees</th></tr></thead>
<tbody><tr><th>Renata Achterberg, chair</th><td>2025</td><td>Nominating (chair)</td></tr>
<tr><th>Malcolm Verhoeven</th><td>2019</td><td>Audit (chair), Compensation</td></tr>
<tr><th>Priya Sundaram-Holt</th><td>2021</td><td>Audit, Nominating</td></tr>
<tr><th>Tobias Lindqvist</th><td>2022</td><td>Compensation (chair), Audit</td></tr></tbody></table>
<h2>Committees</h2>
<p>The board has an audit, a compensation and a nominating committee. All of their members
are independent. Their charters are below.</p>"""
FAQ = f"""<p>{FICTION}</p>
<h2>When does the fiscal year end?</h2><p>On December 31.</p>
<h2>Where are the shares listed?</h2><p>On Nasdaq, under the symbol LRKM.</p>
<h2>Does the company pay a dividend?</h2><p>Yes, each quarter since 2022.</p>
<h2>Who is the transfer agent?</h2><p>Harrow &amp; Pell Transfer, a fictional one.</p>
<h2>How do I get releases by e-mail?</h2><p>Subscribe to the alerts of this newsroom.</p>"""


def create_reports(today: dt.date) -> list[Report]:
    """Create two annual reports, a proxy statement and a presentation, each once."""
    last = today.year - 1
    wanted = [
        (f"Annual report {last}", ReportKind.ANNUAL_REPORT, dt.date(today.year, 3, 2)),
        (f"Annual report {last - 1}", ReportKind.ANNUAL_REPORT, dt.date(last, 3, 3)),
        (f"Proxy statement {today.year}", ReportKind.PROXY, dt.date(today.year, 4, 14)),
        ("Company overview", ReportKind.PRESENTATION, today - dt.timedelta(days=12)),
    ]
    reports = []
    for title, kind, day in wanted:
        slug = title.lower().replace(" ", "-")
        if day > today or Report.objects.filter(slug=slug).exists():
            continue
        report = Report.objects.create(
            title=title, slug=slug, kind=kind, dated=day, summary=""
        )
        role = FileRole.SLIDES if kind == ReportKind.PRESENTATION else FileRole.REPORT
        _attach(title, slug, report=report, role=role)
        reports.append(report)
    return reports


def create_pages() -> list[SitePage]:
    """Create the pages on governance, with a charter, and on questions, each once."""
    pages = []
    for order, (slug, title, body, placement) in enumerate(
        (
            ("governance", "Governance", GOVERNANCE, Placement.NAVIGATION),
            ("faq", "Questions and answers", FAQ, Placement.FOOTER),
        )
    ):
        if SitePage.objects.filter(slug=slug).exists():
            continue
        page = SitePage.objects.create(
            slug=slug, title=title, body=body, placement=placement, order=order
        )
        pages.append(page)
        if slug == "governance":
            _attach("Charter of the audit committee", "audit-charter", page=page)
    return pages


def _attach(
    title: str,
    name: str,
    *,
    report: Report | None = None,
    page: SitePage | None = None,
    role: FileRole = FileRole.NONE,
) -> None:
    """Attach a PDF that says that it is fictional."""
    content = build_pdf(title, "Larkmoor Therapeutics, Inc.", [FICTION], [])
    Attachment.objects.create(
        report=report,
        page=page,
        role=role,
        title=title,
        file=ContentFile(content, name=f"{name}.pdf"),
    )
