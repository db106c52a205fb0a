"""Forward-looking statements, and the disclaimers that protect them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from releases.desk.checks.checked_release import CheckedRelease
from releases.desk.checks.registry import Level, Problem, check
from releases.models import Disclaimer
from releases.models.desk.choices import Answer
from releases.text.forward_looking import forward_looking_phrases
from releases.text.translatable import Message

PSLRA_URL = "https://en.wikisource.org/wiki/Page:United_States_Statutes_at_Large_Volume_109_Part_1.djvu/770"
STALE_DISCLAIMER_URL = "https://www.mondaq.com/unitedstates/x/420632/"
SAFE_HARBOR = _(
    "The safe harbor of the PSLRA protects a statement that is identified as "
    "forward-looking and accompanied by meaningful cautionary statements."
)
CURRENT = _(
    "A cautionary statement protects while it is meaningful and current: courts have "
    "refused stale ones. Counsel approves each revision, and reviews it by its date."
)
_NAMED = re.compile(r"forward[-\u2010\u2011– ]looking|looks? forward", re.IGNORECASE)


@check(
    "forward_looking.unanswered",
    Level.BLOCK,
    title=_("Forward-looking question answered"),
    rule=SAFE_HARBOR,
    source=PSLRA_URL,
)
def unanswered_question(checked: CheckedRelease) -> Iterator[Problem]:
    """Find a release whose question nobody answered."""
    if checked.release.forward_looking == Answer.UNANSWERED:
        yield Problem(
            message=Message(
                gettext_noop(
                    "Does it contain forward-looking statements? Answer yes or no."
                )
            ),
            field="forward_looking",
        )


@check(
    "forward_looking.no_disclaimer",
    Level.BLOCK,
    title=_("Forward-looking statements come with a valid disclaimer"),
    rule=format_lazy(
        "{} {}",
        SAFE_HARBOR,
        _(
            "A valid disclaimer is approved by counsel, within its review date, and in "
            "its latest approved revision."
        ),
    ),
    source=PSLRA_URL,
)
def no_valid_disclaimer(checked: CheckedRelease) -> Iterator[Problem]:
    """Find the answer “yes” without a valid disclaimer on the matter."""
    if checked.release.forward_looking != Answer.YES:
        return
    disclaimers = [
        disclaimer
        for disclaimer in checked.disclaimers
        if _covers_forward_looking(checked, disclaimer)
    ]
    if not disclaimers:
        yield Problem(
            message=Message(
                gettext_noop(
                    "Add a forward-looking disclaimer that counsel has approved."
                )
            ),
            field="disclaimers",
        )
        return
    faults = [list(_faults(checked, disclaimer)) for disclaimer in disclaimers]
    if all(faults):
        for disclaimer, (template, *_more) in zip(disclaimers, faults, strict=True):
            yield _problem(disclaimer, template)


@check(
    "forward_looking.language",
    Level.ERROR,
    title=_("The text agrees with “no forward-looking statements”"),
    rule=format_lazy("{} {}", SAFE_HARBOR, _("Without it, a forecast is a promise.")),
    source=PSLRA_URL,
)
def forward_looking_phrase(checked: CheckedRelease) -> Iterator[Problem]:
    """Find English phrases that look forward, while the answer is no."""
    if checked.release.forward_looking != Answer.NO or not checked.is_english:
        return
    for piece in checked.own_text:
        for phrase in forward_looking_phrases(piece.text):
            yield Problem(
                message=Message(
                    gettext_noop(
                        "“%(phrase)s” is forward-looking. Change the answer to yes and "
                        "add a disclaimer, or reword it."
                    ),
                    {"phrase": phrase},
                ),
                passage=phrase,
                field=piece.field,
            )


@check(
    "forward_looking.needless",
    Level.WARNING,
    title=_("A forward-looking disclaimer goes with the answer “yes”"),
    rule=_(
        "A release that warns of forward-looking statements says that it contains them."
    ),
    source=PSLRA_URL,
)
def needless_disclaimer(checked: CheckedRelease) -> Iterator[Problem]:
    """Find the answer “no” with a disclaimer for such statements."""
    if checked.release.forward_looking != Answer.NO:
        return
    for disclaimer in checked.disclaimers:
        if _NAMED.search(f"{disclaimer.name}\n{disclaimer.heading}"):
            yield _problem(
                disclaimer,
                gettext_noop(
                    "“%(disclaimer)s” is for forward-looking statements, but the answer "
                    "is no. Change the answer, or remove the disclaimer."
                ),
            )


@check(
    "disclaimer.unapproved",
    Level.ERROR,
    title=_("Counsel has approved each disclaimer"),
    rule=CURRENT,
    source=STALE_DISCLAIMER_URL,
)
def unapproved_disclaimer(checked: CheckedRelease) -> Iterator[Problem]:
    """Find disclaimers that counsel hasn't approved."""
    for disclaimer in checked.disclaimers:
        if disclaimer.approved_at is None:
            yield _problem(
                disclaimer,
                gettext_noop("Ask counsel to approve the disclaimer “%(disclaimer)s”."),
            )


@check(
    "disclaimer.overdue",
    Level.ERROR,
    title=_("No disclaimer is past its review date"),
    rule=CURRENT,
    source=STALE_DISCLAIMER_URL,
)
def overdue_disclaimer(checked: CheckedRelease) -> Iterator[Problem]:
    """Find disclaimers whose review date is before the day of publication."""
    for disclaimer in checked.disclaimers:
        if _is_overdue(checked, disclaimer):
            yield _problem(
                disclaimer,
                gettext_noop(
                    "The review of “%(disclaimer)s” was due by %(date)s. Ask counsel to "
                    "review it and set a new date."
                ),
                date=disclaimer.review_by,
            )


@check(
    "disclaimer.superseded",
    Level.ERROR,
    title=_("Each disclaimer is in its latest approved revision"),
    rule=CURRENT,
    source=STALE_DISCLAIMER_URL,
)
def superseded_disclaimer(checked: CheckedRelease) -> Iterator[Problem]:
    """Find disclaimers of which counsel has approved a later revision."""
    for disclaimer in checked.disclaimers:
        latest = _latest_revision(checked, disclaimer)
        if latest > disclaimer.revision:
            yield _problem(
                disclaimer,
                gettext_noop(
                    "“%(disclaimer)s” has a later revision. Use revision %(revision)s."
                ),
                revision=latest,
            )


def _problem(disclaimer: Disclaimer, template: str, **values: object) -> Problem:
    return Problem(
        message=Message(template, {"disclaimer": str(disclaimer), **values}),
        passage=disclaimer.heading,
        field="disclaimers",
    )


def _covers_forward_looking(checked: CheckedRelease, disclaimer: Disclaimer) -> bool:
    """Return whether it warns of forward-looking statements.

    Any disclaimer may, in other languages than English.
    """
    text = f"{disclaimer.name}\n{disclaimer.heading}\n{disclaimer.wording}"
    return not checked.is_english or _NAMED.search(text) is not None


def _is_overdue(checked: CheckedRelease, disclaimer: Disclaimer) -> bool:
    return disclaimer.review_by is not None and disclaimer.review_by < checked.day


def _latest_revision(checked: CheckedRelease, disclaimer: Disclaimer) -> int:
    return checked.approved_revisions.get(disclaimer.ref.hex, 0)


def _faults(checked: CheckedRelease, disclaimer: Disclaimer) -> Iterator[str]:
    """Yield why the disclaimer isn't valid, as message templates."""
    if disclaimer.approved_at is None:
        yield gettext_noop(
            "The forward-looking disclaimer “%(disclaimer)s” isn't approved by counsel."
        )
    if _is_overdue(checked, disclaimer):
        yield gettext_noop(
            "The forward-looking disclaimer “%(disclaimer)s” is past its review date."
        )
    if _latest_revision(checked, disclaimer) > disclaimer.revision:
        yield gettext_noop(
            "The forward-looking disclaimer “%(disclaimer)s” has a later revision."
        )
