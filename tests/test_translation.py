"""Tests that every text that a person sees is marked for translation."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from django.test import SimpleTestCase

from tests.test_house_rules import files

MARKED = re.compile(
    r"{% (?:blocktranslate|comment).*?{% end(?:blocktranslate|comment) %}"
    r"|{% block (?:bodyclass|coltype) %}.*?{% endblock"
    r"|{[%#{].*?[%#}]}",
    re.DOTALL,
)
SPOKEN_ATTRIBUTE = re.compile(
    r'\b(?:aria-label|title|alt|placeholder)="([^"]*)"'
    r'|name="description" content="([^"]*)"'
    r'|type="submit"[^>]* value="([^"]*)"|value="([^"]*)"[^>]* type="submit"'
)
TAG = re.compile(r"<[^>]*>")
ENTITY = re.compile(r"&#?\w+;")
LETTERS = re.compile(r"[^\W\d_]+")

# Where Django and our own classes take a text that a person sees.
TEXT_KEYWORDS = {
    *("label", "help_text", "verbose_name", "verbose_name_plural", "description"),
    *("empty_label", "empty_value_display", "violation_error_message"),
}
TEXT_ATTRIBUTES = {
    *("button_label", "verbose_name", "verbose_name_plural", "short_description"),
    *("site_title", "site_header", "index_title", "empty_value_display"),
}
TEXT_CALLS = {
    *("NotAllowed", "ValidationError", "TooLate", "InstantHasCome"),
    *("messages.error", "messages.success", "messages.warning", "messages.info"),
}
PROPER_NAMES = {"SHA-256", "SHA"}
# Evidence for counsel and courts stays in English, as the journal does.
ENGLISH = {"templates/export/release.html", "templates/export/record.html"}
PACKAGES = (
    *("accounts", "admin", "api", "desk", "models", "previews", "workspace", "public"),
)


def unmarked_words(template: str) -> list[str]:
    """Return the words of a template that no translation can reach."""
    text = MARKED.sub("", template)
    spoken = [" ".join(groups) for groups in SPOKEN_ATTRIBUTE.findall(text)]
    words = LETTERS.findall(" ".join([*spoken, ENTITY.sub("", TAG.sub(" ", text))]))
    return [word for word in words if word not in PROPER_NAMES]


def is_plain_text(node: ast.AST | None) -> bool:
    """Return whether a value is a string of words that no function has marked."""
    if isinstance(node, ast.Constant):
        text = node.value
        return (
            isinstance(text, str)
            and bool(LETTERS.search(text))
            and text not in PROPER_NAMES
        )
    if isinstance(node, ast.JoinedStr):
        return any(is_plain_text(value) for value in node.values)
    if isinstance(node, ast.BinOp):
        return is_plain_text(node.left) or is_plain_text(node.right)
    if isinstance(node, ast.IfExp):
        return is_plain_text(node.body) or is_plain_text(node.orelse)
    return False


def texts_of_call(call: ast.Call) -> Iterator[ast.AST]:
    """Yield the arguments of a call that a person sees."""
    yield from (word.value for word in call.keywords if word.arg in TEXT_KEYWORDS)
    name = ast.unparse(call.func)
    if name in TEXT_CALLS:
        yield from call.args
    if name.startswith("models.") and name.endswith("Field"):
        yield from call.args[:1]


def texts_of_class(node: ast.ClassDef) -> Iterator[ast.AST]:
    """Yield the attributes of a class that a person sees, and its labels of choices."""
    is_choices = any(ast.unparse(base).endswith("Choices") for base in node.bases)
    for statement in node.body:
        if not isinstance(statement, ast.Assign):
            continue
        if is_choices and isinstance(statement.value, ast.Tuple):
            yield statement.value.elts[-1]
        if {ast.unparse(target) for target in statement.targets} & TEXT_ATTRIBUTES:
            yield statement.value


def unmarked_lines(source: str) -> list[int]:
    """Return the lines of a module on which a text that a person sees is not marked."""
    lines = []
    for node in ast.walk(ast.parse(source)):
        texts: Iterator[ast.AST] = iter(())
        if isinstance(node, ast.Call):
            texts = texts_of_call(node)
        elif isinstance(node, ast.ClassDef):
            texts = texts_of_class(node)
        lines += [text.lineno for text in texts if is_plain_text(text)]  # type: ignore[attr-defined]  # expressions have lines
    return sorted(lines)


class ATemplate(SimpleTestCase):
    """A template, read without its tags and its marked texts, has no letters left."""

    def test_every_text_is_marked(self) -> None:
        for name, text in files("templates/**/*.html").items():
            with self.subTest(name):
                assert not unmarked_words(text) or name in ENGLISH

    def test_a_text_that_is_not_marked_is_seen(self) -> None:
        assert unmarked_words('<p class="x">Hello {{ name }}</p>') == ["Hello"]
        assert unmarked_words('<a aria-label="Up">{% translate "Go" %}</a>') == ["Up"]
        assert unmarked_words('<input type="submit" value="Save">') == ["Save"]
        assert not unmarked_words("<p>{% translate 'Hello' %} &amp; 2</p>")


class AModule(SimpleTestCase):
    """A module of the app: labels, help texts, messages, refusals and choices."""

    def test_every_text_is_marked(self) -> None:
        for name, source in files(
            *(f"releases/{package}/**/*.py" for package in PACKAGES)
        ).items():
            with self.subTest(name):
                assert not unmarked_lines(source)

    def test_a_text_that_is_not_marked_is_seen(self) -> None:
        for source in (
            'forms.CharField(label="Name")',
            'models.CharField("name of the file")',
            'raise NotAllowed(f"“{release}” is public.")',
            'class State(models.TextChoices):\n    DRAFT = "draft", "Draft"',
            'class Meta:\n    verbose_name = "release"',
        ):
            with self.subTest(source):
                assert unmarked_lines(source)
        assert not unmarked_lines('forms.CharField(label=_("Name"), max_length=3)')
        assert not unmarked_lines('models.FileField(upload_to="private")')
