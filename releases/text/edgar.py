"""What EDGAR, the SEC's register, calls filings: forms, items and addresses."""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import dataclass

from releases.text.invisible import without_invisible

ACCESSION = re.compile(r"[0-9]{10}-[0-9]{2}-[0-9]{6}")
MAX_FORM = 20
FORM = re.compile(r"\A[A-Z0-9][A-Z0-9/ -]{0,19}\Z")
MAX_TITLE = 300
ARCHIVES = "https://www.sec.gov/Archives/edgar/data"
# What each item of an 8-K is about, in the words of the form.
ITEMS = {
    "1.01": "Entry into a material definitive agreement",
    "1.02": "Termination of a material definitive agreement",
    "2.01": "Completion of an acquisition or disposition of assets",
    "2.02": "Results of operations and financial condition",
    "2.03": "Creation of a direct financial obligation",
    "2.05": "Costs of exit or disposal activities",
    "2.06": "Material impairments",
    "3.01": "Notice of delisting or transfer of listing",
    "3.02": "Unregistered sales of equity securities",
    "4.01": "Changes in the certifying accountant",
    "4.02": "Non-reliance on previously issued financial statements",
    "5.02": "Departure, election or appointment of directors or officers",
    "5.03": "Amendments to articles or bylaws",
    "5.07": "Matters submitted to a vote of security holders",
    "7.01": "Regulation FD disclosure",
    "8.01": "Other events",
}

# What the commonest other forms are.
FORMS = {
    "10-K": "Annual report",
    "10-Q": "Quarterly report",
    "20-F": "Annual report",
    "DEF 14A": "Proxy statement",
    "S-8": "Registration of shares for employees",
}


@dataclass(frozen=True, slots=True, kw_only=True)
class FilingEntry:
    """A filing as EDGAR lists it."""

    accession: str
    form: str
    filed_on: dt.date
    title: str
    url: str


def filing_title(form: str, description: str, items: str) -> str:
    """Return what a filing is about: the items of an 8-K, or its own description.

    A description that repeats the form says nothing; then it is what the form is.
    """
    named = [ITEMS[item] for item in re.findall(r"\d\.\d\d", items) if item in ITEMS]
    words = "; ".join(named) or " ".join(without_invisible(description).split())
    if words.upper().removeprefix("FORM ") in {"", form.upper()}:
        words = FORMS.get(form.upper(), "")
    return words if len(words) <= MAX_TITLE else f"{words[: MAX_TITLE - 1]}…"


def index_url(cik: int, accession: str) -> str:
    """Return the address of a filing's page at the SEC, by the company's number (CIK)."""
    return f"{ARCHIVES}/{cik}/{accession.replace('-', '')}/{accession}-index.htm"
