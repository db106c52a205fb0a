"""The help beside each action: who may perform it, and what happens then.

docs/publishing.md says the same at greater length; the action's own description says what
it does.
"""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from django_stubs_ext import StrOrPromise

AUTHORS = _("Authors and administrators.")
APPROVERS = _("Counsel, finance, administrators, and their deputies.")
BOTH = _("Authors and approvers.")
COUNSEL = _("Counsel and administrators.")


@dataclass(frozen=True, slots=True, kw_only=True)
class ActionHelp:
    """Who may perform an action, and what happens then."""

    people: StrOrPromise
    next: StrOrPromise


HELP: dict[str, ActionHelp] = {
    "submit": ActionHelp(
        people=AUTHORS,
        next=_(
            "It is locked, and the approvers of its category are told. Send it back to "
            "change it. Every finding of the checks needs an answer first."
        ),
    ),
    "publish": ActionHelp(
        people=_("Who may publish alone, on a desk of one person."),
        next=_("It goes live at its time, or in the next second where it has none."),
    ),
    "approve": ActionHelp(
        people=_(
            "Approvers who neither wrote nor edited it since its last approval. One of "
            "each role that its category requires, each a different person."
        ),
        next=_(
            "With the last approval it is frozen and goes live at its time. Any edit ends "
            "the approvals."
        ),
    ),
    "send-back": ActionHelp(
        people=_("Approvers. Authors take back what they submitted."),
        next=_(
            "It is a draft again. Its approvals end, and your reason is in the history."
        ),
    ),
    "override": ActionHelp(
        people=COUNSEL,
        next=_(
            "The author can submit it. Once the check finds something else, it asks again."
        ),
    ),
    "resume": ActionHelp(
        people=APPROVERS,
        next=_("It goes live at the time that you choose, exactly as it was approved."),
    ),
    "hold": ActionHelp(
        people=APPROVERS,
        next=_(
            "Nothing opens, and its approvals stay. Resume it, as scheduled or for a later "
            "time, or send it back. What is public already stays public: withdraw it instead."
        ),
    ),
    "wire-crossed": ActionHelp(
        people=BOTH,
        next=_("What waited for the newswire goes live in the next second."),
    ),
    "keep": ActionHelp(
        people=BOTH,
        next=_(
            "It goes live as approved. If something changes again, you are asked again."
        ),
    ),
    "call-off": ActionHelp(
        people=_("Everybody at the desk."),
        next=_("It is a draft again, and needs new approvals. Nothing was public."),
    ),
    "correct": ActionHelp(
        people=AUTHORS,
        next=_(
            "Edit it and submit it. Readers see the old version, then the new one with "
            "your notice; both stay readable."
        ),
    ),
    "withdraw": ActionHelp(
        people=COUNSEL,
        next=_("Within a second readers find the notice. It cannot be undone."),
    ),
    "comment": ActionHelp(
        people=BOTH,
        next=_("Its authors find it on the release and on their front page."),
    ),
    "exchange-notice": ActionHelp(
        people=AUTHORS,
        next=_("The release shows when the exchange was told. Nothing is sent to it."),
    ),
    "filing": ActionHelp(
        people=BOTH,
        next=_("The release shows the number. Nothing is filed by irsite."),
    ),
    "emergency": ActionHelp(
        people=COUNSEL,
        next=_(
            "It is public in the next second. A second person must approve it in time."
        ),
    ),
    "ratify": ActionHelp(
        people=_("Approvers other than the one who published it."),
        next=_("The emergency is over. The history has both names."),
    ),
}
