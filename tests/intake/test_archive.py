"""Years of history, brought over once, with their dates and their old addresses."""

from __future__ import annotations

import csv
import datetime as dt
import io
import shutil
import tempfile
from pathlib import Path
from unittest import mock

from django.core.management import CommandError, call_command
from django.test import TestCase

import pytest

from releases.intake.archive import files_in
from releases.models import OldPath, Publication, Release
from tests.builders import SEVEN, make_issuer
from tests.clock import SECOND, travel
from tests.intake.test_word import RESULTS

PAGES = Path(__file__).parent / "pages"
TEXT = """{headline}

BOSTON, {day} -- Larkmoor Therapeutics, Inc. (Nasdaq: LRKM) said today that {news}

The company makes its announcements in the morning, and has done so for many years.
"""
ITEM = """<item><title>{title}</title><link>https://old.example.com/?p={number}</link>
<guid isPermaLink="false">https://old.example.com/?p={number}</guid>
<pubDate>Tue, 07 May 2019 12:30:00 +0000</pubDate>
<content:encoded><![CDATA[{content}]]></content:encoded>
<wp:post_date_gmt>2019-05-07 12:30:00</wp:post_date_gmt>
<wp:post_name>{name}</wp:post_name><wp:status>{status}</wp:status>
<wp:post_type>{kind}</wp:post_type></item>"""
RSS = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:wp="http://wordpress.org/export/1.2/"><channel><title>Old site</title>
{items}</channel></rss>"""
CONTENT = """BOSTON, {day} -- Larkmoor Therapeutics, Inc. (Nasdaq: LRKM) said today that it
<em>opened</em> a laboratory in Worcester, where forty people work.

The laboratory was paid for from the company's own means, and cost what was planned."""


def item(number: int, **fields: str) -> str:
    """Return an entry of a WordPress export."""
    defaults = {
        "title": f"Larkmoor Opens Laboratory Number {number}",
        "content": CONTENT.format(day="May 7, 2019"),
        "name": f"laboratory-{number}",
        "status": "publish",
        "kind": "post",
    }
    return ITEM.format(number=number, **defaults | fields)


class Archives(TestCase):
    """A folder of its own for each test, and the command just before SEVEN."""

    def setUp(self) -> None:
        make_issuer(timezone="America/New_York")
        self.folder = Path(tempfile.mkdtemp())
        self.addCleanup(shutil.rmtree, self.folder)
        self.output = ""

    def text(self, name: str, day: str, headline: str, news: str = "it did.") -> None:
        """Write a release as plain text into the folder."""
        path = self.folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(TEXT.format(day=day, headline=headline, news=news))

    def run_import(
        self, *words: str | Path, seconds: int = 1, commit: bool = True
    ) -> str:
        """Run the command; what it prints."""
        output, errors = io.StringIO(), io.StringIO()
        options = ["--archive", *(["--commit"] if commit else []), *map(str, words)]
        try:
            with travel(SEVEN - seconds * SECOND):
                call_command("intake", *options, stdout=output, stderr=errors)
        finally:
            self.output = errors.getvalue()
        return output.getvalue()

    def run_in_vain(self, *words: str | Path, commit: bool = True) -> str:
        """Run the command on what gives nothing; the sentence that it ends with."""
        with pytest.raises(CommandError) as stopped:
            self.run_import(*words, commit=commit)
        assert stopped.value.returncode == 2
        return str(stopped.value)

    def imported(self) -> dict[str, str]:
        """Address and day of everything that is public at SEVEN."""
        zone = dt.timezone(-dt.timedelta(hours=4))
        return {
            row.address: f"{row.dated.astimezone(zone):%Y-%m-%d %H:%M}"
            for row in Publication.objects.releases().live(at=SEVEN)
        }

    def rows(self, report: Path) -> list[dict[str, str]]:
        """Return the report's rows."""
        with report.open(newline="") as file:
            return list(csv.DictReader(file))


class AFolder(Archives):
    """Is walked, whatever lies in it."""

    def test_every_form_of_release_comes_with_its_own_date(self) -> None:
        self.text("2017/one.txt", "May 3, 2017", "Larkmoor Names a Chemist")
        shutil.copy(PAGES / "06-windows-1252.html", self.folder / "two.html")
        (self.folder / "three.docx").write_bytes(RESULTS)
        self.run_import(self.folder)
        assert sorted(self.imported().values()) == [
            "2013-05-14 00:00",
            "2017-05-03 00:00",
            "2021-11-09 01:00",
        ]

    def test_a_second_run_adds_nothing_and_an_interrupted_one_goes_on(self) -> None:
        for number in range(1, 5):
            day = f"May {number}, 2017"
            self.text(f"{number}.txt", day, f"Larkmoor Names Chemist Number {number}")
        broken = mock.Mock(side_effect=[None, None, KeyboardInterrupt])
        with (
            mock.patch(
                "releases.management.commands.intake.Command._show_progress", broken
            ),
            pytest.raises(KeyboardInterrupt),
        ):
            self.run_import(self.folder, seconds=9)
        assert Release.objects.count() == 3
        self.run_import(self.folder, seconds=5)
        assert "1 imported, 3 already on the record, 0 not imported" in self.output
        before = self.imported()
        self.run_import(self.folder)
        assert "0 imported, 4 already on the record" in self.output
        assert self.imported() == before
        assert len(before) == 4

    def test_a_release_that_was_changed_since_at_the_desk_is_still_known(self) -> None:
        self.text("a.txt", "May 3, 2017", "Larkmoor Names a Chemist")
        self.run_import(self.folder, seconds=5)
        Release.objects.update(headline="Larkmoor Names Two Chemists")
        self.run_import(self.folder)
        assert Release.objects.count() == 1

    def test_two_releases_of_one_headline_and_day_both_come_and_come_once(self) -> None:
        self.text(
            "a.txt", "May 3, 2017", "Larkmoor Buys Shares of Its Own", "it bought ten."
        )
        self.text(
            "b.txt",
            "May 3, 2017",
            "Larkmoor Buys Shares of Its Own",
            "it bought twelve.",
        )
        self.text(
            "c.txt", "May 9, 2017", "Larkmoor Buys Shares of Its Own", "it bought two."
        )
        self.text(
            "d.txt", "May 3, 2017", "Larkmoor Buys Shares of Its Own", "it bought ten."
        )
        self.run_import(self.folder, seconds=5)
        self.run_import(self.folder)
        addresses = sorted(self.imported())
        assert addresses[:2] == [
            "2017/larkmoor-buys-shares-of-its-own",
            "2017/larkmoor-buys-shares-of-its-own-2017-05-03",
        ]
        assert addresses[2:] == ["2017/larkmoor-buys-shares-of-its-own-2017-05-09"]

    def test_what_cannot_be_brought_is_reported_and_stops_nothing(self) -> None:
        self.text("a.txt", "May 3, 2017", "Larkmoor Names a Chemist")
        (self.folder / "b.txt").write_text("A Headline\n\nBOSTON -- No date here.\n")
        (self.folder / "c.docx").write_bytes(RESULTS[:90])
        (self.folder / "d.jpg").write_bytes(b"\xff\xd8\xff")
        (self.folder / ".hidden.txt").write_text("nothing to see")
        self.text("e.txt", "May 3, 2027", "Larkmoor Is From the Future")
        report = self.folder.with_suffix(".csv")
        self.addCleanup(report.unlink)
        self.run_import(self.folder, "--report", report)
        assert "1 imported, 0 already on the record, 4 not imported" in self.output
        rows_by_name = {Path(row["file"]).name: row for row in self.rows(report)}
        assert "has no date" in rows_by_name["b.txt"]["saw"]
        assert "damaged" in rows_by_name["c.docx"]["saw"]
        assert "no text, HTML" in rows_by_name["d.jpg"]["saw"]
        assert "isn't from the past" in rows_by_name["e.txt"]["saw"]
        assert rows_by_name["b.txt"]["assumed"] == "Not imported."
        assert ".hidden.txt" not in rows_by_name

    def test_doubts_are_reported_with_their_lines_and_are_no_formulas(self) -> None:
        self.text("a.txt", "May 3, 2017", "Larkmoor Pays [TBD] a Share")
        self.text(
            "b.txt", "May 3, 2017", "Larkmoor Pays", news="=HYPERLINK(X) ____ it."
        )
        report = self.folder.with_suffix(".csv")
        self.addCleanup(report.unlink)
        self.run_import(self.folder, "--report", report)
        rows = self.rows(report)
        assert {
            "line": "1",
            "saw": "[TBD]",
            "assumed": "A placeholder. Fill it in.",
        }.items() <= rows[0].items()
        assert not [row for row in rows if row["saw"].startswith("=")]

    def test_whoever_watches_sees_how_far_it_is(self) -> None:
        self.text("a.txt", "May 3, 2017", "Larkmoor Names a Chemist")
        with mock.patch(
            "django.core.management.base.OutputWrapper.isatty", return_value=True
        ):
            self.run_import(self.folder)
        assert "File 1 of 1: 1 releases done, 0 not imported" in self.output

    def test_a_correction_comes_with_its_own_date_and_names_what_it_corrects(
        self,
    ) -> None:
        self.text("a.txt", "May 3, 2017", "Larkmoor Pays a Dividend of 30 Cents")
        self.text(
            "b.txt",
            "May 5, 2017",
            "CORRECTING and REPLACING Larkmoor Pays a Dividend of 30 Cents",
            "it pays 31 cents.",
        )
        self.text("c.txt", "May 9, 2018", "CORRECTION: Larkmoor Names a Chemist")
        report = self.folder.with_suffix(".csv")
        self.addCleanup(report.unlink)
        for commit in (False, True):
            with self.subTest(commit=commit):
                self.run_import(self.folder, "--report", report, commit=commit)
                rows = {
                    Path(row["file"]).name: row["assumed"]
                    for row in self.rows(report)
                    if "a correction of another release" in row["saw"]
                }
                assert set(rows) == {"b.txt", "c.txt"}
                address = "2017/larkmoor-pays-a-dividend-of-30-cents"
                assert rows["b.txt"].endswith(f"stays as it was: {address}.")
                assert "was not found under the same headline" in rows["c.txt"]
        assert sorted(self.imported().values()) == [
            "2017-05-03 00:00",
            "2017-05-05 00:00",
            "2018-05-09 00:00",
        ]
        assert set(Publication.objects.releases().values_list("number")) == {(1,)}

    def test_links_out_of_the_folder_are_not_followed(self) -> None:
        (self.folder / "away.txt").symlink_to("/etc/hostname")
        assert files_in([self.folder]) == []


class AMapOfOldAddresses(Archives):
    """Lets links from elsewhere find the release."""

    def setUp(self) -> None:
        super().setUp()
        self.text("2017/one.txt", "May 3, 2017", "Larkmoor Names a Chemist")
        (self.folder / "site.xml").write_text(RSS.format(items=item(7)))
        self.map = self.folder.with_suffix(".map.csv")
        self.addCleanup(self.map.unlink)

    def import_with_map(self, *rows: str) -> str:
        """Bring the folder with this map."""
        self.map.write_text("\n".join(rows))
        return self.run_import(self.folder, "--redirects", self.map)

    def location(self, path: str) -> tuple[int, str]:
        """How an old path is answered at SEVEN."""
        with travel(SEVEN):
            answer = self.client.get(path)
        return answer.status_code, answer.headers.get("Location", "")

    def test_by_file_and_by_guid_a_heading_is_no_row(self) -> None:
        self.import_with_map(
            "old URL,file",
            "https://ir.old.example.com/news/chemist.aspx?id=44,2017/one.txt",
            "/phoenix.zhtml,one.txt",
            "https://old.example.com/2019/05/07/laboratory/,https://old.example.com/?p=7",
        )
        chemist = (301, "/releases/2017/larkmoor-names-a-chemist/")
        assert self.location("/news/chemist.aspx?id=44") == chemist
        assert self.location("/phoenix.zhtml") == chemist
        assert self.location("/phoenix.zhtml?utm_source=mail") == chemist
        laboratory = (301, "/releases/2019/laboratory-7/")
        assert self.location("/2019/05/07/laboratory/") == laboratory
        assert self.location("/2019/05/07/laboratory") == laboratory
        assert self.location("/news/chemist.aspx?id=45")[0] == 404

    def test_it_can_be_given_in_a_later_run(self) -> None:
        self.run_import(self.folder, seconds=5)
        self.import_with_map("/old,one.txt")
        assert self.location("/old")[0] == 301

    def test_rows_that_lead_nowhere_are_reported(self) -> None:
        self.import_with_map("/old,no-such-file.txt", "/,one.txt")
        assert not OldPath.objects.exists()
        assert "2 doubts" in self.output

    def test_a_map_that_is_none_stops_the_run_before_anything_is_saved(self) -> None:
        with pytest.raises(CommandError, match="Line 2 needs an old URL"):
            self.import_with_map("/old,one.txt", "/other")
        assert not Release.objects.exists()
        with pytest.raises(CommandError, match="Give the path of the map"):
            self.run_import(self.folder, "--redirects", "/no/such/map.csv")
