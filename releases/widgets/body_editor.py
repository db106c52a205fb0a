"""The editor of a release's body, which is a plain text field without JavaScript."""

from __future__ import annotations

import json
import re
from collections.abc import Mapping

from django import forms
from django.forms import Media
from django.forms.widgets import Script
from django.urls import reverse_lazy
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, gettext_noop

from django_prose_editor.widgets import (  # type: ignore[import-untyped]  # it has none
    prose_editor_admin_media,
)
from js_asset import ImportMap  # type: ignore[import-untyped]  # it has none
from js_asset import Media as ImportingMedia

from releases.desk.images import settle_images
from releases.intake.pasting import unnest_tables
from releases.templatetags.text_markup import FIGURE
from releases.text.html import sanitize_html
from releases.text.unshown import without_unshown

BLOCK = re.compile(r"<(?:p|h2|h3|h4|ul|ol|table|blockquote)[ >]")
EMPTY_LINES = re.compile(r"\n[ \t]*\n+")
# The editor sets a paragraph in every cell and item; one alone says nothing.
ONLY_PARAGRAPH = re.compile(
    r"(<(?:li|t[dh])(?: [^<>]*)?>)<p>((?:(?!</?p>).)*)</p>(?=</(?:li|t[dh])>|<[uo]l)",
    re.DOTALL,
)
CELL_TAG = re.compile(r"<t[dh] [^<>]*>")
SINGLE_SPAN = re.compile(r' (?:col|row)span="1"')
EMPTY_PARAGRAPH = re.compile(r"<p>(?:\s|<br>)*</p>")
HEAD_ROWS = re.compile(
    r"(?P<start><table>(?:<caption>(?:(?!</caption>).)*</caption>)?)\s*<tbody>"
    r"(?P<rows>(?:\s*<tr>(?:\s*<th[^<>]*>(?:(?!</?t[rdh]).)*</th>)+\s*</tr>)+)"
    r"(?P<rest>(?:(?!</tbody>).)*)</tbody>",
    re.DOTALL,
)
SCOPE = re.compile(r' scope="[^"]*"')
HEADS = re.compile(r"<thead>.*?</thead>", re.DOTALL)
ROW_HEAD = re.compile(r"<th(?![^<>]* scope=)(?=[ >])")
GROUP_HEAD = re.compile(r'(?<=<tr class="group">)<th(?=[ >])')


def clean_body_html(markup: str) -> str:
    """Return what was typed as the limited HTML of a release, from either field.

    Words that it strikes out or hides are not kept. No table stands in another,
    and images are those of the library.
    """
    markup = without_unshown(markup.replace("\r\n", "\n"))[0].strip()
    if markup and not BLOCK.search(markup):
        parts = EMPTY_LINES.split(markup)
        lines = (sanitize_html(part).replace("\n", "<br>") for part in parts)
        markup = "".join(f"<p>{line}</p>" for line in lines)
    markup = CELL_TAG.sub(
        lambda tag: SCOPE.sub("", SINGLE_SPAN.sub("", tag[0])), sanitize_html(markup)
    )
    markup = unnest_tables(markup)
    markup = ONLY_PARAGRAPH.sub(r"\1\2", markup)
    markup = EMPTY_PARAGRAPH.sub("", settle_images(markup)[0])
    return _headed(markup).strip()


def _headed(markup: str) -> str:
    """Put leading rows of header cells into a thead, and give each header a scope."""
    markup = HEAD_ROWS.sub(
        lambda table: (
            f"{table['start']}<thead>{table['rows'].strip()}</thead>"
            f"<tbody>{table['rest'].strip()}</tbody>"
        ),
        markup,
    )
    markup = HEADS.sub(
        lambda head: re.sub(r"<th(?=[ >])", '<th scope="col"', head[0]), markup
    )
    markup = GROUP_HEAD.sub('<th scope="rowgroup"', markup)
    return ROW_HEAD.sub('<th scope="row"', markup)


MODULES = ImportMap(
    {
        f"admin-desk/{name}": f"admin-desk/{name}.js"
        for name in ("body_images", "pasted", "table_look", "toolbar")
    }
)
# What each button of the toolbar says, and its name in full, which begins with it.
BUTTONS = {
    "paragraph": (gettext_noop("Text"), gettext_noop("Text style: paragraph")),
    "heading2": (gettext_noop("Heading"), gettext_noop("Text style: heading")),
    "heading3": (
        gettext_noop("Subheading"),
        gettext_noop("Text style: subheading"),
    ),
    "heading4": (
        gettext_noop("Minor heading"),
        gettext_noop("Text style: minor heading"),
    ),
    "bulletList": (gettext_noop("List"), gettext_noop("List with bullets")),
    "orderedList": (gettext_noop("Numbered"), gettext_noop("Numbered list")),
    "blockquote": (gettext_noop("Quote"), gettext_noop("Quote a passage")),
    "bold": (gettext_noop("Bold"), gettext_noop("Bold (Ctrl+B)")),
    "italic": (gettext_noop("Italic"), gettext_noop("Italic (Ctrl+I)")),
    "subscript": (gettext_noop("Sub"), gettext_noop("Subscript")),
    "superscript": (gettext_noop("Super"), gettext_noop("Superscript")),
    "link": (gettext_noop("Link"), gettext_noop("Link the selected words (Ctrl+K)")),
    "unlink": (gettext_noop("Remove link"), gettext_noop("Remove link")),
    "table": (gettext_noop("Table"), gettext_noop("Table: insert one")),
    "table:addColumnAfter": (
        gettext_noop("Add column"),
        gettext_noop("Add column after this one"),
    ),
    "table:deleteColumn": (
        gettext_noop("Delete column"),
        gettext_noop("Delete column"),
    ),
    "table:addRowAfter": (gettext_noop("Add row"), gettext_noop("Add row below")),
    "table:deleteRow": (gettext_noop("Delete row"), gettext_noop("Delete row")),
    "table:mergeCells": (
        gettext_noop("Merge"),
        gettext_noop("Merge the selected cells"),
    ),
    "table:splitCell": (gettext_noop("Split"), gettext_noop("Split the merged cell")),
    "table:toggleHeaderCell": (
        gettext_noop("Header"),
        gettext_noop("Header cell, or no longer one"),
    ),
    "table:deleteTable": (gettext_noop("Delete table"), gettext_noop("Delete table")),
    "history:undo": (gettext_noop("Undo"), gettext_noop("Undo (Ctrl+Z)")),
    "history:redo": (gettext_noop("Redo"), gettext_noop("Redo (Ctrl+Y)")),
}
# What the script calls the parts of its dialog about images.
IMAGE_LABELS = {
    "add": gettext_noop("Add an image…"),
    "title": gettext_noop("Images"),
    "upload": gettext_noop("Upload a new one"),
    "file": gettext_noop("Image (PNG, JPEG or WebP)"),
    "alt": gettext_noop("Text for who can’t see it"),
    "decorative": gettext_noop("It only decorates"),
    "send": gettext_noop("Upload and insert"),
    "library": gettext_noop("Or use one of the library"),
    "close": gettext_noop("Close"),
    "failed": gettext_noop("The server can't be reached."),
}


class LazyJSON:
    """Messages as a JSON object, each translated when it is written into a page."""

    def __init__(self, messages: Mapping[str, str | tuple[str, ...]]) -> None:
        self.messages = messages

    def __str__(self) -> str:
        translated = {
            key: _(text) if isinstance(text, str) else [_(part) for part in text]
            for key, text in self.messages.items()
        }
        return json.dumps(translated)


class BodyEditor(forms.Textarea):
    """A textarea that a script turns into an editor."""

    def __init__(self) -> None:
        super().__init__(
            attrs={
                "rows": 24,
                "data-body-editor": "",
                "data-editor-label": gettext_lazy("Body"),
                "data-removed-label": gettext_lazy(
                    "This was left out of what you pasted:"
                ),
                "data-invisible-label": gettext_lazy("characters that nobody sees"),
                "data-image-url": reverse_lazy("admin:releases_image_choose"),
                "data-image-file-url": reverse_lazy(
                    "admin:releases_image_file", args=["TOKEN"]
                ),
                "data-image-labels": LazyJSON(IMAGE_LABELS),
                "data-paste-url": reverse_lazy("admin:pasted"),
                "data-paste-failed": gettext_lazy("The server can't be reached."),
                "data-paste-failed-label": gettext_lazy(
                    "Only the words were pasted, without lists and tables:"
                ),
                "data-toolbar-label": gettext_lazy("Formatting of the body"),
                "data-button-names": LazyJSON(BUTTONS),
                "data-figure": FIGURE.pattern,
            }
        )

    @property
    def media(self) -> Media:
        """The editor, and the script that starts it."""
        own: Media = prose_editor_admin_media + ImportingMedia(
            importmap=MODULES,
            css={"all": ["admin-desk/body.css", "admin-desk/body_images.css"]},
            js=[Script("admin-desk/body.js", type="module")],
        )
        return own
