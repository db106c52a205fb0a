"""What the style sheets of a page, and its style attributes, declare for an element.

Only what applies on a screen, without conditions, to a page that nobody has touched.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import islice

from lxml import etree

from releases.text.selectors import Budget, Selector, classes_of, parse_selectors

_COMMENT = re.compile(r"/\*.*?(?:\*/|\Z)|<!--|-->", re.DOTALL)
_QUOTED = re.compile(r"\"(?:[^\"\\\n]|\\.)*\"|'(?:[^'\\\n]|\\.)*'")
_STEP = re.compile(r"([^{};]*)([{};]|\Z)")
_DECLARATION = re.compile(
    r"(?P<name>[\w-]+)\s*:\s*"
    r"(?P<value>(?:[^;\"'(]|\"[^\"]{0,500}\"|'[^']{0,500}'|\([^)]{0,500}\)|[\"'(])+)"
)
_IMPORTANT = re.compile(r"(?i)\s*!\s*important\s*$")
_SCREEN = re.compile(r"(?i)(?:only\s+)?(?:all|screen)|not\s+print")
_FONT_SIZE = re.compile(r"(?i)(?:^|\s)(0|\d*\.?\d+(?:px|pt|r?em|%))(?=[\s/])")
_LONGEST = 2_000_000
_MOST_STEPS = 800_000
_MOST_RULES = 10_000
# The style attribute outweighs every selector.
_INLINE = (1_000_000, 0, 0)

Priority = tuple[bool, tuple[int, int, int], int]


@dataclass(frozen=True, slots=True)
class Declaration:
    """The value of a property, in lower case."""

    value: str
    important: bool


@dataclass(frozen=True, slots=True)
class Rule:
    """Declarations for what a selector selects; a later rule outweighs an earlier one."""

    selector: Selector
    order: int
    declarations: Mapping[str, Declaration]


class StyleSheets:
    """The rules of a page that set any of some properties."""

    def __init__(self, texts: Iterable[str], properties: Collection[str]) -> None:
        self._properties = frozenset(properties)
        self._budget = Budget(_MOST_STEPS)
        self._rules: defaultdict[str, list[Rule]] = defaultdict(list)
        css = "\n".join(texts)
        self._is_cut = len(css) > _LONGEST
        rules = list(
            islice(_rules_in(css[:_LONGEST], self._properties), _MOST_RULES + 1)
        )
        self._is_cut = self._is_cut or len(rules) > _MOST_RULES
        for rule in rules:
            self._rules[_key_of(rule.selector)].append(rule)

    @property
    def is_incomplete(self) -> bool:
        """Whether the page has more rules than could be read or matched."""
        return self._is_cut or self._budget.is_spent

    def declared(self, element: etree._Element) -> dict[str, str]:
        """Return the value of each property that the page sets on the element itself."""
        values: dict[str, tuple[Priority, str]] = {}
        for rule in self._rules_for(element):
            if self._budget.is_spent:
                break
            if rule.selector.matches(element, self._budget):
                weight = rule.selector.specificity
                _weigh(values, rule.declarations, weight, rule.order)
        style = element.get("style")
        if style:
            inline = declarations_in(style, self._properties)
            _weigh(values, inline, _INLINE, 0)
        return {name: value for name, (_, value) in values.items()}

    def _rules_for(self, element: etree._Element) -> Iterator[Rule]:
        if not self._rules:
            return
        keys = [f"#{element.get('id')}", *(f".{name}" for name in classes_of(element))]
        for key in ("*", str(element.tag).lower(), *keys):
            if key in self._rules:
                yield from self._rules[key]


def _key_of(selector: Selector) -> str:
    """Return what an element must at least have to be selected."""
    subject = selector.subject
    if subject.ids:
        return f"#{subject.ids[0]}"
    if subject.classes:
        return f".{subject.classes[0]}"
    return subject.tag or "*"


def _weigh(
    values: dict[str, tuple[Priority, str]],
    declarations: Mapping[str, Declaration],
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
    declarations: dict[str, Declaration] = {}
    for match in _DECLARATION.finditer(style):
        name, value = match["name"].lower(), match["value"].strip().lower()
        bare = _IMPORTANT.sub("", value)
        name, bare = _longhand(name, bare)
        if name not in properties:
            continue
        declaration = Declaration(bare, important=bare != value)
        standing = declarations.get(name)
        if not (standing and standing.important and not declaration.important):
            declarations[name] = declaration
    return declarations


def _longhand(name: str, value: str) -> tuple[str, str]:
    """Return the property that a shorthand sets, of those that are asked for."""
    if name == "font":
        size = _FONT_SIZE.search(f"{value} ")
        return "font-size", size[1] if size else value
    longhands = {
        "text-decoration-line": "text-decoration",
        "-webkit-text-decoration": "text-decoration",
        "background-color": "background",
        "background-image": "background",
        "-webkit-text-fill-color": "color",
        "-webkit-clip-path": "clip-path",
        "overflow-x": "overflow",
        "overflow-y": "overflow",
    }
    return longhands.get(name, name), value


def _rules_in(css: str, properties: frozenset[str]) -> Iterator[Rule]:
    """Yield the rules of a style sheet, at-rules that apply to a screen opened."""
    open_: list[tuple[str | None, list[str]]] = [("", [])]
    order = 0
    for step in _STEP.finditer(_without_braces_in_quotes(_COMMENT.sub(" ", css))):
        words, end = step[1].strip(), step[2]
        if end == "{":
            # Inside what does not apply, and inside another rule, nothing does.
            applies = open_[-1][0] == ""
            open_.append((_opened(words) if applies else None, []))
            continue
        open_[-1][1].append(words)
        if end == "}" and len(open_) > 1:
            selector, declared = open_.pop()
            if selector:
                for rule in _rules_of(selector, ";".join(declared), order, properties):
                    order += 1
                    yield rule


def _without_braces_in_quotes(css: str) -> str:
    return _QUOTED.sub(
        lambda quoted: '""' if re.search("[{};]", quoted[0]) else quoted[0], css
    )


def _opened(prelude: str) -> str | None:
    """Return a rule's selector; nothing for an at-rule that applies, None for others."""
    if not prelude.startswith("@"):
        return prelude
    name, _, condition = prelude[1:].partition(" ")
    name = name.lower()
    if name == "media":
        return "" if _applies_to_screen(condition) else None
    if name == "layer" or (
        name == "supports" and not condition.strip().lower().startswith("not")
    ):
        return ""
    return None


def _applies_to_screen(media: str) -> bool:
    return any(_SCREEN.fullmatch(query.strip()) for query in media.split(","))


def _rules_of(
    selector: str, style: str, order: int, properties: frozenset[str]
) -> Iterator[Rule]:
    declarations = declarations_in(style, properties)
    if declarations:
        for parsed in parse_selectors(selector):
            yield Rule(parsed, order, declarations)
            order += 1
