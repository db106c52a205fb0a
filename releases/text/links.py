"""URLs, e-mail addresses and Markdown links in running text."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

_EMAIL = re.compile(
    r"(?<![\w.+-])[A-Za-z0-9_][\w.+'-]{0,63}@(?:[A-Za-z0-9-]{1,63}\.){1,6}[A-Za-z]{2,24}"
)
_URL = re.compile(
    r"(?<![\w@.-])(?:https?://[^\s<>\"“”|]{1,2000}|www\.[^\s<>\"“”|]{1,2000}"
    r"|(?:[a-z0-9-]{1,63}\.){1,4}(?:com|org|net|edu|gov|info|io|eu|co\.uk|de|fr|ca)"
    r"(?:/[^\s<>\"“”|]{0,2000})?(?![\w@-]))",
    re.IGNORECASE,
)
_BOLD = re.compile(r"\*\*(?=\S)([^*]{1,1000}?)(?<=\S)\*\*")
_HASHES = re.compile(r"#{1,6}\s(?=\w)")
_MARKDOWN = re.compile(r"\[([^\[\]]{1,400})\]\(([^()\s]{0,2000})\)")

_MAILTO = re.compile(r"\[[^\[\]@]{1,400}\]\(mailto:([^()\s?]{3,320})[^()\s]{0,1000}\)")


@dataclass(frozen=True, slots=True, kw_only=True)
class PrintedLink:
    """A link at its position: its words, and its target (None: no safe one)."""

    start: int
    end: int
    text: str
    target: str | None


def emails_in(text: str) -> list[str]:
    """Return every e-mail address in a text, in order."""
    return [match.group() for match in _EMAIL.finditer(text)]


def _trim_url(url: str) -> str:
    url = url.rstrip(".,;:!?'’”*")
    while url.endswith(")") and url.count("(") < url.count(")"):
        url = url[:-1].rstrip(".,;:!?'’”*")
    return url.rstrip("]>")


def urls_in(text: str) -> list[str]:
    """Return every web address in a text, as printed."""
    return [_trim_url(match.group()) for match in _URL.finditer(text)]


def strip_markdown(text: str) -> str:
    """Return the text without [words](address), **bold** and # marks."""
    if "](" in text:
        text = _MARKDOWN.sub(r"\1", text)
    if "**" in text:
        text = _BOLD.sub(r"\1", text)
    return _HASHES.sub("", text) if text[:1] == "#" else text


def hidden_emails(text: str) -> list[str]:
    """Return e-mail addresses in link targets whose words don't show them."""
    return _MAILTO.findall(text) if "](mailto:" in text else []


def _safe_target(target: str) -> str | None:
    if re.match(r"(?:https?://|mailto:|tel:)\S", target, re.IGNORECASE):
        return target
    return None


def links_in(text: str) -> Iterator[PrintedLink]:
    """Yield every link of a text in order: Markdown links, URLs, e-mail addresses."""
    links = [
        PrintedLink(start=m.start(), end=m.end(), text=m[1], target=_safe_target(m[2]))
        for m in _MARKDOWN.finditer(text)
    ]
    for match in _EMAIL.finditer(text):
        mail = match.group()
        links.append(
            PrintedLink(
                start=match.start(), end=match.end(), text=mail, target=f"mailto:{mail}"
            )
        )
    for match in _URL.finditer(text):
        url = _trim_url(match.group())
        target = url if url.lower().startswith("http") else f"https://{url}"
        end = match.start() + len(url)
        links.append(PrintedLink(start=match.start(), end=end, text=url, target=target))
    last = 0
    for link in sorted(links, key=lambda link: (link.start, -link.end)):
        if link.start >= last:
            yield link
            last = link.end
