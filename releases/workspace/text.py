"""The text of a release to read at the desk, with findings and comments highlighted."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from html import escape

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from releases.models import Comment
from releases.previews.staff import image_address
from releases.record.documents import ReleaseDocument
from releases.templatetags.text_markup import wrap_tables
from releases.text.highlighting import Anchor, Highlighter, anchor_at
from releases.text.image_tags import with_addresses
from releases.workspace.context import WorkspaceContext

# Where the words of a comment begin, as the highlighter marks them.
COMMENT_MARK = re.compile(r'<span id="mark-(?P<key>comment-\d+)"></span>')


@dataclass(frozen=True, slots=True, kw_only=True)
class TextSection:
    """A part of the text, as HTML with its highlights."""

    name: str
    markup: SafeString


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenComment:
    """An unresolved comment with its replies; its number where its words are in the text."""

    comment: Comment
    number: int | None
    replies: tuple[Comment, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class HighlightedText:
    """The whole text of a release, and the keys of the passages found in it.

    `comment_numbers` has the place of each comment among those whose words are in the
    text, by its key; the text refers to the comment by that number.
    """

    language: str
    sections: tuple[TextSection, ...]
    highlighted_keys: frozenset[str]
    comment_numbers: Mapping[str, int] = field(default_factory=dict)


def highlight(
    document: ReleaseDocument, passages: Mapping[str, str | Anchor]
) -> HighlightedText:
    """Highlight passages in the document; each is the target of a link `#mark-KEY`."""
    highlighter = Highlighter(passages)
    named = [(name, markup) for name, markup in _sections(document) if markup]
    highlighted = highlighter.highlight_all([markup for _name, markup in named])
    sections = tuple(
        # Cleaned when it was frozen, or escaped below; the highlighter only adds marks.
        TextSection(name=name, markup=SafeString(wrap_tables(markup)))
        for (name, _markup), markup in zip(named, highlighted, strict=True)
    )
    return HighlightedText(
        language=document.language,
        sections=sections,
        highlighted_keys=frozenset(highlighter.found_keys),
    )


def highlighted_text(context: WorkspaceContext) -> HighlightedText:
    """Return the release's text with findings and open comments highlighted."""
    passages: dict[str, str | Anchor] = {**_finding_passages(context)}
    passages |= _comment_passages(context)
    text = highlight(context.document, passages)
    authors = {
        comment_key(comment): comment.by.get_username() for comment in context.comments
    }
    numbers: dict[str, int] = {}

    def reference(mark: re.Match[str]) -> str:
        """Return the link from the words to the comment; a link holds no other link."""
        number = numbers.setdefault(mark["key"], len(numbers) + 1)
        before = mark.string[: mark.start()]
        if before.rfind("<a ") > before.rfind("</a>"):
            return mark[0]
        label = _("Comment %(number)d, by %(person)s") % {
            "number": number,
            "person": authors[mark["key"]],
        }
        return (
            f'<a id="mark-{mark["key"]}" class="comment-reference" '
            f'href="#{mark["key"]}" aria-label="{escape(label)}" '
            f'data-number="{number}"></a>'
        )

    sections = tuple(
        replace(section, markup=SafeString(COMMENT_MARK.sub(reference, section.markup)))
        for section in text.sections
    )
    return replace(text, sections=sections, comment_numbers=numbers)


def open_comments(
    context: WorkspaceContext, text: HighlightedText
) -> list[OpenComment]:
    """Return the comments that nobody has resolved yet, in the order of the text.

    Those on the whole release come first, and those whose words are gone last.
    """
    comments = [
        OpenComment(
            comment=comment,
            number=text.comment_numbers.get(comment_key(comment)),
            replies=tuple(replies_to(comment, context)),
        )
        for comment in context.comments
        if comment.is_open
    ]
    return sorted(comments, key=_place_in_text)


def _place_in_text(row: OpenComment) -> float:
    if row.number is not None:
        return row.number
    return math.inf if row.comment.passage else 0


def replies_to(comment: Comment, context: WorkspaceContext) -> list[Comment]:
    """Return the replies to a comment, the oldest first."""
    return [reply for reply in context.comments if reply.reply_to_id == comment.pk]


def finding_key(check_id: str, number: int) -> str:
    """Return the key of a finding's passage."""
    return f"{check_id}-{number}"


def comment_key(comment: Comment) -> str:
    """Return the key of a comment's passage."""
    return f"comment-{comment.pk}"


def contains_passage(document: ReleaseDocument, passage: str) -> bool:
    """Return whether these words are in the text, in this order."""
    return bool(highlight(document, {"passage": passage}).highlighted_keys)


def anchored(document: ReleaseDocument, anchor: Anchor) -> Anchor:
    """Return the passage with the words around it in the text."""
    return anchor_at(anchor, [markup for _name, markup in _sections(document)])


def _finding_passages(context: WorkspaceContext) -> dict[str, str]:
    return {
        finding_key(result.check.id, number): finding.passage
        for result in context.results
        for number, finding in enumerate(result.findings)
        if finding.passage
    }


def _comment_passages(context: WorkspaceContext) -> dict[str, Anchor]:
    return {
        comment_key(comment): Anchor(
            comment.passage, comment.words_before, comment.words_after
        )
        for comment in context.comments
        if comment.is_open and comment.passage
    }


def _sections(document: ReleaseDocument) -> Iterator[tuple[str, str]]:
    """Yield the parts of the page in its order, as HTML."""
    yield _("Headline"), _paragraph(document.headline)
    yield _("Subheadlines"), "".join(map(_paragraph, document.subheadlines))
    yield _("Dateline"), _paragraph(document.dateline_text)
    yield _("Text"), with_addresses(document.body, image_address)
    for about in document.boilerplates:
        yield about.heading or _("About"), _paragraphs(about.text)
    for disclaimer in document.disclaimers:
        yield disclaimer.heading or _("Disclaimer"), _paragraphs(disclaimer.wording)


def _paragraph(text: str) -> str:
    return f"<p>{escape(text, quote=False)}</p>" if text else ""


def _paragraphs(text: str) -> str:
    return "".join(map(_paragraph, filter(None, text.split("\n\n"))))
