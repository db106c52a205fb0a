"""Every list of the JSON API, with its view."""

from __future__ import annotations

from releases.api.lists import (
    EventsView,
    FilingsView,
    ListView,
    PagesView,
    ReleasesView,
    ReportsView,
)
from releases.api.results import ResultsList

LIST_VIEWS: tuple[type[ListView], ...] = (
    ReleasesView,
    EventsView,
    ResultsList,
    FilingsView,
    ReportsView,
    PagesView,
)
