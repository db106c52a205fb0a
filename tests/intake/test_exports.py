"""Exports of other sites: every published entry, and nothing that swells."""

from __future__ import annotations

from html import escape
from pathlib import Path

import pytest

from releases.intake.exceptions import IntakeError
from releases.intake.readers import read_file
from releases.models import Release
from tests.intake.test_archive import CONTENT, RSS, Archives, item
from tests.intake.test_hostile import LAUGHS


class AnExport(Archives):
    """Of another site is read entry by entry."""

    def export(self, name: str, text: str) -> Path:
        """Return a file of the folder."""
        path = self.folder / name
        path.write_text(text)
        return path

    def test_wordpress_gives_moment_address_and_paragraphs(self) -> None:
        other = [
            item(2, status="draft"),
            item(3, kind="page"),
            item(4, kind="attachment"),
        ]
        wxr = self.export("site.xml", RSS.format(items="".join([item(1), *other])))
        self.run_import(wxr)
        assert self.imported() == {"2019/laboratory-1": "2019-05-07 08:30"}
        release = Release.objects.get()
        assert release.headline == "Larkmoor Opens Laboratory Number 1"
        assert "<em>opened</em> a laboratory" in release.body
        assert release.body.count("<p>") == 2

    def test_a_dateline_of_another_day_wins_and_is_doubted(self) -> None:
        items = item(1, content=CONTENT.format(day="May 3, 2019"))
        wxr = self.export("site.xml", RSS.format(items=items))
        report = self.folder / "report.csv"
        self.run_import(wxr, "--report", report)
        assert list(self.imported().values()) == ["2019-05-03 00:00"]
        assert "the export says 2019-05-07" in self.rows(report)[0]["saw"]

    def test_rss_without_whole_texts_is_left_out(self) -> None:
        feed = RSS.format(
            items="<item><title>A Title</title><description>Only a summary of it."
            "</description><guid>x</guid></item>"
        )
        self.run_in_vain(self.export("feed.rss", feed))
        assert "0 imported, 0 already on the record, 1 not imported" in self.output

    def test_atom_with_html_and_with_elements(self) -> None:
        content = f"<p>{CONTENT.format(day='May 7, 2019')}</p>"
        entry = (
            "<entry><title>Larkmoor Opens a Door in {town}</title><id>tag:{town}</id>"
            '<link href="https://old.example.com/{town}"/>'
            "<published>2019-05-07T14:00:00Z</published>{content}</entry>"
        )
        whole = (
            '<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">'
            f"{content}</div></content>"
        )
        feed = '<feed xmlns="http://www.w3.org/2005/Atom">{}{}</feed>'.format(
            entry.format(
                town="Salem",
                content=f'<content type="html">{escape(content)}</content>',
            ),
            entry.format(town="Lynn", content=whole),
        )
        self.run_import(self.export("feed.atom", feed))
        assert set(self.imported().values()) == {"2019-05-07 10:00"}
        assert Release.objects.filter(body__contains="<em>opened</em>").count() == 2

    def test_a_second_run_over_an_export_adds_nothing(self) -> None:
        items = "".join(item(number) for number in range(1, 4))
        wxr = self.export("site.xml", RSS.format(items=items))
        self.run_import(wxr, seconds=5)
        self.run_import(wxr)
        assert "0 imported, 3 already on the record, 0 not imported" in self.output

    def test_one_that_breaks_off_gives_what_was_whole(self) -> None:
        whole = RSS.format(items=item(1) + item(2))
        wxr = self.export("site.xml", whole[: whole.index("laboratory-2")])
        self.run_import(wxr)
        assert "1 imported, 0 already on the record, 1 not imported" in self.output

    def test_a_billion_laughs_in_it_are_refused(self) -> None:
        bare = RSS.format(items=item(1, title="Larkmoor &i;")).partition("?>")[2]
        laughs = LAUGHS.replace("DOCTYPE w", "DOCTYPE rss")
        late = f"<!-- <rss > {'x' * 70_000} -->{laughs}{bare}"
        for name, text in (("early.xml", laughs + bare), ("late.xml", late)):
            with self.subTest(name):
                self.run_in_vain(self.export(name, text))
                assert "ha" * 9 not in "".join(
                    r.headline for r in Release.objects.all()
                )
                assert "1 not imported" in self.output

    def test_given_as_a_release_it_is_refused_with_what_to_do(self) -> None:
        with pytest.raises(IntakeError, match="--archive"):
            read_file(RSS.format(items=item(1)).encode(), "site.xml")
