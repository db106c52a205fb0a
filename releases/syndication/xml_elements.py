"""XML of feeds: the elements that RSS and Atom write alike."""

from __future__ import annotations

import io
from collections.abc import Mapping
from typing import ClassVar
from xml.sax.xmlreader import AttributesImpl

from django.templatetags.static import static
from django.utils.xmlutils import SimplerXMLGenerator

from releases.text.xml_text import xml_text


class FeedXML:
    """Writes the elements of a feed in UTF-8, and nothing that XML 1.0 cannot hold."""

    stylesheet: ClassVar[str] = "css/feed.css"

    def __init__(self) -> None:
        self._output = io.BytesIO()
        self._generator = SimplerXMLGenerator(self._output, "utf-8")

    def start_document(self) -> None:
        """Write the XML declaration, and the style sheet for readers with a browser."""
        self._generator.startDocument()
        href = static(self.stylesheet)
        self._generator.processingInstruction(
            "xml-stylesheet", f'type="text/css" href="{href}"'
        )
        self._output.write(b"\n")

    def start(self, name: str, attributes: Mapping[str, str] | None = None) -> None:
        """Write the start tag of an element, without what XML does not allow."""
        self._generator.startElement(name, AttributesImpl(_allowed(attributes)))

    def end(self, name: str) -> None:
        """Write the end tag of an element."""
        self._generator.endElement(name)

    def add(
        self, name: str, text: str = "", attributes: Mapping[str, str] | None = None
    ) -> None:
        """Write an element that holds a text alone."""
        self._generator.addQuickElement(name, xml_text(text), _allowed(attributes))

    def splice(self, elements: bytes) -> None:
        """Write elements that were serialised before."""
        self._output.write(elements)

    def content(self) -> bytes:
        """Return what has been written."""
        return self._output.getvalue()


def _allowed(attributes: Mapping[str, str] | None) -> dict[str, str]:
    return {name: xml_text(value) for name, value in (attributes or {}).items()}
