"""Sets a sheet as a tagged PDF (PDF/UA-1, ISO 14289-1), a card as a PNG. No Django.

The same values give the same bytes with the same version of typst and the same fonts.
typst sees no font of the system, no package, no file and no network.
"""

from __future__ import annotations

import datetime as dt
import json
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import cache
from importlib.resources import files
from io import BytesIO
from typing import Any, Literal

import pikepdf
import typst

from releases.pdf.forms import Form
from releases.pdf.row_headers import tag_row_headers

# Where nothing is: the template reads no file, and there are no packages.
NO_FOLDER = "/dev/null"
FONT_WHEELS = ("font_source_serif_pro", "font_source_sans_pro")
# After so many attempts, characters that join or mark others are replaced as well; after
# so many more, all that is not Latin.
MAX_ATTEMPTS = 4
# So that a point of the card's template is a pixel.
POINTS_PER_INCH = 72
_SPACES = re.compile(" +")
_JOINER = "\u200d"
# Variation selectors say how the character before them looks, mostly of an emoji.
_SELECTORS = re.compile("[\ufe00-\ufe0f\U000e0100-\U000e01ef]")
_UNKNOWN = re.compile(r"the text `(\".*\")` could not be displayed", re.DOTALL)
_ESCAPE = re.compile(r"\\u\{([0-9a-fA-F]+)\}|\\(.)")
_ESCAPES = {"n": "\n", "r": "\r", "t": "\t"}
_PRINTED_BY_ALL = re.compile(
    "[\x20-\x7e\xa0-\xff\u200b\u2013\u2014\u2018\u2019\u201c\u201d]"
)
# Sets each character on a page of its own, in a format that lets one without a glyph pass.
_PROBE = b"""
#set page(width: 100pt, height: 100pt)
#set text(font: ("Source Serif Pro", "Libertinus Serif"))
#for character in json(bytes(sys.inputs.characters)) { page(text(character)) }
"""


class TypesettingError(Exception):
    """The sheet could not be set. The message is typst's."""


@cache
def fonts_in(folders: tuple[str, ...]) -> typst.Fonts:
    """Return the fonts of the wheels and of typst, and those in these folders."""
    wheels = [str(files(wheel) / "files") for wheel in FONT_WHEELS]
    return typst.Fonts(include_system_fonts=False, font_paths=[*wheels, *folders])


def typeset(
    values: Mapping[str, Any], *, folders: Iterable[str] = (), form: Form = "pdf"
) -> bytes:
    """Return a sheet as a PDF, a card or a logo as a PNG. Raises TypesettingError.

    `values` are those of `releases.pdf.sheet`, `releases.pdf.card` or
    `releases.pdf.logo`; `folders` have more fonts.
    """
    fonts = fonts_in(tuple(folders))
    try:
        if form == "card":
            return _typeset_card(values, fonts)
        if form == "logo":
            return _draw_logo(values, fonts)
        return _typeset_sheet(values, fonts)
    except typst.TypstError as error:
        raise TypesettingError(str(error)) from error


def _typeset_sheet(sheet: Mapping[str, Any], fonts: typst.Fonts) -> bytes:
    """Return the PDF of a sheet.

    A character that no font has is printed as its number, such as [U+1F680], so that no
    text is lost.
    """
    template = _template("sheet.typ")
    created = dt.datetime.fromtimestamp(sheet["created"], tz=dt.UTC)

    def compiled(values: Any) -> bytes:
        return _compile(
            template, {"sheet": json.dumps(values)}, fonts, "ua-1", timestamp=created
        )

    content, printed = _with_known_characters(sheet, compiled, fonts)
    return tag_row_headers(content, tables_of(printed["body"]))


def _typeset_card(card: Mapping[str, Any], fonts: typst.Fonts) -> bytes:
    """Return the PNG of a card."""
    return _drawn("card.typ", {"card": json.dumps(shown_card(card, fonts))}, fonts)


def _draw_logo(logo: Mapping[str, Any], fonts: typst.Fonts) -> bytes:
    """Return the PNG of a logo, drawn from the bytes of another picture."""
    return _drawn("logo.typ", {"logo": json.dumps(logo)}, fonts)


def _drawn(template: str, inputs: dict[str, str], fonts: typst.Fonts) -> bytes:
    content = _compiler(inputs, fonts).compile(
        input=_template(template), format="png", ppi=POINTS_PER_INCH
    )
    if not isinstance(content, bytes):
        raise TypesettingError("A picture is one page.")
    return content


def shown_card(card: Mapping[str, Any], fonts: typst.Fonts) -> Mapping[str, Any]:
    """Return the card as these fonts can show it.

    A picture is no place for the numbers of characters: a text with a letter that no
    font has is left out, and others stand for it; other characters are just left out.
    """
    suspects = set(_PRINTED_BY_ALL.sub("", "".join(_strings(card))))
    if suspects:
        inputs = {"card": json.dumps(card)}
        content = _compile(_template("card.typ"), inputs, fonts, "1.7")
        with pikepdf.open(BytesIO(content)) as pdf:
            if any(map(_lacks_glyph, pdf.pages)):
                unknown = _unknown_characters(sorted(suspects), fonts)
                card = _without(card, frozenset(unknown))
    if not card["headline"]:
        other = card["other_headline"]
        card = {**card, "headline": other, "words": other.split()}
    return {**card, "issuer": card["issuer"] or card["host"]}


def _template(name: str) -> bytes:
    return files("releases.pdf").joinpath(name).read_bytes()


def _compiler(inputs: dict[str, str], fonts: typst.Fonts) -> typst.Compiler:
    return typst.Compiler(
        root=NO_FOLDER,
        font_paths=fonts,
        ignore_system_fonts=True,
        package_path=NO_FOLDER,
        package_cache_path=NO_FOLDER,
        sys_inputs=inputs,
    )


def _compile(
    template: bytes,
    inputs: dict[str, str],
    fonts: typst.Fonts,
    standard: Literal["ua-1", "1.7"],
    timestamp: dt.datetime | None = None,
) -> bytes:
    content = _compiler(inputs, fonts).compile(
        input=template,
        format="pdf",
        pdf_standards=standard,
        timestamp=timestamp,
    )
    assert isinstance(content, bytes), "a PDF is one file"
    return content


def _with_known_characters(
    sheet: Mapping[str, Any], compiled: Callable[[Any], bytes], fonts: typst.Fonts
) -> tuple[bytes, Mapping[str, Any]]:
    """Return the PDF, and the sheet with the numbers of characters that no font has."""
    printed = sheet
    unknown: set[str] = set()
    suspects = set(_PRINTED_BY_ALL.sub("", "".join(_strings(sheet))))
    joiners = {one for one in suspects if unicodedata.category(one)[0] in "MC"}
    for attempt in range(3 * MAX_ATTEMPTS):
        try:
            return compiled(printed), printed
        except typst.TypstError as error:
            match = _UNKNOWN.search(str(error))
            if match is None:
                raise
            unknown |= suspects & set(_unescaped(match[1][1:-1]))
        if attempt == 0:
            unknown |= _unknown_characters(sorted(suspects), fonts)
        if attempt >= MAX_ATTEMPTS:
            unknown |= joiners if attempt < 2 * MAX_ATTEMPTS else suspects
        printed = _with_numbers(sheet, frozenset(unknown))
    raise TypesettingError("No font has the Latin letters.")


def _unescaped(text: str) -> str:
    """Return the text of an error message, in which Rust escapes some characters."""
    return _ESCAPE.sub(
        lambda match: (
            chr(int(match[1], 16)) if match[1] else _ESCAPES.get(match[2], match[2])
        ),
        text,
    )


def _unknown_characters(suspects: list[str], fonts: typst.Fonts) -> set[str]:
    """Return those of the characters for which no font has a glyph."""
    if not suspects:
        return set()
    inputs = {"characters": json.dumps(suspects)}
    with pikepdf.open(BytesIO(_compile(_PROBE, inputs, fonts, "1.7"))) as pdf:
        pages = zip(suspects, pdf.pages, strict=True)
        return {one for one, page in pages if _lacks_glyph(page)}


def _lacks_glyph(page: pikepdf.Page) -> bool:
    """Return whether the glyph 0, which stands for any other, is shown on the page."""
    for instruction in pikepdf.parse_content_stream(page, "Tj TJ"):
        shown = instruction.operands[0]
        parts = shown if isinstance(shown, pikepdf.Array) else [shown]
        # Each glyph is a number of two bytes.
        glyphs = b"".join(
            bytes(part) for part in parts if isinstance(part, pikepdf.String)
        )
        if (0, 0) in zip(glyphs[::2], glyphs[1::2], strict=True):
            return True
    return False


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for inner in value.values():
            yield from _strings(inner)
    elif isinstance(value, list):
        for inner in value:
            yield from _strings(inner)


def _without(card: Mapping[str, Any], unknown: frozenset[str]) -> dict[str, Any]:
    """Return the card without these characters, and without texts that need them."""

    def part_without(value: Any) -> Any:
        if isinstance(value, list):  # of texts, or of the bytes of the logo
            return [part_without(part) for part in value]
        return _text_without(value, unknown) if isinstance(value, str) else value

    return {name: part_without(value) for name, value in card.items()}


def _text_without(text: str, unknown: frozenset[str]) -> str:
    """Return the text without these characters; empty if one of them is part of a word."""
    missing = unknown.intersection(text)
    if any(
        unicodedata.category(character)[0] in "LMN" and not _SELECTORS.match(character)
        for character in missing
    ):
        return ""
    if not missing:
        return text
    # What shapes or joins emoji goes with them.
    known = (character for character in text if character not in missing | {_JOINER})
    return _SPACES.sub(" ", _SELECTORS.sub("", "".join(known))).strip()


def _with_numbers(value: Any, unknown: frozenset[str]) -> Any:
    """Return the value with each of these characters as its number in every text."""
    if isinstance(value, str):
        return "".join(
            f"[U+{ord(character):04X}]" if character in unknown else character
            for character in value
        )
    if isinstance(value, Mapping):
        return {key: _with_numbers(inner, unknown) for key, inner in value.items()}
    if isinstance(value, list):
        if len(value) == 3 and value[0] == "link":
            return [*value[:2], _with_numbers(value[2], unknown)]
        return [_with_numbers(inner, unknown) for inner in value]
    return value


def tables_of(blocks: Iterable[Mapping[str, Any]]) -> Iterator[Mapping[str, Any]]:
    """Yield the tables of the body in the order in which they are set."""
    for block in blocks:
        if block["kind"] == "table":
            yield block
        elif block["kind"] == "quote":
            yield from tables_of(block["blocks"])
        elif block["kind"] == "list":
            for item in block["items"]:
                yield from tables_of(item)
