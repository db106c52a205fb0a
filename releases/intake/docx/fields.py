"""Complex fields of a Word file: their codes are not text, their results are."""

from __future__ import annotations

from dataclasses import dataclass, field

from lxml import etree

from releases.intake.docx import notes
from releases.intake.docx.notes import NoteBook
from releases.intake.docx.package import W

# Fields that show nothing, by design.
_SILENT = {
    *("XE", "TC", "TA", "RD", "SET", "ASK", "PRIVATE", "NEXT", "NEXTIF", "SKIPIF"),
    *("FORMCHECKBOX", "FORMTEXT", "FORMDROPDOWN", "PAGE", "NUMPAGES", "ADVANCE"),
    *("HYPERLINK", "COMMENTS", "TOC", "INDEX", "PAGEREF", "AUTOTEXT", "CITATION"),
}


@dataclass(slots=True)
class _OpenField:
    code: str = ""
    has_result: bool = False
    in_result: bool = False
    start: int = 0


@dataclass(slots=True)
class FieldCodes:
    """The fields that are open, one inside another, where the text is now."""

    book: NoteBook
    open: list[_OpenField] = field(default_factory=list)

    @property
    def in_code(self) -> bool:
        """Whether the text belongs to a field's code, so that Word doesn't show it."""
        return any(not opened.in_result for opened in self.open)

    def read(self, element: etree._Element) -> bool:
        """Follow an element of a run; return whether it is a part of a field itself."""
        if element.tag in {f"{W}instrText", f"{W}delInstrText"}:
            if self.open:
                self.open[-1].code += element.text or ""
            return True
        if element.tag != f"{W}fldChar":
            return False
        kind = element.get(f"{W}fldCharType")
        if kind == "begin":
            self.open.append(_OpenField(start=self.book.count))
        elif kind == "separate" and self.open:
            self.open[-1].in_result = True
        elif kind == "end" and self.open:
            self._end(self.open.pop())
        return True

    def _end(self, ended: _OpenField) -> None:
        if not self.in_code and self.book.count == ended.start:
            self.note_empty(ended.code)

    def note_empty(self, code: str) -> None:
        """Note a field without a result, unless it is one that shows none."""
        name = code.strip().partition(" ")[0].upper()
        if name and name not in _SILENT:
            self.book.quote(notes.NO_RESULT, code, notes.WRITE_IT)
