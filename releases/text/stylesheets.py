"""What the style sheets of a page, and its style attributes, declare for an element.

Only what applies on a screen, without conditions, to a page that nobody has touched: so
states that an element gets only in use (`:hover`) and generated content match nothing.
"""

from __future__ import annotations

import contextlib
import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import tinycss2  # type: ignore[import-untyped]  # it brings no types
from cssselect import HTMLTranslator, Selector, SelectorError, parse
from lxml import etree

_SCREEN = re.compile(r"(?i)(?:only\s+)?(?:all|screen)|not\s+print")
_FONT_SIZE = re.compile(r"(?i)(?:^|\s)(0|\d*\.?\d+(?:px|pt|r?em|%))(?=[\s/])")
_USE = re.compile(
    r"(?i)::?(?:hover|focus[\w-]*|active|visited|target|checked|before|after|first-l\w+|placeholder)"
)
_LONGEST = 2_000_000
_LONGEST_SELECTOR = 500
_MOST_COMBINATORS = 8
_MOST_RULES = 10_000
# Elements looked at, by all selectors together.
_MOST_STEPS = 8_000_000
# The style attribute outweighs every selector.
_INLINE = (1_000_000, 0, 0)
_LONGHANDS = {
    "text-decoration-line": "text-decoration",
    "-webkit-text-decoration": "text-decoration",
    "background-color": "background",
    "background-image": "background",
    "-webkit-text-fill-color": "color",
    "-webkit-clip-path": "clip-path",
    "overflow-x": "overflow",
    "overflow-y": "overflow",
}

Priority = tuple[bool, tuple[int, int, int], int]


@dataclass(frozen=True, slots=True)
class Declaration:
    """The value of a property, in lower case."""

    value: str
    important: bool


Declarations = Mapping[str, Declaration]


class StyleSheets:
    """The declarations of some properties that a page's rules make for its elements.

    What an element must match is asked of the whole tree at once, so `root` must be as
    the page is; elements may be removed from it afterwards.
    """

    def __init__(
        self, root: etree._Element, texts: Iterable[str], properties: Collection[str]
    ) -> None:
        self._properties = frozenset(properties)
        self._declared: defaultdict[
            etree._Element, list[tuple[tuple[int, int, int], int, Declarations]]
        ] = defaultdict(list)
        css = "\n".join(texts)
        self.is_incomplete = len(css) > _LONGEST
        self._match(root, css[:_LONGEST])

    def _match(self, root: etree._Element, css: str) -> None:
        steps = 0
        size = sum(1 for _element in root.iter()) if css else 0
        for order, (prelude, declarations) in enumerate(_rules(css, self._properties)):
            for xpath, specificity in _selectors(prelude):
                steps += size * (1 + xpath.count("::"))
                if order >= _MOST_RULES or steps > _MOST_STEPS:
                    self.is_incomplete = True
                    return
                matched: Any = root.xpath(xpath)
                for element in matched:
                    self._declared[element].append((specificity, order, declarations))

    def declared(self, element: etree._Element) -> dict[str, str]:
        """Return the value of each property that the page sets on the element itself."""
        values: dict[str, tuple[Priority, str]] = {}
        for specificity, order, declarations in self._declared.get(element, ()):
            _weigh(values, declarations, specificity, order)
        style = element.get("style")
        if style:
            inline = declarations_in(style, self._properties)
            _weigh(values, inline, _INLINE, 0)
        return {name: value for name, (_, value) in values.items()}


def classes_of(element: etree._Element) -> frozenset[str]:
    """Return the classes of an element."""
    return frozenset((element.get("class") or "").split())


def _weigh(
    values: dict[str, tuple[Priority, str]],
    declarations: Declarations,
    specificity: tuple[int, int, int],
    order: int,
) -> None:
    """Put each declaration in the place of one that weighs less (CSS Cascade)."""
    for name, declaration in declarations.items():
        priority = (declaration.important, specificity, order)
        if name not in values or values[name][0] <= priority:
            values[name] = (priority, declaration.value)


def styles_of(root: etree._Element) -> Iterator[str]:
    """Yield the text of each style element that applies to a screen."""
    for element in root.iter("style"):
        if _applies_to_screen(element.get("media") or "all"):
            yield element.text or ""


def declarations_in(style: str, properties: Collection[str]) -> dict[str, Declaration]:
    """Return the declarations of these properties in a style attribute or a rule."""
    return _declarations(
        tinycss2.parse_blocks_contents(style, skip_comments=True), properties
    )


def _declarations(
    nodes: Sequence[Any], properties: Collection[str]
) -> dict[str, Declaration]:
    declarations: dict[str, Declaration] = {}
    for node in nodes:
        if node.type != "declaration":
            continue
        written = tinycss2.serialize(node.value).strip().lower()
        name, value = _longhand(node.lower_name, written)
        standing = declarations.get(name)
        kept = standing and standing.important and not node.important
        if name in properties and not kept:
            declarations[name] = Declaration(value, important=node.important)
    return declarations


def _longhand(name: str, value: str) -> tuple[str, str]:
    """Return the property that a shorthand sets, of those that are asked for."""
    if name == "font":
        size = _FONT_SIZE.search(f"{value} ")
        return "font-size", size[1] if size else value
    return _LONGHANDS.get(name, name), value


def _rules(css: str, properties: frozenset[str]) -> Iterator[tuple[str, Declarations]]:
    """Yield each rule's selectors and declarations, at-rules for a screen opened."""
    # An HTML comment hides a style sheet from browsers that know none.
    bare = css.replace("<!--", " ").replace("-->", " ")
    yield from _rules_in(
        tinycss2.parse_stylesheet(bare, skip_comments=True, skip_whitespace=True),
        properties,
    )


def _rules_in(
    nodes: Iterable[Any], properties: frozenset[str]
) -> Iterator[tuple[str, Declarations]]:
    for node in nodes:
        if node.type == "qualified-rule":
            inner = tinycss2.parse_blocks_contents(node.content, skip_comments=True)
            declarations = _declarations(inner, properties)
            if declarations:
                yield tinycss2.serialize(node.prelude), declarations
        elif node.type == "at-rule" and node.content is not None and _applies(node):
            rules = tinycss2.parse_rule_list(
                node.content, skip_comments=True, skip_whitespace=True
            )
            yield from _rules_in(rules, properties)


def _applies(node: Any) -> bool:
    """Whether an at-rule that holds rules applies to a screen without conditions."""
    condition = tinycss2.serialize(node.prelude).strip()
    if node.lower_at_keyword == "media":
        return _applies_to_screen(condition)
    if node.lower_at_keyword == "supports":
        return not condition.lower().startswith("not")
    return bool(node.lower_at_keyword == "layer")


def _applies_to_screen(media: str) -> bool:
    return any(_SCREEN.fullmatch(query.strip()) for query in media.split(","))


def _selectors(prelude: str) -> Iterator[tuple[str, tuple[int, int, int]]]:
    """Yield each selector as XPath, with its specificity; none for what can't match."""
    for selector in _parsed(prelude):
        canonical = selector.canonical()
        if _USE.search(canonical) or len(canonical) > _LONGEST_SELECTOR:
            continue
        with contextlib.suppress(SelectorError):
            xpath = HTMLTranslator().selector_to_xpath(selector)
            if xpath.count("::") <= 2 * _MOST_COMBINATORS:
                yield xpath, selector.specificity()


def _parsed(prelude: str) -> list[Selector]:
    """Return the selectors of a rule.

    One that isn't understood makes a browser drop the whole list. Here the others still
    count: what they hide is better left out, and doubted.
    """
    if len(prelude) > _LONGEST_SELECTOR * _MOST_COMBINATORS:
        return []
    try:
        return parse(prelude)
    except SelectorError:
        parts = prelude.split(",")
        return [s for part in parts if part != prelude for s in _parsed(part)]
