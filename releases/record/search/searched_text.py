"""Which words of a publication the search finds."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import NamedTuple

from releases.models import Publication
from releases.models.record.kinds import Kind
from releases.record.documents import (
    EventDocument,
    FileEntry,
    PageDocument,
    ReleaseDocument,
    ReportDocument,
)
from releases.text.html import html_to_text
from releases.text.question import SearchText
from releases.text.words import HEADLINE_LIMITS, TEXT_LIMITS, tokens_of, within_limits


class Readable(NamedTuple):
    """What a publication is found by, as readers read it; `text` is in paragraphs."""

    headline: str
    text: str


def readable_release(document: ReleaseDocument) -> Readable:
    """Return the words of a release; of a notice its own.

    Not the disclaimers and About sections, which every release has.
    """
    return Readable(
        document.headline, "\n".join(filter(None, _release_texts(document)))
    )


def _release_texts(document: ReleaseDocument) -> Iterator[str]:
    if document.change is not None:
        yield document.change.text
    if document.is_notice:
        return
    yield from document.subheadlines
    yield html_to_text(document.body)
    yield from document.dateline.places
    yield document.category.name
    yield from (each.name for each in document.category.names)
    yield from document.topics
    yield from (contact.name for contact in document.contacts)


def readable_event(document: EventDocument) -> Readable:
    """Return the words of an event: its title, its place and its programme."""
    places = (document.venue, document.city)
    programme = (
        " ".join(filter(None, (session.title, session.reference, session.room)))
        for session in document.sessions
    )
    return Readable(document.title, "\n".join(filter(None, (*places, *programme))))


def readable_report(document: ReportDocument) -> Readable:
    """Return the words of a report: its title, its summary and the titles of its files."""
    return Readable(
        document.title,
        "\n".join(filter(None, (document.summary, *_titles(document.files)))),
    )


def readable_page(document: PageDocument) -> Readable:
    """Return the words of a page that staff wrote, and the titles of its files."""
    body = html_to_text(document.body)
    return Readable(
        document.title, "\n".join(filter(None, (body, *_titles(document.files))))
    )


def _titles(files: Iterable[FileEntry]) -> Iterator[str]:
    return (file.title for file in files)


def _readable(publication: Publication) -> Readable:
    document = publication.document
    match publication.kind:
        case Kind.EVENT:
            return readable_event(EventDocument.model_validate_json(document))
        case Kind.REPORT:
            return readable_report(ReportDocument.model_validate_json(document))
        case Kind.PAGE:
            return readable_page(PageDocument.model_validate_json(document))
        case _:
            return readable_release(ReleaseDocument.model_validate_json(document))


def search_text(publication: Publication) -> SearchText:
    """Return the tokens of a release, an event, a report or a page."""
    readable = _readable(publication)
    language = publication.language
    return SearchText(
        within_limits(tokens_of(readable.headline, language), HEADLINE_LIMITS),
        within_limits(tokens_of(readable.text, language), TEXT_LIMITS),
    )
