"""Where a release stands, and how it will look."""

from __future__ import annotations

import datetime as dt

from django.urls import reverse

from releases.desk import transitions
from releases.models import Release
from tests.admin.desk import (
    DeskTestCase,
    change_path,
)
from tests.builders import (
    SEVEN,
    approve,
    counsel,
    make_contact,
    make_disclaimer,
    make_event,
    make_issuer,
    make_release,
    publish,
    schedule,
)
from tests.clock import MICROSECOND, SECOND, travel

LATER = SEVEN + dt.timedelta(hours=2)


class ThePanel(DeskTestCase):
    """Where the release stands, in words."""

    def setUp(self) -> None:
        make_issuer()
        self.sit_down("Counsel")

    def test_before_its_instant_it_is_scheduled_and_has_no_public_link(self) -> None:
        release = schedule(live_from=LATER)
        with travel(LATER - MICROSECOND):
            page = self.page(change_path(release))
        assert "Scheduled" in page
        assert f'href="/releases/{release.address}/"' not in page

    def test_at_its_instant_it_is_public(self) -> None:
        release = schedule(live_from=LATER)
        with travel(LATER):
            page = self.page(change_path(release))
        assert "Since 3 March 2026, 09:00:00 EST (14:00:00 UTC)." in page
        release.refresh_from_db()
        assert f'href="/releases/{release.address}/"' in page

    def test_one_that_was_imported_says_where_it_comes_from(self) -> None:
        release = make_release()
        with travel(SEVEN):
            transitions.import_past(
                release, by="loader", at=SEVEN, dated=SEVEN - dt.timedelta(days=400)
            )
        with travel(SEVEN + SECOND):
            page = self.page(change_path(release))
        assert "Imported: first published elsewhere on 27 January 2025." in page

    def test_a_withdrawn_one_can_only_be_read(self) -> None:
        release = publish()
        with travel(SEVEN + SECOND):
            transitions.withdraw(release, by=counsel(), at=SEVEN, reason="In error.")
            page = self.page(change_path(release))
        assert "Readers find a notice in its place." in page
        assert "/step/" not in page

    def test_an_instant_that_has_passed_is_pointed_out(self) -> None:
        with travel(LATER):
            page = self.page(change_path(make_release(go_live_at=SEVEN)))
        assert "This has passed: choose a new instant" in page

    def test_it_shows_what_was_done(self) -> None:
        release = publish()
        page = self.page(change_path(release))
        assert "ada: submit" in page
        assert "carl: approve" in page


class ThePreview(DeskTestCase):
    """It is the public page, before it is public."""

    def setUp(self) -> None:
        make_issuer()
        self.release = make_release(
            contacts=(make_contact(),),
            disclaimers=(make_disclaimer(),),
            events=(make_event(slug="call"),),
        )
        self.path = reverse("admin:releases_release_preview", args=[self.release.pk])

    def test_it_shows_exactly_what_gets_frozen(self) -> None:
        self.sit_down("Counsel")
        with travel(SEVEN - SECOND):
            preview = self.page(self.path)
            approve(self.release, at=SEVEN - SECOND)
        self.release.refresh_from_db()
        with travel(SEVEN):
            public = self.page(f"/releases/{self.release.address}/")
        article = '<article class="release'
        assert article in public
        assert inside(preview, article) == inside(public, article)

    def test_it_is_neither_stored_nor_indexed(self) -> None:
        self.sit_down("Counsel")
        headers = self.client.get(self.path).headers
        assert "no-store" in headers["Cache-Control"]
        assert headers["X-Robots-Tag"] == "noindex, nofollow"

    def test_it_is_for_staff_who_may_see_releases(self) -> None:
        assert self.client.get(self.path).status_code == 302
        self.sit_down()
        assert self.client.get(self.path).status_code == 403

    def test_once_approved_it_shows_the_record(self) -> None:
        self.sit_down("Counsel")
        publish(self.release)
        Release.objects.filter(pk=self.release.pk).update(headline="Tampered with")
        page = self.page(self.path)
        assert "Larkmoor Reports First Quarter Results" in page
        assert "Tampered with" not in page


def inside(page: str, start: str) -> str:
    """The part of a page from here to the end of its article."""
    return page[page.index(start) : page.index("</article>")]
