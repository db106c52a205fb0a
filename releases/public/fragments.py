"""Pieces of HTML that many pages share and that are cached in memory.

Each is cached by all it is made of, so that it never has to be invalidated; nothing
else of a page is cached here, and whole pages are `releases.pagecache`'s.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from django.template.loader import render_to_string
from django.utils.safestring import SafeString

from crispy_forms.utils import render_crispy_form  # type: ignore[import-untyped]  # has no types

from releases.public.archive_counts import ArchiveCount
from releases.public.archive_form import ArchiveFilterForm
from releases.record.documents import ReleaseDocument, ReleaseHead
from releases.record.fragment_cache import cached_fragment
from releases.record.languages import LanguageLinks, other_links
from releases.record.published import Published


@cached_fragment(1000)
def render_release_item(
    release: Published[ReleaseHead] | Published[ReleaseDocument],
    *,
    level: str,
    with_deck: bool = False,
    languages: LanguageLinks = (),
) -> SafeString:
    """Render a release in a list, its headline as a heading of `level` (h2, h3).

    `with_deck`, which needs the whole document, adds its first subheadline; `languages`
    are the others that readers have it in.
    """
    return render_to_string(
        "partials/release_item.html",
        {
            "release": release,
            "level": level,
            "with_deck": with_deck,
            "languages": languages,
        },
    )


def render_release_items(
    releases: Sequence[Published[ReleaseHead] | Published[ReleaseDocument]],
    links: Mapping[str, LanguageLinks],
    *,
    level: str,
    with_deck: int = 0,
) -> list[SafeString]:
    """Render releases with links to their languages; the first with their decks."""
    return [
        render_release_item(
            release,
            level=level,
            with_deck=number < with_deck,
            languages=other_links(links, release),
        )
        for number, release in enumerate(releases)
    ]


@cached_fragment(64)
def render_archive_counts(
    years: tuple[ArchiveCount, ...],
    categories: tuple[ArchiveCount, ...],
    *,
    current: str,
) -> SafeString:
    """Render the links to each year and category; `current` is the key of this page."""
    return render_to_string(
        "partials/archive_counts.html",
        {"years": years, "categories": categories, "current": current},
    )


def render_archive_form(form: ArchiveFilterForm) -> SafeString:
    """Render the form; cached unless it has errors."""
    if form.errors:
        return SafeString(render_crispy_form(form))
    return _render_archive_form(
        tuple(form.filters.items()), form.years, form.categories
    )


@cached_fragment(64)
def _render_archive_form(
    filters: tuple[tuple[str, str], ...],
    years: tuple[int, ...],
    categories: tuple[tuple[str, str], ...],
) -> SafeString:
    form = ArchiveFilterForm(dict(filters), years=years, categories=categories)
    return SafeString(render_crispy_form(form))
