"""Static files that are made where they are collected: the style sheet and the fonts.

Nothing made is committed. In DEBUG they are made as they are requested.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Literal, overload

from django.conf import settings
from django.contrib.staticfiles.finders import BaseFinder
from django.core.checks import CheckMessage
from django.core.files.storage import FileSystemStorage

from irsite.web_fonts import NAMES, font_file, write_whole

STYLE_SHEET = "css/site.css"
GENERATED = (STYLE_SHEET, *NAMES)
# In the order of the cascade; those of print come last.
PARTS = (
    *("fonts", "tokens", "base", "labels", "masthead", "layout", "archive", "parts"),
    *(
        "forms",
        "release",
        "tables",
        "table_frames",
        "reading",
        "links",
        "versions",
        "results",
        "documents",
        "months",
        "search",
        "alerts",
        "api",
        "print",
    ),
)


class GeneratedFilesFinder(BaseFinder):
    """Finds `css/site.css`, one file where there are many sheets, and `fonts/`."""

    def check(self, **kwargs: Any) -> list[CheckMessage]:
        return []

    @overload
    def find(self, path: str, find_all: Literal[False] = False) -> str | None: ...  # noqa: FBT002 - Django's own signature
    @overload
    def find(self, path: str, find_all: Literal[True]) -> list[str]: ...
    def find(self, path: str, find_all: bool = False) -> str | list[str] | None:  # noqa: FBT001, FBT002 - the same
        """Return the file of this name, or a list of it."""
        file = _generated_file(path) if path in GENERATED else None
        if find_all:
            return [str(file)] if file else []
        return str(file) if file else None

    def list(
        self, ignore_patterns: Iterable[str] | None
    ) -> Iterator[tuple[str, FileSystemStorage]]:
        """Yield each name with a storage that has the file under it."""
        storage = _Renamed({name: _generated_file(name) for name in GENERATED})
        for name in storage.paths:
            yield name, storage


class _Renamed(FileSystemStorage):
    """Files under other names than they have on disk."""

    def __init__(self, paths: dict[str, Path]) -> None:
        super().__init__(location="/")
        self.paths = paths

    def path(self, name: str) -> str:
        return str(self.paths[name])


def _generated_file(name: str) -> Path:
    """Return the file of this name, one of GENERATED, which is made where it is not."""
    folder = Path(settings.IRSITE_GENERATED_FILES)
    return _style_sheet(folder) if name == STYLE_SHEET else font_file(name, folder)


def _style_sheet(folder: Path) -> Path:
    """Write the sheets one after the other, where that is not yet written."""
    source = Path(settings.BASE_DIR) / "static" / "css"
    sheet = "\n".join((source / f"{part}.css").read_text() for part in PARTS)
    path = folder / "site.css"
    if not path.exists() or path.read_text() != sheet:
        write_whole(path, sheet.encode())
    return path
