"""Where a page lies in a mirror: a static host knows files, and no query."""

from __future__ import annotations

import hashlib
import html
import re
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePosixPath
from urllib.parse import parse_qsl, unquote

from releases.management.mirroring.exceptions import CannotMirror
from releases.pagecache.routes import PublicRoute, resolve_route
from releases.text import public_paths

# What only a server can answer.
NOT_MIRRORED = frozenset(
    {
        public_paths.SEARCH,
        public_paths.ALERTS,
        public_paths.ALERTS_ASKED,
        public_paths.ASK,
        public_paths.ASK_SENT,
        public_paths.VERIFY,
    }
)
# The media types of texts in which there are links.
WITH_LINKS = re.compile(r"text/html|application/(?:[\w.-]+\+)?(?:xml|json)|text/xml")


@dataclass(frozen=True, slots=True)
class MirroredPage:
    """A page to mirror: its path, not quoted, and its query, which is mostly empty."""

    path: str
    query: str = ""

    @property
    def url_path(self) -> str:
        """The path at which the mirror has the page: a query becomes part of it."""
        if not self.query:
            return self.path
        code = hashlib.sha256(self.query.encode()).hexdigest()[:16]
        folder, _slash, name = self.path.rpartition("/")
        stem, dot, ending = name.partition(".")
        if not name:
            return f"{folder}/part-{code}.html"
        return f"{folder}/{stem}-{code}{dot}{ending}"

    def file_name(self, media_type: str) -> str:
        """Return the name of its file, relative to the mirror's root. Raises CannotMirror.

        A path without an ending, such as those of the API, gets one: it may be that of a
        folder as well.
        """
        path = self.url_path.removeprefix("/")
        if not path or path.endswith("/"):
            path += "index.html"
        elif "." not in path.rpartition("/")[2]:
            path += ".json" if "json" in media_type else ".html"
        if {"..", "."} & {*PurePosixPath(path).parts} or "\0" in path:
            raise CannotMirror(f"No file can have the path {self.path!r}.")
        return path


def linked_parts(
    page: MirroredPage, text: str, *, base_url: str
) -> tuple[str, list[MirroredPage]]:
    """Return the text with links to other parts of the same list, and these parts.

    A link with a query that the page's view reads leads to a file of its own.
    """
    parts: list[MirroredPage] = []

    def replace(write: Callable[[str], str]) -> Callable[[re.Match[str]], str]:
        def replaced(link: re.Match[str]) -> str:
            query = html.unescape(link["query"])
            if not is_read(page.path, query):
                return link[0]
            part = MirroredPage(page.path, query)
            parts.append(part)
            return write(part.url_path)

        return replaced

    relative = re.compile(r'href="\?(?P<query>[^"#]+)"')
    text = relative.sub(replace(lambda path: f'href="{path.rpartition("/")[2]}"'), text)
    absolute = re.compile(
        rf"{re.escape(base_url + page.path)}\?(?P<query>[^\s\"'<>#\\]+)"
    )
    return absolute.sub(replace(lambda path: base_url + path), text), parts


def is_read(path: str, query: str) -> bool:
    """Return whether the path's view reads each parameter of the query."""
    route = resolve_route(unquote(path))
    if not isinstance(route, PublicRoute):
        return False
    names = {name for name, _value in parse_qsl(query, keep_blank_values=True)}
    return bool(names) and names <= route.view.query_params
