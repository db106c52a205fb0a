"""Specimens of dates, the opening, source and contacts."""

from __future__ import annotations

import datetime as dt

from releases.models import Category, Release, ReleaseTemplate
from tests.builders import SEVEN, make_contact, publish
from tests.clock import SECOND, travel
from tests.desk.checks.clean_release import (
    HOUR,
    LEAD,
    list_only_on,
    make_clean_release,
    paragraphs,
    the_issuer,
)
from tests.desk.checks.specimens.book import near_miss, trips

EXCHANGE = "Larkmoor Therapeutics, Inc. (NYSE: LRKM) today said that it is well."


@trips("dates.weekday")
def a_tuesday_that_is_a_wednesday() -> Release:
    return make_clean_release(more="The call is on Tuesday, March 4, 2026.")


@trips("dates.weekday")
def a_weekday_beside_a_date_without_its_year() -> Release:
    return make_clean_release(more="The call is on Monday, March 10.")


@near_miss("dates.weekday")
def a_tuesday_that_is_one() -> Release:
    return make_clean_release(
        more="The call is on Tuesday, March 10. Each Friday we rest."
    )


@near_miss("dates.weekday")
def a_weekday_in_german() -> Release:
    return make_clean_release(
        language="de", more="Der Termin ist Tuesday, March 4, 2026."
    )


@trips("dates.impossible")
def the_last_of_june() -> Release:
    return make_clean_release(more="In the quarter ended June 31, 2025, cash grew.")


@trips("dates.impossible")
def a_leap_day_in_a_plain_year() -> Release:
    return make_clean_release(more="Record date: February 29, 2026.")


@near_miss("dates.impossible")
def a_number_after_a_month() -> Release:
    return make_clean_release(
        more="In June 31 patients entered; on February 29, 2028 they leave."
    )


@trips("dates.dateline")
def yesterday_s_dateline() -> Release:
    return make_clean_release(dateline_date=dt.date(2026, 3, 2))


@trips("dates.dateline")
def a_day_that_has_begun_in_utc_alone() -> Release:
    return make_clean_release(
        dateline_date=dt.date(2026, 3, 4),
        go_live_at=dt.datetime(2026, 3, 4, 2, 0, tzinfo=dt.UTC),
    )


@near_miss("dates.dateline")
def the_evening_of_the_day_in_new_york() -> Release:
    return make_clean_release(go_live_at=dt.datetime(2026, 3, 4, 2, 0, tzinfo=dt.UTC))


@near_miss("dates.dateline", at=SEVEN + 30 * HOUR)
def a_correction_under_the_first_day_s_dateline() -> Release:
    release = publish(make_clean_release(go_live_at=None), at=SEVEN)
    _opened_again(release)
    return release


@near_miss("dates.dateline")
def a_release_without_a_date() -> Release:
    return make_clean_release(dateline_date=None)


@trips("opening.issuer")
def a_first_paragraph_about_nobody() -> Release:
    return make_clean_release(body="<p>The plant (LRKM) is open.</p>")


@near_miss("opening.issuer")
def the_name_in_another_case_with_its_mark() -> Release:
    return make_clean_release(
        body="<h2>News</h2><p>LARKMOOR  THERAPEUTICS® (LRKM) is open.</p>"
    )


@near_miss("opening.issuer")
def the_legal_name_alone() -> Release:
    the_issuer(legal_name="LKM Holding plc")
    return make_clean_release(body="<p>LKM Holding (LRKM) is open.</p>")


@trips("opening.symbol")
def a_first_paragraph_without_the_symbol() -> Release:
    return make_clean_release(
        body="<p>Larkmoor Therapeutics is open.</p><p>Symbol: LRKM.</p>"
    )


@near_miss("opening.symbol")
def the_symbol_without_its_exchange() -> Release:
    return make_clean_release(body="<p>Larkmoor Therapeutics (“LRKM”) is open.</p>")


@trips("opening.listing")
def the_wrong_exchange() -> Release:
    return make_clean_release(body=f"<p>{EXCHANGE}</p>")


@trips("opening.listing")
def a_slip_in_the_symbol() -> Release:
    return make_clean_release(body=f"<p>{LEAD.replace('LRKM', 'LKRM')}</p>")


@near_miss("opening.listing")
def a_partner_s_listing() -> Release:
    return make_clean_release(
        more="Nordhavn Pharma A/S (CPH: NHVN) sells it in Europe."
    )


@near_miss("opening.listing")
def a_class_of_shares_in_another_spelling() -> Release:
    list_only_on("XNYS", "LRK.B")
    return make_clean_release(
        body="<p>Larkmoor Therapeutics (NYSE: LRK/B) is open.</p>"
    )


@trips("source.missing")
def nobody_s_release() -> Release:
    return make_clean_release(source=" ")


@near_miss("source.missing")
def a_release_with_its_source() -> Release:
    return make_clean_release()


@trips("contacts.investors")
def a_contact_for_the_press_alone() -> Release:
    return make_clean_release(contacts=(make_contact(audience="media"),))


@near_miss("contacts.investors")
def a_contact_for_everybody() -> Release:
    return make_clean_release(contacts=(make_contact(audience="general"),))


@trips("contacts.unreachable")
def a_contact_without_a_number() -> Release:
    return make_clean_release(contacts=(make_contact(phones="", emails=" \n"),))


@near_miss("contacts.unreachable")
def a_contact_with_an_address_alone() -> Release:
    return make_clean_release(contacts=(make_contact(phones=""),))


@trips("correction.nothing_changed", at=SEVEN + HOUR)
def a_correction_of_nothing() -> Release:
    release = publish(make_clean_release(go_live_at=None), at=SEVEN)
    _opened_again(release)
    return release


@near_miss("correction.nothing_changed", at=SEVEN + HOUR)
def a_correction_of_a_word() -> Release:
    release = publish(make_clean_release(go_live_at=None), at=SEVEN)
    _opened_again(release)
    release.body = paragraphs("It opened in June.")
    release.save()
    return release


def _opened_again(release: Release) -> None:
    """Open for correction, a second after it opened to the public."""
    with travel(SEVEN + SECOND):
        Release.objects.filter(pk=release.pk).update(
            state="draft", notice="A figure was wrong."
        )
    release.refresh_from_db()


@trips("text.template_placeholder")
def a_quarter_left_to_fill_in() -> Release:
    return make_clean_release(more="Revenue grew in [QUARTER].")


@trips("text.template_placeholder")
def a_placeholder_of_a_template() -> Release:
    category = Category.objects.get(slug="corporate")
    ReleaseTemplate.objects.create(
        category=category, body="<p>The trial of [PRODUCT NAME] ends.</p>"
    )
    return make_clean_release(more="The trial of [PRODUCT NAME] ends.")


@near_miss("text.template_placeholder")
def a_word_put_into_a_quotation() -> Release:
    return make_clean_release(more="“The [FDA] agreed with us,” they said.")
