"""The text of a release for reading at the desk, with what was said of it marked."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from html import escape

from django.utils.safestring import SafeString

from releases.models import Comment
from releases.record.documents import ReleaseDocument
from releases.templatetags.text_markup import wrap_tables
from releases.text.highlighting import Highlighter
from releases.workspace.release_context.context import WorkspaceContext


@dataclass(frozen=True, slots=True, kw_only=True)
class Part:
    """A part of the text, in the restricted HTML, with its marks."""

    name: str
    markup: SafeString


@dataclass(frozen=True, slots=True, kw_only=True)
class Remark:
    """A comment; `here` tells whether its passage still stands in the text."""

    comment: Comment
    here: bool


@dataclass(frozen=True, slots=True, kw_only=True)
class Text:
    """All that is written in a release, part by part, and the keys that are marked."""

    language: str
    parts: tuple[Part, ...]
    found: frozenset[str]


def text_of(document: ReleaseDocument, passages: dict[str, str]) -> Text:
    """The document with these passages marked, each where a link `#mark-key` leads."""
    highlighter = Highlighter(passages)
    parts = tuple(
        # Cleaned when it was frozen, or escaped below; the marker adds marks alone.
        Part(name=name, markup=SafeString(wrap_tables(highlighter.highlight(markup))))
        for name, markup in _said(document)
        if markup
    )
    return Text(
        language=document.language, parts=parts, found=frozenset(highlighter.found_keys)
    )


def marked(context: WorkspaceContext) -> Text:
    """The release with what checks found and what people said."""
    return text_of(context.document, {**_found(context), **_commented(context)})


def remarks(context: WorkspaceContext, text: Text) -> list[Remark]:
    """The comments that are still to be settled."""
    return [
        Remark(comment=one, here=comment_key(one) in text.found)
        for one in context.comments
        if one.settled_at is None
    ]


def finding_key(check_id: str, number: int) -> str:
    """What links to the mark of a finding end with."""
    return f"{check_id}-{number}"


def comment_key(comment: Comment) -> str:
    """The same of a comment."""
    return f"comment-{comment.pk}"


def stands_in(document: ReleaseDocument, passage: str) -> bool:
    """Whether these words stand in the text, in this order."""
    return bool(text_of(document, {"it": passage}).found)


def _found(context: WorkspaceContext) -> dict[str, str]:
    return {
        finding_key(verdict.check.id, number): finding.passage
        for verdict in context.results
        for number, finding in enumerate(verdict.findings)
        if finding.passage
    }


def _commented(context: WorkspaceContext) -> dict[str, str]:
    return {
        comment_key(one): one.passage
        for one in context.comments
        if one.settled_at is None and one.passage
    }


def _said(document: ReleaseDocument) -> Iterator[tuple[str, str]]:
    """The parts of the page in its order, in the restricted HTML."""
    yield "Headline", _paragraph(document.headline)
    yield "Subheadlines", "".join(map(_paragraph, document.subheadlines))
    yield "Dateline", _paragraph("; ".join(document.dateline.places))
    yield "Text", document.body
    for about in document.boilerplates:
        yield about.heading or "About", _paragraphs(about.text)
    for notice in document.disclaimers:
        yield notice.heading or "Legal notice", _paragraphs(notice.wording)


def _paragraph(words: str) -> str:
    return f"<p>{escape(words, quote=False)}</p>" if words else ""


def _paragraphs(text: str) -> str:
    return "".join(map(_paragraph, filter(None, text.split("\n\n"))))
