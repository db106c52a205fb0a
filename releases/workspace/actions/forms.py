"""The forms of actions: their own fields, answers to checks, a time, and a password."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar, Literal

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from django_stubs_ext import StrOrPromise

from releases.desk.check_results import CheckResult
from releases.desk.checks import Level
from releases.desk.transitions import NOW
from releases.widgets.visible_text import VisibleTextForm
from releases.widgets.wall_time import WallTimeField, WallTimeInput
from releases.workspace.clock import time_in_both_zones
from releases.workspace.context import WorkspaceContext
from releases.workspace.findings import FindingMatter, matter_of

SECRET = "secret"  # noqa: S105 - the name of a field


def text_area(
    label: StrOrPromise, help_text: StrOrPromise, *, required: bool = True
) -> Any:
    """Return a field for a sentence or two."""
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=required,
        widget=forms.Textarea({"rows": 3}),
    )


def time_field(label: StrOrPromise, *, required: bool = True) -> Any:
    """Return a field for a time in the company's time zone, to the second."""
    return WallTimeField(
        label=label, required=required, widget=WallTimeInput(seconds=True)
    )


class ActionForm(VisibleTextForm, forms.Form):
    """The form of one action on one release."""

    def __init__(self, context: WorkspaceContext, data: Any = None) -> None:
        super().__init__(data)
        self.context = context
        self.configure_fields()
        for field in self.fields.values():
            if isinstance(field, WallTimeField):
                field.zone = timezone.get_current_timezone()
                field.help_text = _("%(zone)s time, to the second.") % {
                    "zone": field.zone
                }

    def configure_fields(self) -> None:
        """Set labels, choices and initial values that depend on the release."""

    @property
    def main_fields(self) -> list[BoundField]:
        """Return the fields that the template lists one below the other."""
        return [field for field in self if not self.is_rendered_apart(field.name)]

    @property
    def secret_field(self) -> BoundField | None:
        """Return the password field, if the action asks for the password."""
        return self[SECRET] if SECRET in self.fields else None

    @property
    def error_summary(self) -> list[tuple[str, str, str]]:
        """Return the anchor, the label and the errors of each field that has any."""
        return [
            (field.auto_id, str(field.label), " ".join(map(str, field.errors)))
            for field in self
            if field.errors
        ]

    def is_rendered_apart(self, name: str) -> bool:
        """Return whether the template renders this field in a place of its own."""
        return name == SECRET


@dataclass(frozen=True, slots=True, kw_only=True)
class CheckQuestion:
    """What one check found, with the fields that answer it; None where none may."""

    result: CheckResult
    matter: FindingMatter
    tick: BoundField | None = None
    reason: BoundField | None = None


class CheckAnswersForm(ActionForm):
    """The form of an action that checks must allow: each finding is answered or fixed.

    An answer covers exactly the findings that the page showed: if the check finds
    something else by then, the question is asked again.
    """

    # Whether warnings must be answered too; approvers pass over them.
    includes_warnings: ClassVar[bool] = False

    def configure_fields(self) -> None:
        """Add a tick (warnings only), a reason and the covered digest to each check."""
        for result in self.answerable_results():
            name = result.check.id
            is_error = result.check.level is Level.ERROR
            if not is_error:
                self.fields[f"tick-{name}"] = forms.BooleanField(
                    label=_("I've reviewed this and it is correct."), required=False
                )
            self.fields[f"reason-{name}"] = forms.CharField(
                label=_("Reason for the override")
                if is_error
                else _("Reason (optional)"),
                required=False,
                widget=forms.Textarea({"rows": 2}),
            )
            self.fields[f"covers-{name}"] = forms.CharField(
                required=False, widget=forms.HiddenInput
            )

    def questions(self) -> Iterator[CheckQuestion]:
        """Yield each check result that has no answer yet, with its fields."""
        for result in self.context.unanswered:
            tick, reason = f"tick-{result.check.id}", f"reason-{result.check.id}"
            yield CheckQuestion(
                result=result,
                matter=matter_of(result, self.context.release),
                tick=self[tick] if tick in self.fields else None,
                reason=self[reason] if reason in self.fields else None,
            )

    @property
    def requires_all_answers(self) -> bool:
        """Return whether the action needs an answer to every question."""
        return True

    @property
    def is_blocked(self) -> bool:
        """Return whether a check found something that this person cannot answer."""
        answerable = {result.check.id for result in self.answerable_results()}
        return self.requires_all_answers and any(
            result.check.id not in answerable for result in self.results_to_answer()
        )

    def clean(self) -> dict[str, Any] | None:
        """Add `waive`: the answers that were given, by the check's id."""
        cleaned_data = super().clean() or self.cleaned_data
        waive: dict[str, str] = {}
        for result in self.answerable_results():
            name = result.check.id
            tick, reason = f"tick-{name}", f"reason-{name}"
            answer = (cleaned_data.get(reason) or "").strip()
            if not (cleaned_data.get(tick) or (answer and tick not in self.fields)):
                unanswered = tick if tick in self.fields else reason
                if self.requires_all_answers:
                    self.add_error(unanswered, _("Fix this, or answer it here."))
            elif cleaned_data.get(f"covers-{name}") != result.digest:
                self.add_error(
                    reason,
                    _("This check now finds something else. Please review it again."),
                )
            else:
                waive[name] = answer
        return {**cleaned_data, "waive": waive}

    def results_to_answer(self) -> list[CheckResult]:
        """Return the results that stand in the way of the action."""
        if self.includes_warnings:
            return self.context.unanswered
        return self.context.unanswered_errors

    def answerable_results(self) -> list[CheckResult]:
        """Return those of them that this person may answer."""
        levels = {Level.WARNING}
        if self.context.may("waive_check"):
            levels.add(Level.ERROR)
        return [
            result
            for result in self.results_to_answer()
            if result.check.level in levels
        ]

    def is_rendered_apart(self, name: str) -> bool:
        is_answer = name.startswith(("tick-", "reason-", "covers-"))
        return is_answer or super().is_rendered_apart(name)


KEEP, AT = "keep", "at"


class SchedulingForm(CheckAnswersForm):
    """The form of an action that puts the release on the record, at a chosen time."""

    when = forms.ChoiceField(
        label=gettext_lazy("When to publish"), widget=forms.RadioSelect
    )
    opens_at = time_field(gettext_lazy("Time"), required=False)
    calls_off = forms.BooleanField(
        label=gettext_lazy("Call off the version that is already scheduled"),
        required=False,
        help_text=gettext_lazy(
            "Required if that version is scheduled for the same time or later, "
            "because it could then never publish."
        ),
    )

    def configure_fields(self) -> None:
        """Ask for a time, and about a scheduled version, only where needed."""
        super().configure_fields()
        if self.asks_for_time:
            when = self.fields["when"]
            assert isinstance(when, forms.ChoiceField)
            when.choices = self.choices
            when.initial = self.choices[0][0]
        else:
            del self.fields["when"], self.fields["opens_at"]
        if not self.context.scheduled:
            del self.fields["calls_off"]

    @property
    def asks_for_time(self) -> bool:
        """Return whether a time must be chosen: the scheduled one has passed."""
        return self.context.missed_its_instant

    @property
    def choices(self) -> list[tuple[str, StrOrPromise]]:
        """Return the choices of `when`; the first is preselected."""
        return [(AT, _("At another time")), (str(NOW), _("Now, within one second"))]

    def clean(self) -> dict[str, Any] | None:
        """Add `opens`: the chosen time, NOW, or None for the scheduled time."""
        cleaned_data = super().clean() or self.cleaned_data
        opens: dt.datetime | Literal["now"] | None = None
        if cleaned_data.get("when") == NOW:
            opens = NOW
        elif cleaned_data.get("when") == AT and "opens_at" not in self.errors:
            opens = cleaned_data.get("opens_at")
            if opens is None:
                self.add_error("opens_at", ValidationError(_("Enter a time.")))
        calls_off = bool(cleaned_data.get("calls_off"))
        return {**cleaned_data, "opens": opens, "calls_off": calls_off}


def times_after_hold(context: WorkspaceContext) -> list[tuple[str, StrOrPromise]]:
    """Return when a held release can publish: as scheduled, later, or now.

    At its scheduled time only while that is to come, and now only after it.
    """
    later = (AT, _("At a later time"))
    if context.release.go_live_at is not None and not context.missed_its_instant:
        scheduled = _("As scheduled, on %(time)s") % {
            "time": time_in_both_zones(context.release.go_live_at)
        }
        return [(KEEP, scheduled), later]
    return [later, (str(NOW), _("Now, within one second"))]
