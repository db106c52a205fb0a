"""The restricted HTML that a release's body may contain."""

from __future__ import annotations

import html
import re

import nh3

from releases.text.image_tags import ATTRIBUTES as IMAGE_ATTRIBUTES
from releases.text.image_tags import images_as_text, only_own_images

TAGS = {
    *("p", "h2", "h3", "h4", "ul", "ol", "li", "blockquote", "br"),
    *("table", "caption", "thead", "tbody", "tr", "th", "td"),
    *("a", "em", "strong", "sup", "sub", "img"),
}
ATTRIBUTES = {
    "a": {"href"},
    "th": {"scope", "colspan", "rowspan"},
    "td": {"colspan", "rowspan"},
    "ol": {"start"},
    "img": IMAGE_ATTRIBUTES,
}
# Rows of a table: a label over those below it, and a sum; how far a label is set in.
CLASSES = {
    "tr": {"group", "total"},
    "th": {"indent-1", "indent-2", "indent-3", "indent-4"},
}
SCHEMES = {"http", "https", "mailto", "tel"}
BLOCK_ENDS = re.compile(r"</(?:p|h2|h3|h4|li|blockquote|tr|caption)>|<br>")
CELL_ENDS = re.compile(r"</(?:td|th)>")
EMPTY_CLASS = re.compile(r'(<t[rh](?: [^<>]*?)?) class=""(?=[ >])')
ANY_TAG = re.compile(r"<[^<>]*>")


def sanitize_html(markup: str) -> str:
    """Return the markup without any tag, attribute or URL outside the restricted HTML.

    Text is kept, except that of scripts and styles. Images are those of this site alone.
    Sanitizing twice changes nothing.
    """
    renamed = re.sub(r"<(/?)b>", r"<\1strong>", markup)
    renamed = re.sub(r"<(/?)i>", r"<\1em>", renamed)
    markup = nh3.clean(
        renamed,
        tags=TAGS,
        attributes=ATTRIBUTES,
        allowed_classes=CLASSES,
        url_schemes=SCHEMES,
        link_rel=None,
        strip_comments=True,
    )
    # A class that is not among ours leaves an empty attribute.
    return only_own_images(EMPTY_CLASS.sub(r"\1", markup)).strip()


def html_to_text(markup: str) -> str:
    """Return the text of the markup without tags, a line for each block and image."""
    markup = images_as_text(markup)
    lined = BLOCK_ENDS.sub("\n", CELL_ENDS.sub("\t", markup))
    return html.unescape(ANY_TAG.sub("", lined)).strip()
