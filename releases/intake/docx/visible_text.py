"""Reduce a Word document to the words that Word shows, and note what is taken away.

The tree is changed in place, into what mammoth reads whole: no deletions, comments, struck
or hidden words, and no field codes; the results of fields, formulas as text, and text boxes
as paragraphs.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass

from lxml import etree
from mammoth.docx.dingbats import dingbats  # type: ignore[import-untyped]  # it brings no types

from releases.intake.docx import notes
from releases.intake.docx.fields import FieldCodes
from releases.intake.docx.formulas import M, formula_runs, is_plain, text_run
from releases.intake.docx.notes import NoteBook, authored
from releases.intake.docx.package import W
from releases.intake.docx.styles import WordStyles
from releases.text.translatable import Message

_MC = "{http://schemas.openxmlformats.org/markup-compatibility/2006}"
_V = "{urn:schemas-microsoft-com:vml}"
_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_PICTURE = "{http://schemas.openxmlformats.org/drawingml/2006/picture}pic"
# A text drawn as a shape, such as DRAFT across a page.
WATERMARK = f"{_V}textpath"
_WP = "{http://schemas.openxmlformats.org/drawingml/2006/wordprocessingDrawing}"
_TEXT = (f"{W}t", f"{W}delText")
_DRAWN = (f"{W}drawing", f"{W}pict", f"{W}object", f"{_MC}AlternateContent")
_QUOTE_STYLES = {"quote", "intense quote", "block text", "quotations"}
# Fonts of signs, in which a letter stands for a picture.
_SIGN_FONTS = re.compile(r"(?i)symbol|wingdings|webdings|marlett|dingbats")


@dataclass(slots=True)
class _Place:
    """Where a paragraph is: its style, its table's, and if it has a background."""

    paragraph: str = ""
    table: str = ""
    backed: bool = False


class VisibleText:
    """Rewrites the parts of one file, in order."""

    def __init__(
        self, styles: WordStyles, comments: dict[str, Message], book: NoteBook
    ) -> None:
        self.styles = styles
        self.comments = comments
        self.book = book
        self.fields = FieldCodes(book)
        self.hoisted: list[etree._Element] = []
        self.handlers: dict[str, Callable[[etree._Element, _Place], None]] = {
            f"{W}p": self._paragraph,
            f"{W}tbl": self._table,
            f"{W}tr": self._row,
            f"{W}tc": self._cell,
            f"{W}r": self._run,
            f"{W}sdt": self._content_control,
            f"{W}ins": self._insertion,
            f"{W}moveTo": self._insertion,
            f"{W}del": self._deletion,
            f"{W}moveFrom": self._deletion,
            f"{W}fldSimple": self._simple_field,
            f"{W}dir": self._unwrapped,
            f"{W}bdo": self._unwrapped,
            f"{W}altChunk": self._inserted_file,
            f"{W}subDoc": self._inserted_file,
            f"{M}oMath": self._formula,
            f"{M}oMathPara": self._formula,
            f"{_MC}AlternateContent": self._alternate_blocks,
        }

    def reduce(self, element: etree._Element, place: _Place | None = None) -> None:
        """Rewrite everything inside an element."""
        place = place or _Place()
        for child in list(element.iterchildren(tag=etree.Element)):
            handler = self.handlers.get(str(child.tag))
            if handler:
                handler(child, place)
            elif not str(child.tag).endswith("Pr"):
                self.reduce(child, place)

    def _paragraph(self, paragraph: etree._Element, place: _Place) -> None:
        style = _value(paragraph, "pPr", "pStyle")
        backed = place.backed or paragraph.find(f"{W}pPr/{W}shd") is not None
        outer, self.hoisted = self.hoisted, []
        start = self.book.count
        self.reduce(paragraph, _Place(style, place.table, backed))
        boxes, self.hoisted = self.hoisted, outer
        self._note_style(paragraph, style, start)
        for box in reversed(boxes):
            paragraph.addnext(box)
        for box in boxes:
            self.handlers.get(str(box.tag), self.reduce)(box, place)

    def _note_style(self, paragraph: etree._Element, style: str, start: int) -> None:
        name = self.styles.name_of(style)
        if self.book.count > start and name.lower() in _QUOTE_STYLES:
            words = text_of(paragraph, f"{W}t")
            self.book.note(
                Message(notes.STYLE, {"style": name, "words": words}), notes.PLAIN
            )

    def _table(self, table: etree._Element, place: _Place) -> None:
        style = _value(table, "tblPr", "tblStyle") or place.table
        backed = bool(style) or next(table.iter(f"{W}shd"), None) is not None
        self.reduce(table, _Place(place.paragraph, style, place.backed or backed))

    def _row(self, row: etree._Element, place: _Place) -> None:
        """Take out a row that is deleted or hidden; read any other."""
        deletion = row.find(f"{W}trPr/{W}del")
        if deletion is not None:
            words = _cells_text(row)
            if words:
                saw = authored(notes.DELETION, deletion, words)
                self.book.note(saw, notes.DELETION_ACCEPTED)
            _remove(row)
        elif row.find(f"{W}trPr/{W}hidden") is not None:
            self.book.quote(notes.HIDDEN, _cells_text(row), notes.LEFT_OUT)
            _remove(row)
        else:
            self.reduce(row, place)

    def _cell(self, cell: etree._Element, place: _Place) -> None:
        self.reduce(cell, place)

    def _content_control(self, control: etree._Element, place: _Place) -> None:
        content = control.find(f"{W}sdtContent")
        if content is None:
            return
        if control.find(f"{W}sdtPr/{W}showingPlcHdr") is not None:
            self.book.quote(notes.UNFILLED, text_of(content, f"{W}t"), notes.LEFT_OUT)
            for text in list(content.iter(f"{W}t")):
                text.text = ""
        else:
            self.reduce(content, place)

    def _insertion(self, insertion: etree._Element, place: _Place) -> None:
        self.reduce(insertion, place)
        words = text_of(insertion, f"{W}t")
        if words.strip() and insertion.tag == f"{W}ins":
            saw = authored(notes.INSERTION, insertion, words)
            self.book.note(saw, notes.INSERTION_ACCEPTED)

    def _deletion(self, deletion: etree._Element, place: _Place) -> None:
        words = text_of(deletion, *_TEXT)
        if words.strip():
            saw = authored(notes.DELETION, deletion, words)
            self.book.note(saw, notes.DELETION_ACCEPTED)
        _remove(deletion)

    def _simple_field(self, simple: etree._Element, place: _Place) -> None:
        self.reduce(simple, place)
        if not text_of(simple, f"{W}t").strip():
            self.fields.note_empty(simple.get(f"{W}instr", ""))
        _unwrap(simple)

    def _unwrapped(self, element: etree._Element, place: _Place) -> None:
        self.reduce(element, place)
        _unwrap(element)

    def _inserted_file(self, element: etree._Element, place: _Place) -> None:
        self.book.note(notes.INSERTED_FILE, notes.WRITE_IT)
        _remove(element)

    def _alternate_blocks(self, element: etree._Element, place: _Place) -> None:
        """Put what Word shows of several forms in their place."""
        shown = _alternative(element)
        if shown is not None:
            self.reduce(shown, place)
            for child in list(shown):
                element.addprevious(child)
        _remove(element)

    def _formula(self, formula: etree._Element, place: _Place) -> None:
        for run in list(formula.iter(f"{M}r")):
            look = self.styles.look_of(
                run.find(f"{W}rPr"), place.paragraph, place.table
            )
            if look.struck or look.hidden:
                template = notes.STRUCK if look.struck else notes.HIDDEN
                self.book.quote(template, text_of(run, f"{M}t"), notes.LEFT_OUT)
                _remove(run)
        runs = formula_runs(formula)
        words = "".join(text_of(run, f"{W}t") for run in runs)
        if not self.fields.in_code:
            for run in reversed(runs):
                formula.addnext(run)
            self.book.read(words)
            if words.strip() and not is_plain(formula):
                self.book.quote(notes.FORMULA, words, notes.WRITTEN_OUT)
        _remove(formula)

    def _run(self, run: etree._Element, place: _Place) -> None:
        """Keep the words of a run, unless they are struck, hidden or a field's code."""
        look = self.styles.look_of(run.find(f"{W}rPr"), place.paragraph, place.table)
        backed = place.backed or run.find(f"{W}rPr/{W}shd") is not None
        for drawn in list(run.iterchildren(*_DRAWN)):
            _write_as_text(drawn)
        for child in list(run.iterchildren(tag=etree.Element)):
            if child.tag == f"{W}rPr" or self.fields.read(child):
                continue
            if child.tag in _DRAWN:
                self._drawing(child)
            elif child.tag in {f"{W}commentReference", f"{W}annotationRef"}:
                self._comment(child)
            elif self.fields.in_code:
                _remove(child)
            elif look.struck or look.hidden:
                template = notes.STRUCK if look.struck else notes.HIDDEN
                self.book.quote(template, _words_in(child), notes.LEFT_OUT)
                _remove(child)
            else:
                self._word(child, faint=look.white and not backed)

    def _comment(self, reference: etree._Element) -> None:
        if reference.tag == f"{W}commentReference":
            comment = self.comments.get(reference.get(f"{W}id", ""), notes.ANY_COMMENT)
            self.book.note(comment, notes.COMMENT_LEFT_OUT)
        _remove(reference)

    def _word(self, element: etree._Element, *, faint: bool) -> None:
        """Read one piece of a run, in a form that mammoth knows."""
        name = etree.QName(element).localname
        if name == "sym":
            element = self._symbol(element)
        elif name in {"cr", "ptab"}:
            element.tag = f"{W}br" if name == "cr" else f"{W}tab"
            element.attrib.clear()
        elif name == "ruby":
            words = "".join(text_of(b, f"{W}t") for b in element.iter(f"{W}rubyBase"))
            element = _replace(element, words)
        words = element.text or "" if element.tag == f"{W}t" else ""
        if faint:
            self.book.quote(notes.FAINT, words, notes.KEPT)
        self.book.read(words)

    def _symbol(self, symbol: etree._Element) -> etree._Element:
        """Write a symbol as its character, if its font is no font of signs."""
        font, code = symbol.get(f"{W}font", ""), symbol.get(f"{W}char", "")
        if not re.fullmatch("[0-9A-Fa-f]{2,6}", code) or int(code, 16) > 0x10FFFF:
            _remove(symbol)
        elif not _SIGN_FONTS.search(font) and not 0xE000 <= int(code, 16) <= 0xF8FF:
            return _replace(symbol, chr(int(code, 16)))
        elif not is_known_sign(font, code):
            saw = Message(notes.SYMBOL, {"words": f"{font} {code}"})
            self.book.note(saw, notes.WRITE_IT)
            _remove(symbol)
        return symbol

    def _drawing(self, drawing: etree._Element) -> None:
        """Put the paragraphs of text boxes after this one; note pictures and charts."""
        shown = _alternative(drawing)
        if shown is not None and not self.fields.in_code:
            boxes = list(_text_boxes(shown))
            for box in boxes:
                self.hoisted += box.iterchildren(tag=etree.Element)
            if not boxes:
                self._note_drawing(shown)
        _remove(drawing)

    def _note_drawing(self, drawing: etree._Element) -> None:
        described = [
            " ".join((part.get("descr") or part.get("title") or "").split())
            for part in drawing.iter(f"{_WP}docPr")
        ]
        described += [part.get("string", "") for part in drawing.iter(WATERMARK)]
        words = "; ".join(filter(None, described))
        if next(drawing.iter(f"{W}object"), None) is not None:
            self.book.note(notes.EMBEDDED, notes.NOT_ATTACHED)
            return
        is_image = next(drawing.iter(_PICTURE, f"{_V}imagedata"), None) is not None
        is_chart = next(drawing.iter(f"{_A}graphicData", WATERMARK), None)
        if is_image or is_chart is not None:
            described_as, plain = notes.IMAGE if is_image else notes.DRAWING
            saw = Message(described_as, {"words": words}) if words else Message(plain)
            self.book.note(saw, notes.NOT_ATTACHED)


def text_of(element: etree._Element, *tags: str) -> str:
    """Return the text in an element's text elements, without a break."""
    return "".join(text.text or "" for text in element.iter(*tags))


def _words_in(child: etree._Element) -> str:
    if child.tag in {f"{W}tab", f"{W}br", f"{W}cr"}:
        return " "
    return text_of(child, *_TEXT)


def _cells_text(row: etree._Element) -> str:
    return " ".join(text_of(p, *_TEXT) for p in row.iter(f"{W}p")).strip()


def _value(element: etree._Element, properties: str, name: str) -> str:
    found = element.find(f"{W}{properties}/{W}{name}")
    return "" if found is None else found.get(f"{W}val", "")


def _alternative(drawing: etree._Element) -> etree._Element | None:
    """Return what Word shows of a drawing that is given in several forms."""
    if drawing.tag != f"{_MC}AlternateContent":
        return drawing
    choice = drawing.find(f"{_MC}Choice")
    return choice if choice is not None else drawing.find(f"{_MC}Fallback")


def _write_as_text(drawing: etree._Element) -> None:
    """Put characters in place of a drawn sign, such as an emoji, that has a text form."""
    text = drawing.findtext(f"{_MC}Fallback/{W}t")
    if text is not None:
        _replace(drawing, text)


def _text_boxes(element: etree._Element) -> Iterator[etree._Element]:
    """Yield the contents of text boxes, of several forms only one, none within another."""
    for child in element.iterchildren(tag=etree.Element):
        if child.tag == f"{W}txbxContent":
            yield child
            continue
        shown = _alternative(child)
        if shown is not None:
            yield from _text_boxes(shown)


def is_known_sign(font: str, code: str) -> bool:
    """Return whether mammoth knows the character for a sign of a font."""
    from_private_area = code[2:] if re.match("(?i)F0..", code) else code
    return any((font, int(part, 16)) in dingbats for part in {code, from_private_area})


def _replace(element: etree._Element, words: str) -> etree._Element:
    """Put a text in place of an element of a run."""
    text = text_run(words)[-1]
    element.addprevious(text)
    _remove(element)
    return text


def _remove(element: etree._Element) -> None:
    parent = element.getparent()
    if parent is not None:
        parent.remove(element)


def _unwrap(element: etree._Element) -> None:
    """Put an element's children in its place."""
    for child in list(element):
        element.addprevious(child)
    _remove(element)
