"""What the old site did not publish is not published here, however its export says so."""

from __future__ import annotations

from html import escape
from pathlib import Path
from typing import Any

from releases.models import Publication, Release
from tests.intake.test_archive import Archives

TEXT = (
    "<p>CORK, Ireland, May 7, 2019 -- Larkmoor Therapeutics, Inc. (Nasdaq: LRKM) said today "
    "that it opened a laboratory in Cork, where forty people work on its medicines.</p>"
)
WORDPRESS = "http://wordpress.org/export/1.2/"
ITEM = """<item><title>{title}</title><guid isPermaLink="false">g{number}</guid>
<pubDate>Tue, 07 May 2019 12:30:00 +0000</pubDate>
<content:encoded><![CDATA[{text}]]></content:encoded>
<excerpt:encoded><![CDATA[]]></excerpt:encoded>
<wp:post_date_gmt>2019-05-07 12:30:00</wp:post_date_gmt>{marks}</item>"""
RSS = """<?xml version="1.0" encoding="UTF-8"?>
<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"
 xmlns:excerpt="{namespace}excerpt/" {declaration}><channel><title>Old</title>
{items}</channel></rss>"""
MEMBERS = """<wp:postmeta><wp:meta_key>_members_access_role</wp:meta_key>
<wp:meta_value>investor</wp:meta_value></wp:postmeta>"""
ENTRY = """<entry><id>tag:{number}</id><title>{title}</title>{marks}
<published>2019-05-07T14:00:00Z</published><content type="html">{text}</content></entry>"""


class Exports(Archives):
    """Exports of one public entry, number 0, and others that were not."""

    def import_items(self, *marks: str, namespace: str = WORDPRESS, declared: bool = True,
                     **options: Any) -> str:  # fmt: skip
        """Import a public WordPress post, and an entry with each of these marks."""
        public = "<wp:status>publish</wp:status><wp:post_type>post</wp:post_type>"
        items = [
            ITEM.format(
                title=f"Larkmoor Opens Laboratory Number {number}", number=number,
                text=TEXT, marks=mark,
            )
            for number, mark in enumerate((public, *marks))
        ]  # fmt: skip
        text = RSS.format(
            namespace=namespace, items="".join(items),
            declaration=f'xmlns:wp="{namespace}"' if declared else "",
        )  # fmt: skip
        return self.run_import(self.write("site.xml", text), **options)

    def import_entries(self, *marks: str, declarations: str) -> str:
        """Import a public Atom entry, and one with each of these marks."""
        entries = [
            ENTRY.format(
                title=f"Larkmoor Opens Laboratory Number {number}", number=number,
                text=escape(TEXT), marks=mark,
            )
            for number, mark in enumerate(("", *marks))
        ]  # fmt: skip
        feed = f'<feed xmlns="http://www.w3.org/2005/Atom" {declarations}>{{}}</feed>'
        text = feed.format("".join(entries))
        return self.run_import(
            self.write("feed.atom", text), "--report", self.folder / "r.csv"
        )

    def write(self, name: str, text: str) -> Path:
        """Write a file of the folder."""
        path = self.folder / name
        path.write_text(text)
        return path

    def assert_only_the_first_came(self, left_out: int) -> None:
        assert [r.headline for r in Release.objects.all()] == [
            "Larkmoor Opens Laboratory Number 0"
        ]
        assert f"1 imported, 0 already on the record, {left_out} not" in self.output


class AWordPressExport(Exports):
    """Says of each entry whether it was public."""

    MARKS = (
        ("<wp:status>draft</wp:status>", "was a draft"),
        ("<wp:status>auto-draft</wp:status>", "was a draft"),
        ("<wp:status>pending</wp:status>", "was waiting for review"),
        ("<wp:status>private</wp:status>", "was private"),
        ("<wp:status>future</wp:status>", "was scheduled"),
        ("<wp:status>trash</wp:status>", "was in the trash"),
        ("<wp:status>inherit</wp:status>", "belonged to another entry"),
        ("<wp:status>\n Draft </wp:status>", "was a draft"),
        (
            "<post_status>publish</post_status><wp:status>draft</wp:status>",
            "was a draft",
        ),
        ("<published>false</published>", "not public (published: false)"),
        (
            (
                "<wp:postmeta><wp:meta_key>_wp_trash_meta_status</wp:meta_key>"
                "<wp:meta_value>publish</wp:meta_value></wp:postmeta>"
            ),
            "_wp_trash_meta_status",
        ),
        (
            (
                "<description>This content is password protected. To view it please enter your "
                "password below:</description>"
            ),
            "was behind a password",
        ),
        ("<wp:status>embargoed</wp:status>", "had the status “embargoed”"),
        ("<wp:post_password>sesame</wp:post_password>", "was behind a password"),
        ("<wp:post_type>page</wp:post_type>", "is a page"),
        ("<wp:post_type>attachment</wp:post_type>", "is a file"),
        ("<wp:post_type>revision</wp:post_type>", "is an earlier revision"),
        ("<wp:post_type>product</wp:post_type>", "with --post-type product"),
        (MEMBERS, "was kept to some readers"),
    )

    def test_each_that_was_not_is_left_out_with_its_reason(self) -> None:
        report = self.folder.with_suffix(".csv")
        self.addCleanup(report.unlink)
        public = "<wp:status>publish</wp:status>"
        marks = [m if "status>" in m else public + m for m, _ in self.MARKS]
        self.import_items(*marks)
        self.assert_only_the_first_came(len(marks))
        self.run_import(self.folder / "site.xml", "--report", report)
        rows = self.rows(report)
        for (_, reason), row in zip(self.MARKS, rows, strict=True):
            with self.subTest(reason):
                assert reason in row["saw"]
                assert row["assumed"] == "Not imported."

    def test_in_any_spelling_of_its_namespace(self) -> None:
        mark = "<wp:status>draft</wp:status><wp:post_type>post</wp:post_type>"
        for namespace in (
            "https://wordpress.org/export/1.2/",
            "http://wordpress.org/export/1.0/",
            "http://www.wordpress.org/export/2.0.1/",
            "urn:wordpress",
        ):
            with self.subTest(namespace):
                self.import_items(mark, namespace=namespace)
                assert "1 not imported" in self.output
        assert Release.objects.count() == 1

    def test_and_where_it_is_not_declared_at_all(self) -> None:
        """Such a file is no whole XML, which is reported besides."""
        self.import_items("<wp:status>private</wp:status>", declared=False)
        self.assert_only_the_first_came(2)

    def test_other_types_come_if_they_are_named(self) -> None:
        types = "<wp:status>publish</wp:status><wp:post_type>{}</wp:post_type>"
        marks = (types.format("press_release"), types.format("product"))
        self.import_items(*marks)
        self.assert_only_the_first_came(2)
        self.run_import(self.folder / "site.xml", "--post-type", "press_release")
        assert "1 imported, 1 already on the record, 1 not" in self.output


class AnAtomExport(Exports):
    """Marks what is not public in one namespace or another."""

    def test_a_draft_in_the_old_namespace_and_in_the_new(self) -> None:
        for namespace in ("http://purl.org/atom/app#", "http://www.w3.org/2007/app"):
            with self.subTest(namespace):
                self.import_entries(
                    "<app:control><app:draft>yes</app:draft></app:control>",
                    "<app:control><app:draft/></app:control>",
                    declarations=f'xmlns:app="{namespace}"',
                )
                assert "2 not imported" in self.output
        assert Release.objects.count() == 1

    def test_one_that_says_it_is_no_draft_comes(self) -> None:
        self.import_entries(
            "<app:control><app:draft>no</app:draft></app:control>",
            declarations='xmlns:app="http://www.w3.org/2007/app"',
        )
        assert Release.objects.count() == 2

    def test_blogger_s_drafts_pages_comments_and_settings(self) -> None:
        kind = '<category scheme="http://schemas.google.com/g/2005#kind" term="http://schemas.google.com/blogger/2008/kind#{}"/>'
        self.import_entries(
            kind.format("page"),
            kind.format("comment"),
            kind.format("settings"),
            "<b:type>PAGE</b:type><b:status>LIVE</b:status>",
            "<b:type>POST</b:type><b:status>DRAFT</b:status>",
            "<b:type>POST</b:type><b:status>SOFT_TRASHED</b:status>",
            "<b:type>POST</b:type><b:status>SCHEDULED</b:status>",
            '<thr:in-reply-to ref="tag:0"/>',
            declarations='xmlns:b="http://schemas.google.com/blogger/2018" '
            'xmlns:thr="http://purl.org/syndication/thread/1.0"',
        )
        self.assert_only_the_first_came(8)
        self.import_entries(
            kind.format("post") + "<b:type>POST</b:type><b:status>LIVE</b:status>",
            declarations='xmlns:b="http://schemas.google.com/blogger/2018"',
        )
        assert Release.objects.count() == 2


class AnOlderFeed(Exports):
    """RSS 1.0, 0.9 and Atom 0.3 are read as their followers are."""

    def test_rss_as_rdf(self) -> None:
        for version, namespace in (
            ("rdf:RDF", "http://purl.org/rss/1.0/"),
            ("rdf:RDF", "http://my.netscape.com/rdf/simple/0.9/"),
        ):
            with self.subTest(namespace):
                Release.objects.all().delete()
                text = (
                    f'<{version} xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#" '
                    f'xmlns="{namespace}" xmlns:dc="http://purl.org/dc/elements/1.1/" '
                    'xmlns:content="http://purl.org/rss/1.0/modules/content/">'
                    '<channel rdf:about="x"><title>Press</title></channel>'
                    f'<item rdf:about="https://old.example.com/{namespace[-4:]}">'
                    f"<title>Larkmoor Opens {namespace[7:13]}</title>"
                    "<dc:date>2019-05-07T12:08:00Z</dc:date>"
                    f"<content:encoded>{escape(TEXT)}</content:encoded></item></{version}>"
                )
                self.run_import(self.write("old.rdf.xml", text))
                assert "1 imported" in self.output
        assert set(self.imported().values()) == {"2019-05-07 08:08"}

    def test_atom_0_3(self) -> None:
        text = (
            '<feed version="0.3" xmlns="http://purl.org/atom/ns#"><entry><id>a</id>'
            "<title>Larkmoor Opens a Laboratory</title>"
            "<issued>2019-05-07T12:08:00Z</issued>"
            f'<content type="text/html" mode="escaped">{escape(TEXT)}</content>'
            "</entry></feed>"
        )
        self.run_import(self.write("old.atom", text))
        assert set(self.imported().values()) == {"2019-05-07 08:08"}

    def test_the_title_is_the_entry_s_own(self) -> None:
        text = (
            '<rss version="2.0" xmlns:media="http://search.yahoo.com/mrss/" '
            'xmlns:atom="http://www.w3.org/2005/Atom" '
            'xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel><item>'
            '<media:title>A photograph</media:title><atom:link href="x"/>'
            "<title>Larkmoor Opens a Laboratory</title><guid>a</guid>"
            f"<content:encoded>{escape(TEXT)}</content:encoded></item></channel></rss>"
        )
        self.run_import(self.write("feed.rss", text))
        assert Release.objects.get().headline == "Larkmoor Opens a Laboratory"


class WhatGivesNothing(Exports):
    """Is an error in a sentence, with exit status 2."""

    def test_an_export_of_drafts_alone_and_an_empty_one(self) -> None:
        item = ITEM.format(title="A", number=1, text=TEXT,
                           marks="<wp:status>draft</wp:status>")  # fmt: skip
        for items in (item, ""):
            text = RSS.format(
                namespace=WORDPRESS, items=items, declaration=f'xmlns:wp="{WORDPRESS}"'
            )
            for commit in (True, False):
                with self.subTest(items=bool(items), commit=commit):
                    printed = self.run_in_vain(self.write("s.xml", text), commit=commit)
                    assert printed == (
                        f"Nothing came from {self.folder}/s.xml: it has no published "
                        "release with its full text."
                    )

    def test_xml_of_another_kind_and_an_empty_folder(self) -> None:
        self.run_in_vain(self.write("map.xml", "<urlset><url/></urlset>"))
        (self.folder / "map.xml").unlink()
        self.run_in_vain(self.folder)


class APreview(Exports):
    """Is what --archive gives unless it is told to commit."""

    def test_says_what_would_be_public_and_what_left_out_and_saves_nothing(
        self,
    ) -> None:
        report = self.folder.with_suffix(".csv")
        self.addCleanup(report.unlink)
        printed = self.import_items("<wp:status>draft</wp:status>", commit=False)
        assert printed.splitlines()[0] == (
            "Would make public: 2019/larkmoor-opens-laboratory-number-0, 2019-05-07: "
            "Larkmoor Opens Laboratory Number 0"
        )
        assert printed.splitlines()[1].startswith("Left out: ")
        assert "was a draft on the old site" in printed.splitlines()[1]
        assert "1 to import, 0 already on the record, 1 to leave out." in self.output
        assert "Repeat the command with --commit" in self.output
        assert not Release.objects.exists()
        assert not Publication.objects.exists()
        self.run_import(self.folder / "site.xml", "--dry-run", "--report", report,
                        commit=False)  # fmt: skip
        assert "was a draft" in self.rows(report)[0]["saw"]

    def test_is_what_the_import_then_does(self) -> None:
        for name in ("a", "b", "c"):
            news = "it did." if name != "b" else "it did so again."
            self.text(f"{name}.txt", "May 3, 2017", "Larkmoor Names a Chemist", news)
        preview = self.run_import(self.folder, commit=False)
        done = self.run_import(self.folder)
        assert preview.replace("Would make public:", "Imported:") == done
        assert Release.objects.count() == 2

    def test_of_named_files_too(self) -> None:
        self.text("a.txt", "May 3, 2017", "Larkmoor Names a Chemist")
        printed = self.run_import(self.folder / "a.txt", commit=False)
        assert "Would make public: 2017/larkmoor-names-a-chemist" in printed
        assert not Release.objects.exists()
