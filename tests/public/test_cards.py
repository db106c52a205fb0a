"""The pictures that are shown with links to pages."""

from __future__ import annotations

import datetime as dt
import hashlib

from django.test import Client, TestCase

from releases.models import Derivative, Issuer, Publication, Release
from releases.models.record.kinds import Kind
from releases.pagecache.routes import prerendered_paths
from releases.record.publication_refs import refs_changing_at
from tests.builders import SEVEN, make_issuer, put_on_record
from tests.clock import MICROSECOND, travel
from tests.public.html_pages import (
    Page,
    correct,
    get_page,
    get_status,
    give_notice,
    save_and_publish,
)

HOUR = dt.timedelta(hours=1)
PAGE = "/releases/2026/results/"
FIRST = f"{PAGE}versions/1/card.png"
SECOND = f"{PAGE}versions/2/card.png"


def properties(page: Page) -> dict[str, str]:
    """Return what a page says of its card."""
    found = {
        meta.get("property") or meta.get("name") or "": meta.get("content", "")
        for meta in page.all("head/meta")
    }
    return {
        name.partition(":")[2]: value
        for name, value in found.items()
        if name.startswith(("og:image", "twitter:"))
    }


class TheCardOfARelease(TestCase):
    """There is one of each version, made once."""

    release: Release

    @classmethod
    def setUpTestData(cls) -> None:
        save_and_publish(make_issuer(), at=SEVEN - HOUR)
        cls.release = put_on_record(slug="results", headline="R&D “grows”", at=SEVEN)

    def get(self, path: str, *, at: dt.datetime = SEVEN) -> bytes:
        """Return the card at a path at a moment."""
        with travel(at):
            response = Client().get(path)
        assert response.status_code == 200
        assert response["Content-Type"] == "image/png"
        return response.content

    def test_is_there_from_the_instant_and_not_a_microsecond_before(self) -> None:
        before = SEVEN - MICROSECOND
        assert get_status(FIRST, at=before) == 404
        assert get_status(f"{PAGE}card.png", at=before) == 404
        assert not Derivative.objects.exists()
        assert self.get(f"{PAGE}card.png") == self.get(FIRST)
        assert Derivative.objects.get().representation == "card"

    def test_is_rendered_before_its_instant_after_the_pages(self) -> None:
        paths = prerendered_paths(refs_changing_at(SEVEN))
        assert paths.index(PAGE) < paths.index(f"{PAGE}card.png") < paths.index(FIRST)

    def test_is_named_by_the_page_with_its_size_and_words(self) -> None:
        assert properties(get_page(PAGE)) == {
            "image": f"http://testserver{FIRST}",
            "image:type": "image/png",
            "image:width": "1200",
            "image:height": "630",
            "image:alt": "R&D “grows” – Larkmoor Therapeutics",
            "card": "summary_large_image",
        }

    def test_of_a_correction_has_an_address_of_its_own(self) -> None:
        at = SEVEN + HOUR
        first = self.get(FIRST)
        correct(self.release, at=at, notice="A slip.", headline="R&D Costs")
        before = properties(get_page(PAGE, at=at - MICROSECOND))
        after = properties(get_page(PAGE, at=at))
        assert before["image"] == f"http://testserver{FIRST}"
        assert after["image"] == f"http://testserver{SECOND}"
        assert after["image:alt"].startswith("Corrected: R&D Costs")
        assert self.get(SECOND, at=at) == self.get(f"{PAGE}card.png", at=at)
        assert self.get(FIRST, at=at) == first != self.get(SECOND, at=at)

    def test_of_a_sealed_version_is_gone(self) -> None:
        at = SEVEN + HOUR
        give_notice(self.release, at=at, sealed=True)
        assert get_status(FIRST, at=at) == 410
        assert self.get(SECOND, at=at)

    def test_is_not_named_by_the_page_of_a_version(self) -> None:
        assert properties(get_page(f"{PAGE}versions/1/")) == {}


class TheCardOfTheSite(TestCase):
    """Of every page that is no release's, made once for each profile."""

    def test_changes_with_the_profile_alone_and_is_kept(self) -> None:
        save_and_publish(make_issuer(), at=SEVEN - HOUR)
        Issuer.objects.update(name="Larkmoor Group")
        save_and_publish(Issuer.objects.get(), at=SEVEN)
        with travel(SEVEN - MICROSECOND):
            first = Client().get("/card.png").content
        with travel(SEVEN):
            second, again = (Client().get("/card.png").content for _ in range(2))
        assert first != second == again
        rows = Derivative.objects.order_by("id")
        assert [row.sha256 for row in rows] == [
            hashlib.sha256(card).hexdigest() for card in (first, second)
        ]
        profiles = Publication.objects.filter(kind=Kind.PROFILE).order_by("number")
        assert [row.publication for row in rows] == list(profiles)

    def test_is_named_by_pages_once_the_issuer_has_a_name(self) -> None:
        save_and_publish(make_issuer(), at=SEVEN)
        before, after = (
            properties(get_page("/events/", at=at))
            for at in (SEVEN - MICROSECOND, SEVEN)
        )
        assert before == {"card": "summary"}
        assert after["image"] == "http://testserver/card.png"
        assert after["image:alt"] == "Newsroom – Larkmoor Therapeutics"
        assert get_status("/card.png", at=SEVEN - MICROSECOND) == 404
