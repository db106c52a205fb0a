"""The public addresses of the newsroom."""

from __future__ import annotations

from django.urls import URLPattern, path, register_converter
from django.views.generic import View

from releases.previews.guests import GuestFile, GuestPreview
from releases.public.archive import Archive, CategoryArchive, YearArchive
from releases.public.events import EventPage, Events
from releases.public.files import FileGate
from releases.public.home import Home
from releases.public.path_converters import NumberConverter, YearConverter
from releases.public.profile_pages import Contacts, Disclaimers
from releases.public.release import ReleasePage
from releases.public.robots import Robots
from releases.public.versions import RedlinePage, VersionPage
from releases.syndication.feeds import RssFeed
from releases.text import public_paths

register_converter(YearConverter, "year")
register_converter(NumberConverter, "number")


def page(public_path: str, view: type[View], name: str) -> URLPattern:
    """Serve a view at a public path, which Django writes without its first slash."""
    return path(public_path.removeprefix("/"), view.as_view(), name=name)


ADDRESS = "<year:year>/<slug:slug>"

app_name = "newsroom"
urlpatterns = [
    page(public_paths.HOME, Home, "home"),
    page(public_paths.ARCHIVE, Archive, "archive"),
    page(public_paths.FEED, RssFeed, "rss"),
    page(public_paths.year_path("<year:year>"), YearArchive, "year"),
    page(public_paths.category_path("<slug:slug>"), CategoryArchive, "category"),
    page(public_paths.release_path(ADDRESS), ReleasePage, "release"),
    page(public_paths.version_path(ADDRESS, "<number:number>"), VersionPage, "version"),
    page(
        public_paths.redline_path(ADDRESS, "<number:number>", "<number:later>"),
        RedlinePage,
        "redline",
    ),
    page(public_paths.EVENTS, Events, "events"),
    page(public_paths.event_path("<slug:slug>"), EventPage, "event"),
    page(public_paths.CONTACTS, Contacts, "contacts"),
    page(public_paths.DISCLAIMERS, Disclaimers, "disclaimers"),
    page(public_paths.file_path("<slug:token>", "<str:name>"), FileGate, "file"),
    page(public_paths.preview_path("<str:token>"), GuestPreview, "preview"),
    page(
        public_paths.preview_file_path("<str:token>", "<slug:file>"),
        GuestFile,
        "preview_file",
    ),
    page(public_paths.ROBOTS, Robots, "robots"),
]
