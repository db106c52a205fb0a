"""The lists of what staff publish one by one: filings, reports and pages."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from typing import Any

from django.test import Client, TestCase

from tests.api.requests import API, get_json
from tests.builders import (
    SEVEN,
    make_attachment,
    make_filing,
    make_report,
    make_site_page,
)
from tests.clock import SECOND, travel
from tests.public.html_pages import get_status, save_and_publish

HOUR = dt.timedelta(hours=1)
LATER = SEVEN + 2 * HOUR


class WhatIsListed(TestCase):
    """Whole documents, in the bytes of the record, while they are shown."""

    @classmethod
    def setUpTestData(cls) -> None:
        cls.filings = [
            make_filing(
                accession=f"0009999999-26-00000{number}",
                form=form,
                filed_on=dt.date(2026, 3, number),
            )
            for number, form in ((1, "10-Q"), (2, "8-K"))
        ]
        cls.reports = [
            make_report(title=kind, slug=kind, kind=kind, dated=dt.date(2026, 2, day))
            for day, kind in ((1, "proxy"), (2, "annual-report"))
        ]
        cls.file = make_attachment(report=cls.reports[0], name="proxy.pdf")
        cls.page = make_site_page(slug="governance", body="<p>Two-tier.</p>")
        save_and_publish(*cls.filings, *cls.reports, cls.page, at=SEVEN)

    filings: list[Any]
    reports: list[Any]
    file: Any
    page: Any

    def test_each_is_whole_with_the_digest_of_its_document(self) -> None:
        for kind, name in (
            ("filings", "0009999999-26-000002"),
            ("reports", "annual-report"),
            ("pages", "governance"),
        ):
            with self.subTest(kind), travel(LATER):
                content = Client().get(f"{API}/{kind}?limit=1").content.decode()
                (entry,) = json.loads(content)[kind]
                document = content.partition('"document":')[2].rpartition("}")[0]
                document = document.rpartition("}")[0]
                assert hashlib.sha256(document.encode()).hexdigest() == entry["digest"]
                assert entry["address"] == name
                assert entry["number"] == 1

    def test_each_leads_to_its_place_for_people(self) -> None:
        urls = {
            kind: get_json(f"/{kind}", at=LATER)[kind][-1]["url"]
            for kind in ("filings", "reports", "pages")
        }
        assert urls == {
            "filings": "http://testserver/filings/#f0009999999-26-000001",
            "reports": "http://testserver/reports/#proxy",
            "pages": "http://testserver/about/governance/",
        }

    def test_a_filter_leaves_a_form_or_a_kind(self) -> None:
        for path, names in (
            ("/filings?form=10-q", ["0009999999-26-000001"]),
            ("/filings?form=def-14a", []),
            ("/reports?kind=proxy", ["proxy"]),
        ):
            kind = path[1:].partition("?")[0]
            with self.subTest(path):
                entries = get_json(path, at=LATER)[kind]
                assert [entry["address"] for entry in entries] == names
        for path in ("/filings?form=10 Q", "/reports?kind=novel", "/pages?limit=0"):
            assert get_status(f"{API}{path}", at=LATER) == 400

    def test_pages_of_a_list_have_each_once(self) -> None:
        first = get_json("/filings?limit=1", at=LATER)
        assert first["next"].endswith("/filings?limit=1&after=0009999999-26-000002")
        second = get_json("/filings?limit=1&after=0009999999-26-000002", at=LATER)
        assert [entry["address"] for entry in second["filings"]] == [
            "0009999999-26-000001"
        ]
        assert second["next"] is None
        assert get_status(f"{API}/filings?after=0009999999-26-000009", at=LATER) == 404

    def test_none_is_there_before_its_instant_or_once_it_is_removed(self) -> None:
        for kind in ("filings", "reports", "pages"):
            assert get_json(f"/{kind}", at=SEVEN - SECOND)[kind] == []
        for item in (self.filings[0], self.reports[0], self.page):
            item.shown = False
            item.save()
        save_and_publish(self.filings[0], self.reports[0], self.page, at=SEVEN + HOUR)
        counts = {
            kind: len(get_json(f"/{kind}", at=LATER)[kind])
            for kind in ("filings", "reports", "pages")
        }
        assert counts == {"filings": 1, "reports": 1, "pages": 0}
