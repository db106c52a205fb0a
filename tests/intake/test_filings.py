"""Filings are read from EDGAR's files, and nothing else is."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any
from unittest import TestCase

import pytest

from releases.intake.exceptions import IntakeError
from releases.intake.filings import MAX_BYTES, read_filings
from releases.text.edgar import filing_title

ATOM = """<?xml version="1.0" encoding="ISO-8859-1" ?>
<feed xmlns="http://www.w3.org/2005/Atom">
  <company-info><cik>0009999999</cik></company-info>
  {}
</feed>"""
ENTRY = """<entry>
    <content type="text/xml">
      <accession-number>{accession}</accession-number>
      <filing-date>2026-02-20</filing-date>
      <filing-href>{href}</filing-href>
      <filing-type>10-K</filing-type>
      <form-name>Annual report [Section 13 and 15(d)]</form-name>
    </content>
  </entry>"""
HREF = "https://www.sec.gov/Archives/edgar/data/9999999/1-index.htm"


def submissions(**columns: Any) -> bytes:
    """Return a submissions file with two filings, some columns replaced."""
    recent: dict[str, Any] = {
        "accessionNumber": ["0009999999-26-000002", "0009999999-26-000001"],
        "form": ["8-K", "def 14a"],
        "filingDate": ["2026-03-03", "2026-02-20"],
        "primaryDocDescription": ["8-K", "PROXY  STATEMENT"],
        "items": ["2.02,9.01", ""],
    }
    content = {"cik": "9999999", "filings": {"recent": recent | columns}}
    return json.dumps(content).encode()


def atom(accession: str = "0009999999-26-000003", href: str = HREF) -> bytes:
    """Return a feed with one filing."""
    return ATOM.format(ENTRY.format(accession=accession, href=href)).encode()


class AFileOfEdgar(TestCase):
    """Its filings, the oldest first, each with a link to the SEC."""

    def test_of_submissions(self) -> None:
        proxy, current = read_filings(submissions())
        assert (proxy.form, proxy.title) == ("DEF 14A", "PROXY STATEMENT")
        assert current.accession == "0009999999-26-000002"
        assert current.filed_on == dt.date(2026, 3, 3)
        assert current.title == "Results of operations and financial condition"
        assert current.url == (
            "https://www.sec.gov/Archives/edgar/data/9999999/000999999926000002/"
            "0009999999-26-000002-index.htm"
        )

    def test_of_submissions_without_descriptions(self) -> None:
        entries = read_filings(submissions(primaryDocDescription=None, items=None))
        assert [entry.title for entry in entries] == ["Proxy statement", ""]

    def test_of_a_feed(self) -> None:
        (entry,) = read_filings(atom())
        assert (entry.form, entry.url) == ("10-K", HREF)
        assert entry.title == "Annual report [Section 13 and 15(d)]"
        assert entry.filed_on == dt.date(2026, 2, 20)

    def test_that_names_a_filing_twice_has_it_once(self) -> None:
        twice = ["0009999999-26-000001"] * 2
        assert len(read_filings(submissions(accessionNumber=twice))) == 1

    def test_titles_are_short_and_say_something(self) -> None:
        assert filing_title("10-Q", "FORM 10-Q", "") == "Quarterly report"
        assert filing_title("SC 13G", "SC 13G", "") == ""
        assert len(filing_title("10-Q", "x" * 400, "")) == 300
        assert filing_title("8-K", "8-K", "9.01") == ""


class AnythingElse(TestCase):
    """It is refused whole, with a reason."""

    def test_is_refused(self) -> None:
        bomb = b'<!DOCTYPE a [<!ENTITY e SYSTEM "file:///etc/passwd">]><a>&e;</a>'
        bad_date = ["yesterday", "2026-02-20"]
        for content, reason in (
            (b"", "neither"),
            (b"[]", "neither"),
            (b"\xff\xfe", "neither"),
            (b"[" * 100_000, "neither"),
            (b'{"cik": "x", "filings": {}}', "neither"),
            (submissions(form=["8-K"]), "neither"),
            (submissions(form=["8-K", "<script>"]), "form of filing 2 is none"),
            (submissions(filingDate=bad_date), "date of filing 1 is none"),
            (submissions(accessionNumber=["1", "2"]), "number of filing 1 is none"),
            (b"<feed", "no Atom feed"),
            (b"<rss/>", "no Atom feed"),
            (bomb, "no Atom feed"),
            (atom(accession="../../x"), "number of filing 1 is none"),
            (atom(href="javascript:alert(1)"), "does not lead to the SEC"),
            (atom(href="https://www.sec.gov.example.com/Archives/"), "not lead to"),
            (b" " * (MAX_BYTES + 1), "larger than any"),
        ):
            with (
                self.subTest(content[:60]),
                pytest.raises(IntakeError, match=reason),
            ):
                read_filings(content)
