"""Forward-looking statements, and the wordings that protect them."""

from __future__ import annotations

import re
from collections.abc import Iterator

from releases.desk.checks.checked_release import CheckedRelease
from releases.desk.checks.registry import Level, Mark, check
from releases.models import Disclaimer
from releases.models.desk.choices import Answer
from releases.text.forward_looking import forward_looking_phrases

PSLRA = "https://en.wikisource.org/wiki/Page:United_States_Statutes_at_Large_Volume_109_Part_1.djvu/770"
HARMAN = "https://www.mondaq.com/unitedstates/x/420632/"
HARBOR = (
    "The safe harbor of the PSLRA protects a statement that is identified as "
    "forward-looking and accompanied by meaningful cautionary statements."
)
CURRENT = (
    "A cautionary wording protects while it is meaningful and current: courts have "
    "refused stale ones. Counsel approves each revision, and reads it again by its date."
)
_NAMED = re.compile(r"forward[-\u2010\u2011– ]looking|looks? forward", re.IGNORECASE)


@check(
    "forward_looking.unanswered",
    Level.BLOCK,
    title="Somebody has said whether it looks forward",
    rule=HARBOR,
    source=PSLRA,
)
def unanswered(checked: CheckedRelease) -> Iterator[Mark]:
    """Silence is not a no."""
    if checked.release.forward_looking == Answer.UNSAID:
        yield Mark(
            message="Say whether it contains forward-looking statements: yes or no.",
            field="forward_looking",
        )


@check(
    "forward_looking.no_disclaimer",
    Level.BLOCK,
    title="Forward-looking statements carry a valid disclaimer",
    rule=f"{HARBOR} A valid one is approved by counsel, within its review date, in its "
    "latest approved revision.",
    source=PSLRA,
)
def no_disclaimer(checked: CheckedRelease) -> Iterator[Mark]:
    """“Yes”, and not one wording that is about that and has nothing amiss."""
    if checked.release.forward_looking != Answer.YES:
        return
    wordings = [one for one in checked.disclaimers if _is_about_that(checked, one)]
    if not wordings:
        yield Mark(
            message="It contains forward-looking statements and carries no disclaimer "
            "for them: add one that counsel has approved.",
            field="disclaimers",
        )
    elif all(list(_amiss(checked, one)) for one in wordings):
        yield Mark(
            message="It contains forward-looking statements, and no disclaimer that it "
            "carries for them is valid: "
            + "; ".join(f"“{one}” {next(_amiss(checked, one))}" for one in wordings)
            + ".",
            field="disclaimers",
        )


@check(
    "forward_looking.language",
    Level.ERROR,
    title="“No” to forward-looking statements is borne out by the text",
    rule=f"{HARBOR} Without it, a forecast is a promise.",
    source=PSLRA,
)
def language(checked: CheckedRelease) -> Iterator[Mark]:
    """Phrases that look forward, in English, while the answer is no."""
    if checked.release.forward_looking != Answer.NO or not checked.is_english:
        return
    for words in checked.own_text:
        for phrase in forward_looking_phrases(words.text):
            yield Mark(
                message=f"“{phrase}” looks forward, and the answer is no: answer yes "
                "and add a disclaimer, or change the words.",
                passage=phrase,
                field=words.field,
            )


@check(
    "forward_looking.needless",
    Level.WARNING,
    title="A disclaimer for forward-looking statements goes with a “yes”",
    rule="A release that warns of forward-looking statements says that it contains "
    "them.",
    source=PSLRA,
)
def needless(checked: CheckedRelease) -> Iterator[Mark]:
    """“No”, and a wording for such statements all the same."""
    if checked.release.forward_looking != Answer.NO:
        return
    for one in checked.disclaimers:
        if _NAMED.search(f"{one.name}\n{one.heading}"):
            yield Mark(
                message=f"It carries “{one}”, and the answer to forward-looking "
                "statements is no: answer yes, or take the wording off.",
                passage=one.heading,
                field="disclaimers",
            )


@check(
    "disclaimer.unapproved",
    Level.ERROR,
    title="Counsel has approved each wording",
    rule=CURRENT,
    source=HARMAN,
)
def unapproved(checked: CheckedRelease) -> Iterator[Mark]:
    """Wordings that nobody has approved."""
    for one in checked.disclaimers:
        if one.approved_at is None:
            yield _wording(one, "is not approved by counsel: have it approved")


@check(
    "disclaimer.overdue",
    Level.ERROR,
    title="No wording is past its review date",
    rule=CURRENT,
    source=HARMAN,
)
def overdue(checked: CheckedRelease) -> Iterator[Mark]:
    """Wordings whose review date is before the day of the release."""
    for one in checked.disclaimers:
        if _is_overdue(checked, one) and one.review_by:
            yield _wording(
                one,
                f"was to be read again by {one.review_by.day} {one.review_by:%B %Y}: "
                "have counsel read it, and set a new date",
            )


@check(
    "disclaimer.superseded",
    Level.ERROR,
    title="Each wording is the latest that counsel has approved",
    rule=CURRENT,
    source=HARMAN,
)
def superseded(checked: CheckedRelease) -> Iterator[Mark]:
    """Wordings with a later revision that counsel has approved."""
    for one in checked.disclaimers:
        latest = checked.approved_revisions.get(one.ref.hex, 0)
        if latest > one.revision:
            yield _wording(one, f"has a later revision: carry revision {latest}")


def _wording(disclaimer: Disclaimer, amiss: str) -> Mark:
    return Mark(
        message=f"“{disclaimer}” {amiss}.",
        passage=disclaimer.heading,
        field="disclaimers",
    )


def _is_about_that(checked: CheckedRelease, disclaimer: Disclaimer) -> bool:
    """Whether it warns of forward-looking statements; in other languages, any may."""
    told = f"{disclaimer.name}\n{disclaimer.heading}\n{disclaimer.wording}"
    return not checked.is_english or _NAMED.search(told) is not None


def _is_overdue(checked: CheckedRelease, disclaimer: Disclaimer) -> bool:
    return disclaimer.review_by is not None and disclaimer.review_by < checked.day


def _amiss(checked: CheckedRelease, disclaimer: Disclaimer) -> Iterator[str]:
    if disclaimer.approved_at is None:
        yield "is not approved by counsel"
    if _is_overdue(checked, disclaimer):
        yield "is past its review date"
    if checked.approved_revisions.get(disclaimer.ref.hex, 0) > disclaimer.revision:
        yield "has a later revision"
