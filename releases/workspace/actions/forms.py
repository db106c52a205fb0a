"""What steps ask: their words, answers to checks, an instant, and who is asking."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, ClassVar, Literal

from django import forms
from django.core.exceptions import ValidationError
from django.forms import BoundField
from django.utils import timezone

from releases.desk.check_results import CheckResult
from releases.desk.checks import Level
from releases.desk.transitions import NOW
from releases.widgets.wall_time import WallTimeField, WallTimeInput
from releases.workspace.release_context import Situation

SECRET = "secret"  # noqa: S105 - the name of a field


def words_field(label: str, help_text: str, *, required: bool = True) -> Any:
    """A field for a sentence or two."""
    return forms.CharField(
        label=label,
        help_text=help_text,
        required=required,
        widget=forms.Textarea({"rows": 3}),
    )


def time_field(label: str, *, required: bool = True) -> Any:
    """A field for a time by the company's clock."""
    return WallTimeField(
        label=label, required=required, widget=WallTimeInput(seconds=True)
    )


class StepForm(forms.Form):
    """What one step needs to know of the person who takes it."""

    def __init__(self, case: Situation, data: Any = None) -> None:
        super().__init__(data)
        self.case = case
        self.prepare()
        for field in self.fields.values():
            if isinstance(field, WallTimeField):
                field.zone = timezone.get_current_timezone()
                field.help_text = f"By the clock in {field.zone}, to the second."

    def prepare(self) -> None:
        """Fit the fields to the release."""

    @property
    def plain(self) -> list[BoundField]:
        """The fields that stand by themselves, but for the last."""
        return [field for field in self if not self._is_set_apart(field.name)]

    @property
    def secret(self) -> BoundField | None:
        """The field that asks who is there."""
        return self[SECRET] if SECRET in self.fields else None

    @property
    def wrong(self) -> list[tuple[str, str, str]]:
        """Each field that has an error: where it is, its name, what is wrong."""
        return [
            (field.auto_id, str(field.label), " ".join(map(str, field.errors)))
            for field in self
            if field.errors
        ]

    def _is_set_apart(self, name: str) -> bool:
        return name == SECRET


@dataclass(frozen=True, slots=True, kw_only=True)
class Asked:
    """What one check found, and the fields that answer it; None where none may."""

    verdict: CheckResult
    tick: BoundField | None = None
    reason: BoundField | None = None


class AnsweringForm(StepForm):
    """A step that checks stand before: each finding is answered, or put right.

    An answer is to exactly what was shown: where a check has found something else
    meanwhile, it is asked again.
    """

    # Whether warnings are answered too; an approver passes over them.
    warnings_too: ClassVar[bool] = False

    def prepare(self) -> None:
        """A tick for each warning, a reason for each, and what they are for."""
        for verdict in self._answerable():
            name = verdict.check.id
            error = verdict.check.level is Level.ERROR
            if not error:
                self.fields[f"tick-{name}"] = forms.BooleanField(
                    label="I have looked at this, and it is meant so.", required=False
                )
            self.fields[f"reason-{name}"] = forms.CharField(
                label="Why it may stand" if error else "Why (may be left empty)",
                required=False,
                widget=forms.Textarea({"rows": 2}),
            )
            self.fields[f"covers-{name}"] = forms.CharField(
                required=False, widget=forms.HiddenInput
            )

    def asked(self) -> Iterator[Asked]:
        """What the checks say that has not been answered yet."""
        for verdict in self.case.outstanding:
            name = verdict.check.id
            yield Asked(
                verdict=verdict,
                tick=self[f"tick-{name}"] if f"tick-{name}" in self.fields else None,
                reason=self[f"reason-{name}"]
                if f"reason-{name}" in self.fields
                else None,
            )

    @property
    def all_of_it(self) -> bool:
        """Whether everything must be answered before the step is taken."""
        return True

    @property
    def stopped(self) -> bool:
        """Whether something stands against it that this person cannot answer."""
        answerable = {verdict.check.id for verdict in self._answerable()}
        return self.all_of_it and any(
            one.check.id not in answerable for one in self._asked_for()
        )

    def clean(self) -> dict[str, Any] | None:
        """The answers that were given, by the check, for the door."""
        said = super().clean() or self.cleaned_data
        waive: dict[str, str] = {}
        for verdict in self._answerable():
            name = verdict.check.id
            tick, reason = f"tick-{name}", f"reason-{name}"
            words = (said.get(reason) or "").strip()
            if not (said.get(tick) or (words and tick not in self.fields)):
                asks = tick if tick in self.fields else reason
                if self.all_of_it:
                    self.add_error(asks, "Put it right, or answer it here.")
            elif said.get(f"covers-{name}") != verdict.digest:
                self.add_error(
                    reason, "It has found something else meanwhile: look again."
                )
            else:
                waive[name] = words
        return {**said, "waive": waive}

    def _asked_for(self) -> list[CheckResult]:
        return self.case.outstanding if self.warnings_too else self.case.errors

    def _answerable(self) -> list[CheckResult]:
        levels = {Level.WARNING}
        if self.case.may("waive_check"):
            levels.add(Level.ERROR)
        return [one for one in self._asked_for() if one.check.level in levels]

    def _is_set_apart(self, name: str) -> bool:
        answers = name.startswith(("tick-", "reason-", "covers-"))
        return answers or super()._is_set_apart(name)


KEEP, AT = "keep", "at"


class OpensForm(AnsweringForm):
    """A step that puts it on the record, for its own instant or another."""

    when = forms.ChoiceField(label="It opens", widget=forms.RadioSelect)
    opens_at = time_field("At this instant", required=False)
    calls_off = forms.BooleanField(required=False)

    def prepare(self) -> None:
        """Ask for an instant where its own has passed, for a tick where one is needed."""
        super().prepare()
        case = self.case
        if self.asks_when:
            when = self.fields["when"]
            assert isinstance(when, forms.ChoiceField)
            when.choices = self.choices
            when.initial = self.choices[0][0]
        else:
            del self.fields["when"], self.fields["opens_at"]
        if not case.to_come:
            del self.fields["calls_off"]
            return
        self.fields["calls_off"].label = "Call off what it would overtake."
        self.fields["calls_off"].help_text = (
            "A version of it is scheduled already. Where that opens at the same "
            "instant or later, it would never go public: say so with this tick."
        )

    @property
    def asks_when(self) -> bool:
        """Whether an instant has to be chosen."""
        return self.case.passed

    @property
    def choices(self) -> list[tuple[str, str]]:
        """Another instant, or now."""
        return [(AT, "At another instant"), (str(NOW), "Now, in the next second")]

    def clean(self) -> dict[str, Any] | None:
        """The instant that was chosen, for the door."""
        said = super().clean() or self.cleaned_data
        opens: dt.datetime | Literal["now"] | None = None
        if said.get("when") == NOW:
            opens = NOW
        elif said.get("when") == AT and "opens_at" not in self.errors:
            opens = said.get("opens_at")
            if opens is None:
                self.add_error("opens_at", ValidationError("Choose the instant."))
        return {**said, "opens": opens, "calls_off": bool(said.get("calls_off"))}
