"""Tests of the rules of the house that no linter knows."""

from __future__ import annotations

import re
from pathlib import Path

from django.template.loader import get_template
from django.test import SimpleTestCase

ROOT = Path(__file__).parents[1]
VAGUE_MODULE_NAMES = {"utils", "helpers", "common", "services", "misc", "base_utils"}
MAX_LINES = 450
EDGES = (
    "releases/checks/",
    "releases/admin/",
    "releases/workspace/",
    "releases/accounts/",
    "releases/previews/",
    "releases/staff_views.py",
    "releases/management/",
    "releases/pagecache/",
    "releases/event_stream/",
)


def text(name: str) -> str:
    """Return the text of a file of the project."""
    return (ROOT / name).read_text()


def files(*globs: str) -> dict[str, str]:
    """Return the text of each file that the globs match, by its path in the project."""
    texts = {
        str(path.relative_to(ROOT)): path.read_text()
        for glob in globs
        for path in sorted(ROOT.glob(glob))
        if path.is_file() and ".venv" not in path.parts
    }
    assert texts, f"{globs} match no file"
    return texts


def python() -> dict[str, str]:
    """Return every Python file but the migrations."""
    return {
        name: text
        for name, text in files(
            "irsite/*.py", "releases/**/*.py", "tests/**/*.py"
        ).items()
        if "/migrations/" not in name
    }


class AFile(SimpleTestCase):
    """A file is named for its subject, and has one."""

    def test_it_has_no_vague_name(self) -> None:
        assert not [name for name in python() if Path(name).stem in VAGUE_MODULE_NAMES]

    def test_it_is_not_long(self) -> None:
        long = {
            name: text.count("\n")
            for name, text in python().items()
            if text.count("\n") > MAX_LINES
        }
        assert not long

    def test_a_stylesheet_is_shorter_still(self) -> None:
        long = [
            name
            for name, text in files("static/css/*.css").items()
            if text.count("\n") > 200
        ]
        long += [
            name
            for name, text in files("static/admin-desk/*.css").items()
            if text.count("\n") > 300
        ]
        assert not long

    def test_a_migration_says_what_it_does(self) -> None:
        assert not [
            name for name in files("releases/migrations/0*.py") if "_auto_" in name
        ]


class OneDoor(SimpleTestCase):
    """State, time and visibility are each decided in one place."""

    def test_a_releases_state_changes_in_the_transitions_alone(self) -> None:
        sets_state = re.compile(r"\.state = |update\([^)]*\bstate=")
        offenders = [
            name
            for name, text in python().items()
            if sets_state.search(text) and name.startswith("releases/")
        ]
        assert not offenders

    def test_public_views_make_no_queries_of_their_own(self) -> None:
        faces = files(
            "releases/public/*.py", "releases/syndication/*.py", "releases/api/*.py"
        )
        asks = re.compile(r"\.(filter|exclude|raw|extra|annotate)\(")
        assert not [name for name, text in faces.items() if asks.search(text)]

    def test_the_time_is_taken_at_the_edges(self) -> None:
        asks = re.compile(r"timezone\.now\(|time\.time\(|date\.today\(")
        offenders = [
            name
            for name, text in files("releases/**/*.py").items()
            if asks.search(text) and not name.startswith(EDGES)
        ]
        assert not offenders

    def test_csv_is_written_by_the_one_writer_that_defuses_formulas(self) -> None:
        writes = re.compile(r"csv\.(?:writer|DictWriter)\b|from csv import .*[wW]riter")
        writers = [
            name
            for name, text in files("releases/**/*.py", "irsite/*.py").items()
            if writes.search(text)
        ]
        assert writers == ["releases/text/spreadsheets.py"]


class OnPostgreSQL(SimpleTestCase):
    """Each commit runs there what knows its database engine."""

    KNOWS_ITS_ENGINE = re.compile(
        r"\.vendor\b|\.cursor\(|\.raw\(|RawSQL|select_for_update|IntegrityError"
        r"|OperationalError|CREATE TRIGGER|psycopg"
    )

    # The tests of a module, where they have another name.
    TESTS = {
        "releases/pagecache/backend.py": "tests/pagecache/test_failures.py",
        "releases/checks/database.py": "tests/record",
        "releases/workspace/edit_conflicts/admin.py": (
            "tests/workspace/test_concurrent_saves.py"
        ),
    }

    @staticmethod
    def paths_of(variable: str) -> list[str]:
        """Return the paths that a variable of the Makefile lists."""
        listed = re.search(rf"^{variable} = ((?:.*\\\n)*.*)$", text("Makefile"), re.M)
        assert listed
        return listed[1].replace("\\", "").split()

    def test_what_runs_on_sqlite_alone_knows_no_engine(self) -> None:
        ignored = [ROOT / "tests" / path for path in self.paths_of("NIGHTLY")]
        assert not [path for path in ignored if not path.exists()]
        tests = [
            test
            for path in ignored
            for test in ([path] if path.is_file() else path.rglob("*.py"))
        ]
        knows = re.compile(self.KNOWS_ITS_ENGINE.pattern + "|on_postgresql")
        assert not [test for test in tests if knows.search(test.read_text())]

    def test_the_tests_of_a_module_that_knows_its_engine_are_run(self) -> None:
        run = self.paths_of("ENGINE")
        ignored = {f"tests/{path}" for path in self.paths_of("NIGHTLY")}
        assert not [path for path in run if not (ROOT / path).exists()]
        modules = [
            name
            for name, text in files("releases/*/**/*.py").items()
            if self.KNOWS_ITS_ENGINE.search(text) and "/migrations/" not in name
        ]
        assert modules
        missing = []
        for module in modules:
            _, package, subject, *_ = Path(module).with_suffix("").parts
            folder = f"tests/{package}"
            tests = self.TESTS.get(module, f"{folder}/test_{subject}.py")
            if tests in ignored or not any(path in run for path in (folder, tests)):
                missing.append(module)
        assert not missing


class ATemplate(SimpleTestCase):
    """A template compiles, and holds nothing that the content security policy forbids."""

    def test_it_compiles(self) -> None:
        for name in files("templates/**/*.html", "templates/**/*.xml"):
            with self.subTest(name):
                get_template(name.removeprefix("templates/"))

    def test_it_has_no_inline_style_script_or_handler(self) -> None:
        inline = re.compile(
            r"""\sstyle=["']|<style|<script(?![^>]*\ssrc=| type="application/ld\+json">)|\son[a-z]+=["']"""
        )
        pages = files("templates/**/*.html")
        assert not [name for name, text in pages.items() if inline.search(text)]

    def test_a_public_one_asks_for_no_nonce(self) -> None:
        public = {
            name: text
            for name, text in files("templates/**/*.html").items()
            if not name.startswith("templates/admin/")
        }
        assert not [name for name, text in public.items() if "nonce" in text.lower()]


class AStylesheet(SimpleTestCase):
    """A stylesheet takes its colours and measures from the tokens."""

    def test_each_token_that_is_used_is_defined(self) -> None:
        css = "\n".join(files("static/css/*.css").values())
        defined = set(re.findall(r"(--[\w-]+)\s*:", css))
        used = set(re.findall(r"var\((--[\w-]+)", css))
        assert used
        assert used <= defined

    def test_each_token_of_the_desk_that_is_used_is_defined(self) -> None:
        css = "\n".join(files("static/admin-desk/*.css").values())
        defined = set(re.findall(r"(--desk-[\w-]+)\s*:", css))
        used = set(re.findall(r"var\((--desk-[\w-]+)", css))
        assert used == defined

    def test_colours_stand_in_the_tokens_alone(self) -> None:
        colour = re.compile(r"#[0-9a-fA-F]{3,8}\b|\b(?:rgb|hsl|oklch|oklab)a?\(")
        sheets = files("static/css/*.css", "static/admin-desk/*.css")
        offenders = [
            name
            for name, text in sheets.items()
            if colour.search(text) and not name.endswith("tokens.css")
        ]
        assert not offenders
