"""Which templates the tests have rendered, and which of them a test client notes.

It notes those of pages, and of none of their widgets.

Django's test client copies the context of every template that is rendered. A page of the
desk renders up to a thousand for its widgets, none of which a test asks for.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from django.template import Context, Template
from django.test import utils
from django.utils.safestring import SafeString

# The names of all templates that this process has rendered.
RENDERED: set[str] = set()
WIDGETS = ("django/forms/", "admin/widgets/")
# The types of Django's tests do not name it.
_utils: Any = utils
_note_and_render: Callable[[Template, Context], SafeString] = (
    _utils.instrumented_test_render
)


def leave_widgets_unnoted() -> None:
    """Render widgets as in production; to be called before Django prepares the tests."""
    _utils.instrumented_test_render = _render


def _render(template: Template, context: Context) -> SafeString:
    name = template.name or ""
    RENDERED.add(name)
    if name.startswith(WIDGETS):
        return template.nodelist.render(context)
    return _note_and_render(template, context)
