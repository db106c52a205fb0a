"""Public paths: told once, in `releases.text.public_paths`."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

from django.conf import settings
from django.test import SimpleTestCase
from django.urls import reverse

from releases.text import public_paths
from releases.text.public_paths import (
    event_slug_in,
    file_token_in,
    release_address_in,
)

ADDRESS = "2026/results"
# A public path in a string, or at the beginning of one.
LITERAL = re.compile(
    r"(?:^|[\s(“])/(?:releases|events|files|preview|as-of|contacts|api)/"
)


def strings_of(module: Path) -> Iterator[str]:
    """Return the string literals of a module, but no docstrings."""
    tree = ast.parse(module.read_text())
    docstrings = {
        id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)
    }
    for node in ast.walk(tree):
        if not isinstance(node, ast.Constant) or id(node) in docstrings:
            continue
        if isinstance(node.value, str):
            yield node.value


class PublicPaths(SimpleTestCase):
    """Each is the path at which the URLconf serves its page."""

    def test_each_is_the_route_of_its_page(self) -> None:
        year, slug = 2026, "results"
        for path, name, kwargs in (
            (public_paths.HOME, "home", {}),
            (public_paths.ARCHIVE, "archive", {}),
            (public_paths.FEED, "rss", {}),
            (public_paths.year_path(year), "year", {"year": year}),
            (public_paths.category_path("news"), "category", {"slug": "news"}),
            (
                public_paths.release_path(ADDRESS),
                "release",
                {"year": year, "slug": slug},
            ),
            (
                public_paths.version_path(ADDRESS, 2),
                "version",
                {"year": year, "slug": slug, "number": 2},
            ),
            (
                public_paths.redline_path(ADDRESS, 1, 2),
                "redline",
                {"year": year, "slug": slug, "number": 1, "later": 2},
            ),
            (public_paths.EVENTS, "events", {}),
            (public_paths.event_path("call"), "event", {"slug": "call"}),
            (public_paths.CONTACTS, "contacts", {}),
            (public_paths.DISCLAIMERS, "disclaimers", {}),
            (public_paths.file_path("t", "a.pdf"), "file", {"token": "t", "name": "a.pdf"}),
            (public_paths.preview_path("t"), "preview", {"token": "t"}),
            (
                public_paths.preview_file_path("t", "f"),
                "preview_file",
                {"token": "t", "file": "f"},
            ),
            (public_paths.ROBOTS, "robots", {}),
            (public_paths.API, "api", {}),
            (public_paths.api_path(public_paths.ARCHIVE), "api_releases", {}),
            (public_paths.api_path(public_paths.EVENTS), "api_events", {}),
            (public_paths.api_path(public_paths.RESULTS), "api_results", {}),
            (public_paths.api_path(public_paths.FILINGS), "api_filings", {}),
            (public_paths.api_path(public_paths.REPORTS), "api_reports", {}),
            (public_paths.API_PAGES, "api_pages", {}),
            (public_paths.API_ISSUER, "api_issuer", {}),
            (public_paths.API_DESCRIPTION, "api_description", {}),
        ):  # fmt: skip
            with self.subTest(name):
                assert reverse(f"newsroom:{name}", kwargs=kwargs) == path

    def test_a_path_is_read_back_with_or_without_its_last_slash(self) -> None:
        for read_back, path, value in (
            (release_address_in, public_paths.release_path(ADDRESS), ADDRESS),
            (event_slug_in, public_paths.event_path("call"), "call"),
            (file_token_in, public_paths.file_path("t-1", "a.pdf"), "t-1"),
        ):
            with self.subTest(path):
                assert read_back(path) == value
                assert read_back(path.removesuffix("/")) == value
                assert read_back(f"/elsewhere{path}") is None
                assert read_back(public_paths.HOME) is None

    def test_no_other_module_writes_one(self) -> None:
        root = Path(settings.BASE_DIR) / "releases"
        modules = set(root.rglob("*.py")) - set((root / "migrations").iterdir())
        wrong = [
            f"{module.relative_to(root)}: {text}"
            for module in sorted(modules)
            if module.name != "public_paths.py"
            for text in strings_of(module)
            if LITERAL.search(text)
        ]
        assert not wrong, "\n".join(wrong)
