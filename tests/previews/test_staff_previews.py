"""A release as others will see it, and what changed in it: for staff alone."""

from __future__ import annotations

import re

from django.urls import reverse

from releases.desk import transitions
from releases.models import JournalEntry, Release
from tests.admin.desk import DeskTestCase, release_without_findings
from tests.builders import (
    SEVEN,
    approve,
    author,
    counsel,
    make_contact,
    make_disclaimer,
    make_event,
    make_issuer,
    make_release,
    put_on_record,
    submit,
)
from tests.clock import SECOND, travel

# The links to other forms, which are made of what is on the record: not in a preview.
FORM_LINKS = re.compile(
    r'<li><a href="[^"]*" type="application/pdf">PDF</a></li>'
    r'|<li><a href="#cite">Share and cite</a></li>'
    r'|<p class="table-files">.*?</p>|<a class="card-link".*?</a>',
    re.DOTALL,
)


def path_of(release: Release, view: str, *more: str) -> str:
    """Return the address of a view of the release."""
    return reverse(f"admin:releases_release_{view}", args=[release.pk, *more])


class ThePreview(DeskTestCase):
    """It is the public page, before it is public."""

    def setUp(self) -> None:
        make_issuer()
        self.release = make_release(
            body="<table><tr><th>Revenue</th><td>$ 1,204</td></tr></table>",
            contacts=(make_contact(),),
            disclaimers=(make_disclaimer(),),
            events=(make_event(slug="call"),),
        )
        self.path = path_of(self.release, "preview")

    def test_it_shows_exactly_what_gets_frozen(self) -> None:
        self.sign_in_as("Counsel")
        with travel(SEVEN - SECOND):
            preview = self.page(self.path)
            approve(self.release, at=SEVEN - SECOND)
        self.release.refresh_from_db()
        with travel(SEVEN):
            public = self.page(f"/releases/{self.release.address}/")
        article = '<article class="release'
        assert article in public
        shown = inside(public, article)
        assert len(FORM_LINKS.findall(shown)) == 4
        assert inside(preview, article) == FORM_LINKS.sub("", shown)

    def test_it_is_neither_stored_nor_indexed(self) -> None:
        self.sign_in_as("Counsel")
        for view in ("preview", "preview_framed", "preview_phone", "preview_feed"):
            with self.subTest(view):
                headers = self.client.get(path_of(self.release, view)).headers
                assert "no-store" in headers["Cache-Control"]
                assert headers["X-Robots-Tag"] == "noindex, nofollow"

    def test_each_view_is_for_staff_who_may_see_releases(self) -> None:
        views = [
            *[path_of(self.release, f"preview{suffix}") for suffix in ("", "_framed")],
            *[path_of(self.release, f"preview_{kind}") for kind in ("phone", "feed")],
            path_of(self.release, "compare", "public"),
        ]
        for path in views:
            with self.subTest(path):
                self.client.logout()
                assert self.client.get(path).status_code == 302
                self.sign_in_as()
                assert self.client.get(path).status_code == 403

    def test_once_approved_it_shows_the_record(self) -> None:
        self.sign_in_as("Counsel")
        put_on_record(self.release)
        Release.objects.filter(pk=self.release.pk).update(headline="Tampered with")
        page = self.page(self.path)
        assert "Larkmoor Reports First Quarter Results" in page
        assert "Tampered with" not in page


class OnAPhone(DeskTestCase):
    """The page in a frame that no other page may make."""

    def setUp(self) -> None:
        make_issuer()
        self.sign_in_as("Counsel")
        self.release = make_release()

    def test_only_this_site_frames_it_and_only_this_page_holds_a_frame(self) -> None:
        framed = self.client.get(path_of(self.release, "preview_framed"))
        assert framed.headers["X-Frame-Options"] == "SAMEORIGIN"
        assert "frame-ancestors 'self'" in framed.headers["Content-Security-Policy"]
        phone = self.client.get(path_of(self.release, "preview_phone"))
        assert phone.headers["X-Frame-Options"] == "DENY"
        policy = phone.headers["Content-Security-Policy"]
        assert "frame-src 'self'" in policy
        assert "frame-ancestors 'none'" in policy
        assert 'sandbox="allow-same-origin"' in phone.content.decode()

    def test_the_framed_page_has_no_banner_of_ours(self) -> None:
        page = self.page(path_of(self.release, "preview_framed"))
        assert "Revenue grew." in page
        assert "Only staff can see this page." not in page


class InAFeed(DeskTestCase):
    """The item that feed readers get."""

    def test_it_is_what_the_feed_will_hold(self) -> None:
        make_issuer()
        self.sign_in_as("Counsel")
        release = release_without_findings()
        with travel(SEVEN - SECOND):
            shown = self.client.get(path_of(release, "preview_feed")).context["item"]
            approve(release, at=SEVEN - SECOND)
        with travel(SEVEN):
            feed = self.page(reverse("newsroom:rss"))
        assert shown in feed


class WhatChanged(DeskTestCase):
    """Since it was last approved, and since the public read it."""

    def setUp(self) -> None:
        make_issuer()
        self.sign_in_as("Counsel")

    def test_since_it_was_approved(self) -> None:
        release = submit(body="<p>EPS was $0.24.</p>")
        with travel(SEVEN):
            transitions.approve(release, by=counsel(), at=SEVEN)
        with travel(SEVEN + 9 * SECOND):
            transitions.correct(release, by=author(), at=SEVEN, notice="EPS is $0.42.")
        Release.objects.filter(pk=release.pk).update(body="<p>EPS was $0.42.</p>")
        for what in ("approved", "public"):
            with self.subTest(what), travel(SEVEN + 9 * SECOND):
                page = self.page(path_of(release, "compare", what))
                assert "Removed: </span>$0.24.</del>" in page
                assert "Added: </span>$0.42.</ins>" in page

    def test_where_there_is_nothing_to_compare_with_there_is_no_page(self) -> None:
        release = make_release()
        for what in ("approved", "public", "nonsense"):
            with self.subTest(what):
                path = path_of(release, "compare", what)
                assert self.client.get(path).status_code == 404

    def test_a_notice_is_no_text_to_compare_with(self) -> None:
        release = put_on_record()
        with travel(SEVEN + SECOND):
            transitions.withdraw(
                release, by=counsel(), at=SEVEN + SECOND, reason="In error."
            )
        with travel(SEVEN + 9 * SECOND):
            path = path_of(release, "compare", "public")
            assert self.client.get(path).status_code == 404


class WhoReadIt(DeskTestCase):
    """The journal knows who read what is not public, and where."""

    def test_each_view_is_noted(self) -> None:
        make_issuer()
        self.sign_in_as("Counsel")
        release = submit()
        for path in (
            path_of(release, "preview"),
            path_of(release, "preview_framed"),
            path_of(release, "preview_feed"),
            path_of(release, "action", "approve"),
        ):
            self.page(path)
        read = JournalEntry.objects.filter(action="read")
        assert set(read.values_list("detail", flat=True)) == {
            "its preview",
            "its preview on a phone",
            "its preview in a feed",
            "the page of approve",
        }


def inside(page: str, start: str) -> str:
    """Return the part of a page from here to the end of its article."""
    return page[page.index(start) : page.index("</article>")]
