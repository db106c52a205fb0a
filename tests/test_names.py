"""Tests that names are nouns and verbs of the trade or of the field (docs/glossary.md)."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

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


@dataclass(frozen=True, slots=True)
class Name:
    """A name that a file gives, and to what."""

    path: str
    line: int
    name: str
    kind: str

    def __str__(self) -> str:
        return f"{self.path}:{self.line} {self.name}"


@cache
def names() -> list[Name]:
    """Return each name that is given: each file is parsed once for all tests."""
    return [
        Name(path, line, name, kind)
        for path, text in python().items()
        for line, name, kind in names_in(ast.parse(text))
    ]


def names_in(tree: ast.Module) -> Iterator[tuple[int, str, str]]:
    """Yield the line, the name and the kind of what it names.

    The kinds are "class" at the top of a module, "function" for any other class and each
    function, and "variable" for variables, attributes and parameters.
    """
    for node in ast.walk(tree):
        match node:
            case ast.ClassDef() if node in tree.body:
                yield node.lineno, node.name, "class"
            case ast.FunctionDef() | ast.AsyncFunctionDef() | ast.ClassDef():
                yield node.lineno, node.name, "function"
            case ast.Name(ctx=ast.Store()):
                yield node.lineno, node.id, "variable"
            case ast.Attribute(ctx=ast.Store()):
                yield node.lineno, node.attr, "variable"
            case ast.arg():
                yield node.lineno, node.arg, "variable"


class AName(SimpleTestCase):
    """A name says what it names without the lines around it."""

    def test_a_function_has_a_noun(self) -> None:
        vague = [
            str(name)
            for name in names()
            if name.kind in {"function", "class"}
            and name.name.strip("_").lower() in VAGUE_FUNCTIONS
        ]
        assert not vague

    def test_a_variable_is_not_vague(self) -> None:
        vague = [
            str(name)
            for name in names()
            if name.kind == "variable" and name.name.strip("_") in VAGUE_VARIABLES
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
        for name in names():
            package = name.path.split("/")[1]
            is_ours = name.path.startswith("releases/")
            if name.kind != "class" or not is_ours or "/commands/" in name.path:
                continue
            other = seen.setdefault((package, name.name), name.path)
            if other != name.path:
                shared.append(f"{name.name}: {other}, {name.path}")
        assert not shared
