"""Parse XML from strangers without entities, DTDs or the network."""

from __future__ import annotations

from lxml import etree


def _safe_parser() -> etree.XMLParser:
    """Return a parser that expands and fetches nothing, and drops comments."""
    return etree.XMLParser(
        resolve_entities=False,
        no_network=True,
        load_dtd=False,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )


def parse_xml(xml: bytes) -> etree._Element:
    """Return the root element of a document."""
    return etree.fromstring(xml, _safe_parser())
