"""Forms whose text is stored without characters that nobody sees."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING, Any

from django import forms
from django.forms import BaseForm
from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from releases.text.invisible import InvisibleCharacter, invisible_in, without_invisible

if TYPE_CHECKING:
    _Form = forms.Form
else:
    _Form = object


class VisibleTextForm(_Form):
    """Put before a form: it cleans every text of them, and says in which field.

    A text may keep the marks that its script needs; see `releases.text.invisible`.
    """

    def full_clean(self) -> None:
        self.removals: list[str] = []
        super().full_clean()

    def clean(self) -> dict[str, Any] | None:
        """Remove the characters from every field, then clean the form."""
        language = self.cleaned_data.get("language") or getattr(
            getattr(self, "instance", None), "language", ""
        )
        for name, value in list(self.cleaned_data.items()):
            if isinstance(value, str):
                self._clean_text(name, value, str(language))
        return super().clean()

    def _clean_text(self, name: str, value: str, language: str) -> None:
        removed = list(invisible_in(value, language=language))
        if not removed:
            return
        cleaned = without_invisible(value, language=language)
        self.cleaned_data[name] = cleaned
        self.removals.append(_removal(str(self[name].label), removed))
        if not cleaned.strip() and self.fields[name].required:
            self.add_error(name, self.fields[name].error_messages["required"])


def _removal(label: str, removed: Iterable[InvisibleCharacter]) -> str:
    """Return a sentence that says what was removed from a field."""
    removed = list(removed)
    names = list(dict.fromkeys(character.name for character in removed))
    values = {"field": label, "characters": get_text_list(names, _("and"))}
    if any(character.turns_direction for character in removed):
        return (
            _(
                "Removed from “%(field)s”: %(characters)s. They change the order in "
                "which letters are shown, so read the field again."
            )
            % values
        )
    return _("Removed from “%(field)s”: %(characters)s. Nobody can see them.") % values


def with_visible_text(form_class: type[Any]) -> type[Any]:
    """Return the form class, or one of the same name that cleans its text first."""
    if issubclass(form_class, VisibleTextForm):
        return form_class
    return type(form_class.__name__, (VisibleTextForm, form_class), {})


def removals_of(forms_: Iterable[BaseForm]) -> list[str]:
    """Return what each of some cleaned forms removed, in sentences."""
    return [sentence for form in forms_ for sentence in getattr(form, "removals", ())]
