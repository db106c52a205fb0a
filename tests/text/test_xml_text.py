"""Text that XML can hold."""

from __future__ import annotations

from django.test import SimpleTestCase

from releases.text.xml_text import xml_text


class TextForXML(SimpleTestCase):
    """Loses the characters that XML 1.0 forbids, and no others."""

    def test_only_what_xml_forbids_is_removed(self) -> None:
        assert xml_text("R&D\x07 \ufffe業績\t😀\n") == "R&D 業績\t😀\n"
