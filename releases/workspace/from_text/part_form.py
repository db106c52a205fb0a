"""The form of one part that was read: a contact, disclaimer, About section or event."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.contrib.auth.models import User
from django.utils.functional import cached_property
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from crispy_forms.helper import FormHelper  # type: ignore[import-untyped]  # has no types
from crispy_forms.layout import Layout  # type: ignore[import-untyped]
from django_stubs_ext import StrOrPromise

from releases.intake import drafts
from releases.intake.matching import DeskPart, Match
from releases.text.word_diff import collapse_spaces
from releases.widgets.visible_text import VisibleTextForm
from releases.workspace.from_text.revising import revise

USE, REVISE = "use", "revise"


def fields_helper(*names: str) -> Any:
    """Return a crispy helper that renders these fields within an existing form tag."""
    helper = FormHelper()
    helper.form_tag = False
    helper.disable_csrf = True
    helper.layout = Layout(*names)
    return helper


class PartForm(VisibleTextForm, forms.Form):
    """A part as it was read, editable, with the choice to use an existing part instead.

    The choice is "use-<pk>", "revise-<pk>", "new" or "leave".
    """

    model: ClassVar[type[DeskPart]]
    # In English, for the journal.
    noun: ClassVar[str]
    new_label: ClassVar[StrOrPromise]
    model_fields: ClassVar[list[str]] = []

    choice = forms.ChoiceField(
        label=gettext_lazy("What to do"),
        widget=forms.RadioSelect,
        error_messages={
            "required": gettext_lazy(
                "A similar entry exists. Use it or add a new one?"
            ),
            "invalid_choice": gettext_lazy(
                "The existing entries have changed. Please choose again."
            ),
        },
    )

    def __init__(
        self,
        data: Any,
        *,
        parsed: Any,
        position: int,
        matches: tuple[Match, ...],
        by: User,
        zone: str,
    ) -> None:
        self.key = f"{self.model._meta.model_name}-{position}"
        self.parsed, self.matches, self.by, self.zone = parsed, matches, by, zone
        super().__init__(data, prefix=self.key, initial=self.initial_values(parsed))
        self.fields |= forms.fields_for_model(self.model, fields=self.model_fields)
        choice = self.fields.pop("choice")
        assert isinstance(choice, forms.ChoiceField)
        choice.choices = self._choices()
        choice.initial = self._default_choice()
        self.fields = {"choice": choice, **self.fields}
        for field in self.fields.values():
            lines = f"{parsed.lines.first}-{parsed.lines.last}"
            field.widget.attrs["data-lines"] = lines
        self.choice_helper = fields_helper("choice")
        self.text_helper = fields_helper(*list(self.fields)[1:])

    def initial_values(self, parsed: Any) -> dict[str, Any]:
        """Return the values of the fields for the part as it was read."""
        raise NotImplementedError

    def edited_part(self) -> Any:
        """Return the part that was read, with the edits made in the form."""
        raise NotImplementedError

    def revise_label(self, existing: Any) -> str:
        """Return the label of the choice to give the existing part this text."""
        return _("Update “%(name)s” with this text") % {"name": existing}

    @property
    def caption(self) -> str:
        """Return the kind of the part and its name."""
        raise NotImplementedError

    @property
    def is_decided(self) -> bool:
        """Return whether a choice is preselected, so that nobody has to choose."""
        return self._default_choice() is not None

    @property
    def starts_open(self) -> bool:
        """Return whether the fields are unfolded: the text is new, or has an error."""
        return bool(self.errors) or not any(match.is_exact for match in self.matches)

    def full_clean(self) -> None:
        """Validate the text only if the choice uses it."""
        super().full_clean()
        if self.is_bound and not self.uses_text:
            errors = self.errors.get("choice")
            self._errors = forms.utils.ErrorDict({"choice": errors} if errors else {})

    def clean(self) -> dict[str, Any] | None:
        """Refuse a choice that would lose what was typed."""
        if self._chosen_action == USE and self.was_edited:
            self.add_error(
                "choice",
                _(
                    "You changed the text below, but this choice would not use it. "
                    "Choose another one, or undo your changes."
                ),
            )
        return super().clean()

    @property
    def uses_text(self) -> bool:
        """Return whether the text of this form will be saved."""
        return self._chosen_action in {REVISE, drafts.NEW}

    @property
    def was_edited(self) -> bool:
        """Return whether the text differs from what was read."""
        for bound in list(self)[1:]:
            widget = bound.field.widget
            before = widget.format_value(bound.initial)
            after = widget.value_from_datadict(self.data, self.files, bound.html_name)
            if _as_line(before) != _as_line(after):
                return True
        return False

    def save_choice(self) -> drafts.Choice:
        """Return what the draft should use; an existing part is revised first."""
        action, existing = self._choice
        if existing is None:
            return drafts.NEW if action == drafts.NEW else drafts.LEAVE
        if action == REVISE:
            existing = revise(existing, self.edited_part(), by=self.by, zone=self.zone)
        return int(existing.pk)

    @property
    def revised_part(self) -> DeskPart | None:
        """Return the existing part that this form revises, if it revises one."""
        action, existing = self._choice
        return existing if action == REVISE else None

    @cached_property
    def _choice(self) -> tuple[str, DeskPart | None]:
        action, _separator, pk = self.cleaned_data["choice"].partition("-")
        existing = {str(match.existing.pk): match.existing for match in self.matches}
        return action, existing.get(pk)

    @property
    def _chosen_action(self) -> str:
        return str(self.data.get(self.add_prefix("choice"), "")).partition("-")[0]

    def _may(self, action: str) -> bool:
        return self.by.has_perm(f"releases.{action}_{self.model._meta.model_name}")

    def _choices(self) -> list[tuple[str, StrOrPromise]]:
        choices: list[tuple[str, StrOrPromise]] = []
        for match in self.matches:
            existing = match.existing
            label = _("Use “%(name)s”") if match.is_exact else _("Use “%(name)s” as is")
            choices.append((f"{USE}-{existing.pk}", label % {"name": existing}))
            if match.differences and not match.superseded and self._may("change"):
                choices.append((f"{REVISE}-{existing.pk}", self.revise_label(existing)))
        if self._may("add"):
            choices.append((drafts.NEW, self.new_label))
        return [*choices, (drafts.LEAVE, _("Leave it out of the release"))]

    def _default_choice(self) -> str | None:
        """Return the preselected choice; None where a person must choose."""
        if not self.matches:
            return drafts.NEW if self._may("add") else None
        first = self.matches[0]
        return f"{USE}-{first.existing.pk}" if first.is_exact else None


def _as_line(value: Any) -> str:
    """Return a field's value as one line of text."""
    values = value if isinstance(value, list) else [value]
    return collapse_spaces(
        " ".join("" if item is None else str(item) for item in values)
    )
