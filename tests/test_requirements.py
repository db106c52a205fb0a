"""Tests that a host which serves the site gets what it needs, and nothing to test with."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from importlib.metadata import packages_distributions

from django.test import SimpleTestCase

from tests.test_house_rules import files, text

# Which are not imported by our code, and are needed all the same.
NAMED_IN_SETTINGS = {"psycopg2-binary"}
# Its module for the provider that a setting names.
IMPORTED_BY_NAME = {"django-anymail"}
NEEDED_BY_OTHERS = {"boto3", "fido2", "qrcode", "tzdata"}
FONTS = {"font-source-sans-pro", "font-source-serif-pro"}
# The file was asked for with it.
ASKED_FOR = {"pytest-django"}
# The packages by the names that they are imported by.
DISTRIBUTIONS = packages_distributions()
# What serves nothing: it is run to look at irsite.
DEMO = ("releases/management/demo/", "releases/management/commands/demo")


def canonical(name: str) -> str:
    """Return the name of a package as PEP 503 compares names."""
    return re.sub(r"[-_.]+", "-", name).lower()


def lines(file: str) -> list[str]:
    """Return the lines of a file of requirements that name a package."""
    return [
        line
        for line in text(file).splitlines()
        if line and not line.startswith(("#", "-r "))
    ]


def packages(file: str) -> set[str]:
    """Return the names of the packages of a file of requirements."""
    return {canonical(re.split(r"\[|==", line)[0]) for line in lines(file)}


def imported(source: str) -> Iterator[str]:
    """Yield the packages from which a module imports."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Import):
            modules = [alias.name for alias in node.names]
        elif isinstance(node, ast.ImportFrom):
            modules = [node.module or ""]
        else:
            continue
        for module in modules:
            yield from map(canonical, DISTRIBUTIONS.get(module.split(".")[0], []))


class TheRequirements(SimpleTestCase):
    """Those of the site are in one file, those of its developers in another."""

    def test_each_is_pinned_and_says_why(self) -> None:
        listed = lines("requirements.txt") + lines("requirements-dev.txt")
        assert not [
            line
            for line in listed
            if not re.match(r"[\w.-]+(\[\w+\])?==\S+  # \S", line)
        ]

    def test_a_site_installs_them_by_versions_and_hashes_that_are_locked(self) -> None:
        for name in ("requirements", "requirements-rq", "requirements-sentry"):
            locked = re.findall(r"^[\w.-]+==\S+", text(f"{name}.lock"), re.M)
            hashed = re.findall(
                r"^[\w.-]+==[^\n]+ \\\n    --hash=sha256:[0-9a-f]{64}\b",
                text(f"{name}.lock"),
                re.M,
            )
            assert len(hashed) == len(locked)
            pinned = {line.split(" ")[0].lower() for line in lines(f"{name}.txt")}
            assert pinned <= {*locked}, f"Run “make lock”: {name}.txt has changed."

    def test_the_site_imports_nothing_that_it_is_served_without(self) -> None:
        for_developers = packages("requirements-dev.txt")
        assert for_developers
        wrong = [
            f"{path}: {name}"
            for path, source in files("releases/**/*.py", "irsite/*.py").items()
            for name in imported(source)
            if name in for_developers and not path.startswith(DEMO)
        ]
        assert not wrong

    def test_the_site_is_served_with_nothing_that_it_does_not_need(self) -> None:
        used = {
            name
            for source in files("releases/**/*.py", "irsite/*.py").values()
            for name in imported(source)
        }
        used |= (
            NAMED_IN_SETTINGS | IMPORTED_BY_NAME | NEEDED_BY_OTHERS | FONTS | ASKED_FOR
        )
        assert packages("requirements.txt") <= used
