"""The two typefaces of the public site as web fonts (WOFF2), made from their wheels.

The files are subsets of Source Serif and Source Sans, whose licence (OFL 1.1) reserves the
name “Source” to their originals; so the subsets have names of their own.
"""

from __future__ import annotations

import contextlib
import hashlib
import io
import os
import tempfile
import threading
from dataclasses import dataclass
from importlib.metadata import version
from importlib.resources import files
from pathlib import Path

# The scripts of the releases that the site is made for. All others have the system's fonts.
CHARACTERS = frozenset(
    {
        *range(0x20, 0x7F),  # Basic Latin
        *range(0xA0, 0x180),  # Latin-1 Supplement, Latin Extended-A
        *map(ord, "ȘșȚț"),
        *range(0x2009, 0x200B),  # thin and hair space
        *range(0x2010, 0x2016),  # hyphens and dashes
        *map(ord, "‘’‚“”„†‡•…‰′″‹›⁄\u2007\u202f"),  # noqa: RUF001 - marks as printed
        *range(0x2070, 0x208F),  # raised and lowered figures
        *map(ord, "₣₤₦₩₪₫€₱₹₽₿"),  # currencies
        *map(ord, "№℠™←↑→↓−∕∞≈≠≤≥◊αβγκμ"),  # noqa: RUF001 - the same
    }
)
FEATURES = ["ccmp", "kern", "liga", "lnum", "locl", "mark", "tnum"]
LICENCE = "fonts/LICENSE.txt"


@dataclass(frozen=True, slots=True, kw_only=True)
class WebFont:
    """One cut of a typeface: where it comes from, and what it is called here."""

    wheel: str
    source: str
    family: str
    style: str

    @property
    def path(self) -> Path:
        """The file in its wheel."""
        return Path(str(files(self.wheel))) / "files" / f"{self.source}.ttf"

    @property
    def name(self) -> str:
        """The name of its static file."""
        stem = f"{self.family} {self.style}".lower().replace(" ", "-")
        return f"fonts/{stem}.woff2"


_SERIF, _SANS = "font_source_serif_pro", "font_source_sans_pro"
WEB_FONTS = tuple(
    WebFont(wheel=wheel, source=f"{source}-{cut}", family=family, style=style)
    for wheel, source, family, cuts in (
        (_SERIF, "SourceSerifPro", "Newsroom Serif", ("Regular", "Semibold", "It")),
        (_SANS, "SourceSansPro", "Newsroom Sans", ("Regular", "Semibold")),
    )
    for cut, style in zip(cuts, ("Regular", "Semibold", "Italic"), strict=False)
)
NAMES = (*(font.name for font in WEB_FONTS), LICENCE)
# A page asks for several fonts at once, in DEBUG by a thread each.
_making = threading.Lock()


def font_file(name: str, folder: Path) -> Path:
    """Return the file of the font of this name, one of NAMES, or of their licence.

    A font that `folder` has not got yet is made there, once, under a name that says what
    it is made of, so that another release of fonttools or of a wheel makes another.
    """
    if name == LICENCE:
        return WEB_FONTS[0].path.with_name("LICENSE.txt")
    return _made_once(next(font for font in WEB_FONTS if font.name == name), folder)


def _made_once(font: WebFont, folder: Path) -> Path:
    recipe = [
        font,
        sorted(CHARACTERS),
        FEATURES,
        version("fonttools"),
        version("brotli"),
    ]
    digest = hashlib.sha256(repr(recipe).encode() + font.path.read_bytes())
    path = folder / f"{digest.hexdigest()}.woff2"
    with _making:
        if not path.exists():
            write_whole(path, subset(font))
    return path


def write_whole(path: Path, content: bytes) -> None:
    """Write a file so that no other process ever sees a part of it."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    handle, temporary = tempfile.mkstemp(dir=path.parent)
    with os.fdopen(handle, "wb") as file:
        file.write(content)
    Path(temporary).replace(path)


def subset(font: WebFont) -> bytes:
    """Return the font with our characters alone, as WOFF2; the same bytes each time."""
    # Here, since it takes a quarter of a second, and web workers do not need it.
    from fontTools.subset import Options, Subsetter, load_font  # noqa: PLC0415

    options = Options(
        flavor="woff2",
        hinting=False,
        layout_features=FEATURES,
        name_IDs=[0, 1, 2, 3, 4, 5, 6, 13, 14],
        notdef_outline=True,
        recalc_timestamp=False,
    )
    with contextlib.closing(load_font(str(font.path), options)) as loaded:
        subsetter = Subsetter(options)
        subsetter.populate(unicodes=CHARACTERS)
        subsetter.subset(loaded)
        full_name = f"{font.family} {font.style}"
        names = {
            1: font.family,
            2: font.style,
            3: full_name,
            4: full_name,
            6: full_name.replace(" ", ""),
        }
        for record in loaded["name"].names:
            if record.nameID in names:
                record.string = names[record.nameID]
        loaded.flavor = "woff2"
        written = io.BytesIO()
        loaded.save(written)
    return written.getvalue()
