"""The catalogues: every text that readers see, in every language that irsite ships."""

from __future__ import annotations

import re
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from tempfile import TemporaryDirectory
from unittest import mock

from django.core.management import CommandError, call_command
from django.test import SimpleTestCase, override_settings
from django.utils import translation

import polib  # type: ignore[import-untyped]  # has no types
import pytest

from releases.catalogues import (
    catalogue_languages,
    has_catalogue,
    is_compiled,
    source_path,
)
from releases.checks.configuration import check_catalogues
from releases.management.catalogues.compiling import compile_catalogues
from releases.management.catalogues.public_texts import (
    FOR_STAFF,
    PUBLIC,
    PublicText,
    public_files,
    public_texts,
    texts_of_module,
    texts_of_template,
)
from releases.translation import known_language
from tests.test_house_rules import ROOT

PLACEHOLDER = re.compile(r"%\(\w+\)[a-z]|%%|\{\w*\}")
TAG = re.compile(r"</?[a-z][^>]*>")


def problems_of(entry: polib.POEntry) -> Iterator[str]:
    """Yield what is wrong with a translation."""
    forms = list(entry.msgstr_plural.values()) or [entry.msgstr]
    originals = {entry.msgid, entry.msgid_plural or entry.msgid}
    if entry.fuzzy or not all(form.strip() for form in forms):
        yield f"no translation: {entry.msgid}"
        return
    for pattern in (PLACEHOLDER, TAG):
        allowed = [sorted(pattern.findall(text)) for text in originals]
        for form in forms:
            if sorted(pattern.findall(form)) not in allowed:
                yield f"{entry.msgid} → {form}"


class ACatalogue(SimpleTestCase):
    """Complete, with the values and elements of the English text."""

    def test_it_has_a_translation_of_each_text_that_readers_see(self) -> None:
        wanted = {(text.msgid, text.plural, text.context) for text in public_texts()}
        assert len(wanted) > 500
        for language in catalogue_languages():
            entries = polib.pofile(source_path(language))
            with self.subTest(language):
                there = {
                    (entry.msgid, entry.msgid_plural, entry.msgctxt or "")
                    for entry in entries
                }
                assert there == wanted, f"run manage.py catalogue {language}"

    def test_each_translation_has_the_values_and_elements_of_the_text(self) -> None:
        for language in catalogue_languages():
            entries = polib.pofile(source_path(language))
            with self.subTest(language):
                assert not [why for entry in entries for why in problems_of(entry)]

    def test_each_counts_as_its_language_does(self) -> None:
        for language in catalogue_languages():
            entries = polib.pofile(source_path(language))
            formula = entries.metadata["Plural-Forms"]
            forms = int(formula.partition("nplurals=")[2].partition(";")[0])
            plural = [entry for entry in entries if entry.msgid_plural]
            with self.subTest(language):
                assert {len(entry.msgstr_plural) for entry in plural} == {forms}

    def test_what_is_wrong_is_found(self) -> None:
        for entry in (
            polib.POEntry(msgid="Read", msgstr=""),
            polib.POEntry(msgid="Read", msgstr="Lesen", flags=["fuzzy"]),
            polib.POEntry(msgid="%(n)s of %(m)s", msgstr="%(n)s von %(n)s"),
            polib.POEntry(msgid='<a href="%(x)s">Go</a>', msgstr="Los %(x)s"),
            polib.POEntry(
                msgid="%(n)d day",
                msgid_plural="%(n)d days",
                msgstr_plural={0: "%(n)d Tag", 1: ""},
            ),
        ):
            with self.subTest(entry.msgid):
                assert list(problems_of(entry))
        right = polib.POEntry(
            msgid="a day",
            msgid_plural="%(n)d days",
            msgstr_plural={0: "ein Tag", 1: "%(n)d Tage"},
        )
        assert not list(problems_of(right))


class TheTextsThatReadersSee(SimpleTestCase):
    """They are found in modules and templates."""

    def test_all_sources_that_are_named_are_there(self) -> None:
        for pattern in PUBLIC:
            with self.subTest(pattern):
                assert list(ROOT.glob(pattern))
        for name in FOR_STAFF:
            with self.subTest(name):
                assert (ROOT / name).exists()

    def test_those_of_a_template(self) -> None:
        source = """{% load i18n %}{% translate "Go" %} {{ x|default:_("It's") }}
            {% translate "May" context "month" %}
            {% blocktranslate trimmed count n=x %}
              One (1)
            {% plural %}{{ n }} of "them"{% endblocktranslate %}"""
        assert set(texts_of_template(source)) == {
            PublicText("Go"),
            PublicText("It's"),
            PublicText("May", context="month"),
            PublicText("One (1)", '%(n)s of "them"'),
        }

    def test_those_of_a_module(self) -> None:
        source = (
            "_('a' 'b'); ngettext('c', 'd', n); gettext(name); other('e'); f.g('h')"
        )
        assert set(texts_of_module(source)) == {
            PublicText("ab"),
            PublicText("c", "d"),
        }

    def test_each_has_its_files(self) -> None:
        assert "templates/base.html" in public_texts()[PublicText("Skip to content")]
        names = {path.relative_to(ROOT).as_posix() for path in public_files(ROOT)}
        assert not names & FOR_STAFF


class MakingACatalogue(SimpleTestCase):
    """One command writes it, one compiles it."""

    def setUp(self) -> None:
        folder = self.enterContext(TemporaryDirectory())
        self.sources, self.compiled = Path(folder) / "locale", Path(folder) / "made"
        self.enterContext(
            override_settings(
                IRSITE_CATALOGUES=self.sources, LOCALE_PATHS=[self.compiled]
            )
        )
        # Remembered in a process, of the site's catalogues or of the last test's.
        has_catalogue.cache_clear()
        self.addCleanup(has_catalogue.cache_clear)
        texts = {
            PublicText("Go"): ("a.html",),
            PublicText("%(n)d day", "%(n)d days"): (),
        }
        module = "releases.management.catalogues.translating.public_texts"
        self.enterContext(pytest.MonkeyPatch.context()).setattr(module, lambda: texts)

    def path(self, language: str) -> Path:
        return self.sources / language / "LC_MESSAGES" / "django.po"

    def test_it_keeps_translations_and_adds_texts(self) -> None:
        call_command("catalogue", "de", stdout=StringIO())
        entries = polib.pofile(self.path("de"))
        entries.find("Go").msgstr = "Los"
        entries.append(polib.POEntry(msgid="Gone", msgstr="Weg"))
        entries.save()
        call_command("catalogue", "de", stdout=StringIO())
        again = polib.pofile(self.path("de"))
        assert {entry.msgid: entry.msgstr for entry in again} == {
            "Go": "Los",
            "%(n)d day": "",
        }
        assert [entry.msgid for entry in again.untranslated_entries()] == ["%(n)d day"]

    def test_a_new_language_says_how_it_counts(self) -> None:
        with pytest.raises(CommandError, match="How does cs count"):
            call_command("catalogue", "cs")
        formula = "nplurals=3; plural=(n==1) ? 0 : (n>=2 && n<=4) ? 1 : 2;"
        call_command("catalogue", "cs", plurals=formula, stdout=StringIO())
        entries = polib.pofile(self.path("cs"))
        assert len(entries.find("%(n)d day").msgstr_plural) == 3

    def test_it_is_compiled_once_for_each_change(self) -> None:
        call_command("catalogue", "de", stdout=StringIO())
        assert not is_compiled("de")
        assert compile_catalogues() == ["de"]
        assert is_compiled("de")
        assert compile_catalogues() == []
        self.path("de").write_text(self.path("de").read_text() + "\n# later\n")
        assert not is_compiled("de")

    def test_django_reads_what_is_compiled(self) -> None:
        call_command("catalogue", "de", stdout=StringIO())
        entries = polib.pofile(self.path("de"))
        entries.find("Go").msgstr = "Los"
        entries.save()
        compile_catalogues()
        with translation.override("de"):
            assert translation.gettext("Go") == "Los"

    def test_it_is_compiled_into_another_folder(self) -> None:
        out = StringIO()
        call_command("catalogue", "de", stdout=out)
        elsewhere = self.compiled.with_name("elsewhere")
        call_command("compile_catalogues", into=elsewhere, stdout=out)
        call_command("compile_catalogues", stdout=out)
        call_command("compile_catalogues", stdout=out)
        assert (elsewhere / "de/LC_MESSAGES/django.mo").exists()
        assert out.getvalue().splitlines() == [
            "2 texts, of which 2 have no translation.",
            "Compiled: de.",
            "Compiled: de.",
            "All catalogues are compiled.",
        ]

    def test_what_is_not_compiled_is_reported(self) -> None:
        call_command("catalogue", "de", stdout=StringIO())
        for language, expected in (
            ("en", {"releases.W020"}),
            ("de", {"releases.E016"}),
            ("it", {"releases.W020", "releases.W021"}),
        ):
            with self.subTest(language), self.settings(LANGUAGE_CODE=language):
                assert {message.id for message in check_catalogues()} == expected
        compile_catalogues()
        assert check_catalogues() == []

    def test_whoever_may_not_look_into_the_site_s_folder_is_told_nothing(self) -> None:
        closed = mock.patch(
            "releases.checks.configuration.is_compiled", side_effect=PermissionError
        )
        call_command("catalogue", "de", stdout=StringIO())
        with closed, self.settings(LANGUAGE_CODE="de"):
            assert check_catalogues() == []

    def test_the_words_around_a_text_are_in_its_language_or_the_site_s(self) -> None:
        for tag in ("de", "DE-at", "en-GB", "fr", "x-nobody"):
            with self.subTest(tag):
                assert known_language(tag) == "en"
        call_command("catalogue", "de", stdout=StringIO())
        compile_catalogues()
        assert known_language("DE-at") == "de"
        with self.settings(LANGUAGE_CODE="de"):
            assert [known_language(tag) for tag in ("en-GB", "fr")] == ["en", "de"]
