"""A release in which no check finds anything, to be spoiled in one place at a time."""

from __future__ import annotations

import datetime as dt
import io
import zipfile
from typing import Any

import pikepdf

from releases.desk.checks import Finding
from releases.desk.context import load_context
from releases.models import (
    Contact,
    Disclaimer,
    Event,
    ExchangeNotice,
    Issuer,
    Listing,
    Release,
)
from tests.builders import (
    SEVEN,
    author,
    make_contact,
    make_disclaimer,
    make_event,
    make_issuer,
    make_release,
)

HOUR = dt.timedelta(hours=1)
MINUTE = dt.timedelta(minutes=1)
# A Tuesday, nine in the morning in New York: two hours from now.
NINE = SEVEN + 2 * HOUR
LEAD = (
    "Larkmoor Therapeutics, Inc. (Nasdaq: LRKM) today said that its plant in Bristol "
    "Harbor has made its millionth tablet."
)


def the_issuer(**fields: Any) -> Issuer:
    """Return the one issuer, listed on Nasdaq; made where it is not there yet."""
    issuer = Issuer.objects.first() or make_issuer(website="https://www.larkmoor.com/")
    Issuer.objects.filter(pk=issuer.pk).update(**fields)
    return issuer


def list_only_on(exchange: str, symbol: str = "LRKM") -> Listing:
    """Return the issuer's only listing."""
    company = the_issuer()
    Listing.objects.all().delete()
    return Listing.objects.create(
        issuer=company, exchange=exchange, symbol=symbol, primary=True
    )


def paragraphs(*texts: str) -> str:
    """Return a body of a sound first paragraph, and these."""
    return "".join(f"<p>{text}</p>" for text in (LEAD, *texts))


def make_clean_release(*, body: str = "", more: str = "", **fields: Any) -> Release:
    """Return a sound draft; `more` is a paragraph that is put below the first."""
    the_issuer()
    contact = Contact.objects.first() or make_contact()
    defaults: dict[str, Any] = {
        "headline": "Larkmoor Makes Its Millionth Tablet",
        "body": body or paragraphs(*([more] if more else [])),
        "dateline_places": "BRISTOL HARBOR, Mass.",
        "dateline_date": dt.date(2026, 3, 3),
        "go_live_at": NINE,
        "contacts": (contact,),
    }
    return make_release(**defaults | fields)


def make_approved_disclaimer(**fields: Any) -> Disclaimer:
    """Return a forward-looking wording that counsel has approved."""
    approved = {"approved_by": author(), "approved_at": SEVEN - 24 * HOUR}
    return make_disclaimer(**approved | fields)


def make_call(**fields: Any) -> Event:
    """Return an earnings call four hours after NINE, with all that its announcement needs."""
    defaults: dict[str, Any] = {
        "starts": NINE + 4 * HOUR,
        "ends": NINE + 5 * HOUR,
        "dial_ins": "+1 617 555 0188, passcode 4411",
    }
    return make_event(**defaults | fields)


def findings_in(release: Release, *, at: dt.datetime) -> tuple[Finding, ...]:
    """Return what the checks find in the release as it is saved."""
    return load_context(release, at=at).findings


def make_notice(
    release: Release,
    given_at: dt.datetime,
    *,
    listing: Listing | None = None,
    reference: str = "MW-4411",
) -> ExchangeNotice:
    """Record that the exchange was notified."""
    return ExchangeNotice.objects.create(
        release=release,
        listing=listing or Listing.objects.get(),
        given_at=given_at,
        reference=reference,
    )


def make_pdf(*, tagged: bool = True, password: str = "") -> bytes:
    """Return a PDF of one empty page."""
    made = pikepdf.new()
    made.add_blank_page()
    if tagged:
        made.Root.MarkInfo = pikepdf.Dictionary(Marked=True)
        made.Root.StructTreeRoot = pikepdf.Dictionary(Type=pikepdf.Name.StructTreeRoot)
    written = io.BytesIO()
    if password:
        made.save(written, encryption=pikepdf.Encryption(owner=password, user=password))
    else:
        made.save(written, deterministic_id=True)
    return written.getvalue()


def make_office_file(**parts: str) -> bytes:
    """Return an office file of these parts: `word__document` is word/document.xml."""
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as parcel:
        for name, text in parts.items():
            parcel.writestr(f"{name.replace('__', '/')}.xml", text)
    return written.getvalue()
