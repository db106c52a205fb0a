"""Filings with the SEC: published one by one or from a file, and shown where they belong."""

from __future__ import annotations

import datetime as dt
import json
import tempfile
from io import StringIO
from pathlib import Path

from django.core.management import call_command
from django.core.management.base import CommandError

import pytest

from releases.desk import site_profile
from releases.desk.exceptions import NotAllowed
from releases.models import Filing, Publication, Release
from tests.builders import (
    SEVEN,
    author,
    make_filing,
    make_issuer,
    make_release,
    publication_of,
    put_on_record,
)
from tests.clock import MICROSECOND, SECOND, travel
from tests.public.html_pages import (
    ReaderTestCase,
    get_page,
    get_status,
    give_notice,
    save_and_publish,
    text_of,
)
from tests.record.whole import problems

HOUR, DAY = dt.timedelta(hours=1), dt.timedelta(days=1)
RESULTS = "0009999999-26-000002"
PROXY = "0009999999-26-000001"


class AFiling(ReaderTestCase):
    """It is public from its instant, at /filings/ and beside its releases."""

    release: Release

    @classmethod
    def setUpTestData(cls) -> None:
        make_issuer()
        cls.release = put_on_record(
            at=SEVEN - DAY,
            headline="First Quarter 2026 Results",
            slug="q1",
            fiscal_year=2026,
            fiscal_part="q1",
        )

    def test_before_any_the_page_says_so_and_no_page_leads_to_it(self) -> None:
        page = get_page("/filings/")
        assert "No filing is listed here yet." in page.text("main")
        assert "SEC filings" not in page.links()
        assert "No filing of this form" in get_page("/filings/?form=s-1").text("main")

    def test_is_listed_and_linked_from_its_instant(self) -> None:
        filing = make_filing(self.release)
        report = make_filing(form="10-Q", title="", fiscal_year=2026, fiscal_part="q1")
        save_and_publish(filing, report, at=SEVEN)
        before = get_page("/filings/", at=SEVEN - MICROSECOND - SECOND)
        assert filing.accession not in before.text("body")
        page = get_page("/filings/")
        rows = [[text_of(cell) for cell in row] for row in page.all("tbody/tr")]
        assert [
            "8-K",
            "Results of operations",
            "Mar 3, 2026",
            filing.accession,
            "First Quarter 2026 Results",
        ] in rows
        assert [
            "10-Q",
            "No description",
            "Mar 3, 2026",
            report.accession,
            "None",
        ] in rows
        assert page.links()[filing.accession] == filing.url
        assert page.links()["SEC filings"] == "/filings/"
        only = get_page("/filings/?form=10-q")
        assert only.text("h1") == "SEC filings: Form 10-Q"
        assert filing.accession not in only.text("main")
        beside = get_page("/releases/2026/q1/")
        section = beside.text("section[@class='release-filings']")
        assert section.startswith(
            f"SEC filings Form 8-K Mar 3, 2026, {filing.accession}"
        )
        row = get_page("/results/").all("tbody/tr")[0]
        assert text_of(row[-1]) == "Form 8-K Form 10-Q"
        give_notice(self.release, at=SEVEN + HOUR)
        withdrawn = get_page("/filings/", at=SEVEN + HOUR).text("main")
        assert "Withdrawn: First Quarter 2026 Results" in withdrawn

    def test_waits_for_a_release_that_is_not_public(self) -> None:
        with travel(SEVEN - HOUR):
            secret = make_release(headline="Secret merger", slug="merger")
        filing = make_filing(secret)
        with travel(SEVEN), pytest.raises(NotAllowed, match="not public yet"):
            site_profile.publish(filing, by=author(), at=SEVEN)
        put_on_record(secret, at=SEVEN + DAY, recorded_at=SEVEN)
        with travel(SEVEN + HOUR), pytest.raises(NotAllowed, match="not public yet"):
            site_profile.publish(filing, by=author(), at=SEVEN + HOUR)
        assert not Publication.objects.filings().exists()
        with travel(SEVEN + DAY):
            site_profile.publish(filing, by=author(), at=SEVEN + DAY)
        assert "Secret merger" in get_page("/filings/", at=SEVEN + DAY + SECOND).text(
            "main"
        )

    def test_is_changed_and_removed_by_further_versions(self) -> None:
        filing = make_filing(fiscal_year=2026, fiscal_part="q1")
        save_and_publish(filing, at=SEVEN)
        assert site_profile.status_of(filing).name == "PUBLIC"
        filing.title = "Another"
        filing.save()
        assert site_profile.status_of(filing).name == "CHANGED"
        save_and_publish(filing, at=SEVEN + HOUR)
        assert "Another" in get_page("/filings/", at=SEVEN + HOUR).text("main")
        filing.shown = False
        filing.save()
        save_and_publish(filing, at=SEVEN + 2 * HOUR)
        assert site_profile.status_of(filing).name == "UNPUBLISHED"
        assert site_profile.is_public(filing)
        later = SEVEN + 2 * HOUR
        assert "No filing is listed" in get_page("/filings/", at=later).text("main")
        assert "Form 8-K" not in get_page("/results/", at=later).text("main")
        with travel(later):
            assert not [problem for problem in problems() if "filing" in problem]

    def test_an_older_page_is_reached_by_link(self) -> None:
        for number in range(21):
            save_and_publish(
                make_filing(
                    title=f"Filing {number}",
                    filed_on=(SEVEN - (number + 1) * DAY).date(),
                ),
                at=SEVEN - HOUR + number * SECOND,
            )
        first = get_page("/filings/")
        assert "Filing 20" not in first.text("main")
        older = get_page(f"/filings/{first.links()['Earlier filings']}")
        assert len(older.all("tbody/tr")) == 1
        assert "Filing 20" in older.text("main")
        newer = get_page(f"/filings/{older.links()['Later filings']}")
        assert newer.text("main") == first.text("main")
        for query in ("form=%3Cb%3E", "after=x", "after=0009999999-99-000001"):
            with self.subTest(query):
                assert get_status(f"/filings/?{query}") == 404

    def test_does_not_change_the_year_or_category_of_releases(self) -> None:
        save_and_publish(make_filing(filed_on=dt.date(1999, 1, 4)))
        assert get_status("/releases/1999/") == 404
        assert get_status("/releases/category/8-k/") == 404


class TheCommand(ReaderTestCase):
    """`manage.py filings FILE` publishes what is new, once."""

    release: Release

    @classmethod
    def setUpTestData(cls) -> None:
        make_issuer()
        cls.release = put_on_record(at=SEVEN - DAY, slug="q1", filing_number=RESULTS)

    def run_command(self, *options: str, at: dt.datetime, title: str = "") -> list[str]:
        """Import a submissions file with two filings; return the lines printed."""
        recent = {
            "accessionNumber": [RESULTS, PROXY],
            "form": ["8-K", "DEF 14A"],
            "filingDate": ["2026-03-02", "2026-02-20"],
            "primaryDocDescription": ["8-K", title or "PROXY STATEMENT"],
            "items": ["2.02", ""],
        }
        output = StringIO()
        with tempfile.TemporaryDirectory() as folder, travel(at):
            file = Path(folder) / "submissions.json"
            content = {"cik": 9999999, "filings": {"recent": recent}}
            file.write_text(json.dumps(content))
            call_command("filings", str(file), *options, stdout=output)
        return output.getvalue().splitlines()

    def test_without_commit_it_says_what_it_would_do(self) -> None:
        *new, last = self.run_command(at=SEVEN)
        assert len(new) == 2
        assert last.startswith("2 new, 0 known. Nothing was changed")
        assert not Filing.objects.exists()

    def test_with_commit_it_publishes_each_once(self) -> None:
        (done,) = self.run_command("--commit", at=SEVEN)
        assert done == "2 published, 0 changed, 0 as they were."
        page = get_page("/filings/", at=SEVEN + 2 * SECOND)
        assert [row[0][0].text for row in page.all("tbody/tr")] == ["8-K", "DEF 14A"]
        assert publication_of(self.release).headline in page.text("main")
        (done,) = self.run_command("--commit", at=SEVEN + HOUR)
        assert done == "0 published, 0 changed, 2 as they were."
        assert self.run_command(at=SEVEN + HOUR)[0].startswith("0 new, 2 known.")
        Filing.objects.filter(accession=PROXY).update(url="https://www.sec.gov/x")
        (done,) = self.run_command("--commit", at=SEVEN + 2 * HOUR)
        assert done == "0 published, 0 changed, 2 as they were."
        assert Publication.objects.filings().count() == 2

    def test_what_staff_wrote_stays(self) -> None:
        self.run_command("--commit", at=SEVEN)
        Filing.objects.filter(accession=PROXY).update(title="Our proxy", form="X")
        (done,) = self.run_command("--commit", at=SEVEN + HOUR, title="OTHER")
        assert done == "0 published, 1 changed, 1 as they were."
        assert Filing.objects.get(accession=PROXY).title == "Our proxy"
        assert Filing.objects.get(accession=PROXY).form == "DEF 14A"

    def test_a_filing_of_a_release_to_come_waits(self) -> None:
        with travel(SEVEN):
            secret = make_release(headline="Secret", slug="secret", filing_number=PROXY)
        lines = self.run_command("--commit", at=SEVEN)
        assert lines[0].startswith(f"{PROXY} waits for a release")
        assert lines[1] == "1 published, 0 changed, 0 as they were."
        put_on_record(secret, at=SEVEN + HOUR)
        lines = self.run_command("--commit", at=SEVEN + 2 * HOUR)
        assert lines == ["1 published, 0 changed, 1 as they were."]

    def test_a_file_that_is_none_is_an_error(self) -> None:
        with tempfile.NamedTemporaryFile() as file:
            with pytest.raises(CommandError, match="neither a submissions file"):
                call_command("filings", file.name)
            with pytest.raises(CommandError, match="can't be read"):
                call_command("filings", f"{file.name}.gone")
