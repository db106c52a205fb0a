"""The public addresses of the newsroom."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from django.conf import settings
from django.urls import URLPattern, path, register_converter
from django.views.generic import View

from releases.api.documentation import ApiDocumentation
from releases.api.list_views import LIST_VIEWS
from releases.previews.guests import GuestFile, GuestPreview
from releases.public.about import AboutPage
from releases.public.archive import Archive, CategoryArchive, YearArchive
from releases.public.components import Components
from releases.public.events import EventPage, Events
from releases.public.feeds import Feeds
from releases.public.files import FileGate
from releases.public.filings import Filings
from releases.public.home import Home
from releases.public.path_converters import (
    NumberConverter,
    PartConverter,
    YearConverter,
)
from releases.public.profile_pages import (
    Accessibility,
    Contacts,
    Disclaimers,
    Disclosure,
    Privacy,
)
from releases.public.release import ReleasePage
from releases.public.reports import Reports
from releases.public.representation_view import view_of
from releases.public.results import Results
from releases.public.search import SearchPage
from releases.public.verify import Verify
from releases.public.versions import RedlinePage, VersionPage
from releases.record.representation import Representation
from releases.record.subjects import (
    CATEGORY_SLUG,
    EVENT_ADDRESS,
    RELEASE_ADDRESS,
    VERSION_NUMBER,
)
from releases.representations import REPRESENTATIONS
from releases.subscriptions.ask import Ask, QuestionSent
from releases.subscriptions.key_pages import KEY_VIEWS
from releases.subscriptions.provider_webhooks import ProviderWebhook
from releases.subscriptions.subscribe import Asked, Subscribe
from releases.text import public_paths

register_converter(YearConverter, "year")
register_converter(NumberConverter, "number")
register_converter(PartConverter, "part")


def page(public_path: str, view: type[View], name: str) -> URLPattern:
    """Serve a view at a public path, which Django writes without its first slash."""
    return path(public_path.removeprefix("/"), view.as_view(), name=name)


def representation_pages(
    representations: Iterable[Representation[Any]],
) -> Iterator[URLPattern]:
    """Yield the URL patterns of representations."""
    for representation in representations:
        view = view_of(representation)
        for name, route in representation.routes():
            yield page(route, view, name)


app_name = "newsroom"
urlpatterns = [
    page(public_paths.HOME, Home, "home"),
    page(public_paths.ARCHIVE, Archive, "archive"),
    page(public_paths.year_path("<year:year>"), YearArchive, "year"),
    page(public_paths.category_path(CATEGORY_SLUG), CategoryArchive, "category"),
    page(public_paths.release_path(RELEASE_ADDRESS), ReleasePage, "release"),
    page(
        public_paths.version_path(RELEASE_ADDRESS, VERSION_NUMBER),
        VersionPage,
        "version",
    ),
    page(
        public_paths.redline_path(RELEASE_ADDRESS, VERSION_NUMBER, "<number:later>"),
        RedlinePage,
        "redline",
    ),
    page(public_paths.EVENTS, Events, "events"),
    page(public_paths.event_path(EVENT_ADDRESS), EventPage, "event"),
    page(public_paths.RESULTS, Results, "results"),
    page(public_paths.FILINGS, Filings, "filings"),
    page(public_paths.REPORTS, Reports, "reports"),
    page(public_paths.page_path(EVENT_ADDRESS), AboutPage, "page"),
    page(public_paths.SEARCH, SearchPage, "search"),
    page(public_paths.CONTACTS, Contacts, "contacts"),
    page(public_paths.DISCLAIMERS, Disclaimers, "disclaimers"),
    page(public_paths.FEEDS, Feeds, "feeds"),
    page(public_paths.DISCLOSURE, Disclosure, "disclosure"),
    page(public_paths.ACCESSIBILITY, Accessibility, "accessibility"),
    page(public_paths.PRIVACY, Privacy, "privacy"),
    page(public_paths.API, ApiDocumentation, "api"),
    *(page(view.declared.path, view, view.declared.name) for view in LIST_VIEWS),
    page(public_paths.VERIFY, Verify, "verify"),
    page(public_paths.ALERTS, Subscribe, "alerts"),
    page(public_paths.ALERTS_ASKED, Asked, "alerts_asked"),
    page(public_paths.ASK, Ask, "ask"),
    page(public_paths.ASK_SENT, QuestionSent, "ask_sent"),
    *(
        page(
            public_paths.reader_path(view.purpose, "<str:key>"),
            view,
            f"alerts_{view.purpose}",
        )
        for view in KEY_VIEWS
    ),
    page(
        public_paths.provider_webhook_path("<slug:provider>"),
        ProviderWebhook,
        "provider_webhook",
    ),
    page(public_paths.file_path("<slug:token>", "<str:name>"), FileGate, "file"),
    page(public_paths.preview_path("<str:token>"), GuestPreview, "preview"),
    page(
        public_paths.preview_file_path("<str:token>", "<slug:file>"),
        GuestFile,
        "preview_file",
    ),
    *representation_pages(REPRESENTATIONS),
    *(
        [page(public_paths.COMPONENTS, Components, "components")]
        if settings.DEBUG
        else []
    ),
]
