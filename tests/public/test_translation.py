"""Every text of a public template is marked for translation."""

from __future__ import annotations

import re
from pathlib import Path

from django.conf import settings
from django.test import SimpleTestCase

TEMPLATES = Path(settings.BASE_DIR) / "templates"
PUBLIC = ("*.html", "releases/*.html", "partials/*.html", "syndication/*.html")
MARKED = re.compile(
    r"{% blocktranslate.*?{% endblocktranslate %}|{[%#{].*?[%#}]}", re.DOTALL
)
SPOKEN_ATTRIBUTE = re.compile(
    r'\b(?:aria-label|title|alt|placeholder)="([^"]*)"|name="description" content="([^"]*)"'
)
TAG = re.compile(r"<[^>]*>")
ENTITY = re.compile(r"&\w+;")
LETTERS = re.compile(r"[^\W\d_]+")


def unmarked(template: str) -> list[str]:
    """Return the words of a template that no translation can reach."""
    text = MARKED.sub("", template)
    spoken = [" ".join(groups) for groups in SPOKEN_ATTRIBUTE.findall(text)]
    return LETTERS.findall(" ".join([*spoken, ENTITY.sub("", TAG.sub(" ", text))]))


class Templates(SimpleTestCase):
    """Read as text: what is left without tags and marked text has no letters."""

    def test_every_text_is_marked(self) -> None:
        for pattern in PUBLIC:
            for path in sorted(TEMPLATES.glob(pattern)):
                with self.subTest(str(path.relative_to(TEMPLATES))):
                    assert not unmarked(path.read_text())

    def test_a_text_that_is_not_marked_is_seen(self) -> None:
        assert unmarked('<p class="x">Hello {{ name }}</p>') == ["Hello"]
        assert unmarked('<a aria-label="Back">{% translate "Go" %}</a>') == ["Back"]
        assert not unmarked("<p>{% translate 'Hello' %} &amp; 2</p>")
