"""What became of each passage of a release, from one version to a later one."""

from __future__ import annotations

from collections.abc import Iterable

from django.test import SimpleTestCase

from hypothesis import given
from hypothesis import strategies as st

from releases.record.documents import (
    BoilerplateEntry,
    CategoryEntry,
    Change,
    ContactEntry,
    Dateline,
    DisclaimerEntry,
    FileEntry,
    ImageEntry,
    LanguageGroup,
    ReleaseDocument,
)
from releases.record.redline import Section, redline_of
from releases.record.release_parts import RELEASE_PARTS
from releases.text.html import sanitize_html
from releases.text.passages import parse_passages
from releases.text.redline import RedlineBlock, group_blocks, redline_html


def document(**fields: object) -> ReleaseDocument:
    """Return a short release."""
    defaults: dict[str, object] = {
        "headline": "Larkmoor Reports First Quarter Results",
        "category": CategoryEntry(slug="financial-results", name="Financial results"),
        "language": "en",
        "timezone": "America/New_York",
    }
    return ReleaseDocument.model_validate(defaults | fields)


def file_entry(sha256: str) -> FileEntry:
    """Return a file with this content, always under the same name."""
    return FileEntry(
        token="t",
        name="q1.pdf",
        title="Results",
        media_type="application/pdf",
        size=9,
        sha256=sha256,
    )


def read(blocks: Iterable[RedlineBlock]) -> list[str]:
    """Each block as a line: -gone-, +new+, cells between bars."""
    marks = {"same": "", "gone": "-", "new": "+"}
    return [
        " | ".join(
            " ".join(
                f"{marks[segment.kind]}{segment.text}{marks[segment.kind]}"
                for segment in cell.segments
            )
            for cell in block.cells
        )
        for block in blocks
    ]


def side(blocks: Iterable[RedlineBlock], without: str) -> list[str]:
    """Return the words of one of the two texts, put together from the redline."""
    return [
        word
        for block in blocks
        for cell in block.cells
        for segment in cell.segments
        if segment.kind != without
        for word in segment.text.split()
    ]


class ATextThatChanged(SimpleTestCase):
    """Word by word where a passage was rewritten, whole where it is another."""

    def test_words_that_changed_stand_beside_those_that_did_not(self) -> None:
        found = redline_html(
            "<p>Revenue was $10 million, up 5%.</p>",
            "<p>Revenue was $12 million, up 5%.</p>",
        )
        assert read(found) == ["Revenue was -$10- +$12+ million, up 5%."]
        assert [block.status for block in found] == ["changed"]

    def test_a_passage_of_other_words_goes_whole_and_the_other_comes_whole(
        self,
    ) -> None:
        found = redline_html(
            "<p>Nothing of this stays.</p>", "<h2>Quite another heading</h2>"
        )
        assert read(found) == ["-Nothing of this stays.-", "+Quite another heading+"]

    def test_what_is_put_in_moves_nothing_else(self) -> None:
        found = redline_html(
            "<p>One fish.</p><p>Two birds.</p>",
            "<p>One fish.</p><p>Brand new.</p><p>Two birds.</p>",
        )
        assert [block.status for block in found] == ["same", "new", "same"]

    def test_each_rewritten_passage_finds_its_own(self) -> None:
        found = redline_html(
            "<p>Sales in Europe rose by four percent.</p>"
            "<p>Sales in Asia fell by two percent this year.</p>",
            "<p>This was put in front of everything else.</p>"
            "<p>Sales in Europe rose by five percent.</p>"
            "<p>Sales in Asia fell by three percent this year.</p>",
        )
        assert read(found) == [
            "+This was put in front of everything else.+",
            "Sales in Europe rose by -four- +five+ percent.",
            "Sales in Asia fell by -two- +three+ percent this year.",
        ]

    def test_headings_lists_and_quotations_keep_their_kind(self) -> None:
        text = (
            "<h2>Outlook</h2><ul><li><p>One</p></li><li>Two</li></ul>"
            "<blockquote><p>Quote.</p></blockquote><p>End.</p>"
        )
        kinds = [block.kind for block in redline_html(text, text)]
        assert kinds == ["h2", "li", "li", "blockquote", "p"]

    def test_a_link_that_leads_elsewhere_shows_both_addresses(self) -> None:
        found = redline_html(
            '<p>See <a href="https://a.example">here</a> and '
            '<a href="https://same.example">there</a>.</p>',
            '<p>See <a href="https://b.example">here</a> and '
            '<a href="https://same.example">there</a>.</p>',
        )
        assert read(found) == [
            "See here -(https://a.example)- +(https://b.example)+ and there."
        ]

    def test_raised_and_lowered_figures_stay_told_apart(self) -> None:
        found = redline_html("<p>10<sup>6</sup> CO<sub>2</sub></p>", "<p>106 CO2</p>")
        assert read(found) == ["-10^6 CO_2-", "+106 CO2+"]

    def test_entries_and_rows_are_set_together(self) -> None:
        text = (
            "<ul><li>One</li><li>Two</li></ul><p>Between</p>"
            "<table><tr><td>a</td></tr><tr><td>b</td></tr></table>"
            "<table><caption>Second</caption><tr><td>c</td></tr></table>"
            "<table><tr><td>d</td></tr></table>"
        )
        groups = [
            (group.kind, len(group.blocks))
            for group in group_blocks(redline_html(text, text))
        ]
        assert groups == [
            ("list", 2),
            ("alone", 1),
            ("table", 2),
            ("alone", 1),
            ("table", 1),
            ("table", 1),
        ]


class ATableThatChanged(SimpleTestCase):
    """Row by row and cell by cell."""

    def test_a_figure_changes_in_its_cell(self) -> None:
        found = redline_html(
            "<table><tr><th>Item</th><th>2026</th></tr>"
            "<tr><td>Revenue</td><td>10</td></tr><tr><td>Loss</td><td>3</td></tr></table>",
            "<table><tr><th>Item</th><th>2026</th></tr>"
            "<tr><td>Revenue</td><td>12</td></tr><tr><td>Loss</td><td>3</td></tr></table>",
        )
        assert read(found) == ["Item | 2026", "Revenue | -10- +12+", "Loss | 3"]
        assert [block.is_header for block in found] == [True, False, False]

    def test_a_column_that_is_put_in_is_new_in_each_row(self) -> None:
        found = redline_html(
            "<table><tr><td>Revenue</td><td>12</td></tr></table>",
            '<table><tr><td>Revenue</td><td>12</td><td colspan="2">9</td></tr></table>',
        )
        assert read(found) == ["Revenue | 12 | +9+"]
        assert [cell.span for cell in found[0].cells] == [1, 1, 2]

    def test_a_column_that_is_taken_out_is_gone_in_each_row(self) -> None:
        found = redline_html(
            "<table><tr><td>Revenue</td><td>12</td><td>9</td></tr></table>",
            "<table><tr><td>Revenue</td><td>12</td></tr></table>",
        )
        assert read(found) == ["Revenue | 12 | -9-"]

    def test_a_paragraph_is_never_taken_for_a_row(self) -> None:
        found = redline_html(
            "<p>Revenue 12</p>", "<table><tr><td>Revenue</td><td>12</td></tr></table>"
        )
        assert read(found) == ["-Revenue 12-", "+Revenue+ | +12+"]

    def test_paragraphs_in_a_cell_are_one_cell_and_empty_rows_are_none(self) -> None:
        found = parse_passages(
            "<table><tr><td><p>One</p><p>two</p></td><td></td></tr>"
            "<tr><td></td><td> </td></tr></table>"
        )
        assert [passage.cells for passage in found] == [("One two", "")]


words = st.text(st.sampled_from("abc xyz<>&é.,1"), max_size=12)
bodies = st.lists(
    st.builds(
        lambda tag, text: f"<{tag}>{text}</{tag}>",
        st.sampled_from(["p", "h2", "li", "table><tr><td", "blockquote"]),
        words,
    ),
    max_size=8,
).map(lambda parts: sanitize_html("".join(parts)))


class AnyTwoTexts(SimpleTestCase):
    """Nothing is lost, and nothing is made up."""

    @given(before=bodies, after=bodies)
    def test_both_can_be_read_out_of_their_redline(
        self, before: str, after: str
    ) -> None:
        found = redline_html(before, after)
        assert side(found, without="new") == words_of(before)
        assert side(found, without="gone") == words_of(after)

    @given(body=bodies)
    def test_a_text_does_not_differ_from_itself(self, body: str) -> None:
        assert {block.status for block in redline_html(body, body)} <= {"same"}

    def test_what_is_too_long_to_match_goes_whole_and_comes_whole(self) -> None:
        before = "".join(f"<p>Passage {n} says {n * 7}.</p>" for n in range(5_000))
        after = before.replace("says", "tells")
        rows = "".join(f"<tr><td>{n}</td></tr>" for n in range(300))
        other = "".join(f"<tr><td>x{n}</td></tr>" for n in range(300))
        assert len(redline_html(before, after)) == 10_000
        assert (
            len(redline_html(f"<table>{rows}</table>", f"<table>{other}</table>"))
            == 600
        )


def words_of(body: str) -> list[str]:
    """Return every word of the text."""
    return [word for passage in parse_passages(body) for word in passage.text.split()]


class TheRedlineOfTwoReleases(SimpleTestCase):
    """Every part of the page is compared."""

    def changed(self, **fields: object) -> dict[str, list[str]]:
        """Return the redline of a release to which these fields are added, part by part."""
        found = redline_of(document(), document(**fields))
        return {part.name: read(part.blocks) for part in found if part.changed}

    def test_every_field_of_every_part_is_compared(self) -> None:
        samples = {
            "change": Change(kind="correction", text="A slip."),
            "headline": "Other words",
            "subheadlines": ("Up",),
            "dateline": Dateline(places=("BOSTON",), wire="WIRE"),
            "body": "<p>Text.</p>",
            "boilerplates": (BoilerplateEntry(heading="About", text="We."),),
            "disclaimers": (
                DisclaimerEntry(ref="a", revision=1, name="x", wording="Maybe."),
            ),
            "contacts": (
                ContactEntry(ref="a", audience="investors", name="Dana", phones=("1",)),
            ),
            "files": (file_entry("a" * 64),),
            "category": CategoryEntry(slug="corporate", name="Corporate"),
            "topics": ("Oncology",),
            "source": "Larkmoor, Inc.",
            "language": "de",
            "languages": LanguageGroup(name="key"),
            "images": (
                ImageEntry(
                    token="t" * 22,
                    name="plant-480.jpg",
                    media_type="image/jpeg",
                    width=480,
                    height=320,
                    size=9,
                    sha256="b" * 64,
                ),
            ),
            "period": "2026-q3",
            "events": ("call",),
        }
        fields = {field: part for part in RELEASE_PARTS for field in part.fields}
        assert set(samples) == set(fields)
        for field, part in fields.items():
            with self.subTest(field):
                assert list(self.changed(**{field: samples[field]})) == [part.name]

    def test_a_dateline_is_printed_as_on_the_page(self) -> None:
        dateline = Dateline(places=("BOSTON", "LONDON"), wire="WIRE")
        assert self.changed(dateline=dateline) == {
            "Dateline": ["+BOSTON and LONDON (WIRE)+"]
        }

    def test_another_file_under_the_same_name_is_another_file(self) -> None:
        found = redline_of(
            document(files=(file_entry("a" * 64),)),
            document(files=(file_entry("b" * 64),)),
        )
        (part,) = [part for part in found if part.changed]
        assert part.key == "files"
        assert read(part.blocks) == [
            "Results: q1.pdf (9 bytes, SHA-256 -aaaaaaaaaaaa…)- +bbbbbbbbbbbb…)+"
        ]

    def test_two_that_say_the_same_have_no_part_that_changed(self) -> None:
        parts: tuple[Section, ...] = redline_of(document(), document())
        assert parts
        assert not [part for part in parts if part.changed]
