"""Tests that the documentation matches the code."""

from __future__ import annotations

import re
from pathlib import Path

from django.core.management import get_commands
from django.test import SimpleTestCase

ROOT = Path(__file__).parents[1]


def text(name: str) -> str:
    """Return the text of a file of the project."""
    return (ROOT / name).read_text()


class TheDocuments(SimpleTestCase):
    """Each command, check, link and target is documented, and exists."""

    def test_each_command_is_documented(self) -> None:
        commands = {
            path.stem
            for path in (ROOT / "releases/management/commands").glob("*.py")
            if path.stem != "__init__"
        }
        docs = "\n".join(path.read_text() for path in (ROOT / "docs").glob("*.md"))
        assert commands
        assert not {name for name in commands if f"manage.py {name}" not in docs}

    def test_each_check_is_documented(self) -> None:
        ids = {
            check
            for path in ROOT.glob("releases/checks/*.py")
            for check in re.findall(r'id="(releases\.\w+)"', path.read_text())
        }
        headings = set(re.findall(r"^## (releases\.\w+)", text("docs/checks.md"), re.M))
        assert ids
        assert ids == headings

    def test_each_link_between_pages_works(self) -> None:
        pages = [*ROOT.glob("docs/**/*.md"), *ROOT.glob("*.md")]
        broken = [
            f"{page.name}: {link}"
            for page in pages
            for link in re.findall(
                r"\]\(([^)#]+)\)", re.sub(r"`[^`]*`", "", page.read_text())
            )
            if not link.startswith("http") and not (page.parent / link).exists()
        ]
        assert not broken

    def test_the_index_has_each_page(self) -> None:
        pages = {path.name for path in ROOT.glob("docs/*.md")} - {"README.md"}
        assert pages <= set(re.findall(r"\]\(([\w-]+\.md)\)", text("docs/README.md")))

    def test_what_the_pages_for_newcomers_name_exists(self) -> None:
        targets = set(re.findall(r"^([a-z-]+):", text("Makefile"), re.M))
        commands = {
            *{path.stem for path in ROOT.glob("releases/management/commands/*.py")},
            *get_commands(),
        }
        for page in ("README.md", "CONTRIBUTING.md", "SECURITY.md"):
            words = text(page)
            named = set(re.findall(r"(?:`|^ {4})make ([a-z-]+)", words, re.M))
            run = set(re.findall(r"manage\.py (\w+)", words))
            paths = set(re.findall(r"`((?:tests|bench|docs)/[\w/.-]*)`", words))
            with self.subTest(page):
                assert named
                assert named <= targets
                assert run <= commands
                assert not [path for path in paths if not (ROOT / path).exists()]

    def test_each_threat_has_tests_that_exist(self) -> None:
        table = text("docs/security.md").partition("| threat |")[2].partition("\n\n")[0]
        rows = table.splitlines()[2:]
        assert len(rows) > 20
        for row in rows:
            tests = re.findall(r"`(tests/[\w/.]+)`", row)
            with self.subTest(row[:60]):
                assert tests
                assert not [path for path in tests if not (ROOT / path).exists()]

    def test_the_pictures_of_the_readme_are_small(self) -> None:
        pictures = re.findall(r"!\[[^\]]+\]\(([^)]+)\)", text("README.md"))
        assert len(pictures) == 3
        assert not [name for name in pictures if (ROOT / name).stat().st_size > 250_000]

    def test_the_readme_is_two_screens(self) -> None:
        assert text("README.md").count("\n") < 100
