"""Specimens of the wire, the filing, translations and approvals."""

from __future__ import annotations

import datetime as dt
from typing import Any

from releases.models import Category, Release
from tests.builders import SEVEN, publish
from tests.desk.checks.clean_release import HOUR, MINUTE, NINE, make_clean_release
from tests.desk.checks.specimens.book import near_miss, trips

WIRE = {"dateline_wire": "BUSINESS WIRE"}


@trips("wire.order")
def a_wire_without_an_order() -> Release:
    return make_clean_release(**WIRE)


@near_miss("wire.order")
def a_wire_with_its_order() -> Release:
    return make_clean_release(**WIRE, wire_order="20260303001")


@trips("wire.nothing_to_wait_for")
def a_release_that_waits_for_no_wire() -> Release:
    return make_clean_release(after_wire=True)


@near_miss("wire.nothing_to_wait_for")
def a_release_that_waits_for_its_wire() -> Release:
    return make_clean_release(after_wire=True, **WIRE)


@trips("wire.web_first")
def a_web_that_may_be_first() -> Release:
    return make_clean_release(**WIRE, wire_order="20260303001")


@trips("wire.web_first", at=NINE)
def a_wire_that_crosses_a_minute_later() -> Release:
    return make_clean_release(**WIRE, wire_crossed_at=NINE + MINUTE)


@near_miss("wire.web_first")
def a_web_that_waits() -> Release:
    return make_clean_release(**WIRE, wire_order="20260303001", after_wire=True)


@near_miss("wire.web_first", at=NINE)
def a_wire_that_crossed_a_minute_before() -> Release:
    return make_clean_release(**WIRE, wire_crossed_at=NINE - MINUTE)


@trips("wire.crossed_later")
def a_crossing_that_is_planned() -> Release:
    return make_clean_release(**WIRE, wire_crossed_at=SEVEN + MINUTE)


@near_miss("wire.crossed_later")
def a_crossing_that_is_past() -> Release:
    return make_clean_release(**WIRE, wire_crossed_at=SEVEN)


@trips("filing.incomplete")
def a_filing_without_its_time() -> Release:
    return make_clean_release(filing_number="0001234567-26-000123")


@trips("filing.incomplete")
def a_filing_without_its_number() -> Release:
    return make_clean_release(filed_at=NINE)


@near_miss("filing.incomplete")
def a_filing_with_both() -> Release:
    return make_clean_release(filing_number="0001234567-26-000123", filed_at=NINE)


@trips("filing.first")
def a_filing_an_hour_before() -> Release:
    return make_clean_release(
        filing_number="0001234567-26-000123", filed_at=NINE - HOUR
    )


@near_miss("filing.first")
def a_filing_at_the_instant() -> Release:
    return make_clean_release(filing_number="0001234567-26-000123", filed_at=NINE)


@trips("translations.instant")
def a_translation_a_second_later() -> Release:
    return _in_german(go_live_at=NINE + dt.timedelta(seconds=1))


@near_miss("translations.instant")
def two_languages_as_soon_as_both_are_approved() -> Release:
    first = make_clean_release(go_live_at=None)
    return make_clean_release(translation_of=first, language="de", go_live_at=None)


@trips("translations.instant")
def a_translation_of_what_is_public_already() -> Release:
    first = publish(make_clean_release(go_live_at=None), at=SEVEN)
    return make_clean_release(translation_of=first, language="de")


@trips("translations.original")
def a_translation_of_what_is_withdrawn() -> Release:
    release = _in_german()
    Release.objects.filter(translations=release).update(
        state="withdrawn", address="2026/withdrawn"
    )
    return release


@near_miss("translations.original")
def an_original_whose_translation_is_withdrawn() -> Release:
    release = _in_german()
    Release.objects.filter(pk=release.pk).update(
        state="withdrawn", address="2026/zurueckgezogen"
    )
    return Release.objects.get(translations=release)


@trips("translations.category")
def a_translation_in_another_category() -> Release:
    return _in_german(category=Category.objects.get(slug="regulatory"))


@near_miss("translations.category")
def a_translation_in_the_same_category() -> Release:
    return _in_german()


@near_miss("translations.instant")
def a_translation_at_the_same_instant() -> Release:
    return _in_german()


@trips("translations.language")
def a_translation_into_the_same_language() -> Release:
    return make_clean_release(translation_of=make_clean_release(), language="EN")


@near_miss("translations.language")
def a_translation_into_another_language() -> Release:
    return _in_german()


@near_miss("approvals.missing")
def a_release_that_nobody_approved() -> Release:
    return make_clean_release()


def _in_german(**fields: Any) -> Release:
    return make_clean_release(
        translation_of=make_clean_release(), language="de", **fields
    )
