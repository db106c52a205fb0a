"""The parts of a release are declared once, and every form of a release has each of them."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from html import unescape

from django.test import Client, TestCase

from releases.desk.context import load_context
from releases.intake.drafts import create_draft
from releases.intake.parser.reader import read
from releases.models import Category, Release, Topic
from releases.record.documents import ReleaseDocument, ReleaseHead
from releases.record.redline import redline_of
from releases.record.release_parts import RELEASE_PARTS
from releases.workspace.text import highlight
from tests.builders import (
    SEVEN,
    make_attachment,
    make_boilerplate,
    make_contact,
    make_disclaimer,
    make_event,
    make_issuer,
    make_release,
    publication_of,
    put_on_record,
)
from tests.clock import travel
from tests.public.html_pages import correct

AGAIN = SEVEN + dt.timedelta(hours=1)
# What tells how to read a document, and is no part of its text.
ABOUT_THE_DOCUMENT = {"version", "kind", "timezone"}
# A word that only this part holds, for each part.
WORDS = {
    "notice": "Misprinted",
    "headline": "Halcyon",
    "subheadlines": "Subsidiary",
    "dateline": "DUBROVNIK",
    "text": "Bathysphere",
    "about": "Aboutness",
    "disclaimers": "Caveats",
    "contacts": "Quillfeather",
    "files": "Workbook",
    "particulars": "Sourceworthy",
}
# What each form leaves out, and why.
EXCUSED: dict[str, dict[str, str]] = {
    "page": {},
    "feed": {},
    "redline": {},
    "desk": {
        "notice": "written when the correction is made, and shown there",
        "contacts": "listed beside the text",
        "files": "listed beside the text",
        "particulars": "listed beside the text",
    },
    "checks": {"notice": "asked for when the correction is made"},
}


class TheList(TestCase):
    """It is whole, and each field is in one part."""

    def test_every_field_of_a_release_is_in_one_part(self) -> None:
        fields = [field for part in RELEASE_PARTS for field in part.fields]
        assert len(fields) == len(set(fields))
        document = set(ReleaseDocument.model_fields) - ABOUT_THE_DOCUMENT
        assert set(fields) == document
        assert set(ReleaseHead.model_fields) <= document | ABOUT_THE_DOCUMENT

    def test_every_part_has_a_word_in_this_test(self) -> None:
        assert set(WORDS) == {part.key for part in RELEASE_PARTS}


class EveryForm(TestCase):
    """A part that is left out is excused by name."""

    release: Release
    document: ReleaseDocument

    @classmethod
    def setUpTestData(cls) -> None:
        make_issuer()
        release = make_release(
            headline="Halcyon Days at Larkmoor",
            subheadlines="Subsidiary opens",
            dateline_places="DUBROVNIK",
            body="<p>A Bathysphere was lowered.</p>",
            source="Sourceworthy Inc.",
            contacts=(make_contact(name="Ada Quillfeather"),),
            disclaimers=(make_disclaimer(wording="Caveats apply."),),
            boilerplates=(make_boilerplate(text="Aboutness matters."),),
            events=(make_event(),),
        )
        release.topics.add(Topic.objects.create(name="Oceans"))
        make_attachment(release, title="Workbook of dives")
        cls.release = put_on_record(release, at=SEVEN)
        correct(cls.release, at=AGAIN, notice="Misprinted before.")
        with travel(AGAIN):
            row = publication_of(cls.release)
            cls.document = ReleaseDocument.model_validate_json(row.document)

    def forms(self) -> dict[str, Callable[[], str]]:
        """Each form of a release, by name, as text."""
        return {
            "page": lambda: self.fetch(f"/releases/{self.release.address}/"),
            "feed": lambda: self.fetch("/releases/rss.xml"),
            "redline": self.redline,
            "desk": self.desk,
            "checks": self.checked,
        }

    def fetch(self, path: str) -> str:
        with travel(AGAIN):
            return unescape(Client().get(path).content.decode())

    def redline(self) -> str:
        empty = self.document.model_copy(
            update={
                field: () if isinstance(value, tuple) else type(value)()
                for field, value in self.document
                if field in {"subheadlines", "body", "contacts", "files", "events"}
            }
        )
        sections = redline_of(empty, self.document)
        return " ".join(
            segment.text
            for section in sections
            for block in section.blocks
            for cell in block.cells
            for segment in cell.segments
        )

    def desk(self) -> str:
        text = highlight(self.document, {})
        return unescape(" ".join(str(section.markup) for section in text.sections))

    def checked(self) -> str:
        checked = load_context(self.release, at=AGAIN).checked
        return " ".join(piece.text for piece in checked.all_text)

    def test_shows_each_part_or_is_excused(self) -> None:
        assert set(self.forms()) == set(EXCUSED)
        for form, render in self.forms().items():
            text = render()
            for part in RELEASE_PARTS:
                with self.subTest(form, part=part.key):
                    shown = WORDS[part.key] in text
                    assert shown != (part.key in EXCUSED[form])


class Intake(TestCase):
    """A draft made of a text has each part that a text can hold."""

    TEXT = """Halcyon Days at Larkmoor Reported for the Whole Year

Subsidiary opens in the harbor and makes its first deliveries

DUBROVNIK, March 3, 2026 – Larkmoor Therapeutics, Inc. (Nasdaq: LRKM) today said that a Bathysphere was lowered into the bay and came back up.

About Larkmoor Therapeutics

Larkmoor Therapeutics, Inc. lives by Aboutness and by nothing else in the world.

Forward-Looking Statements

This release contains forward-looking statements, and Caveats apply to every one of them.

SOURCE: Sourceworthy Inc.

Investor Contact:
Ada Quillfeather
+1 617 555 0142
ada@example.com
"""
    NOT_IN_A_TEXT = {
        "notice": "written at the desk",
        "files": "attached at the desk",
    }

    def test_fills_each_part_of_the_document(self) -> None:
        make_issuer()
        with travel(SEVEN):
            release = create_draft(read(self.TEXT), by="dana").release
            release.category = Category.objects.all()[0]
            release.save()
            context = load_context(release, at=SEVEN)
            for part in RELEASE_PARTS:
                text = " ".join(p.text for p in part.passages(context.document))
                with self.subTest(part.key):
                    expected = part.key not in self.NOT_IN_A_TEXT
                    assert (WORDS[part.key] in text) == expected
