"""Web and e-mail addresses in running text."""

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
    """An address where it stands: its words, and where it leads (None: nowhere)."""

    start: int
    end: int
    text: str
    target: str | None


def emails_in(text: str) -> list[str]:
    """Every e-mail address in a text, in order."""
    return [match.group() for match in _EMAIL.finditer(text)]


def _url_end(url: str) -> str:
    url = url.rstrip(".,;:!?'’”*")
    while url.endswith(")") and url.count("(") < url.count(")"):
        url = url[:-1].rstrip(".,;:!?'’”*")
    return url.rstrip("]>")


def urls_in(text: str) -> list[str]:
    """Every web address in a text, as printed."""
    return [_url_end(match.group()) for match in _URL.finditer(text)]


def plain(text: str) -> str:
    """The text without its marks: [words](address), **bold**, # before a heading."""
    if "](" in text:
        text = _MARKDOWN.sub(r"\1", text)
    if "**" in text:
        text = _BOLD.sub(r"\1", text)
    return _HASHES.sub("", text) if text[:1] == "#" else text


def hidden_emails(text: str) -> list[str]:
    """The e-mail addresses that a text's links lead to without saying them."""
    return _MAILTO.findall(text) if "](mailto:" in text else []


def _safe(target: str) -> str | None:
    if re.match(r"(?:https?://|mailto:|tel:)\S", target, re.IGNORECASE):
        return target
    return None


def links_in(text: str) -> Iterator[PrintedLink]:
    """Every link to set: [words](address), web addresses, e-mail addresses."""
    found = [
        PrintedLink(start=m.start(), end=m.end(), text=m[1], target=_safe(m[2]))
        for m in _MARKDOWN.finditer(text)
    ]
    for match in _EMAIL.finditer(text):
        mail = match.group()
        found.append(
            PrintedLink(
                start=match.start(), end=match.end(), text=mail, target=f"mailto:{mail}"
            )
        )
    for match in _URL.finditer(text):
        url = _url_end(match.group())
        target = url if url.lower().startswith("http") else f"https://{url}"
        end = match.start() + len(url)
        found.append(PrintedLink(start=match.start(), end=end, text=url, target=target))
    last = 0
    for link in sorted(found, key=lambda link: (link.start, -link.end)):
        if link.start >= last:
            yield link
            last = link.end
