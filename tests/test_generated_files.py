"""The fonts and the style sheet that are made where static files are collected."""

from __future__ import annotations

import io
import re
import tempfile
import unicodedata
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from unittest.mock import patch

from django.contrib.staticfiles.finders import find
from django.test import SimpleTestCase

from fontTools.ttLib import TTFont

from irsite import web_fonts
from irsite.generated_files import PARTS, STYLE_SHEET, GeneratedFilesFinder
from irsite.web_fonts import LICENCE, WEB_FONTS, font_file, subset

ROOT = Path(__file__).parents[1]
# A first visit may take 140 kB, of which the longest page and the style sheet need 30.
MOST_BYTES = 92_000
PRINTED = "Škoda’s “1,234”—−5% €7½ ≥ 10 µg … Ærø"  # noqa: RUF001 - as printed


def found(name: str) -> Path:
    """Return the file of this name, as the server for developers finds it."""
    path = find(name)
    assert isinstance(path, str)
    return Path(path)


class TheFonts(SimpleTestCase):
    """Are small, free, and hold the characters of releases."""

    def test_hold_what_releases_print_and_figures_of_one_width(self) -> None:
        for font in WEB_FONTS:
            with self.subTest(font.name), TTFont(found(font.name)) as loaded:
                characters = loaded.getBestCmap() or {}
                assert set(map(ord, PRINTED)) <= characters.keys()
                assert all(map(unicodedata.name, map(chr, characters)))
                widths = {loaded["hmtx"][characters[ord(d)]][0] for d in "0123456789"}
                assert len(widths) == 1

    def test_do_not_bear_the_name_that_their_licence_reserves(self) -> None:
        licence = found(LICENCE).read_text()
        assert "SIL OPEN FONT LICENSE Version 1.1" in licence
        assert "Reserved Font Name 'Source'" in licence
        for font in WEB_FONTS:
            with self.subTest(font.name), TTFont(found(font.name)) as loaded:
                names = loaded["name"]
                assert str(names.getName(1, 3, 1)) == font.family
                assert not any(
                    "Source" in str(names.getDebugName(n)) for n in (1, 4, 6)
                )
                assert "Adobe" in str(names.getDebugName(0))

    def test_are_small_enough_for_a_first_visit(self) -> None:
        upright = [font for font in WEB_FONTS if font.style != "Italic"]
        assert len(upright) == 4
        assert sum(found(font.name).stat().st_size for font in upright) < MOST_BYTES

    def test_are_made_once_and_are_the_same_bytes_each_time(self) -> None:
        font = WEB_FONTS[-1]
        before = found(font.name)
        assert found(font.name).stat().st_ino == before.stat().st_ino
        assert subset(font) == before.read_bytes()
        with TTFont(io.BytesIO(before.read_bytes())) as loaded:
            assert loaded.flavor == "woff2"

    def test_are_made_once_though_a_page_asks_for_them_at_once(self) -> None:
        folder = Path(self.enterContext(tempfile.TemporaryDirectory()))
        making = self.enterContext(patch.object(web_fonts, "subset", wraps=subset))
        name = WEB_FONTS[-1].name
        with ThreadPoolExecutor(4) as threads:
            paths = set(threads.map(font_file, [name] * 4, [folder] * 4))
        assert [making.call_count, len(paths)] == [1, 1]


class TheStyleSheet(SimpleTestCase):
    """Is one file, though it is written in many."""

    def test_has_every_sheet_of_the_pages_once(self) -> None:
        sheet = found(STYLE_SHEET).read_text()
        on_their_own = {"feed"}  # of feeds, which are no pages
        names = {path.stem for path in (ROOT / "static/css").glob("*.css")}
        assert set(PARTS) == names - on_their_own
        for part in PARTS:
            assert sheet.count((ROOT / f"static/css/{part}.css").read_text()) == 1

    def test_names_fonts_that_are_there(self) -> None:
        named = re.findall(
            r'url\("\.\./(fonts/[^"]+)"\)', found(STYLE_SHEET).read_text()
        )
        assert sorted(named) == sorted(font.name for font in WEB_FONTS)

    def test_is_collected_with_the_fonts_and_written_again_after_a_change(self) -> None:
        finder = GeneratedFilesFinder()
        listed = {
            name: Path(storage.path(name)).read_bytes()
            for name, storage in finder.list([])
        }
        assert listed.keys() == {STYLE_SHEET, LICENCE, *(f.name for f in WEB_FONTS)}
        assert finder.check() == []
        assert finder.find("css/base.css") is None
        assert finder.find("css/base.css", find_all=True) == []
        assert finder.find("fonts/none.woff2", find_all=True) == []
        (path,) = finder.find(STYLE_SHEET, find_all=True)
        Path(path).write_text("of another release")
        assert found(STYLE_SHEET).read_bytes() == listed[STYLE_SHEET]
