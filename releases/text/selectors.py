"""CSS selectors, matched against an HTML tree (Selectors Level 3).

States that a page gets only in use (`:hover`) and generated content (`::before`) match
nothing.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Protocol

from lxml import etree

_NAME = r"(?:[\w-]|[^\x00-\x7f]|\\.)+"
_PART = re.compile(
    rf"""
      \#(?P<id>{_NAME})
    | \.(?P<class>{_NAME})
    | \[\s*(?P<attribute>{_NAME})\s*
      (?:(?P<operator>[~|^$*]?=)\s*(?P<value>"[^"]*"|'[^']*'|[^\]\s]+)\s*[is]?\s*)?\]
    | (?P<colons>::?)(?P<pseudo>[\w-]+)(?:\((?P<argument>(?:[^()]|\([^()]*\))*)\))?
    | (?P<tag>\*|{_NAME})
    """,
    re.VERBOSE,
)
_COMBINATOR = re.compile(r"\s*([>+~])\s*|(\s+)(?=\S)")
_NTH = re.compile(r"(?P<a>[+-]?\d*)n(?:\s*(?P<sign>[+-])\s*(?P<b>\d+))?|(?P<only>\d+)")
_LONGEST = 500
_MOST_COMPOUNDS = 8
# What one compound of a selector with combinators costs, by the time that it takes.
_COMBINED = 5
# Counted for :nth-child().
_MOST_SIBLINGS = 200


class Condition(Protocol):
    """What a selector asks of an element beside its tag, id and classes."""

    def __call__(self, element: etree._Element, /) -> bool: ...


class Budget:
    """How many steps may be spent on matching a page, however its selectors are built."""

    def __init__(self, steps: int) -> None:
        self.steps = steps

    @property
    def is_spent(self) -> bool:
        """Whether something was left unmatched."""
        return self.steps < 0

    def spend(self, steps: int) -> bool:
        """Take some steps; return whether they were still allowed."""
        self.steps -= steps
        return self.steps >= 0


@dataclass(frozen=True, slots=True)
class Compound:
    """What one element of a selector must be: its tag, id, classes and conditions."""

    tag: str = ""
    ids: tuple[str, ...] = ()
    classes: tuple[str, ...] = ()
    conditions: tuple[Condition, ...] = ()

    @property
    def specificity(self) -> tuple[int, int, int]:
        """Ids, then classes and conditions, then the tag."""
        return (
            len(self.ids),
            len(self.classes) + len(self.conditions),
            1 if self.tag else 0,
        )

    def matches(self, element: etree._Element) -> bool:
        """Return whether the element by itself is this."""
        if self.tag and self.tag != element.tag.lower():
            return False
        if any(element.get("id") != name for name in self.ids):
            return False
        if self.classes and not classes_of(element).issuperset(self.classes):
            return False
        return all(condition(element) for condition in self.conditions)


@dataclass(frozen=True, slots=True)
class Selector:
    """Compounds from left to right, and the combinator before each but the first."""

    compounds: tuple[Compound, ...]
    combinators: tuple[str, ...]

    @property
    def subject(self) -> Compound:
        """The compound of the element that the selector selects."""
        return self.compounds[-1]

    @property
    def specificity(self) -> tuple[int, int, int]:
        """The sum of its compounds'."""
        ids, classes, tags = zip(*(c.specificity for c in self.compounds), strict=True)
        return sum(ids), sum(classes), sum(tags)

    def matches(self, element: etree._Element, budget: Budget) -> bool:
        """Return whether it selects the element, as far as the budget reaches."""
        if len(self.compounds) == 1:
            return budget.spend(1) and self.subject.matches(element)
        return self._matches(element, len(self.compounds) - 1, budget, {})

    def _matches(
        self,
        element: etree._Element,
        place: int,
        budget: Budget,
        known: dict[tuple[etree._Element, int], bool],
    ) -> bool:
        if (element, place) not in known:
            known[element, place] = (
                budget.spend(_COMBINED)
                and self.compounds[place].matches(element)
                and (
                    place == 0
                    or any(
                        self._matches(other, place - 1, budget, known)
                        for other in _related(element, self.combinators[place - 1])
                    )
                )
            )
        return known[element, place]


def classes_of(element: etree._Element) -> frozenset[str]:
    """Return the classes of an element."""
    return frozenset((element.get("class") or "").split())


def _related(element: etree._Element, combinator: str) -> Iterator[etree._Element]:
    if combinator == " ":
        yield from element.iterancestors()
    elif combinator == ">":
        parent = element.getparent()
        if parent is not None:
            yield parent
    else:
        for sibling in element.itersiblings(preceding=True):
            if isinstance(sibling.tag, str):
                yield sibling
                if combinator == "+":
                    return


def parse_selectors(text: str) -> list[Selector]:
    """Return the selectors of a comma-separated list, without those not supported."""
    if len(text) > _LONGEST * 20:
        return []
    parsed = (_parse_selector(part.strip()) for part in _split_list(text))
    return [selector for selector in parsed if selector is not None]


def _split_list(text: str) -> Iterator[str]:
    """Yield the parts between the commas that are in no brackets."""
    depth, start = 0, 0
    for place, character in enumerate(text):
        if character in "([":
            depth += 1
        elif character in ")]":
            depth -= 1
        elif character == "," and depth == 0:
            yield text[start:place]
            start = place + 1
    yield text[start:]


def _parse_selector(text: str) -> Selector | None:
    if not text or len(text) > _LONGEST:
        return None
    compounds: list[Compound] = []
    combinators: list[str] = []
    at = 0
    while True:
        parsed = _parse_compound(text, at)
        if parsed is None or len(compounds) == _MOST_COMPOUNDS:
            return None
        compound, at = parsed
        compounds.append(compound)
        if at == len(text):
            return Selector(tuple(compounds), tuple(combinators))
        combinator = _COMBINATOR.match(text, at)
        if combinator is None:
            return None
        combinators.append(combinator[1] or " ")
        at = combinator.end()


def _parse_compound(text: str, at: int) -> tuple[Compound, int] | None:
    """Return the compound that begins at a character, and where it ends."""
    tag, start = "", at
    ids: list[str] = []
    classes: list[str] = []
    conditions: list[Condition] = []
    while part := _PART.match(text, at):
        if part["tag"]:
            if at != start:
                return None
            tag = "" if part["tag"] == "*" else _unescaped(part["tag"]).lower()
        elif part["id"]:
            ids.append(_unescaped(part["id"]))
        elif part["class"]:
            classes.append(_unescaped(part["class"]))
        else:
            condition = _condition(part)
            if condition is None:
                return None
            conditions.append(condition)
        at = part.end()
    if at == start:
        return None
    return Compound(tag, tuple(ids), tuple(classes), tuple(conditions)), at


def _unescaped(name: str) -> str:
    return re.sub(r"\\(.)", r"\1", name)


def _condition(part: re.Match[str]) -> Condition | None:
    """Return what an attribute or a pseudo-class asks; None if it is not supported."""
    if part["attribute"]:
        return _attribute(
            _unescaped(part["attribute"]).lower(),
            part["operator"] or "",
            (part["value"] or "").strip("\"'"),
        )
    if part["colons"] == "::":
        return None
    return _pseudo_class(part["pseudo"].lower(), part["argument"] or "")


def _attribute(name: str, operator: str, value: str) -> Condition:
    tests: dict[str, Callable[[str], bool]] = {
        "": lambda _: True,
        "=": lambda actual: actual == value,
        "~=": lambda actual: value in actual.split(),
        "|=": lambda actual: actual == value or actual.startswith(f"{value}-"),
        "^=": lambda actual: bool(value) and actual.startswith(value),
        "$=": lambda actual: bool(value) and actual.endswith(value),
        "*=": lambda actual: bool(value) and value in actual,
    }
    test = tests[operator]

    def has_attribute(element: etree._Element) -> bool:
        actual = element.get(name)
        return actual is not None and test(str(actual))

    return has_attribute


def _pseudo_class(name: str, argument: str) -> Condition | None:
    if name == "root":
        return lambda element: element.getparent() is None
    if name in {"not", "is", "where", "matches"}:
        return _any_of(argument, wanted=name != "not")
    ends = {"first-child": ("1", True), "last-child": ("1", False)}
    ends |= {"nth-child": (argument, True), "nth-last-child": (argument, False)}
    if name in ends:
        return _nth_child(*ends[name])
    return None


def _any_of(argument: str, *, wanted: bool) -> Condition | None:
    """Return whether an element is, or is not, one of some compounds."""
    compounds: list[Compound] = []
    for part in _split_list(argument):
        parsed = _parse_compound(part.strip(), 0)
        if parsed is None or parsed[1] != len(part.strip()):
            return None
        compounds.append(parsed[0])
    return lambda element: any(c.matches(element) for c in compounds) is wanted


def _nth_child(formula: str, preceding: bool) -> Condition | None:  # noqa: FBT001 - from the table above
    """Return whether an element's number among its siblings fits `an+b`."""
    formula = {"odd": "2n+1", "even": "2n"}.get(formula.strip(), formula.strip())
    parsed = _NTH.fullmatch(formula)
    if parsed is None:
        return None
    if parsed["only"]:
        step, first = 0, int(parsed["only"])
    else:
        digits = parsed["a"]
        step = int(digits) if digits.strip("+-") else int(f"{digits}1")
        first = int(f"{parsed['sign']}{parsed['b']}") if parsed["b"] else 0

    def is_nth(element: etree._Element) -> bool:
        siblings = islice(element.itersiblings(preceding=preceding), _MOST_SIBLINGS)
        number = 1 + sum(isinstance(sibling.tag, str) for sibling in siblings)
        if step == 0:
            return number == first
        return (number - first) % step == 0 and (number - first) // step >= 0

    return is_nth
