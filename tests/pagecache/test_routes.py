"""Public views as the page cache sees them: which paths they have, and when these change."""

from __future__ import annotations

from collections.abc import Iterator

from django.http import HttpResponse
from django.test import SimpleTestCase, override_settings
from django.urls import path
from django.views.generic import View

from releases.models.record.kinds import Kind
from releases.pagecache.routes import (
    fixed_paths,
    prerendered_paths,
    public_patterns,
)
from releases.record.public_view import PublicationRef, PublicView
from releases.text.public_paths import ALERTS, ALERTS_ASKED, ASK, ASK_SENT


class ForgetfulView(PublicView, View):
    """A public view that does not say which publications it shows."""

    def get(self, *args: object, **kwargs: object) -> HttpResponse:
        """Answer."""
        return HttpResponse("")


urlpatterns = [
    path("fixed/", ForgetfulView.as_view()),
    path("by-number/<int:number>/", ForgetfulView.as_view()),
]


def patterns_without_affected_paths() -> Iterator[str]:
    """Yield each route with a parameter whose public view names no paths."""
    inherited = PublicView.affected_paths.__func__  # type: ignore[attr-defined]  # a bound method's function
    for route, view in public_patterns():
        own = view.affected_paths.__func__  # type: ignore[attr-defined]  # the same
        if "<" in route and own is inherited:
            yield f"{route} ({view.__name__})"


class AffectedPaths(SimpleTestCase):
    """A path with a parameter is a 404 until a publication has named it."""

    def test_each_public_view_with_a_parameter_overrides_them(self) -> None:
        assert [route for route, _ in public_patterns() if "<" in route]
        assert not list(patterns_without_affected_paths())

    @override_settings(ROOT_URLCONF=__name__)
    def test_a_view_that_forgets_them_is_found(self) -> None:
        found = list(patterns_without_affected_paths())
        assert found == ["by-number/<int:number>/ (ForgetfulView)"]


class PathsRenderedInAdvance(SimpleTestCase):
    """The pages that a site with these settings has."""

    def test_pages_about_mails_are_among_them_where_mails_are_sent(self) -> None:
        mail_pages = {ALERTS, ALERTS_ASKED, ASK, ASK_SENT}
        with self.settings(IRSITE_ALERTS=True):
            assert mail_pages <= {*fixed_paths()}
            assert mail_pages <= {*prerendered_paths([])}
        with self.settings(IRSITE_ALERTS=False):
            assert mail_pages.isdisjoint(fixed_paths())
            profile = PublicationRef(kind=Kind.PROFILE, address="profile", year=2026)
            assert mail_pages.isdisjoint(prerendered_paths([profile]))
