"""Which forms the canary asks for, derived from the declarations of representations.

A form that extends the page of a release, a version or an event exists from the instant of its
publication. A list has the publication's path from then on, if it declares what it `lists`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any, NamedTuple

from releases.alerts.page_probe import path_of
from releases.models import Publication
from releases.models.record.kinds import Kind
from releases.record.published import profile
from releases.record.representation import (
    PART,
    Lookup,
    NotDisclosed,
    Representation,
    SealedVersion,
    Subject,
)
from releases.record.subjects import (
    CATEGORY_SLUG,
    EVENT_ADDRESS,
    RELEASE_ADDRESS,
    VERSION_NUMBER,
    YEAR,
)
from releases.representations import REPRESENTATIONS
from releases.text import public_paths

# The pages that are lists, which nothing declares: what they list is seen on them.
LIST_PAGES = {
    Kind.RELEASE: (
        public_paths.HOME,
        public_paths.ARCHIVE,
        f"{public_paths.API_PREFIX}/releases",
    ),
    Kind.EVENT: (public_paths.EVENTS, f"{public_paths.API_PREFIX}/events"),
}
# The routes of the pages that have forms.
RELEASE_ROUTE = public_paths.release_path(RELEASE_ADDRESS)
VERSION_ROUTE = public_paths.version_path(RELEASE_ADDRESS, VERSION_NUMBER)
EVENT_ROUTE = public_paths.event_path(EVENT_ADDRESS)
CATEGORY_ROUTE = public_paths.category_path(CATEGORY_SLUG)
YEAR_ROUTE = public_paths.year_path(YEAR)


class AskedForm(NamedTuple):
    """A form by its name in a finding, which tells nothing of the publication, and its path."""

    name: str
    path: str


def fixed_lists(kind: str) -> tuple[str, ...]:
    """Return the paths of the lists of releases or events that exist whatever is published."""
    paths = [
        form.path_at(page)
        for form in REPRESENTATIONS
        for page in form.of.pages.values()
        if form.lists == kind and "<" not in page
    ]
    return (*LIST_PAGES[Kind(kind)], *paths)


def own_lists(publication: Publication) -> Iterator[AskedForm]:
    """Yield the lists of its category and its year, with their pages."""
    if publication.kind != Kind.RELEASE:
        return
    pages = {YEAR_ROUTE: public_paths.year_path(f"{publication.year:04d}")}
    if publication.category:
        pages[CATEGORY_ROUTE] = public_paths.category_path(publication.category)
    for route, page in pages.items():
        yield AskedForm(_plain(route), page)
        for form in REPRESENTATIONS:
            if form.lists == publication.kind and route in form.of.pages.values():
                yield AskedForm(_plain(form.path_at(route)), form.path_at(page))


def own_forms(publication: Publication) -> Iterator[AskedForm]:
    """Yield the forms that exist from the publication's instant on, and not before.

    Of several parts of a form, such as tables, the first one; and every attached file.
    """
    pages = _own_pages(publication)
    yield AskedForm("page", path_of(publication))
    subjects: dict[int, Any] = {}
    for form in REPRESENTATIONS:
        routes = [route for route in pages if route in form.of.pages.values()]
        if not routes:
            continue
        if id(form.of) not in subjects:
            subjects[id(form.of)] = _subject(form.of, publication=publication)
        subject = subjects[id(form.of)]
        if subject is not None and _exists(form, subject):
            name = form.suffix.replace(PART, "1") or form.name
            yield AskedForm(name, form.path_at(pages[routes[0]]))
    for token, name in publication.files.values_list("token", "name"):
        yield AskedForm("file", public_paths.file_path(token, name))


def _own_pages(publication: Publication) -> dict[str, str]:
    """Return the pages that exist from its instant on by their routes, the first first."""
    address, number = publication.address, publication.number
    if publication.kind == Kind.EVENT:
        return {EVENT_ROUTE: public_paths.event_path(address)}
    version = {VERSION_ROUTE: public_paths.version_path(address, number)}
    if number > 1:
        return version
    return {RELEASE_ROUTE: public_paths.release_path(address)} | version


def _subject(subject: Subject[Any], *, publication: Publication) -> Any:
    """Return what the forms are of as of the publication's instant; None if nothing."""
    year, _, slug = publication.address.rpartition("/")
    parameters: dict[str, Any] = {"slug": slug}
    if publication.kind == Kind.RELEASE:
        parameters |= {"year": int(year), "number": publication.number}
    at = publication.live_from
    lookup = Lookup(at=at, issuer=profile(at=at), parameters=parameters)
    try:
        return subject.read(lookup)
    except (NotDisclosed, SealedVersion):
        return None


def _plain(route: str) -> str:
    """Return a route without the names of its converters: which one it is, is not told."""
    return re.sub(r"<\w+:(\w+)>", r"<\1>", route)


def _exists(form: Representation[Any], subject: Any) -> bool:
    return not (form.applies or form.parts) or form.exists_for(subject.document)
