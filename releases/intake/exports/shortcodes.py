"""Codes in square brackets that the old site replaced by something else.

WordPress calls them shortcodes. Those that only arrange the words around them go without a
trace; those that stood for something, such as a table or a form, are noted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from releases.intake.exports.cuts import (
    ANY_TAG,
    ATTACH,
    IMAGE,
    LEFT_OUT,
    SOME_READERS,
    STOOD_FOR,
    Cut,
    is_for_members,
)
from releases.text.translatable import Message
from releases.text.unshown import shortened

_CODE = re.compile(
    r"(?P<escaped>\[)?\[(?P<end>/)?(?P<name>[A-Za-z][\w-]{0,60})"
    r"(?P<attributes>[\s=][^\[\]]{0,3000}?)?(?P<closed>\s?/)?\](?(escaped)(?P<tail>\])?)"
)
# A block of the block editor that is made anew whenever it is shown.
_BLOCK = re.compile(
    r"<!--\s*wp:(?P<name>[a-z][\w/-]*)(?P<json>\s+\{[^<>]{0,3000}?\})?\s*/-->"
)
_QUOTED_VALUE = re.compile(
    r"[\w-]+\s*=\s*(?:[\"'“”″]|&(?:quot|#8220|#8221|#8243|#039);)"
)
_FOR_SOME = re.compile(
    r"(?i)\b(?:access_?level|roles?|capabilit(?:y|ies)|memberships?|password)\s*="
    r"|\b(?:is_)?(?:user_)?logged_?in\b"
)
_SAYS = re.compile(
    r"(?i)\b(?:title|heading|text|caption|label|content|header|h2|h4|quote|author)\s*="
)

# Names that stand for something by themselves, or around it.
_CONTENT = {
    *(
        "audio",
        "video",
        "playlist",
        "gallery",
        "embed",
        "youtube",
        "vimeo",
        "soundcloud",
    ),
    *("contact-form-7", "contact-form", "gravityform", "gravityforms", "ninja_form"),
    *("ninja_forms", "wpforms", "formidable", "table", "table-info", "tablepress"),
    *("wpdatatable", "wpdatachart", "googlemaps", "google_maps", "map", "iframe"),
    *(
        "rev_slider",
        "layerslider",
        "metaslider",
        "slideshow",
        "chart",
        "button",
        "file",
    ),
    *(
        "download",
        "pdf",
        "pdf-embedder",
        "gview",
        "googlepdf",
        "recent_posts",
        "display-posts",
    ),
    *(
        "insert",
        "include",
        "blog_posts",
        "stock_ticker",
        "stock_quote",
        "twitter",
        "tweet",
    ),
}
_IMAGES = {"caption", "wp_caption"}
# What stands between these is no text.
_RAW = {
    "vc_raw_html",
    "vc_raw_js",
    "et_pb_code",
    "fusion_code",
    "av_codeblock",
    "embed",
}
_RAW |= {"audio", "video", "gallery", "playlist", "youtube", "vimeo", "iframe", "map"}
# Words that people put into brackets, too.
_WORDS = {
    "table",
    "chart",
    "map",
    "file",
    "insert",
    "include",
    "download",
    "button",
    "more",
}
_WORDS |= {
    "line",
    "space",
    "gap",
    "share",
    "comments",
    "anchor",
    "clear",
    "audio",
    "video",
}
_SILENT = {
    *(
        "vc_empty_space",
        "vc_separator",
        "separator",
        "divider",
        "spacer",
        "space",
        "gap",
    ),
    *(
        "clear",
        "clearfix",
        "hr",
        "br",
        "line",
        "anchor",
        "toc",
        "et_pb_divider",
        "more",
    ),
    *("fusion_separator", "av_hr", "su_divider", "su_spacer", "page-break", "nextpage"),
    *("social_share", "share", "addtoany", "post-title", "post-date", "post-author"),
    *(
        "post-featured-image",
        "social-link",
        "social-links",
        "comments",
        "post-navigation-link",
    ),
}
_LAYOUT = {
    *(
        "row",
        "column",
        "columns",
        "col",
        "section",
        "container",
        "box",
        "center",
        "one_half",
    ),
    *(
        "one_third",
        "two_third",
        "one_fourth",
        "three_fourth",
        "dropcap",
        "highlight",
        "pullquote",
    ),
    *("blockquote", "quote", "accordion", "toggle", "tab", "tabs", "list", "note"),
}
_BUILDER = re.compile(
    r"(?:vc|et_pb|fusion|av|su|wpb|tatsu|cs|fl|kc|mk|eltdf|qode|ux|dt)_"
)


def shortcode_cuts(content: str) -> Iterator[Cut]:
    """Yield what to cut of a content, in no order."""
    codes = list(_CODE.finditer(content))
    ends = _ends(codes)
    closing = {end.start() for end in ends.values()}
    cuts = [Cut(end.start(), end.end()) for end in ends.values()]
    for code in codes:
        if code.start() not in closing:
            cuts += _cuts_of(content, code, ends.get(code.start()))
    for block in _BLOCK.finditer(content):
        name = block["name"].rpartition("/")[2]
        if name not in _SILENT:
            words = f"{block['name']} {block['json'] or ''}".strip()
            saw = Message(STOOD_FOR, {"words": shortened(words)})
            cuts.append(Cut(block.start(), block.end(), saw=saw))
    yield from cuts


def _ends(codes: list[re.Match[str]]) -> dict[int, re.Match[str]]:
    """Return the closing code of each opening one that has one, by its place."""
    ends: dict[int, re.Match[str]] = {}
    open_: list[re.Match[str]] = []
    for code in codes:
        if not code["end"]:
            open_.append(code)
            continue
        for place in range(len(open_) - 1, max(-1, len(open_) - 200), -1):
            if open_[place]["name"] == code["name"]:
                ends[open_[place].start()] = code
                del open_[place:]
                break
    return ends


def _cuts_of(
    content: str, code: re.Match[str], end: re.Match[str] | None
) -> Iterator[Cut]:
    if code["escaped"] and code["tail"]:
        yield Cut(code.start(), code.end(), put=code[0][1:-1])
    elif not code["end"] and (end is not None or _is_code(code)):
        yield _opening(content, code, end)


def _is_code(code: re.Match[str]) -> bool:
    """Return whether brackets with no closing ones hold a code, not words such as [sic]."""
    name, attributes = code["name"].lower(), code["attributes"] or ""
    known = name in _CONTENT | _IMAGES | _RAW | _SILENT
    return bool(
        code["closed"]
        or (_is_kept_back(code) and _is_alone(code.string, code))
        or _BUILDER.match(name)
        or _QUOTED_VALUE.search(attributes)
        or (known and ("=" in attributes or not (attributes or name in _WORDS)))
    )


def _opening(content: str, code: re.Match[str], end: re.Match[str] | None) -> Cut:
    """Return the cut of an opening code: of it alone, or with all up to its closing one."""
    name = code["name"].lower()
    inner = content[code.end() : end.start()][:2_000] if end else ""
    words = _words(inner)
    start = code.start() + (1 if code["escaped"] else 0)
    if _is_kept_back(code) and (end or _is_alone(content, code)):
        # Without its closing code it may be meant for all that follows.
        stop = end.end() if end else len(content)
        words = words or _words(content[code.end() : code.end() + 400])
        saw = Message(SOME_READERS, {"words": shortened(words)})
        return Cut(start, stop, saw=saw, assumed=LEFT_OUT)
    if end and name in _IMAGES:
        saw = Message(IMAGE, {"words": shortened(words)})
        return Cut(start, end.end(), saw=saw, assumed=ATTACH)
    if end and name in _RAW:
        written = unescape(content[start : end.end()][:400])
        saw = Message(STOOD_FOR, {"words": shortened(written)})
        return Cut(start, end.end(), saw=saw)
    saw = Message(
        STOOD_FOR, {"words": shortened(unescape(content[start : code.end()]))}
    )
    is_said = _SAYS.search(code["attributes"] or "") is not None
    if end or name in _SILENT or name in _LAYOUT or _is_layout(name):
        return Cut(start, code.end(), saw=saw if is_said else None)
    return Cut(start, code.end(), saw=saw)


def _is_kept_back(code: re.Match[str]) -> bool:
    """Return whether a code keeps what is in it to some readers."""
    attributes = code["attributes"] or ""
    return is_for_members(code["name"]) or _FOR_SOME.search(attributes) is not None


def _words(markup: str) -> str:
    return " ".join(unescape(ANY_TAG.sub(" ", markup)).split())


def _is_alone(content: str, code: re.Match[str]) -> bool:
    """Return whether a code begins a block of its own, and is no word in a sentence."""
    before = content[max(0, code.start() - 200) : code.start()].rstrip(" \t")
    after = content[code.end() : code.end() + 200].lstrip(" \t")
    is_first = not before or before.endswith(("\n", ">"))
    return is_first and (not after or after.startswith(("\n", "\r", "<")))


def _is_layout(name: str) -> bool:
    """Return whether a page builder's code only arranges what is in it."""
    parts = ("row", "column", "section", "text", "inner", "container", "group", "space")
    return bool(_BUILDER.match(name)) and any(part in name for part in parts)
