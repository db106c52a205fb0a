"""Every form is declared once, and what is made from the declarations agrees."""

from __future__ import annotations

import ast
import importlib
import re
from pathlib import Path

from django.conf import settings
from django.test import SimpleTestCase
from django.urls import reverse

from releases.management.commands.document_representations import table_lines
from releases.pagecache.routes import fixed_paths, public_patterns, suffixes
from releases.public.path_converters import RELEASE_ADDRESS
from releases.public.representation_view import RepresentationView
from releases.record.representation import PART, Representation, site
from releases.record.subjects import RELEASE
from releases.representations import REPRESENTATIONS
from tests.representations.forms import FORMS, served
from tests.representations.validators import VALIDATORS

ROOT = Path(settings.BASE_DIR)
# The public views that are pages, or files that staff attach, and no forms of either.
PAGES = {
    *(
        "Home",
        "Archive",
        "YearArchive",
        "CategoryArchive",
        "ReleasePage",
        "VersionPage",
    ),
    *(
        "RedlinePage",
        "Events",
        "EventPage",
        "Results",
        "Filings",
        "Reports",
        "AboutPage",
        "Contacts",
        "Disclaimers",
        "Disclosure",
        "Feeds",
        "FileGate",
        "Verify",
        "Accessibility",
        "Privacy",
    ),
    *("ApiDocumentation", "ReleasesView", "EventsView"),
    *("FilingsView", "ReportsView", "PagesView", "ResultsList"),
    *("SearchPage", "Subscribe", "Asked", "Ask", "QuestionSent"),
}


class TheDeclarations(SimpleTestCase):
    """Nothing of them can be forgotten."""

    def test_each_public_view_is_a_page_or_made_from_a_declaration(self) -> None:
        views = {view for _, view in public_patterns()}
        forms = {view for view in views if issubclass(view, RepresentationView)}
        assert {view.__name__ for view in views - forms} == PAGES
        assert {view.representation.name for view in forms} == {
            form.name for form in REPRESENTATIONS
        }

    def test_each_module_in_a_folder_of_them_is_in_the_tuple(self) -> None:
        modules = [
            path
            for path in sorted(ROOT.glob("releases/*/representations/*.py"))
            if path.stem != "__init__"
        ]
        assert modules
        for path in modules:
            name = ".".join(path.relative_to(ROOT).with_suffix("").parts)
            with self.subTest(name):
                assert importlib.import_module(name).REPRESENTATION in REPRESENTATIONS

    def test_a_writer_imports_no_requests_and_no_queries(self) -> None:
        for path in ROOT.glob("releases/*/representations/*.py"):
            tree = ast.parse(path.read_text())
            imported = {
                node.module or ""
                for node in ast.walk(tree)
                if isinstance(node, ast.ImportFrom)
            }
            with self.subTest(path.name):
                assert not [
                    name for name in imported if re.match(r"django\.(db|http)", name)
                ]

    def test_names_and_suffixes_are_unique(self) -> None:
        names = [name for form in REPRESENTATIONS for name, _ in form.routes()]
        routes = [route for form in REPRESENTATIONS for _, route in form.routes()]
        assert len(set(names)) == len(names)
        assert len(set(routes)) == len(routes)

    def test_no_suffix_is_the_slug_of_a_release_or_an_event(self) -> None:
        for form in (*REPRESENTATIONS, *FORMS):
            if form.suffix:
                with self.subTest(form.name):
                    assert not RELEASE_ADDRESS.fullmatch(f"2026/{form.suffix}")
                    assert "." in form.suffix

    def test_each_media_type_has_a_validator(self) -> None:
        assert {form.media_type for form in REPRESENTATIONS} == set(VALIDATORS)

    def test_the_documented_table_is_that_of_the_tuple(self) -> None:
        table = "\n".join(table_lines())
        assert table in (ROOT / "docs/representations.md").read_text(), (
            "Run manage.py document_representations."
        )

    def test_those_made_ahead_are_among_the_fixed_paths(self) -> None:
        assert reverse("newsroom:latest") in fixed_paths()
        assert reverse("newsroom:robots") not in fixed_paths()

    def test_only_pages_with_a_parameter_are_extended_by_lookup(self) -> None:
        with served():
            assert {"rss.xml", "text.txt", "words.txt", "note.txt"} <= suffixes()
            assert "table-*.csv" in suffixes()
            assert "latest.json" not in suffixes()

    def test_a_form_of_the_site_has_a_path_any_other_a_suffix_or_a_prefix(self) -> None:
        for wrong in (
            {"of": RELEASE, "path": "/a.txt"},
            {"of": RELEASE, "suffix": "a/b.txt"},
            {"of": RELEASE, "suffix": f"a-{PART}.txt"},
            {"of": RELEASE, "suffix": "a.txt", "parts": lambda document: {1}},
            {"of": RELEASE, "suffix": "a.txt", "prefix": "/a"},
            {"of": RELEASE},
            {"of": site(lambda lookup: None, by=()), "suffix": "a.txt"},
        ):
            with self.subTest(str(wrong)), self.assertRaises(AssertionError):
                Representation(
                    name="wrong",
                    media_type="text/plain",
                    write=lambda subject, context: b"",
                    **wrong,
                )
