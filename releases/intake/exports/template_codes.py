"""Codes in braces, and Drupal's in brackets, that the old site replaced by something else.

Hugo writes {{< figure >}} and {{% notice %}}, Jekyll and Eleventy {% include %} and
{{ page.title }}, Joomla {loadposition news}, Drupal [[nid:12]] and [[{"fid": ...}]].
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from html import unescape

from releases.intake.exports.cuts import (
    ANY_TAG,
    LEFT_OUT,
    SOME_READERS,
    STOOD_FOR,
    Cut,
    is_for_members,
)
from releases.text.translatable import Message
from releases.text.unshown import shortened

# Up to the end of a code, but not past where another begins.
_UP_TO = r"(?:(?!\{[{%#]).){0,3000}?"
_CODE = re.compile(
    rf"\{{\{{(?P<comment>!--|/\*){_UP_TO}\}}\}}"
    rf"|\{{\{{(?:[<%]|&lt;)\s*(?P<hugo_end>/)?\s*(?P<hugo>[\w./-]*){_UP_TO}(?:[>%]|&gt;)\}}\}}"
    rf"|\{{\{{(?P<output_end>/)?{_UP_TO}\}}\}}\}}?"
    rf"|\{{%-?\s*(?P<liquid_end>end)?(?P<liquid>[\w.-]*){_UP_TO}%\}}"
    rf"|\{{#{_UP_TO}#\}}"
    r"|\{(?P<joomla_end>/)?(?P<joomla>[a-z][\w-]{1,40})(?:[\s=:|][^{}]{0,1000})?\}"
    r"|\[\[\{[^\[\]]{0,5000}\}\]\]"
    r"|\[\[?(?P<drupal>node|site|current-user|user|term|views?|block|nid|video|image|img|file"
    r"|media|embed|wysiwyg_imageupload|img_assist|youtube|vimeo|webform|token|entity|asset"
    r"|viewfield|current-page|date|menu)[:|][^\[\]\n]{0,1000}\]\]?",
    re.DOTALL,
)
# Between these stand words that the old site never showed.
_COMMENTS = {"comment"}
# What only marks where words go, or which way they are set.
_QUIET = {
    *("raw", "endraw", "readmore", "pagebreak", "break", "more", "toc", "capture", "verbatim"),
    *("jcomments", "emailcloak", "spaceless", "end"),
}  # fmt: skip


def template_cuts(content: str) -> Iterator[Cut]:
    """Yield what to cut of a content, in no order."""
    codes = list(_CODE.finditer(content)) if "{" in content or "[" in content else []
    closed: set[int] = set()
    for place, code in enumerate(codes):
        name = _name(code)
        if _is_end(code):
            yield Cut(code.start(), code.end())
            continue
        end = _end(codes, place, name)
        if end is None or not (name in _COMMENTS or is_for_members(name)):
            yield _single(code, name)
            continue
        if code.start() in closed:
            continue
        closed.update(c.start() for c in codes if code.start() < c.start() < end.end())
        inner = content[code.end() : end.start()]
        words = " ".join(unescape(ANY_TAG.sub(" ", inner)).split())
        saw = Message(SOME_READERS, {"words": shortened(words)})
        yield Cut(code.start(), end.end(), saw=saw, assumed=LEFT_OUT)


def _name(code: re.Match[str]) -> str:
    groups = ("hugo", "liquid", "joomla", "drupal")
    return next((code[group] for group in groups if code[group]), "").lower()


def _is_end(code: re.Match[str]) -> bool:
    ends = ("hugo_end", "output_end", "liquid_end", "joomla_end")
    return any(code[group] for group in ends)


def _end(codes: list[re.Match[str]], place: int, name: str) -> re.Match[str] | None:
    """Return the closing code of this name after a place; None if there is none near."""
    later = codes[place + 1 : place + 200] if name else []
    return next((c for c in later if _is_end(c) and _name(c) == name), None)


def _single(code: re.Match[str], name: str) -> Cut:
    """Return the cut of a code alone; the words up to its closing one stay."""
    written = " ".join(unescape(code[0]).split())
    is_quiet = name in _QUIET or code["comment"] or written.startswith("{#")
    saw = None if is_quiet else Message(STOOD_FOR, {"words": shortened(written)})
    return Cut(code.start(), code.end(), saw=saw)
