"""Specimens of forward-looking statements, wordings and measures."""

from __future__ import annotations

import datetime as dt

from releases.models import Release
from tests.builders import make_attachment
from tests.desk.checks.clean_release import (
    LEAD,
    make_approved_disclaimer,
    make_clean_release,
    make_pdf,
    paragraphs,
)
from tests.desk.checks.specimens.book import near_miss, trips

EBITDA = "Adjusted EBITDA was $12.1 million."


@trips("forward_looking.unanswered")
def an_answer_that_nobody_gave() -> Release:
    return make_clean_release(forward_looking="")


@near_miss("forward_looking.unanswered")
def an_answer_of_no() -> Release:
    return make_clean_release(forward_looking="no")


@trips("forward_looking.no_disclaimer")
def a_yes_without_a_wording() -> Release:
    return make_clean_release(forward_looking="yes")


@trips("forward_looking.no_disclaimer")
def a_yes_with_a_wording_about_something_else() -> Release:
    offer = make_approved_disclaimer(
        name="No offer", heading="", wording="This is no offer."
    )
    return make_clean_release(forward_looking="yes", disclaimers=(offer,))


@trips("forward_looking.no_disclaimer")
def a_yes_with_a_wording_that_counsel_never_read() -> Release:
    unread = make_approved_disclaimer(approved_by=None, approved_at=None)
    return make_clean_release(forward_looking="yes", disclaimers=(unread,))


@trips("forward_looking.no_disclaimer")
def a_yes_with_a_stale_wording() -> Release:
    stale = make_approved_disclaimer(review_by=dt.date(2026, 3, 2))
    return make_clean_release(forward_looking="yes", disclaimers=(stale,))


@trips("forward_looking.no_disclaimer")
def a_yes_with_yesterday_s_revision() -> Release:
    first = make_approved_disclaimer()
    make_approved_disclaimer(ref=first.ref, revision=2)
    return make_clean_release(forward_looking="yes", disclaimers=(first,))


@near_miss("forward_looking.no_disclaimer")
def a_yes_with_a_valid_wording_beside_another() -> Release:
    offer = make_approved_disclaimer(
        name="No offer", heading="", wording="This is no offer."
    )
    return make_clean_release(
        forward_looking="yes", disclaimers=(offer, make_approved_disclaimer())
    )


@near_miss("forward_looking.no_disclaimer")
def a_yes_with_a_revision_whose_next_one_is_not_approved() -> Release:
    first = make_approved_disclaimer()
    make_approved_disclaimer(
        ref=first.ref, revision=2, approved_by=None, approved_at=None
    )
    return make_clean_release(forward_looking="yes", disclaimers=(first,))


@near_miss("forward_looking.no_disclaimer")
def a_yes_in_german_with_a_wording_in_german() -> Release:
    german = make_approved_disclaimer(
        name="Hinweis", heading="Hinweis", wording="Aussagen über Künftiges."
    )
    return make_clean_release(
        forward_looking="yes", language="de", disclaimers=(german,)
    )


@trips("forward_looking.language")
def a_no_above_a_forecast() -> Release:
    return make_clean_release(more="Larkmoor expects revenue of $400 million in 2026.")


@near_miss("forward_looking.language")
def a_no_above_plans_to_speak() -> Release:
    return make_clean_release(
        more="Larkmoor expects to report its results in May, intends to webcast the "
        "meeting, and read the FDA's draft guidance. Results were better than expected."
    )


@near_miss("forward_looking.language")
def a_yes_above_a_forecast() -> Release:
    return make_clean_release(
        more="Larkmoor expects revenue of $400 million.",
        forward_looking="yes",
        disclaimers=(make_approved_disclaimer(),),
    )


@trips("forward_looking.needless")
def a_no_above_a_forward_looking_wording() -> Release:
    return make_clean_release(disclaimers=(make_approved_disclaimer(),))


@near_miss("forward_looking.needless")
def a_no_above_another_wording() -> Release:
    return make_clean_release(
        disclaimers=(make_approved_disclaimer(name="No offer", heading="No Offer"),)
    )


@trips("disclaimer.unapproved")
def a_wording_that_nobody_approved() -> Release:
    return make_clean_release(
        disclaimers=(make_approved_disclaimer(approved_by=None, approved_at=None),)
    )


@near_miss("disclaimer.unapproved")
def a_wording_that_counsel_approved() -> Release:
    return make_clean_release(disclaimers=(make_approved_disclaimer(),))


@trips("disclaimer.overdue")
def a_wording_that_was_to_be_read_yesterday() -> Release:
    return make_clean_release(
        disclaimers=(make_approved_disclaimer(review_by=dt.date(2026, 3, 2)),)
    )


@near_miss("disclaimer.overdue")
def a_wording_that_is_to_be_read_today() -> Release:
    return make_clean_release(
        disclaimers=(make_approved_disclaimer(review_by=dt.date(2026, 3, 3)),)
    )


@trips("disclaimer.superseded")
def a_wording_in_its_first_of_two_revisions() -> Release:
    first = make_approved_disclaimer()
    make_approved_disclaimer(ref=first.ref, revision=2)
    return make_clean_release(disclaimers=(first,))


@near_miss("disclaimer.superseded")
def a_wording_in_its_second_of_two_revisions() -> Release:
    first = make_approved_disclaimer()
    return make_clean_release(
        disclaimers=(make_approved_disclaimer(ref=first.ref, revision=2),)
    )


@trips("measures.unreconciled")
def a_measure_alone() -> Release:
    return make_clean_release(more=EBITDA)


@trips("measures.unreconciled")
def a_measure_above_the_balance_sheet() -> Release:
    return make_clean_release(
        body=paragraphs(EBITDA) + "<table><tr><td>Cash</td></tr></table>"
    )


@near_miss("measures.unreconciled")
def a_measure_above_its_reconciliation() -> Release:
    return make_clean_release(
        body=f"<p>{LEAD}</p><p>{EBITDA}</p><h2>Reconciliation of Net Income to EBITDA"
        "</h2><p>(in thousands)</p><table><tr><td>Net income</td></tr></table>"
    )


@near_miss("measures.unreconciled")
def a_measure_beside_a_file_that_reconciles_it() -> Release:
    release = make_clean_release(more=EBITDA)
    make_attachment(release, content=make_pdf(), title="Non-GAAP reconciliation")
    return release


@near_miss("measures.unreconciled")
def a_measure_that_is_not_used_and_an_adjusted_odds_ratio() -> Release:
    return make_clean_release(
        more="It uses no non-GAAP financial measures; the adjusted odds ratio was 1.3."
    )
