"""One part of what was read, with what the desk has of it and what to do."""

from __future__ import annotations

from typing import Any, ClassVar

from django import forms
from django.contrib.auth.models import User
from django.utils.functional import cached_property

from crispy_forms.helper import FormHelper  # type: ignore[import-untyped]  # has no types
from crispy_forms.layout import Layout  # type: ignore[import-untyped]

from releases.intake import drafts
from releases.intake.matching import DeskPart, Match
from releases.text.word_diff import collapse_spaces
from releases.workspace.from_text.revising import revise

USE, REVISE = "use", "revise"
CHANGED_MEANWHILE = (
    "What the desk has was changed meanwhile: look at the choices again."
)


def fields_only(*names: str) -> Any:
    """These fields, for a form element that the page has already."""
    helper = FormHelper()
    helper.form_tag = False
    helper.disable_csrf = True
    helper.layout = Layout(*names)
    return helper


class PartForm(forms.Form):
    """What was read, to be put right; and whether to use what the desk has."""

    model: ClassVar[type[DeskPart]]
    noun: ClassVar[str]
    columns: ClassVar[list[str]] = []

    choice = forms.ChoiceField(
        label="What to do",
        widget=forms.RadioSelect,
        error_messages={
            "required": "The desk has something like it: choose what to do.",
            "invalid_choice": CHANGED_MEANWHILE,
        },
    )

    def __init__(
        self,
        data: Any,
        *,
        said: Any,
        place: int,
        matches: tuple[Match, ...],
        by: User,
        zone: str,
    ) -> None:
        name = self.model._meta.model_name
        self.key = f"{name}-{place}"
        self.said, self.matches, self.by, self.zone = said, matches, by, zone
        super().__init__(data, prefix=self.key, initial=self.initial_of(said))
        self.fields |= forms.fields_for_model(self.model, fields=self.columns)
        choice = self.fields.pop("choice")
        assert isinstance(choice, forms.ChoiceField)
        choice.choices = self._choices()
        choice.initial = self._proposed()
        self.fields = {"choice": choice, **self.fields}
        for field in self.fields.values():
            lines = f"{said.lines.first}-{said.lines.last}"
            field.widget.attrs["data-lines"] = lines
        self.choice_helper = fields_only("choice")
        self.words_helper = fields_only(*list(self.fields)[1:])

    def initial_of(self, said: Any) -> dict[str, Any]:
        """What was read, as the fields show it."""
        raise NotImplementedError

    def edited(self) -> Any:
        """What was read, with what the person made of it."""
        raise NotImplementedError

    def revises(self, thing: Any) -> str:
        """What taking the words into the desk's own would do."""
        return f"Change “{thing}” to what was read"

    @property
    def caption(self) -> str:
        """What to call this part on the page."""
        raise NotImplementedError

    @property
    def settled(self) -> bool:
        """Whether nothing here waits for a person: the very thing is there, or none."""
        return self._proposed() is not None

    @property
    def unfolded(self) -> bool:
        """Whether the words stand open: where they are new, or something is wrong."""
        return bool(self.errors) or not any(match.is_exact for match in self.matches)

    def full_clean(self) -> None:
        """Check the words only where they will be used."""
        super().full_clean()
        if self.is_bound and not self.uses_words:
            errors = self.errors.get("choice")
            self._errors = forms.utils.ErrorDict({"choice": errors} if errors else {})

    def clean(self) -> dict[str, Any] | None:
        """Refuse to lose what was typed."""
        if self._how == USE and self.was_edited:
            self.add_error(
                "choice",
                "You changed the words below, and this choice would not use them: "
                "choose another, or take your change back.",
            )
        return super().clean()

    @property
    def uses_words(self) -> bool:
        """Whether the words of this form are saved anywhere."""
        return self._how in {REVISE, drafts.NEW}

    @property
    def was_edited(self) -> bool:
        """Whether the words are no longer those that were read."""
        for bound in list(self)[1:]:
            widget = bound.field.widget
            before = widget.format_value(bound.initial)
            after = widget.value_from_datadict(self.data, self.files, bound.html_name)
            if _flat(before) != _flat(after):
                return True
        return False

    def decided(self) -> drafts.Choice:
        """What to take, with a revision made first where one was chosen."""
        how, thing = self._chosen
        if thing is None:
            return drafts.NEW if how == drafts.NEW else drafts.LEAVE
        if how == REVISE:
            thing = revise(thing, self.edited(), by=self.by, zone=self.zone)
        return int(thing.pk)

    @property
    def journalled(self) -> str:
        """What was changed at the desk by this part; empty where nothing was."""
        how, thing = self._chosen
        return f"{self.noun} “{thing}” changed" if how == REVISE else ""

    @cached_property
    def _chosen(self) -> tuple[str, DeskPart | None]:
        how, _, pk = self.cleaned_data["choice"].partition("-")
        found = {str(match.existing.pk): match.existing for match in self.matches}
        return how, found.get(pk)

    @property
    def _how(self) -> str:
        return str(self.data.get(self.add_prefix("choice"), "")).partition("-")[0]

    def _may(self, action: str) -> bool:
        return self.by.has_perm(f"releases.{action}_{self.model._meta.model_name}")

    def _choices(self) -> list[tuple[str, str]]:
        found = []
        for match in self.matches:
            as_it_is = "as it stands" if match.is_exact else "as the desk has it"
            found.append(
                (f"{USE}-{match.existing.pk}", f"Use “{match.existing}” {as_it_is}")
            )
            if match.differences and not match.superseded and self._may("change"):
                found.append(
                    (f"{REVISE}-{match.existing.pk}", self.revises(match.existing))
                )
        if self._may("add"):
            found.append((drafts.NEW, f"Make a new {self.noun} of it"))
        return [*found, (drafts.LEAVE, "Leave it out of the release")]

    def _proposed(self) -> str | None:
        """What is chosen unless somebody chooses: never between two versions."""
        if not self.matches:
            return drafts.NEW if self._may("add") else None
        first = self.matches[0]
        return f"{USE}-{first.existing.pk}" if first.is_exact else None


def _flat(value: Any) -> str:
    """A value of a field as one line of text."""
    values = value if isinstance(value, list) else [value]
    return collapse_spaces(" ".join("" if one is None else str(one) for one in values))
