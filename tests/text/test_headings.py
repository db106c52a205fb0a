"""Headings of a body keep their ids through corrections."""

from __future__ import annotations

from django.test import SimpleTestCase

from releases.text.headings import contents_of, headings_of, link_headings


def body(*headings: str) -> str:
    """Return a body with these headings of level 2."""
    return "".join(f"<h2>{text}</h2><p>Words.</p>" for text in headings)


def ids_of(*versions: str) -> list[str]:
    """Return the ids of the last version's headings."""
    return [heading.id for heading in headings_of(versions)]


class IdsOfHeadings(SimpleTestCase):
    """They say what the heading says, once a page, and outlive its words."""

    def test_they_are_slugs_and_each_is_there_once(self) -> None:
        first = body(
            "Q3 &amp; <em>Outlook</em>", "Outlook", "Outlook", "Contacts", "第"
        )
        assert ids_of(first) == [
            *("q3-outlook", "outlook", "outlook-2", "contacts-2", "part"),
        ]

    def test_they_stay_when_headings_come_go_move_and_change_their_words(self) -> None:
        first = body("Results", "Outlook", "Call")
        for later, ids in (
            (body("Results", "Outlook", "Call"), ["results", "outlook", "call"]),
            (
                body("News", "Results", "Outlook", "Call"),
                ["news", "results", "outlook", "call"],
            ),
            (body("Results", "Call"), ["results", "call"]),
            (body("Call", "Results", "Outlook"), ["call", "results", "outlook"]),
            (body("Results", "Guidance", "Call"), ["results", "outlook", "call"]),
            (
                body("Results", "Guidance", "More", "Call"),
                ["results", "guidance", "more", "call"],
            ),
        ):
            with self.subTest(later):
                assert ids_of(first, later) == ids

    def test_one_that_took_a_name_keeps_it_when_the_first_comes_back(self) -> None:
        versions = (body("Outlook"), body("Guidance"), body("Guidance", "Outlook"))
        assert ids_of(*versions) == ["outlook", "outlook-2"]

    def test_nothing_has_none(self) -> None:
        assert headings_of(()) == ()
        assert ids_of(body("A"), "<p>No heading.</p>") == []


class TheListOfContents(SimpleTestCase):
    """It has the headings of a long body, of as few levels as make a list."""

    def test_it_is_made_of_the_highest_levels_that_make_one(self) -> None:
        for markup, texts in (
            (body("A", "B"), []),
            (body("A", "B", "C") + "<h3>D</h3>", ["A", "B", "C"]),
            (body("A") + "<h3>B</h3><h4>C</h4><h3>D</h3>", ["A", "B", "D"]),
            ("<h4>A</h4><h4></h4><h4>B</h4><h4>C</h4>", ["A", "B", "C"]),
        ):
            with self.subTest(markup):
                entries = contents_of(headings_of((markup,)))
                assert [entry.text for entry in entries] == texts

    def test_each_heading_gets_its_id_and_a_link(self) -> None:
        headings = headings_of(("<h3>A</h3><p>B</p>",))
        set_markup = '<h3><span class="nb">A</span></h3><p>B</p><h2>C</h2>'
        assert link_headings(set_markup, headings, label="“Link”") == (
            '<h3 id="a"><span class="nb">A</span> <a class="anchor" href="#a"'
            ' aria-label="“Link”"></a></h3><p>B</p><h2>C</h2>'
        )
