"""What public pages ask to be translated is among the texts that catalogues have."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from unittest import mock

from django.test import Client
from django.utils import translation
from django.utils.translation import trans_real

from pydantic import BaseModel

from releases.management.catalogues.public_texts import public_texts
from releases.record.sitemaps import OWN_PAGES
from tests.builders import SEVEN
from tests.clock import travel
from tests.public.html_pages import ReaderTestCase
from tests.public.test_answers import furnish


@contextmanager
def asked_texts() -> Iterator[set[str]]:
    """Note each text that is asked for, and that Django doesn't translate itself."""
    asked: set[str] = set()
    real = trans_real.gettext
    own = trans_real.translation("nl")  # into which this project has no catalogue

    def note(message: str) -> str:
        text = str(message)
        if text and text not in own._catalog:  # type: ignore[attr-defined]  # noqa: SLF001 - it has no other list
            asked.add(text)
        return real(message)

    with mock.patch.object(
        translation._trans,  # type: ignore[attr-defined]  # noqa: SLF001 - all ask it
        "gettext",
        note,
        create=True,
    ):
        yield asked


def schema_descriptions(model: type[BaseModel] = BaseModel) -> set[str]:
    """Return the docstrings of schemas, which describe the API in English alone."""
    found = {" ".join((model.__doc__ or "").split())}
    for inner in model.__subclasses__():
        found |= schema_descriptions(inner)
    return found


class EveryPublicPage(ReaderTestCase):
    """Nothing on it is left in English."""

    @classmethod
    def setUpTestData(cls) -> None:
        furnish()

    def test_its_texts_are_in_catalogues(self) -> None:
        known = {text.msgid for text in public_texts()}
        pages = [
            *OWN_PAGES,
            *("/releases/2026/results/", "/events/call/", "/releases/2026/"),
            *("/search/?words=results", "/releases/2026/results/versions/1/"),
            *("/releases/feed.json", "/releases/rss.xml", "/nothing/"),
            *("/releases/2026/results/release.pdf", "/events/calendar.ics"),
        ]
        with self.settings(IRSITE_ALERTS=True), asked_texts() as asked, travel(SEVEN):
            for path in pages:
                Client().get(path)
        assert len(asked) > 100
        assert not sorted(asked - known - schema_descriptions())
