"""Every component and state of the public pages on one page, with what is hardest to set.

For developers it is at /components/, with IRSITE_DEBUG alone; at the desk it previews the look
of the issuer as it is saved.
"""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse
from django.template.response import TemplateResponse
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.views.generic import View

from releases.record.documents import (
    CategoryEntry,
    Change,
    ContactEntry,
    EventDocument,
    FileEntry,
    ListingEntry,
    ProfileDocument,
    ReleaseDocument,
)
from releases.record.published import Published, as_first_version
from releases.templatetags.text_markup import body_html

AT = dt.datetime(2026, 3, 3, 12, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)
ZONE = "America/New_York"
CATEGORY = CategoryEntry(slug="financial-results", name="Financial results")
LONG_HEADLINE = (
    "Larkmoor Therapeutics Announces Positive Topline Results From the Randomized, "
    "Double-Blind, Placebo-Controlled Phase 3 HARBOR-2 Trial of LKM-204 in Adults With "
    "Non-Cystic Fibrosis Bronchiectasis and Updates Outlook for 2026"
)
STATEMENT = (
    "<table><caption>(In thousands, except per share amounts) (Unaudited)</caption>"
    '<thead><tr><th></th><th colspan="2">Three Months Ended March 31,</th></tr>'
    "<tr><th></th><th>2026</th><th>2025</th></tr></thead><tbody>"
    "<tr><th>Revenues:</th><td></td><td></td></tr>"
    "<tr><th>Product revenue, net</th><td>$ 106,881</td><td>$ 84,177</td></tr>"
    "<tr><th>Collaboration revenue</th><td>3,702</td><td>(2,940)</td></tr>"
    "<tr><th>Total revenues</th><td>110,583</td><td>81,237</td></tr>"
    "<tr><th>Net income (loss)</th><td>37,995</td><td>(28,516)</td></tr>"
    "<tr><th>Total comprehensive income</th><td>$ 38,120</td><td>$ (28,400)</td></tr>"
    "</tbody></table>"
)
PERCENTAGES = (
    "<table><thead><tr><th></th><th>LKM-204 (n = 206)</th><th>Placebo (n = 206)</th></tr>"
    "</thead><tbody><tr><th>Change in FVC at week 52 (mL)</th><td>-68</td><td>-182</td>"
    "</tr><tr><th>Acute exacerbation or death</th><td>19.4%</td><td>(28.2)%</td></tr>"
    "</tbody></table>"
)
WORDS = (
    "<table><thead><tr><th>Session</th><th>Room</th><th>Day</th></tr></thead><tbody>"
    "<tr><td>Oral discussion</td><td>Hall B</td><td>Monday</td></tr>"
    "<tr><td>Poster</td><td>Hall C</td><td>Tuesday</td></tr></tbody></table>"
)


def wide_table(columns: int) -> str:
    """Return a table with that many columns of figures."""
    heads = "".join(f"<th>Q{number}</th>" for number in range(1, columns + 1))
    figures = "".join(f"<td>{number * 1_037:,}</td>" for number in range(columns))
    rows = "".join(f"<tr><th>Line {line}</th>{figures}</tr>" for line in range(1, 4))
    return (
        f"<table><thead><tr><th></th>{heads}</tr></thead><tbody>{rows}</tbody></table>"
    )


def sample_release(headline: str, **fields: Any) -> Published[ReleaseDocument]:
    """Return a release that nobody has published."""
    document = ReleaseDocument(
        **{
            "headline": headline,
            "category": CATEGORY,
            "language": "en",
            "timezone": ZONE,
        }
        | fields
    )
    return as_first_version(document, address="2026/sample", at=AT)


def sample_event(title: str, *, starts: dt.datetime, **fields: Any) -> Any:
    """Return an event that nobody has published; without an end it lasts two hours."""
    document = EventDocument(
        **{
            "title": title,
            "event_kind": "earnings_call",
            "starts": starts,
            "timezone": ZONE,
        }
        | fields
    )
    return as_first_version(
        document,
        address="sample",
        at=AT,
        starts=starts,
        ends=document.ends or starts + 2 * dt.timedelta(hours=1),
    )


def components_context(issuer: ProfileDocument) -> dict[str, Any]:
    """Return what the template shows, with this issuer in the masthead."""
    body = (
        '<p>He said "we grew" by -1.2% to $35 million on June 29, in Phase 3.</p>'
        "<h2>Two-Year Data From the Open-Label Extension of HARBOR-1</h2>"
        "<p>A paragraph with <em>emphasis</em>, <strong>a name</strong> and "
        '<a href="https://example.com/">a link</a>.</p>'
        "<ul><li>One of several</li><li>Another</li></ul><ol><li>First</li></ol>"
        f"<blockquote><p>A quotation.</p></blockquote><h3>Statements of income</h3>{STATEMENT}"
        f"{PERCENTAGES}{WORDS}{wide_table(40)}"
    )
    change = Change(kind="correction", text="The dividend is $0.13, not $0.15.")
    notice = Change(kind="withdrawal", text="It was published in error.")
    corrected = sample_release(LONG_HEADLINE, change=change, subheadlines=("A deck",))
    return {
        "issuer": issuer,
        "at": AT,
        "section": "releases",
        "indexed": False,
        "canonical": "/components/",
        "document": corrected.document,
        "release": corrected,
        "body": SafeString(body_html(sample_release("Body", body=body).document)),
        "releases": [
            sample_release("Larkmoor Reports First Quarter 2026 Financial Results"),
            corrected,
            sample_release("Larkmoor to Present in Boston", change=notice),
        ],
        "segments": [
            {"kind": "same", "text": "Revenue was"},
            {"kind": "gone", "text": "$9 million"},
            {"kind": "new", "text": "$10 million"},
        ],
        "withdrawn": sample_release("Withdrawn", change=notice),
        "events": [
            sample_event("First Quarter 2026 Call", starts=AT + DAY),
            sample_event("Call that is under way", starts=AT),
            sample_event("Cancelled conference", starts=AT + 9 * DAY, cancelled=True),
            sample_event(
                "Congress", starts=AT - 9 * DAY, ends=AT - 7 * DAY, all_day=True
            ),
        ],
        "files": [
            FileEntry(
                token="sample",  # noqa: S106 - no secret
                name="tables.xlsx",
                title="Financial tables",
                media_type="",
                size=7_680,
                sha256="",
            )
        ],
        "people": [
            ContactEntry(
                ref="1",
                audience="investors",
                name="Hannah Wynn",
                title="Vice President, Investor Relations",
                phones=("617-555-0142",),
                emails=("investors@larkmoor.example.com",),
            )
        ],
    }


class Components(View):
    """The page for developers; without IRSITE_DEBUG there is none."""

    def get(self, request: HttpRequest) -> HttpResponse:
        """Show the components below the masthead of a company with three listings."""
        if not settings.DEBUG:
            raise Http404
        issuer = ProfileDocument(
            name="Larkmoor Therapeutics",
            listings=tuple(
                ListingEntry(mic=mic, exchange=exchange, symbol=symbol)
                for mic, exchange, symbol in (
                    ("XNAS", "Nasdaq", "LRKM"),
                    ("XLON", "London Stock Exchange", "LRK"),
                    ("XSWX", "SIX Swiss Exchange", "LRKN"),
                )
            ),
        )
        context = components_context(issuer) | {"title": _("Components")}
        return TemplateResponse(request, "releases/components.html", context)
