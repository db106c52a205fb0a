"""Tests that names are nouns and verbs of the trade or of the field (docs/glossary.md)."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from django.test import SimpleTestCase

from tests.test_house_rules import files, python

# A function or a class needs the noun of what it returns, changes or is.
VAGUE_FUNCTIONS = {
    *("look", "turn", "tell", "tells", "told", "take", "takes", "say", "says", "said"),
    *("leads", "give", "gives", "come", "comes", "go", "keep", "keeps", "kept"),
    *("of", "one", "thing", "things", "it", "them", "what", "who"),
}
VAGUE_VARIABLES = {"told", "said", "thing", "things", "stuff", "tmp"}
# Standard things have their standard names.
METAPHORS = re.compile(
    r"\b(shelf|shelves|flights|lending|meanwhile|situation|imprints?|misfits?)\b", re.I
)
ORDINARY_MEANING = {
    "releases/management/demo/wire/2026-03-24-quay-street-approval.txt",
}


def functions_and_classes(tree: ast.AST) -> Iterator[tuple[str, int]]:
    """Yield the name and the line of each function and each class."""
    for node in ast.walk(tree):
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef | ast.ClassDef):
            yield node.name, node.lineno


def variables(tree: ast.AST) -> Iterator[tuple[str, int]]:
    """Yield the name and the line of each variable, attribute and parameter that is set."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Name) and isinstance(node.ctx, ast.Store):
            yield node.id, node.lineno
        elif isinstance(node, ast.Attribute) and isinstance(node.ctx, ast.Store):
            yield node.attr, node.lineno
        elif isinstance(node, ast.arg):
            yield node.arg, node.lineno


class AName(SimpleTestCase):
    """A name says what it names without the lines around it."""

    def test_a_function_has_a_noun(self) -> None:
        vague = [
            f"{path}:{line} {name}"
            for path, text in python().items()
            for name, line in functions_and_classes(ast.parse(text))
            if name.strip("_").lower() in VAGUE_FUNCTIONS
        ]
        assert not vague

    def test_a_variable_is_not_vague(self) -> None:
        vague = [
            f"{path}:{line} {name}"
            for path, text in python().items()
            for name, line in variables(ast.parse(text))
            if name.strip("_") in VAGUE_VARIABLES
        ]
        assert not vague

    def test_no_metaphor_stands_for_a_standard_thing(self) -> None:
        texts = files(
            "releases/**/*.py",
            "releases/**/*.txt",
            "templates/**/*.html",
            "templates/**/*.xml",
            "docs/**/*.md",
        )
        metaphors = [
            f"{path}: {match[0]}"
            for path, text in texts.items()
            for match in METAPHORS.finditer(text.replace("_", " "))
            if path not in ORDINARY_MEANING
        ]
        assert not metaphors

    def test_the_package_tells_two_classes_of_the_same_name_apart(self) -> None:
        seen: dict[tuple[str, str], str] = {}
        shared = []
        for path, text in python().items():
            package = path.split("/")[1]
            if not path.startswith("releases/") or "/commands/" in path:
                continue
            for node in ast.parse(text).body:
                if isinstance(node, ast.ClassDef):
                    other = seen.setdefault((package, node.name), path)
                    if other != path:
                        shared.append(f"{node.name}: {other}, {path}")
        assert not shared
