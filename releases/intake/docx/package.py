"""The parts of a Word file (Open Packaging Conventions), bounded in size and made safe."""

from __future__ import annotations

import io
import posixpath
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass
from urllib.parse import unquote

from lxml import etree

from releases.intake.exceptions import IntakeError
from releases.intake.safe_xml import parse_xml
from releases.text.translatable import gettext_noop

MAX_ENTRIES = 2_000
MAX_UNZIPPED_BYTES = 60_000_000
MAX_XML_BYTES = 12_000_000
MAX_TAGS = 300_000
W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
# The namespaces of ISO 29500 Strict, and those of Transitional that mean the same.
_STRICT = (
    (
        b"http://purl.oclc.org/ooxml/wordprocessingml/",
        b"http://schemas.openxmlformats.org/wordprocessingml/2006/",
    ),
    (
        b"http://purl.oclc.org/ooxml/drawingml/",
        b"http://schemas.openxmlformats.org/drawingml/2006/",
    ),
    (
        b"http://purl.oclc.org/ooxml/officeDocument/",
        b"http://schemas.openxmlformats.org/officeDocument/2006/",
    ),
)
_RELATIONSHIP = (
    "{http://schemas.openxmlformats.org/package/2006/relationships}Relationship"
)
_DOCUMENT = "word/document.xml"
_TOO_LONG = gettext_noop("This is too long for one release. Save only its text.")


@dataclass(frozen=True, slots=True)
class WordPackage:
    """The XML parts of a Word file by name, and the name of its document."""

    parts: dict[str, bytes]
    document: str

    def tree(self, name: str) -> etree._Element | None:
        """Return the root element of a part; None if the file has no such part."""
        return parse_xml(self.parts[name]) if name in self.parts else None

    def related(self, kind: str) -> list[str]:
        """Return the names of the parts that the document has of a kind, in order."""
        folder = posixpath.dirname(self.document)
        rels = posixpath.join(
            folder, "_rels", f"{posixpath.basename(self.document)}.rels"
        )
        names = [
            posixpath.normpath(posixpath.join(folder, target)).lstrip("/")
            for type_, target in _relationships(self.parts.get(rels))
            if type_ == kind
        ]
        fallback = posixpath.join("word", f"{kind}.xml")
        return [name for name in names if name in self.parts] or (
            [fallback] if fallback in self.parts else []
        )

    def part_of(self, kind: str) -> etree._Element | None:
        """Return the root element of the first part of a kind."""
        names = self.related(kind)
        return self.tree(names[0]) if names else None


def read_package(data: bytes) -> WordPackage:
    """Return the parts of a Word file, Strict ones as Transitional. Raises IntakeError."""
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        entries = archive.infolist()
        if (
            len(entries) > MAX_ENTRIES
            or sum(e.file_size for e in entries) > MAX_UNZIPPED_BYTES
        ):
            raise IntakeError(
                gettext_noop(
                    "This file swells when unpacked. Save only the release as .docx."
                )
            )
        named = [e for e in entries if e.filename.lower().endswith((".xml", ".rels"))]
        if sum(e.file_size for e in named) > MAX_XML_BYTES:
            raise IntakeError(_TOO_LONG)
        parts = {e.filename: _check_xml(archive.read(e)) for e in named}
    return WordPackage(parts, _document_name(parts))


def _document_name(parts: dict[str, bytes]) -> str:
    targets = [
        posixpath.normpath(target.lstrip("/"))
        for kind, target in _relationships(parts.get("_rels/.rels"))
        if kind == "officeDocument"
    ]
    for name in [*targets, _DOCUMENT]:
        if name in parts:
            return name
    raise IntakeError(
        gettext_noop(
            "This is a ZIP file without a Word document. Unpack it and give the "
            ".docx file."
        )
    )


def _relationships(xml: bytes | None) -> Iterator[tuple[str, str]]:
    """Yield the last word of each relationship's type, and its target."""
    if xml is None:
        return
    for element in parse_xml(xml).iter(_RELATIONSHIP):
        if element.get("TargetMode") != "External":
            kind = (element.get("Type") or "").rpartition("/")[2]
            yield kind, unquote(element.get("Target") or "")


def _check_xml(xml: bytes) -> bytes:
    """Return the XML, if it declares no entities and has not too many tags."""
    # Without its NULs, UTF-16 looks like ASCII.
    if b"<!" in xml.replace(b"\x00", b"").replace(b"<![CDATA[", b""):
        raise IntakeError(
            gettext_noop(
                "This file declares XML entities, which Word never does. Save it again "
                "in Word."
            )
        )
    if xml.count(b"<") > MAX_TAGS:
        raise IntakeError(_TOO_LONG)
    for strict, transitional in _STRICT:
        xml = xml.replace(strict, transitional)
    return xml


def write_package(package: WordPackage, changed: dict[str, etree._Element]) -> bytes:
    """Return a Word file of the same parts, some of them changed, without its media."""
    file = io.BytesIO()
    parts = package.parts | {
        name: etree.tostring(root, xml_declaration=True, encoding="UTF-8")
        for name, root in changed.items()
    }
    with zipfile.ZipFile(file, "w", zipfile.ZIP_STORED) as archive:
        for name, part in parts.items():
            archive.writestr(name, part)
    return file.getvalue()
