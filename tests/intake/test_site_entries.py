"""Entries of static sites and of Movable Type: the published ones, and no others."""

from __future__ import annotations

import pytest

from releases.intake.exceptions import IntakeError
from releases.intake.readers import read_file
from releases.models import Release
from tests.intake.test_archive import Archives

LEDE = (
    "CORK, Ireland, May 7, 2019 -- Larkmoor Therapeutics, Inc. (Nasdaq: LRKM) said today that "
    "it opened a laboratory in Cork, where forty people work on its medicines."
)
MARKDOWN = f"""{LEDE}

## What It Makes

It makes *two* medicines, and ~~three~~ no vaccines:

| Medicine | 2019 | 2018 |
|----------|------|------|
| Orvelta  | 40   | 38   |

{{{{< figure src="lab.png" title="The laboratory" >}}}}

It opens in June.
"""
TYPED = """AUTHOR: desk
TITLE: {title}
BASENAME: {name}
STATUS: {status}
DATE: 05/07/2019 08:30:00 AM
-----
BODY:
<p>{lede}</p>
-----
EXTENDED BODY:
<p>It opens in June.</p>
-----
COMMENT:
AUTHOR: A Reader
DATE: 05/08/2019 08:30:00 AM
First!
-----
--------
"""


class SiteEntries(Archives):
    """A folder of a static site's entries."""

    def entry(self, settings: str, name: str = "post.md", fence: str = "---") -> None:
        """Write an entry with these settings."""
        path = self.folder / name
        path.parent.mkdir(exist_ok=True)
        path.write_text(f"{fence}\n{settings}\n{fence}\n{MARKDOWN}")

    def assert_left_out(self, reason: str) -> None:
        report = self.folder.with_suffix(".csv")
        self.addCleanup(report.unlink, missing_ok=True)
        self.run_in_vain(self.folder, "--report", report)
        assert not Release.objects.exists()
        assert reason in self.rows(report)[0]["saw"]


class APublishedEntry(SiteEntries):
    """Comes with its title and its words, and its codes are doubted."""

    def test_in_yaml_toml_and_json(self) -> None:
        title = "Larkmoor Opens Laboratory {}"
        for number, head in enumerate(
            (
                f"---\ntitle: {title}\ndate: 2019-05-07 08:30:00 -0400\ndraft: false\n---\n",
                f'+++\ntitle = "{title}"\ndate = 2019-05-07T08:30:00-04:00\n+++\n',
                f'{{"title": "{title}", "date": "2019-05-07T08:30:00-04:00"}}\n',
                f"---\nTitle: {title}\nStatus: published\nDate: 2019-05-07 08:30:00-04:00\n---\n",
            )
        ):
            with self.subTest(head):
                path = self.folder / f"{number}.md"
                path.write_text(head.replace("{}", str(number)) + MARKDOWN)
                report = self.folder / "r.csv"
                self.run_import(path, "--report", report, seconds=9 - number)
                release = Release.objects.latest("pk")
                assert release.headline == title.format(number)
                assert "<h2>What It Makes</h2>" in release.body
                assert "makes <em>two</em> medicines, and no vaccines" in release.body
                assert '<th scope="row">Orvelta</th><td>40</td>' in release.body
                assert "{{" not in release.body
                seen = [row["saw"] for row in self.rows(report)]
                assert any("“{{< figure" in words for words in seen)
                assert "words struck out: “three”" in seen
        assert set(self.imported().values()) == {"2019-05-07 08:30"}

    def test_whose_title_is_its_first_heading(self) -> None:
        path = self.folder / "2019-05-07-opens-laboratory.md"
        path.write_text(f"# Larkmoor Opens a Laboratory\n\n{MARKDOWN}")
        self.run_import(self.folder)
        assert self.imported() == {"2019/opens-laboratory": "2019-05-07 00:00"}
        assert "Opens a Laboratory" not in Release.objects.get().body


class AnUnpublishedEntry(SiteEntries):
    """Is left out, with its reason."""

    def test_by_its_settings(self) -> None:
        for settings, reason in (
            ("draft: true", "was a draft"),
            ("draft: 'yes'", "was a draft"),
            ("draft: {{ site.drafts }}", "can't be read"),
            ("published: false", "not public (published: false)"),
            ("status: hidden", "had the status “hidden”"),
            ("date: 2099-01-01", "was scheduled"),
            ("publishDate: 2099-01-01T08:00:00Z", "was scheduled"),
            ("publishDate: soon", "was scheduled"),
            ("expiryDate: 2020-01-01", "had expired"),
            ("password: sesame", "was behind a password"),
            ("private: true", "not public (private: true)"),
            ("permalink: false", "had no page"),
            ("build:\n  render: never", "had no page"),
            ("draft: [", "can't be read"),
        ):
            with self.subTest(settings):
                self.entry(f"title: Larkmoor Buys a Rival\n{settings}")
                self.assert_left_out(reason)

    def test_in_toml_and_in_a_page_of_html(self) -> None:
        self.entry('title = "Larkmoor Buys a Rival"\ndraft = true', fence="+++")
        self.assert_left_out("was a draft")
        (self.folder / "post.md").unlink()
        self.entry("title: Larkmoor Buys a Rival\npublished: no", name="post.html")
        self.assert_left_out("not public (published: false)")

    def test_in_a_folder_of_drafts(self) -> None:
        self.entry("title: Larkmoor Buys a Rival", name="_drafts/rival.md")
        self.assert_left_out("in the folder of drafts, _drafts")

    def test_given_as_a_release_it_is_refused_with_what_to_do(self) -> None:
        for text in (
            f"---\ntitle: A\ndraft: true\n---\n{MARKDOWN}",
            f"+++\ndraft = true\n+++\n<p>{LEDE}</p>" * 9,
            TYPED.format(title="A", name="a", status="Draft", lede=LEDE),
        ):
            with (
                self.subTest(text),
                pytest.raises(IntakeError, match="with --archive"),
            ):
                read_file(text.encode(), "post.html")

    def test_a_rule_above_a_release_is_no_setting(self) -> None:
        text = (
            f"---\nContact: Dana Whitlock\n---\nLarkmoor Opens a Laboratory\n\n{LEDE}\n"
        )
        assert read_file(text.encode()).reading.headline is not None


class MovableType(Archives):
    """Exports one text file with all entries."""

    def test_gives_what_was_published_and_leaves_out_drafts(self) -> None:
        entries = (
            ("Larkmoor Opens a Laboratory", "opens_lab", "Publish"),
            ("Larkmoor Buys a Rival", "buys_rival", "Draft"),
            ("Larkmoor Sells a Rival", "sells_rival", "Future"),
            ("Larkmoor Thinks", "thinks", ""),
        )
        path = self.folder / "export.txt"
        path.write_text(
            "".join(
                TYPED.format(title=title, name=name, status=status, lede=LEDE)
                for title, name, status in entries
            )
        )
        printed = self.run_import(path)
        assert self.imported() == {"2019/opens-lab": "2019-05-07 08:30"}
        assert "1 imported, 0 already on the record, 3 not imported" in self.output
        assert "“Larkmoor Buys a Rival” was a draft on the old site." in printed
        body = Release.objects.get().body
        assert "It opens in June." in body
        assert "First!" not in body


class AnEntryOfTheFuture(SiteEntries):
    """Was not public, whatever its export says of its status."""

    def test_by_the_export_s_own_date(self) -> None:
        path = self.folder / "feed.rss"
        path.write_text(
            '<rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/">'
            "<channel><item><title>Larkmoor Buys a Rival</title><guid>a</guid>"
            "<pubDate>Tue, 05 May 2099 12:30:00 +0000</pubDate>"
            f"<content:encoded>{LEDE}</content:encoded></item></channel></rss>"
        )
        self.assert_left_out("which is still to come")
