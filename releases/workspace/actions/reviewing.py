"""What readers at the desk say: what should change, and where."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError

from releases.desk import comments, transitions
from releases.desk.checks import Level
from releases.desk.transitions import Remark
from releases.models import State
from releases.workspace.actions.base import Step
from releases.workspace.actions.forms import AnsweringForm, StepForm, words_field
from releases.workspace.release_context import Situation
from releases.workspace.release_context.text import marked, remarks, stands_in

# How many comments fit on the page before a script adds more.
ROOM, MOST = 3, 100


class PassageForm(forms.Form):
    """The words it is about, and what should change there."""

    passage = words_field("Passage", "", required=False)
    text = words_field("Comment", "", required=False)

    def __init__(self, *args: Any, case: Situation, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.case = case
        for field in self.fields.values():
            field.widget.attrs["rows"] = 2

    def clean_passage(self) -> str:
        """Words that stand in the text, so that its authors find them."""
        passage: str = self.cleaned_data["passage"].strip()
        if passage and not stands_in(self.case.document, passage):
            raise ValidationError(
                "These words are not in the text: copy them as they stand there."
            )
        return passage

    def clean(self) -> dict[str, Any] | None:
        """A passage alone says nothing."""
        said = super().clean() or self.cleaned_data
        if said.get("passage") and not said.get("text", "").strip():
            self.add_error("text", "Say what should change in this passage.")
        return said


class SendBackForm(StepForm):
    """Why, and comments on passages."""

    reason = words_field(
        "What should change",
        "Its authors read this in the journal. The public never does.",
    )

    def __init__(self, case: Situation, data: Any = None) -> None:
        super().__init__(case, data)
        rows = forms.formset_factory(
            PassageForm, extra=ROOM, max_num=MOST, absolute_max=MOST
        )
        self.passages = rows(data, prefix="passages", form_kwargs={"case": case})

    def clean(self) -> dict[str, Any] | None:
        """The reason with the comments that say something."""
        said = super().clean() or self.cleaned_data
        if not self.passages.is_valid():
            raise ValidationError("Look at the comments below.")
        rows = [row.cleaned_data for row in self.passages if row.has_changed()]
        found = [
            Remark(passage=row["passage"], text=row["text"].strip())
            for row in rows
            if row["text"].strip()
        ]
        return {**said, "remarks": found}


class SendBack(Step):
    """Return it to its authors."""

    name = "send-back"
    label = "Send back"
    explains = (
        "It becomes a draft again, so that it can be changed and submitted anew. "
        "Approvals that were given end with it."
    )
    permissions = ("submit_release",)
    for_approvers = True
    form = SendBackForm
    template = "admin/releases/action/send_back.html"

    def sensible(self, case: Situation) -> bool:
        """It waits: for approval, for the wire, or held."""
        return case.release.state in {State.SUBMITTED, State.CLEARED, State.HELD}

    def leads(self, case: Situation) -> bool:
        """While it waits for approval."""
        return case.release.state == State.SUBMITTED

    def shown(self, case: Situation) -> dict[str, Any]:
        """The text, to select in, with what was said of it already."""
        text = marked(case)
        return {"text": text, "remarks": remarks(case, text)}

    def take(self, case: Situation, said: dict[str, Any]) -> str:
        """A draft again, with what to do."""
        transitions.send_back(
            case.release,
            by=case.by,
            at=case.at,
            reason=said["reason"].strip(),
            remarks=said["remarks"],
        )
        return "Sent back: it is a draft again, and its authors see what should change."


class CommentForm(PassageForm, StepForm):
    """One comment."""

    def __init__(self, case: Situation, data: Any = None) -> None:
        StepForm.__init__(self, case, data)
        self.fields["text"].required = True
        self.fields[
            "passage"
        ].help_text = "The words it is about, as they stand; empty for all of it."


class OverrideForm(AnsweringForm):
    """Reasons for as many errors as somebody has one for."""

    @property
    def all_of_it(self) -> bool:
        """One is enough."""
        return False

    def clean(self) -> dict[str, Any] | None:
        """At least one of them."""
        said = super().clean() or self.cleaned_data
        if not said["waive"] and not self.errors:
            raise ValidationError("Write why at least one of them may stand.")
        return said


class Override(Step):
    """Answer errors, so that its author can submit it."""

    name = "override"
    label = "Override errors"
    explains = (
        "With a reason in writing an error may stand. The answer is to exactly what the "
        "check says now, and the journal keeps it."
    )
    permissions = ("waive_check",)
    form = OverrideForm
    template = "admin/releases/action/answering.html"

    def sensible(self, case: Situation) -> bool:
        """Something stands against it that can be overridden."""
        errors = (one.check.level is Level.ERROR for one in case.outstanding)
        return case.waits and any(errors)

    def take(self, case: Situation, said: dict[str, Any]) -> str:
        """They are answered."""
        transitions.waive(case.release, by=case.by, at=case.at, answers=said["waive"])
        return "Overridden: its reason stands in the journal."


class Comment(Step):
    """Say something of a passage, wherever the release stands."""

    name = "comment"
    label = "Comment"
    explains = (
        "Everybody at the desk sees it beside the text until somebody settles it."
    )
    permissions = ("change_release",)
    for_approvers = True
    form = CommentForm
    template = "admin/releases/action/comment.html"

    def sensible(self, case: Situation) -> bool:
        """While it has still to go on the record."""
        return case.waits

    def shown(self, case: Situation) -> dict[str, Any]:
        """The text, to select in, with what was said of it already."""
        text = marked(case)
        return {"text": text, "remarks": remarks(case, text)}

    def take(self, case: Situation, said: dict[str, Any]) -> str:
        """It is there for everybody."""
        comments.add_comment(
            case.release,
            by=case.by,
            at=case.at,
            text=said["text"],
            passage=said["passage"],
        )
        return "Your comment stands beside the text."
