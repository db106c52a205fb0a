"""What is given to be read, and how it travels from page to page."""

from __future__ import annotations

import dataclasses
from typing import Any, get_args

from django import forms

from crispy_forms.helper import FormHelper  # type: ignore[import-untyped]  # has no types
from crispy_forms.layout import Layout, Submit  # type: ignore[import-untyped]

from releases.intake.decode import MAX_TEXT_BYTES
from releases.intake.exceptions import IntakeError
from releases.intake.messages import translated_doubts
from releases.intake.parser.reading import Doubt
from releases.intake.readers import Kind, SourceDocument, read_file, read_source
from releases.text.translatable import gettext_noop
from releases.translation import translated
from releases.workspace.from_text.kinds import KINDS

# The text of one release has far fewer contacts, notices and events.
MOST_PARTS = 80


def within_reason(arrival: SourceDocument) -> SourceDocument:
    """The arrival, where a page can hold it; raises IntakeError otherwise."""
    if sum(len(getattr(arrival.reading, name)) for name in KINDS) > MOST_PARTS:
        raise IntakeError(
            gettext_noop(
                "This has more contacts, disclaimers and events than one release. Give "
                "only the text of one release."
            )
        )
    if len(arrival.source.encode()) > MAX_TEXT_BYTES:
        raise IntakeError(
            gettext_noop(
                "The text is larger than %(size)d MB. Give only the text of one release."
            ),
            size=MAX_TEXT_BYTES // 1_000_000,
        )
    return arrival


class GivenForm(forms.Form):
    """A text or a file; it is read, and nothing of it is kept."""

    text = forms.CharField(
        label="Text",
        required=False,
        strip=False,
        widget=forms.Textarea({"rows": 18, "spellcheck": "false"}),
        help_text="Paste the whole release, from its headline to its contacts.",
    )
    file = forms.FileField(
        label="Or a file",
        required=False,
        allow_empty_file=True,
        widget=forms.FileInput({"accept": ".txt,.text,.htm,.html,.docx"}),
        help_text="Plain text in any common encoding, a web page or a Word file (.docx), "
        "up to 2 MB of text. You can drop it here.",
    )
    arrival: SourceDocument

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.helper = FormHelper()
        self.helper.form_class = "from-text-given"
        self.helper.attrs = {"enctype": "multipart/form-data", "data-drop": ""}
        self.helper.layout = Layout("text", "file", Submit("", "Read it"))

    def clean(self) -> dict[str, Any] | None:
        """Exactly one of the two, and it can be read."""
        cleaned = super().clean() or self.cleaned_data
        text, file = cleaned.get("text"), cleaned.get("file")
        if self.errors:
            return cleaned
        if text and text.strip() and file:
            self.add_error("file", "There is text above: give one or the other.")
        elif file:
            self._read("file", file.read(), file.name)
        elif text:
            self._read("text", text.encode(errors="replace"))
        else:
            self.add_error("text", "Paste the text of a release, or choose a file.")
        return cleaned

    def _read(self, field: str, data: bytes, name: str = "") -> None:
        try:
            self.arrival = within_reason(read_file(data, name))
        except IntakeError as error:
            self.add_error(field, translated(error.message))


class DoubtsField(forms.JSONField):
    """Doubts on their way; whatever else is sent in their place is no JSON of ours."""

    def clean(self, value: Any) -> Any:
        """The same, where it can be read at all."""
        try:
            return super().clean(value)
        except (RecursionError, ValueError) as error:
            raise forms.ValidationError(
                self.error_messages["invalid"], code="invalid"
            ) from error


class CarriedForm(forms.Form):
    """What travels from page to page, so that nothing needs to be kept.

    The doubts travel too: those about a Word file's comments are not in its text.
    """

    given = forms.CharField(strip=False, widget=forms.HiddenInput)
    kind = forms.ChoiceField(
        choices=[(kind, kind) for kind in get_args(Kind)], widget=forms.HiddenInput
    )
    doubts = DoubtsField(widget=forms.HiddenInput, required=False)

    @classmethod
    def of(cls, arrival: SourceDocument) -> CarriedForm:
        """The form that takes the arrival along."""
        doubts = [
            dataclasses.asdict(doubt)
            for doubt in translated_doubts(arrival.reading.doubts)
        ]
        return cls(
            initial={"given": arrival.source, "kind": arrival.kind, "doubts": doubts}
        )

    def arrival(self) -> SourceDocument | None:
        """What was taken along, read again; None where it is not what was sent."""
        if not self.is_valid():
            return None
        try:
            doubts = map(_doubt, self.cleaned_data["doubts"] or [])
            known = read_source(self.cleaned_data["given"], self.cleaned_data["kind"])
            known = within_reason(known)
            reading = dataclasses.replace(known.reading, doubts=tuple(doubts))
        except (IntakeError, KeyError, TypeError, ValueError, OverflowError):
            return None
        return dataclasses.replace(known, reading=reading)


def _doubt(said: Any) -> Doubt:
    return Doubt(
        line=int(said["line"]),
        saw=_writable(said["saw"]),
        assumed=_writable(said["assumed"]),
    )


def _writable(said: Any) -> str:
    """The words, where a page can hold them: JSON may bring half a character."""
    if not isinstance(said, str):
        raise TypeError(said)
    return said.encode().decode()
