"""Words that a reader asked for, marked in titles and extracts."""

from __future__ import annotations

from django import template
from django.utils.html import escape
from django.utils.safestring import SafeString

from releases.text.extracts import Pieces

register = template.Library()


@register.filter
def marked_pieces(pieces: Pieces) -> SafeString:
    """Return the pieces of a text as HTML, each that was asked for in a `<mark>`."""
    return SafeString(
        "".join(
            f"<mark>{escape(text)}</mark>" if is_asked else escape(text)
            for text, is_asked in pieces
        )
    )
