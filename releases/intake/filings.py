"""Read the filings of a file from EDGAR: a company's submissions (JSON) or feed (Atom)."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from typing import Any

from lxml import etree

from releases.intake.exceptions import IntakeError
from releases.intake.safe_xml import parse_xml
from releases.text.edgar import (
    ACCESSION,
    ARCHIVES,
    FORM,
    FilingEntry,
    filing_title,
    index_url,
)
from releases.text.translatable import gettext_noop

ATOM = "{http://www.w3.org/2005/Atom}"
# EDGAR's own files hold a thousand filings, or some more.
MAX_BYTES = 20_000_000


def read_filings(content: bytes) -> tuple[FilingEntry, ...]:
    """Return the filings of a submissions file or an Atom feed, each once, oldest first.

    Raises IntakeError; then nothing of the file counts.
    """
    if len(content) > MAX_BYTES:
        raise IntakeError(
            gettext_noop("The file is larger than any that EDGAR offers.")
        )
    is_xml = content.lstrip(b"\xef\xbb\xbf \t\r\n").startswith(b"<")
    entries = _read_atom(content) if is_xml else _read_submissions(content)
    by_accession = {entry.accession: entry for entry in entries}
    return tuple(
        sorted(
            by_accession.values(), key=lambda entry: (entry.filed_on, entry.accession)
        )
    )


def _read_submissions(content: bytes) -> Iterator[FilingEntry]:
    """Yield the filings of a submissions file (data.sec.gov/submissions/CIK….json).

    Their links are made from the company's CIK and the accession number, so nothing in
    the file can lead elsewhere.
    """
    try:
        submissions = json.loads(content)
        cik = int(submissions["cik"])
        recent = submissions["filings"]["recent"]
        columns = [recent[name] for name in ("accessionNumber", "form", "filingDate")]
        nothing = [""] * len(columns[0])
        columns.append(recent.get("primaryDocDescription") or nothing)
        columns.append(recent.get("items") or nothing)
        rows = list(zip(*columns, strict=True))
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError):
        raise IntakeError(
            gettext_noop(
                "It is neither a submissions file of EDGAR (JSON) nor an Atom feed of it."
            )
        ) from None
    for number, (accession, form, filed_on, description, items) in enumerate(rows, 1):
        yield _entry(
            number,
            accession=accession,
            form=form,
            filed_on=filed_on,
            title=filing_title(str(form), str(description or ""), str(items or "")),
            url=index_url(cik, str(accession)),
        )


def _read_atom(content: bytes) -> Iterator[FilingEntry]:
    """Yield the filings of a company's feed (browse-edgar with output=atom)."""
    try:
        root = parse_xml(content)
    except etree.XMLSyntaxError as error:
        raise IntakeError(
            gettext_noop("It is no Atom feed: %(error)s"), error=str(error)
        ) from None
    if root.tag != f"{ATOM}feed":
        raise IntakeError(gettext_noop("It is no Atom feed."))
    for number, entry in enumerate(root.iter(f"{ATOM}entry"), 1):
        fields = {
            etree.QName(element).localname: (element.text or "").strip()
            for element in entry.iter(f"{ATOM}*")
        }
        url, form = fields.get("filing-href", ""), fields.get("filing-type", "")
        if not url.startswith(f"{ARCHIVES}/"):
            raise IntakeError(
                gettext_noop("The link of filing %(number)d does not lead to the SEC."),
                number=number,
            )
        # EDGAR itself writes “nunber”.
        accession = fields.get("accession-number") or fields.get("accession-nunber", "")
        yield _entry(
            number,
            accession=accession,
            form=form,
            filed_on=fields.get("filing-date", ""),
            title=filing_title(
                form, fields.get("form-name", ""), fields.get("items-desc", "")
            ),
            url=url,
        )


def _entry(
    number: int, *, accession: Any, form: Any, filed_on: Any, title: str, url: str
) -> FilingEntry:
    """Return the entry. Raises IntakeError where a value has another form."""
    name = " ".join(str(form).upper().split())
    try:
        day = dt.date.fromisoformat(str(filed_on)[:10])
    except ValueError:
        day = None
    for value, what, is_good in (
        (
            accession,
            gettext_noop("accession number"),
            ACCESSION.fullmatch(str(accession)),
        ),
        (form, gettext_noop("form"), FORM.match(name)),
        (filed_on, gettext_noop("date"), day),
    ):
        if not is_good:
            raise IntakeError(
                gettext_noop("The %(what)s of filing %(number)d is none: %(value)s."),
                what=what,
                number=number,
                value=str(value)[:40],
            )
    assert day is not None
    return FilingEntry(
        accession=str(accession), form=name, filed_on=day, title=title, url=url
    )
