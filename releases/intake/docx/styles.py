"""Which styles of a Word file strike, hide or whiten the words that they are set on."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field

from lxml import etree

from releases.intake.docx.package import W

_OFF = {"false", "0", "off", "none"}
# Properties that styles above one another switch on and off (ECMA-376, 17.7.3).
_TOGGLES = ("strike", "vanish")
_SMALLEST = 4
_DEEPEST = 20


@dataclass(frozen=True, slots=True)
class RunLook:
    """How words look: struck out, hidden, or white."""

    struck: bool = False
    hidden: bool = False
    white: bool = False


@dataclass(slots=True)
class WordStyles:
    """The styles of a file by their ids."""

    styles: dict[str, etree._Element] = field(default_factory=dict)
    defaults: etree._Element | None = None
    default_paragraph: str = ""
    _known: dict[tuple[str, str], etree._Element | None] = field(default_factory=dict)

    def name_of(self, style: str) -> str:
        """Return the name that Word shows for a style."""
        element = self.styles.get(style)
        name = element.find(f"{W}name") if element is not None else None
        return name.get(f"{W}val", "") if name is not None else ""

    def look_of(
        self, properties: etree._Element | None, paragraph: str, table: str
    ) -> RunLook:
        """Return how a run looks, given the styles of its paragraph and its table."""
        run_style = _value(properties, "rStyle") or ""
        levels = (table, paragraph or self.default_paragraph, run_style)
        struck, hidden = (self._toggled(name, properties, levels) for name in _TOGGLES)
        double = self._nearest("dstrike", properties, levels)
        size = self._nearest("sz", properties, levels)
        colour = self._nearest("color", properties, levels)
        return RunLook(
            struck=struck or _is_on(double),
            hidden=hidden or _is_tiny(size),
            white=colour is not None and colour.get(f"{W}val", "").upper() == "FFFFFF",
        )

    def _toggled(
        self, name: str, properties: etree._Element | None, levels: tuple[str, ...]
    ) -> bool:
        """Return a toggle property: the run's own, else what the levels add up to."""
        own = _child(properties, name)
        if own is not None:
            return _is_on(own)
        if _is_on(_child(self.defaults, name)):
            return True
        return sum(_is_on(self._styled(name, level)) for level in levels) % 2 == 1

    def _nearest(
        self, name: str, properties: etree._Element | None, levels: tuple[str, ...]
    ) -> etree._Element | None:
        nearest = [
            _child(properties, name),
            *(self._styled(name, level) for level in reversed(levels)),
            _child(self.defaults, name),
        ]
        return next((element for element in nearest if element is not None), None)

    def _styled(self, name: str, style: str) -> etree._Element | None:
        """Return a property of a style, or of the one that it is based on."""
        if (name, style) not in self._known:
            properties = (element.find(f"{W}rPr") for element in self._chain(style))
            values = (_child(found, name) for found in properties)
            self._known[name, style] = next((v for v in values if v is not None), None)
        return self._known[name, style]

    def _chain(self, style: str) -> Iterator[etree._Element]:
        for _ in range(_DEEPEST):
            element = self.styles.get(style)
            if element is None:
                return
            yield element
            style = _value(element, "basedOn") or ""


def read_styles(root: etree._Element | None) -> WordStyles:
    """Read the styles of `styles.xml`."""
    if root is None:
        return WordStyles()
    styles = {
        style.get(f"{W}styleId", ""): style for style in root.iterchildren(f"{W}style")
    }
    default = next(
        (
            name
            for name, style in styles.items()
            if style.get(f"{W}type") == "paragraph"
            and style.get(f"{W}default", "0") not in _OFF
        ),
        "",
    )
    defaults = root.find(f"{W}docDefaults/{W}rPrDefault/{W}rPr")
    return WordStyles(styles, defaults, default)


def _child(properties: etree._Element | None, name: str) -> etree._Element | None:
    return None if properties is None else properties.find(f"{W}{name}")


def _value(properties: etree._Element | None, name: str) -> str | None:
    child = _child(properties, name)
    return None if child is None else child.get(f"{W}val")


def _is_on(element: etree._Element | None) -> bool:
    return element is not None and element.get(f"{W}val", "1").lower() not in _OFF


def _is_tiny(size: etree._Element | None) -> bool:
    """Return whether a size in half points is too small to be read."""
    value = "" if size is None else size.get(f"{W}val", "")
    return value.isdigit() and int(value) <= _SMALLEST
