"""The public addresses of the newsroom."""

from __future__ import annotations

from django.urls import path, register_converter

from releases.previews.guests import GuestFile, GuestPreview
from releases.public.archive import Archive, CategoryShelf, YearShelf
from releases.public.events import EventPage, Events
from releases.public.files import FileGate
from releases.public.home import Home
from releases.public.path_converters import NumberConverter, YearConverter
from releases.public.profile_pages import Contacts, Disclaimers
from releases.public.release import ReleasePage
from releases.public.robots import Robots
from releases.public.versions import RedlinePage, VersionPage
from releases.syndication.feeds import RssFeed

register_converter(YearConverter, "year")
register_converter(NumberConverter, "number")

app_name = "newsroom"
urlpatterns = [
    path("", Home.as_view(), name="home"),
    path("releases/", Archive.as_view(), name="archive"),
    path("releases/rss.xml", RssFeed.as_view(), name="rss"),
    path("releases/<year:year>/", YearShelf.as_view(), name="year"),
    path("releases/category/<slug:slug>/", CategoryShelf.as_view(), name="category"),
    path("releases/<year:year>/<slug:slug>/", ReleasePage.as_view(), name="release"),
    path(
        "releases/<year:year>/<slug:slug>/versions/<number:number>/",
        VersionPage.as_view(),
        name="version",
    ),
    path(
        "releases/<year:year>/<slug:slug>/versions/<number:number>/to/<number:later>/",
        RedlinePage.as_view(),
        name="redline",
    ),
    path("events/", Events.as_view(), name="events"),
    path("events/<slug:slug>/", EventPage.as_view(), name="event"),
    path("contacts/", Contacts.as_view(), name="contacts"),
    path("disclaimers/", Disclaimers.as_view(), name="disclaimers"),
    path("files/<slug:token>/<str:name>", FileGate.as_view(), name="file"),
    path("preview/<str:token>/", GuestPreview.as_view(), name="preview"),
    path(
        "preview/<str:token>/<slug:file>/",
        GuestFile.as_view(),
        name="preview_file",
    ),
    path("robots.txt", Robots.as_view(), name="robots"),
]
