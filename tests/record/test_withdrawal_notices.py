"""The notice that takes the place of a release."""

from __future__ import annotations

from django.test import TestCase

from releases.record.documents import CategoryEntry, Change, ReleaseDocument
from releases.record.freeze import freeze_withdrawal

STOOD = ReleaseDocument(
    headline="Larkmoor Reports First Quarter Results",
    body="<p>Revenue grew.</p>",
    category=CategoryEntry(slug="financial-results", name="Financial results"),
    language="en",
    timezone="America/New_York",
)


class ANotice(TestCase):
    """Made of what the public has read."""

    def test_it_keeps_the_headline_and_none_of_the_text(self) -> None:
        page = freeze_withdrawal(STOOD, address="2026/results", reason="In error.")
        assert isinstance(page.document, ReleaseDocument)
        assert page.headline == page.document.headline == STOOD.headline
        assert page.document.body == ""
        assert page.document.change == Change(kind="withdrawal", text="In error.")

    def test_it_may_ask_to_disregard_and_may_seal_what_stood(self) -> None:
        page = freeze_withdrawal(
            STOOD,
            address="2026/results",
            reason="A test.",
            kind="disregard",
            sealed=True,
        )
        assert isinstance(page.document, ReleaseDocument)
        assert page.document.change == Change(
            kind="disregard", text="A test.", sealed=True
        )
