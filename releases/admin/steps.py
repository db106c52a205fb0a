"""What may be done with a release from here, as buttons; the doors decide."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.conf import settings
from django.contrib.auth.models import User

from releases.admin.pages import Button
from releases.desk import transitions
from releases.models import Release, State

SUBMIT = Button(
    name="_submit",
    label="Submit for approval",
    permission="releases.submit_release",
)
PUBLISH = Button(name="_publish", label="Publish", permission="releases.publish_alone")


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """What one reason says, and to whom."""

    label: str
    help_text: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Step:
    """One door, with its button and the page that asks before it opens."""

    name: str
    label: str
    permissions: tuple[str, ...]
    explains: str
    ask: Ask | None = None
    grave: bool = True

    def allowed(self, by: User) -> bool:
        """Whether this person may take it at all."""
        return any(by.has_perm(f"releases.{one}") for one in self.permissions)


class ReasonForm(forms.Form):
    """What a step needs to know: its reason, and the digest of what was read."""

    reason = forms.CharField(widget=forms.Textarea({"rows": 3, "cols": 80}))
    seen = forms.CharField(required=False, widget=forms.HiddenInput)

    def __init__(self, ask: Ask | None, data: Any = None) -> None:
        super().__init__(data)
        if ask is None:
            del self.fields["reason"]
            return
        self.fields["reason"].label = ask.label
        self.fields["reason"].help_text = ask.help_text


APPROVE = Step(
    name="approve",
    label="Approve",
    permissions=("approve_release",),
    explains="It goes on the record exactly as you read it.",
    grave=False,
)
SEND_BACK = Step(
    name="send-back",
    label="Send back",
    permissions=("approve_release", "submit_release"),
    explains="It becomes a draft again, so that it can be changed and submitted anew.",
    ask=Ask(
        label="What should change",
        help_text="Its authors read this in the journal. The public never does.",
    ),
    grave=False,
)
CALL_OFF = Step(
    name="call-off",
    label="Call off",
    permissions=("call_off_release",),
    explains="What is scheduled never goes public. The release becomes a draft again, "
    "with everything in it.",
)
CORRECT = Step(
    name="correct",
    label="Correct",
    permissions=("correct_release",),
    explains="It opens for changes. Readers keep seeing the present version until the "
    "corrected one is approved; then it says that it was corrected, and why.",
    ask=Ask(
        label="Notice to the public",
        help_text="One or two sentences, printed on the corrected release: The net loss "
        "per share in the second table was corrected to $0.42.",
    ),
    grave=False,
)
WITHDRAW = Step(
    name="withdraw",
    label="Withdraw",
    permissions=("withdraw_release",),
    explains="In the next second a notice takes its place, for everybody. The text "
    "stays on the record and is no longer shown. This cannot be undone.",
    ask=Ask(
        label="Reason, for the public",
        help_text="Printed in the release's place: It was published in error.",
    ),
)
STEPS = {step.name: step for step in (APPROVE, SEND_BACK, CALL_OFF, CORRECT, WITHDRAW)}


def form_buttons(release: Release | None, by: User) -> list[Button]:
    """The buttons beside Save, for a draft."""
    if release is not None and release.state != State.DRAFT:
        return []
    found = [SUBMIT] if by.has_perm(SUBMIT.permission) else []
    if settings.IRSITE_ONE_PERSON_DESK and by.has_perm(PUBLISH.permission):
        found.append(PUBLISH)
    return found


def open_steps(
    release: Release, by: User, *, live: bool, scheduled: bool
) -> list[Step]:
    """The steps that make sense now and that this person may take."""
    sensible: list[Step] = []
    if release.state == State.SUBMITTED:
        sensible += [APPROVE, SEND_BACK]
    if scheduled and release.state != State.WITHDRAWN:
        sensible.append(CALL_OFF)
    # Of a correction that is open already, it rewords the notice.
    reworded = release.state == State.DRAFT and bool(release.notice)
    if live and (release.state == State.APPROVED or reworded):
        sensible.append(CORRECT)
    if live and release.state != State.WITHDRAWN:
        sensible.append(WITHDRAW)
    return [step for step in sensible if step.allowed(by)]


def take(
    step: Step, release: Release, *, by: User, at: dt.datetime, sent: ReasonForm
) -> str:
    """Open the step's door; returns what it did, in a sentence."""
    reason = sent.cleaned_data.get("reason", "")
    seen = sent.cleaned_data["seen"]
    doors: dict[str, Callable[[], object]] = {
        APPROVE.name: lambda: transitions.approve(release, by=by, at=at, seen=seen),
        SEND_BACK.name: lambda: transitions.send_back(
            release, by=by, at=at, reason=reason
        ),
        CALL_OFF.name: lambda: transitions.call_off(release, by=by, at=at),
        CORRECT.name: lambda: transitions.correct(release, by=by, at=at, notice=reason),
        WITHDRAW.name: lambda: transitions.withdraw(
            release, by=by, at=at, reason=reason
        ),
    }
    doors[step.name]()
    return DONE[step.name]


DONE = {
    APPROVE.name: "Approved.",
    SEND_BACK.name: "Sent back: it is a draft again.",
    CALL_OFF.name: "Called off: nothing goes public. It is a draft again.",
    CORRECT.name: "Open for correction. Readers still see the present version.",
    WITHDRAW.name: "Withdrawn: a notice takes its place.",
}
