"""Read the entries of feeds, as RSS, RDF, Atom and WordPress export them."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator
from pathlib import Path

from lxml import etree

from releases.intake.exceptions import IntakeError
from releases.intake.exports.export_item import ExportItem
from releases.intake.exports.items import parse_item
from releases.text.translatable import gettext_noop

MAX_EXPORT_BYTES = 500_000_000
_EXPORT_START = re.compile(rb"<(?:[\w.-]+:)?(?:rss|feed|RDF|Channel)[\s>]")


def is_export(path: Path) -> bool:
    """Return whether a file begins as RSS, RDF or Atom does."""
    with path.open("rb") as file:
        head = file.read(16_384).replace(b"\x00", b"")
    return _EXPORT_START.search(head) is not None


def read_items(
    path: Path, *, zone: str, post_types: Collection[str] = ()
) -> Iterator[ExportItem]:
    """Yield every entry in order, one in memory at a time.

    `zone` (IANA) is that of WordPress dates without an offset; `post_types` are WordPress's
    that are imported beside posts. Raises IntakeError.
    """
    if path.stat().st_size > MAX_EXPORT_BYTES:
        raise IntakeError(
            gettext_noop(
                "This is larger than %(size)d MB. Export a few years at a time."
            ),
            size=MAX_EXPORT_BYTES // 1_000_000,
        )
    with path.open("rb") as file:
        if b"<!DOCTYPE" in file.read(65_536).replace(b"\x00", b""):
            raise IntakeError(
                gettext_noop(
                    "This file declares a document type, which no export needs. Export "
                    "it again."
                )
            )
    walk = etree.iterparse(
        str(path),
        tag=("{*}item", "{*}entry"),
        resolve_entities=False,
        no_network=True,
        huge_tree=False,
        remove_comments=True,
        remove_pis=True,
    )
    try:
        for _, element in walk:
            yield parse_item(element, zone=zone, post_types=post_types)
            element.clear()
            parent = element.getparent()
            while parent is not None and element.getprevious() is not None:
                del parent[0]
    except etree.XMLSyntaxError as error:
        raise IntakeError(
            gettext_noop("The file breaks off at line %(line)d. Export it again."),
            line=error.lineno,
        ) from error
