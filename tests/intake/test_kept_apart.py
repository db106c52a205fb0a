"""What is easily taken for something else: guidance, notes, a webcast and its replay."""

from __future__ import annotations

from django.test import SimpleTestCase

from releases.intake.parser.reader import read
from releases.intake.parser.reading import Event, Reading

BEFORE = """Larkmoor Reports Results

BRISTOL HARBOR, Mass., March 3, 2026 – Larkmoor Therapeutics, Inc. (Nasdaq: LRKM) today reported results for the quarter, and told of its plans.

"""


def reading_of(*paragraphs: str) -> Reading:
    """Return the reading of a release with these paragraphs below its first."""
    return read(BEFORE + "\n\n".join(paragraphs) + "\n")


class Guidance(SimpleTestCase):
    """What a company expects of its figures is news, and no disclaimer."""

    OUTLOOKS = (
        "For 2027 Larkmoor expects net product revenue of $520 million to $545 million. The Company does not reconcile forward-looking Adjusted EBITDA to net income.",
        "The Company expects revenue to grow by 12 percent. It gives no forward-looking GAAP measure.",
        "In 2027 we expect a margin of 21% to 23%; this forward-looking measure leaves out impairment.",
    )

    def test_stays_in_the_body_and_is_doubted(self) -> None:
        for outlook in self.OUTLOOKS:
            with self.subTest(outlook):
                reading = reading_of("Financial Outlook", outlook)
                assert reading.disclaimers == ()
                assert outlook[:40] in reading.body_html
                saws = [str(doubt.saw) for doubt in reading.doubts]
                assert any("reads like a disclaimer" in saw for saw in saws)

    def test_a_notice_that_names_amounts_is_a_notice(self) -> None:
        notice = "This release contains forward-looking statements, among them that revenue may reach $520 million. Actual results may differ materially."
        assert len(reading_of(notice).disclaimers) == 1


class Notes(SimpleTestCase):
    """“(1)” is a note where a word is marked with it, and a list elsewhere."""

    def test_notes_keep_their_marks(self) -> None:
        for mark in ("share(1)", "$0.15 (1)", "currency,(1)"):
            with self.subTest(mark):
                body = reading_of(
                    f"The Board declared a dividend of $0.15 per {mark} payable on March 22, 2026.",
                    "(1) Subject to withholding tax.\n(2) At constant currency.",
                ).body_html
                assert "<p>(1) Subject to withholding tax.</p>" in body

    def test_an_asterisk_behind_a_word_is_the_mark_of_its_note(self) -> None:
        for mark in ("EBITDA*", "EBITDA*,", "EBITDA (adjusted)*"):
            with self.subTest(mark):
                body = reading_of(
                    f"Adjusted {mark} was $12 million in the quarter, up from $9 million.",
                    "* A measure that is not of generally accepted principles.",
                ).body_html
                assert "<p>* A measure that is not" in body

    def test_asterisks_before_items_are_a_list(self) -> None:
        for text, items in (
            ("Adjusted EBITDA* was $12 million.", "* Up a third.\n* Debt is lower."),
            ("Adjusted EBITDA was $12 million.", "* Up a third.\n* Debt is lower."),
        ):
            with self.subTest(items):
                body = reading_of(text, items).body_html
                assert "<ul><li>Up a third." in body

    def test_the_caption_of_a_figure_is_no_heading(self) -> None:
        for caption in ("Figure 1. Revenue by Quarter", "Chart 2: Net Sales", "Fig. 3"):
            with self.subTest(caption):
                body = reading_of(
                    caption, "The Board recommends a dividend of 13 cents per share."
                ).body_html
                assert f"<p>{caption}</p>" in body

    def test_a_numbered_list_is_a_list(self) -> None:
        body = reading_of("(1) Subject to tax.\n(2) At constant currency.").body_html
        assert "<ol><li>Subject to tax.</li>" in body


class AWebcastAndItsReplay(SimpleTestCase):
    """The address of the webcast is not the replay's."""

    def event(self, sentence: str) -> Event:
        call = "Larkmoor will host a conference call and webcast on March 4, 2026, at 8:30 a.m. ET."
        (event,) = reading_of(f"{call} {sentence}").events
        return event

    def test_one_sentence_with_both(self) -> None:
        for sentence in (
            "The webcast will be at https://www.larkmoor.example.com/webcast and a replay will be available until March 18, 2026.",
            "The live webcast is at https://www.larkmoor.example.com/webcast, and an archived replay will be available through March 18, 2026.",
            "A webcast can be followed at https://www.larkmoor.example.com/webcast; and the recording will be kept until March 18, 2026.",
        ):
            with self.subTest(sentence):
                event = self.event(sentence)
                assert event.links == ("https://www.larkmoor.example.com/webcast",)
                assert event.replay is not None
                assert event.replay.links == ()
                assert event.replay.until is not None

    def test_a_replay_with_an_address_of_its_own(self) -> None:
        event = self.event(
            "A replay will be available at https://www.larkmoor.example.com/replay until March 18, 2026."
        )
        assert event.replay is not None
        assert event.replay.links == ("https://www.larkmoor.example.com/replay",)


class AFigureAlone(SimpleTestCase):
    """On its line is no heading of what follows."""

    def test_stays_a_paragraph_in_its_place(self) -> None:
        for figure in ("9", "12", "1,204", "$3.50", "41%"):
            with self.subTest(figure):
                reading = reading_of(
                    "The number of trials that Larkmoor has under way rose to",
                    figure,
                    "during the year, which is the most that it has ever had at once.",
                )
                assert f"<p>{figure}</p>" in reading.body_html
                assert "<h2>" not in reading.body_html
