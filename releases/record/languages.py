"""The other languages of a release: only those that readers have."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from releases.models import Publication
from releases.models.record.publication import PublicationQuerySet
from releases.record.documents import ReleaseDocument, ReleaseHead
from releases.record.fragment_cache import on_the_site
from releases.record.published import Published
from releases.text.public_paths import release_path
from releases.translation import language_name


@dataclass(frozen=True, slots=True, kw_only=True)
class LanguageLink:
    """The page of a release in one language (BCP 47)."""

    language: str
    address: str
    is_translation: bool

    @property
    def name(self) -> str:
        """The language's own name."""
        return language_name(self.language)

    @property
    def permanent_path(self) -> str:
        """Its path from the root of the site."""
        return release_path(self.address)

    @property
    def path(self) -> str:
        """Its path below the script prefix."""
        return on_the_site(self.permanent_path)


LanguageLinks = tuple[LanguageLink, ...]


def group_of(address: str, translation_group: str) -> str:
    """Return the name of a release's group: its key, or its own address where it has none."""
    return translation_group or address


def language_links(
    releases: Iterable[Published[ReleaseHead] | Published[ReleaseDocument]],
    *,
    at: dt.datetime,
) -> dict[str, LanguageLinks]:
    """Return by address the languages that are live at `at`, of releases in several.

    The original comes first. One that is withdrawn is not among them.
    """
    groups = {
        release.address: group_of(
            release.address,
            release.document.languages.name if release.document.languages else "",
        )
        for release in releases
    }
    if not groups:
        return {}
    rows = Publication.objects.in_groups(set(groups.values()))
    links = _by_group(rows.live(at=at).standing())
    return {
        address: links[group] for address, group in groups.items() if group in links
    }


def every_language_link(*, at: dt.datetime) -> dict[str, LanguageLinks]:
    """Return by address the languages of all releases that are live in several."""
    live = Publication.objects.releases().live(at=at).standing()
    return {
        link.address: links
        for links in _by_group(live.in_several_languages()).values()
        for link in links
    }


def _by_group(publications: PublicationQuerySet) -> dict[str, LanguageLinks]:
    """Return the languages of each group that has several, the original first."""
    found: dict[str, list[LanguageLink]] = defaultdict(list)
    for address, group, language, is_translation in publications.values_list(
        "address", "translation_group", "language", "is_translation"
    ):
        found[group_of(address, group)].append(
            LanguageLink(
                language=language, address=address, is_translation=is_translation
            )
        )
    return {
        name: tuple(
            sorted(links, key=lambda link: (link.is_translation, link.language))
        )
        for name, links in found.items()
        if len(links) > 1
    }


def default_link(links: LanguageLinks, language: str) -> LanguageLink:
    """Return the page for readers of none of the languages: the site's, or the first."""
    primary = primary_language(language)
    return next(
        (link for link in links if primary_language(link.language) == primary),
        links[0],
    )


def primary_language(tag: str) -> str:
    """Return the language of a tag (BCP 47) without its region: “de” of “de-AT”."""
    return tag.lower().partition("-")[0]


def other_links(
    links: Mapping[str, LanguageLinks],
    release: Published[ReleaseHead] | Published[ReleaseDocument],
) -> LanguageLinks:
    """Return the links to the other languages of a release."""
    return tuple(
        link
        for link in links.get(release.address, ())
        if link.address != release.address
    )
