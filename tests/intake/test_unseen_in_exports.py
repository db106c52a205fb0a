"""A character that nobody sees doesn't come onto the record with an archive."""

from __future__ import annotations

from releases.models import Category, Event, Publication, Release
from releases.text.invisible import invisible_in
from tests.intake.test_archive import CONTENT, RSS, Archives, item

TURNED = "Larkmoor Pays \u202e03\u202c Cents"
FEED = """<feed xmlns="http://www.w3.org/2005/Atom"><entry><id>tag:\u202e1</id>
<title type="html">{title}</title><published>2019-05-07T14:00:00Z</published>
<content type="html">{content}</content></entry></feed>"""


class AnUnseenCharacter(Archives):
    """Is removed where it is harmless to do so, and the report says it."""

    def import_titled(self, title: str, **fields: str) -> list[tuple[str, str]]:
        """Import an entry of this title; what the report saw and assumed."""
        path = self.folder / "site.xml"
        path.write_text(RSS.format(items=item(1, title=title, **fields)))
        report = self.folder / "report.csv"
        self.run_import(path, "--report", report)
        return [(row["saw"], row["assumed"]) for row in self.rows(report)]

    def assert_all_is_seen(self) -> None:
        for publication in Publication.objects.all():
            found = [c.name for c in invisible_in(publication.document)]
            assert not found, (publication.address, found)

    def test_that_turns_the_direction_of_a_title(self) -> None:
        for number, mark in enumerate(("\u202e{}\u202c", "\u2066{}\u2069", "\u200f{}")):
            with self.subTest(mark):
                title = f"Larkmoor Pays {mark.format('30')} Cents {number}"
                ((saw, assumed),) = self.import_titled(title, name=f"p{number}")
                headline = Release.objects.latest("pk").headline
                assert headline == f"Larkmoor Pays 30 Cents {number}"
                assert "characters of the title that nobody sees: " in saw
                assert "left-to-right" in saw or "right-to-left" in saw
                assert assumed.startswith("Left out. They change the order")
        self.assert_all_is_seen()

    def test_of_no_width_in_a_title_written_out_or_as_a_reference(self) -> None:
        for number, character in enumerate(("\u200b", "&amp;#8203;", "&amp;shy;")):
            with self.subTest(character):
                title = f"Lark{character}moor Pays 30 Cents {number}"
                ((saw, assumed),) = self.import_titled(title, name=f"p{number}")
                headline = Release.objects.latest("pk").headline
                assert headline == f"Larkmoor Pays 30 Cents {number}"
                assert "zero width space (U+200B)" in saw or "soft hyphen" in saw
                assert assumed == "Left out."
        self.assert_all_is_seen()

    def test_in_the_title_that_the_text_repeats(self) -> None:
        content = f"<h1>{TURNED}</h1><p>{CONTENT.format(day='May 7, 2019')}</p>"
        path = self.folder / "feed.atom"
        path.write_text(FEED.format(title=TURNED, content=content.replace("<", "&lt;")))
        self.run_import(path)
        release = Release.objects.get()
        assert release.headline == "Larkmoor Pays 03 Cents"
        assert "Pays" not in release.body + release.subheadlines
        self.assert_all_is_seen()

    def test_in_any_part_of_the_text(self) -> None:
        content = (
            '<p>BOSTON, May 7, 2019 -- Larkmoor <a href="https://x.example/*a">opened</a> '
            "a laboratory.</p><h3>Con*ference Call</h3><p>It will hold a conference call on "
            "May 9, 2019 at 8:30 a.m. ET at +1 617 555 0199, and at https://x.example/we*b."
            "</p><table><tr><td>Ro*ws</td><td>1</td></tr><tr><td>Two</td><td>2</td></tr>"
            "</table><pre>Al*so</pre><p>About Lark*moor</p><p>Larkmoor makes medicines of "
            "se*veral kinds.</p><p>Contact: Dana Whit*lock, ir@example.com</p>"
        )
        marked = content.replace("*", "\u202e")
        self.import_titled("Larkmoor Opens a Laboratory", content=marked)
        assert Event.objects.count() == 1
        self.assert_all_is_seen()

    def test_that_a_script_needs_stays(self) -> None:
        joined = "\u0645\u06cc\u200c\u062e\u0648\u0645 2019"
        assert self.import_titled(joined) == []
        assert Release.objects.get().headline == joined


class WhatTheDeskAlreadyHas(Archives):
    """Is not read from the archive, and still doesn't carry one onto the record."""

    def test_a_category_s_name_that_turns_leaves_the_release_out(self) -> None:
        Category.objects.create(slug="turned", name="Ne\u202ews")
        self.text("a.txt", "May 3, 2017", "Larkmoor Names a Chemist")
        printed = self.run_in_vain(self.folder, "--category", "turned")
        assert "Nothing came from" in printed
        assert not Publication.objects.exists()
        report = self.folder / "r.csv"
        self.run_in_vain(self.folder, "--category", "turned", "--report", report)
        row = next(row for row in self.rows(report) if row["file"].endswith("a.txt"))
        assert row["saw"] == (
            "There is a right-to-left override (U+202E) in “News”, which nobody can see. "
            "Remove it, then import “Larkmoor Names a Chemist” again."
        )
