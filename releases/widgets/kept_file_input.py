"""A file input that names the file which is kept since the form was sent with an error."""

from __future__ import annotations

from typing import Any

from django import forms
from django.template.defaultfilters import filesizeformat
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

# Before the name of the file's field: the field that carries the token of a kept file.
PREFIX = "kept_file."


class KeptFileInput(forms.FileInput):
    """Sends the token of the kept file; a file that is chosen takes its place."""

    token = ""
    kept_name = ""
    kept_size = 0

    def render(
        self, name: str, value: Any, attrs: Any = None, renderer: Any = None
    ) -> SafeString:
        chooser = super().render(name, value, attrs, renderer)
        if not self.token:
            return chooser
        text = _("%(file)s (%(size)s) is kept. Choose another only to replace it.")
        return format_html(
            '{}<input type="hidden" name="{}" value="{}"><p class="help">{}</p>',
            chooser,
            PREFIX + name,
            self.token,
            text % {"file": self.kept_name, "size": filesizeformat(self.kept_size)},
        )
