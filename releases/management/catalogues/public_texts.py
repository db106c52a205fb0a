"""Which texts readers see: on public pages, in mails, PDFs, feeds and the API.

They are found in the sources, as GNU's xgettext finds them, without it: whoever translates
needs no more than this repository.
"""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from django.conf import settings
from django.utils.translation.template import templatize

# The modules and templates whose texts readers see; what is below the second is not theirs.
PUBLIC = (
    *("templates/404.html", "templates/base.html", "templates/lone.html"),
    *("templates/irsite/**/*.html", "templates/mail/**/*.html"),
    *("templates/partials/**/*.html", "templates/releases/**/*.html"),
    *("templates/subscriptions/**/*.html", "templates/syndication/**/*.html"),
    *("releases/alerts/**/*.py", "releases/api/**/*.py", "releases/pdf/**/*.py"),
    *("releases/public/**/*.py", "releases/subscriptions/**/*.py"),
    *("releases/syndication/**/*.py", "releases/tables/**/*.py"),
    *("releases/templatetags/**/*.py", "releases/representation_links.py"),
    *("releases/representations.py", "releases/translation.py"),
    "releases/models/record/kinds.py",
    *("releases/record/period_labels.py", "releases/record/release_parts.py"),
    *("releases/readers/models/inquiry.py", "releases/readers/models/mailing.py"),
    "releases/readers/models/subscriber.py",
    "releases/readers/models/subscription_request.py",
)
FOR_STAFF = {
    "templates/mail/staff.html",
    *("templates/partials/as_of_banner.html", "templates/releases/components.html"),
    *("releases/alerts/failed_mails.py", "releases/alerts/inquiries.py"),
    *("releases/alerts/mail_health.py", "releases/alerts/mail_providers.py"),
    *("releases/alerts/mail_tests.py", "releases/alerts/mailing_counts.py"),
    *("releases/alerts/sample_mails.py", "releases/alerts/subscriber_export.py"),
    *("releases/alerts/subscriber_history.py", "releases/alerts/subscriber_rows.py"),
    *("releases/alerts/subscriber_import.py", "releases/alerts/dkim.py"),
    "releases/public/components.py",
}
_MARKS = {
    "_": (0,),
    "gettext": (0,),
    "gettext_lazy": (0,),
    "gettext_noop": (0,),
    "ngettext": (0, 1),
    "ngettext_lazy": (0, 1),
    "pgettext": (0, 1),
}
_CALL = re.compile(r"\b(?:_|n?gettext|pgettext)\((?=u?['\"])")


@dataclass(frozen=True, slots=True, order=True)
class PublicText:
    """A text by its msgid; with the plural, and the context, where it has one."""

    msgid: str
    plural: str = ""
    context: str = ""


def public_texts(root: Path | None = None) -> dict[PublicText, tuple[str, ...]]:
    """Return each text that readers see, with the files that it stands in."""
    root = root or settings.BASE_DIR
    files: dict[PublicText, list[str]] = {}
    for path in public_files(root):
        name = path.relative_to(root).as_posix()
        source = path.read_text()
        find = texts_of_template if path.suffix == ".html" else texts_of_module
        for text in sorted(set(find(source))):
            files.setdefault(text, []).append(name)
    return {text: tuple(names) for text, names in sorted(files.items())}


def public_files(root: Path) -> Iterator[Path]:
    """Yield the sources of what readers see, in order."""
    for pattern in PUBLIC:
        for path in sorted(root.glob(pattern)):
            if path.relative_to(root).as_posix() not in FOR_STAFF:
                yield path


def texts_of_module(source: str) -> Iterator[PublicText]:
    """Yield the texts that a module marks."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name):
            yield from _text_of(node)


def texts_of_template(source: str) -> Iterator[PublicText]:
    """Yield the texts that a template marks."""
    calls = templatize(source)
    for match in _CALL.finditer(calls):
        expression = _first_expression(calls[match.start() :])
        yield from _text_of(expression)


def _first_expression(source: str) -> ast.Call:
    """Return the call with which the source begins."""
    for end, character in enumerate(source, 1):
        if character == ")":
            try:
                parsed = ast.parse(source[:end], mode="eval").body
            except SyntaxError:
                continue
            assert isinstance(parsed, ast.Call)
            return parsed
    raise ValueError(source)


def _text_of(call: ast.Call) -> Iterator[PublicText]:
    assert isinstance(call.func, ast.Name)
    name = call.func.id
    arguments = [
        call.args[place].value  # type: ignore[attr-defined]  # checked below
        for place in _MARKS.get(name, ())
        if place < len(call.args) and isinstance(call.args[place], ast.Constant)
    ]
    if not arguments or arguments[0] == "":
        return
    if name == "pgettext":
        yield PublicText(arguments[1], context=arguments[0])
    else:
        yield PublicText(*arguments)
