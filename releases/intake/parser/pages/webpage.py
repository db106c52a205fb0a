"""Find the release on a web page by how pages are built, never by site."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from itertools import islice

from lxml import etree

from releases.intake.parser.pages.tags import AROUND, EDGES, HOLDERS, RUBRICS

# What is never read, whatever it holds.
NEVER = {"nav", "script", "style", "noscript", "template", "iframe", "svg", "dialog"}
_ROLES = {"navigation", "banner", "contentinfo", "search", "dialog"}
_CONTENT = re.compile(r"(?i)contact|@|\bsource\b|\babout\b")
_SHARE = 0.3
_MOST_OF_IT = 0.9
_NEAR = 600


@dataclass(slots=True)
class Page:
    """The elements to read in order, and those inside them to skip.

    `left_out` counts the characters of prose around the release that are not read.
    """

    roots: list[etree._Element]
    skipped: set[etree._Element] = field(default_factory=set)
    left_out: int = 0


@dataclass(slots=True)
class _Measure:
    """How much text an element has, how much of it in links, and if the headline."""

    words: int = 0
    linked: int = 0
    headed: bool = False

    @property
    def prose(self) -> int:
        return self.words - self.linked


def release_on(root: etree._Element) -> Page:
    """Return the release on a page; the whole page if none of it is furniture."""
    body = next(root.iter("body"), root)
    hidden = set(_hidden(body))
    headline = _headline(root, body, hidden)
    measures = _measured(body, hidden, headline)
    furniture = set(_furniture(body, measures, hidden))
    if not furniture and next(body.iter("article", "main"), None) is None:
        return Page([body], hidden)
    whole = measures[body].prose
    measures = _measured(body, hidden | furniture, headline)
    roots = _with_headline(body, _container(body, measures), measures, headline)
    read = sum(measures[root].prose for root in roots if root in measures)
    return Page(roots, hidden | furniture, left_out=whole - read)


def _hidden(body: etree._Element) -> Iterator[etree._Element]:
    for element in body.iter():
        if element.tag in NEVER - {"nav"} or (
            element.tag == "h1" and _is_rubric(_words(element))
        ):
            yield element


def _is_rubric(words: str) -> bool:
    """Return whether a heading only names the kind of page."""
    terms = re.findall(r"[a-z]+", words.lower())
    return bool(terms) and RUBRICS.issuperset(terms)


def _words(element: etree._Element) -> str:
    return " ".join("".join(words_of(element)).split())


def _headline(
    root: etree._Element, body: etree._Element, hidden: set[etree._Element]
) -> etree._Element | None:
    """Return the heading that the page's title repeats; else the likeliest <h1>."""
    title = " ".join(_words(heading) for heading in root.iter("title"))[:2000]
    heads = [
        (len(words), head)
        for head in body.iter("h1", "h2", "h3")
        if head not in hidden and (words := _words(head)[:500])
        if words in title or head.tag == "h1"
    ]
    titled = [
        (size, head) for size, head in heads if size >= 15 and _words(head) in title
    ]
    best = max(titled or heads, key=lambda heading: heading[0], default=None)
    return best[1] if best else None


def _measured(
    body: etree._Element,
    skipped: set[etree._Element],
    headline: etree._Element | None,
) -> dict[etree._Element, _Measure]:
    """Measure every element that can contain a release, in one walk."""
    measures: dict[etree._Element, _Measure] = {}
    open_: list[_Measure] = [_Measure()]
    links = 0
    walk = etree.iterwalk(body, events=("start", "end"))
    for event, element in walk:
        if event == "start":
            links += element.tag == "a"
            open_.append(_Measure(headed=element is headline))
            if element in skipped:
                walk.skip_subtree()
            else:
                _count(open_[-1], element.text, links)
            continue
        mine = open_.pop()
        links -= element.tag == "a"
        above = open_[-1]
        above.words += mine.words
        above.linked += mine.linked
        above.headed = above.headed or (mine.headed and element not in skipped)
        _count(above, element.tail, links)
        if element.tag in HOLDERS:
            measures[element] = mine
    return measures


def _count(measure: _Measure, text: str | None, links: int) -> None:
    if text:
        size = len(text.strip())
        measure.words += size
        measure.linked += size if links else 0


def _furniture(
    body: etree._Element,
    measures: dict[etree._Element, _Measure],
    hidden: set[etree._Element],
) -> Iterator[etree._Element]:
    """Return menus, share bars, cookie notices and the like."""
    most = measures[body].words * _SHARE if body in measures else 0
    inside = 0
    walk = etree.iterwalk(body, events=("start", "end"))
    for event, element in walk:
        if event == "end":
            inside -= element.tag in {"article", "main"}
            continue
        inside += element.tag in {"article", "main"}
        if element in hidden:
            walk.skip_subtree()
        elif element is not body and _is_furniture(
            element, measures.get(element), most, inside=bool(inside)
        ):
            yield element
            walk.skip_subtree()


def _is_furniture(
    element: etree._Element, measure: _Measure | None, most: float, *, inside: bool
) -> bool:
    if measure is None or measure.headed:
        return False
    if element.tag == "nav" or element.get("role") in _ROLES:
        return True
    if measure.words > most:
        return False
    names = set(_names(element))
    aside = element.tag == "aside" or element.get("role") == "complementary"
    edge = element.tag in {"header", "footer", "form"} and not inside
    beside = aside or (bool(names & EDGES) and not inside)
    return bool(names & AROUND) or edge or (beside and not _has_news(element))


def _has_news(element: etree._Element) -> bool:
    """Return whether an element at the edge of a page may belong to the release."""
    return _CONTENT.search(_start_of(element)) is not None


def _names(element: etree._Element) -> list[str]:
    names = f"{element.get('class') or ''} {element.get('id') or ''}"[:300].lower()
    return re.split(r"[\s_-]+", names)


def words_of(element: etree._Element) -> Iterator[str]:
    """Return every text in an element, in order."""
    return (str(text) for text in element.itertext())


def _start_of(element: etree._Element) -> str:
    """Return the first words of an element, from its first few hundred parts."""
    parts = islice(element.iter(), 300)
    return " ".join(f"{part.text or ''} {part.tail or ''}" for part in parts)[:300]


def _container(
    body: etree._Element, measures: dict[etree._Element, _Measure]
) -> etree._Element:
    """Return the article with the most words; else the innermost with most of them."""
    whole = measures[body].prose if body in measures else 0
    marked = [e for e in body.iter("article", "main") if e in measures]
    best = max(marked, key=lambda e: measures[e].prose, default=None)
    if best is not None and measures[best].prose * 2 >= whole:
        inner = [e for e in best.iter("article") if e is not best and e in measures]
        largest = max(inner, key=lambda e: measures[e].prose, default=best)
        enough = measures[best].prose * _MOST_OF_IT
        return largest if measures[largest].prose >= enough else best
    return _innermost(body, measures)


def _innermost(
    body: etree._Element, measures: dict[etree._Element, _Measure]
) -> etree._Element:
    innermost = body
    enough = measures[body].prose * _MOST_OF_IT if body in measures else 0
    while True:
        inner = [
            child
            for child in innermost
            if child in measures and measures[child].prose >= enough
        ]
        if not inner or innermost.tag == "table" or inner[0].tag in {"span", "font"}:
            return innermost
        innermost = inner[0]


def _with_headline(
    body: etree._Element,
    container: etree._Element,
    measures: dict[etree._Element, _Measure],
    headline: etree._Element | None,
) -> list[etree._Element]:
    """Return the container, and the headline too if it is outside."""
    if headline is None or container not in measures or measures[container].headed:
        return [container]
    for above in container.iterancestors():
        if above in measures and measures[above].headed:
            if measures[above].prose - measures[container].prose <= _NEAR:
                return [above]
            return [headline, container]
        if above is body:
            break
    return [container]
