"""The form that takes a text or a file, and the one that carries it between pages."""

from __future__ import annotations

import dataclasses
from typing import Any, get_args

from django import forms
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crispy_forms.helper import FormHelper  # type: ignore[import-untyped]  # has no types
from crispy_forms.layout import Layout, Submit  # type: ignore[import-untyped]

from releases.intake.decode import MAX_TEXT_BYTES
from releases.intake.exceptions import IntakeError
from releases.intake.isolated_reading import ReadingStopped, read_file, read_source
from releases.intake.messages import translated_doubts
from releases.intake.parser.reading import Doubt
from releases.intake.source_document import Kind, SourceDocument
from releases.text.translatable import gettext_noop
from releases.translation import translated
from releases.workspace.from_text.part_kinds import PART_FORMS

# The text of one release has far fewer contacts, disclaimers and events.
MAX_PARTS = 80
MAX_MEGABYTES = MAX_TEXT_BYTES // 1_000_000


def require_reasonable_size(source: SourceDocument) -> SourceDocument:
    """Return the source if one page can show it; raises IntakeError otherwise."""
    if sum(len(getattr(source.reading, name)) for name in PART_FORMS) > MAX_PARTS:
        raise IntakeError(
            gettext_noop(
                "This has more contacts, disclaimers and events than one release. Give "
                "only the text of one release."
            )
        )
    require_reasonable_length(source.source)
    return source


def require_reasonable_length(text: str) -> None:
    """Raise IntakeError if a page can't carry the text."""
    if len(text.encode()) > MAX_TEXT_BYTES:
        raise IntakeError(
            gettext_noop(
                "The text is larger than %(size)d MB. Give only the text of one release."
            ),
            size=MAX_MEGABYTES,
        )


class SourceForm(forms.Form):
    """Takes a text or a file and reads it; `source` is what was read."""

    text = forms.CharField(
        label=gettext_lazy("Text"),
        required=False,
        strip=False,
        widget=forms.Textarea({"rows": 18, "spellcheck": "false"}),
        help_text=gettext_lazy(
            "Paste the whole release, from its headline to its contacts."
        ),
    )
    file = forms.FileField(
        label=gettext_lazy("Or a file"),
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput({"accept": ".txt,.text,.htm,.html,.docx"}),
    )
    source: SourceDocument

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["file"].help_text = _(
            "Plain text in any common encoding, a web page or a Word file (.docx), up "
            "to %(size)d MB of text. You can drop it here."
        ) % {"size": MAX_MEGABYTES}
        self.helper = FormHelper()
        self.helper.form_class = "from-text-source"
        self.helper.attrs = {"enctype": "multipart/form-data", "data-drop": ""}
        self.helper.layout = Layout("text", "file", Submit("", _("Read the text")))

    def clean(self) -> dict[str, Any] | None:
        """Read the text or the file; there must be exactly one of them."""
        cleaned_data = super().clean() or self.cleaned_data
        text, file = cleaned_data.get("text"), cleaned_data.get("file")
        if self.errors:
            return cleaned_data
        if text and text.strip() and file:
            self.add_error("file", _("Give either a text or a file, not both."))
        elif file:
            self._read("file", file.read(), file.name)
        elif text:
            self._read("text", text.encode(errors="replace"))
        else:
            self.add_error("text", _("Paste the text of a release, or choose a file."))
        return cleaned_data

    def _read(self, field: str, data: bytes, name: str = "") -> None:
        try:
            self.source = require_reasonable_size(read_file(data, name))
        except IntakeError as error:
            self.add_error(field, translated(error.message))


class DoubtsField(forms.JSONField):
    """Doubts as JSON; any other JSON, however nested, is a ValidationError."""

    def clean(self, value: Any) -> Any:
        try:
            return super().clean(value)
        except (RecursionError, ValueError) as error:
            raise forms.ValidationError(
                self.error_messages["invalid"], code="invalid"
            ) from error


class CarriedSourceForm(forms.Form):
    """Carries the source from page to page, so that the server stores nothing.

    Doubts are carried too: those about comments in a Word file are not in its text.
    """

    given = forms.CharField(strip=False, widget=forms.HiddenInput)
    kind = forms.ChoiceField(
        choices=[(kind, kind) for kind in get_args(Kind)], widget=forms.HiddenInput
    )
    doubts = DoubtsField(widget=forms.HiddenInput, required=False)

    @classmethod
    def carrying(cls, source: SourceDocument) -> CarriedSourceForm:
        """Return the hidden form that carries this source."""
        doubts = [
            dataclasses.asdict(doubt)
            for doubt in translated_doubts(source.reading.doubts)
        ]
        return cls(
            initial={"given": source.source, "kind": source.kind, "doubts": doubts}
        )

    def source(self) -> SourceDocument | None:
        """Return the source, read again; None if it is not what a page carried.

        Raises ReadingStopped if it can't be read just now.
        """
        if not self.is_valid():
            return None
        try:
            doubts = map(_doubt, self.cleaned_data["doubts"] or [])
            given = self.cleaned_data["given"]
            require_reasonable_length(given)
            source = require_reasonable_size(
                read_source(given, self.cleaned_data["kind"])
            )
            reading = dataclasses.replace(source.reading, doubts=tuple(doubts))
        except ReadingStopped:
            raise
        except (IntakeError, KeyError, TypeError, ValueError, OverflowError):
            return None
        return dataclasses.replace(source, reading=reading)


def _doubt(fields: Any) -> Doubt:
    return Doubt(
        line=int(fields["line"]),
        saw=_encodable(fields["saw"]),
        assumed=_encodable(fields["assumed"]),
    )


def _encodable(text: Any) -> str:
    """Return the text if a page can hold it: JSON may carry half a surrogate pair."""
    if not isinstance(text, str):
        raise TypeError(text)
    return text.encode().decode()
