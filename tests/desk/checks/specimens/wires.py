"""Specimens of the wire, the filing, translations and approvals."""

from __future__ import annotations

import datetime as dt
from typing import Any

from releases.models import Release
from tests.builders import SEVEN
from tests.desk.checks.sound import HOUR, MINUTE, NINE, sound
from tests.desk.checks.specimens.book import near_miss, trips

WIRE = {"dateline_wire": "BUSINESS WIRE"}


@trips("wire.order")
def a_wire_without_an_order() -> Release:
    return sound(**WIRE)


@near_miss("wire.order")
def a_wire_with_its_order() -> Release:
    return sound(**WIRE, wire_order="20260303001")


@trips("wire.nothing_to_wait_for")
def a_release_that_waits_for_no_wire() -> Release:
    return sound(after_wire=True)


@near_miss("wire.nothing_to_wait_for")
def a_release_that_waits_for_its_wire() -> Release:
    return sound(after_wire=True, **WIRE)


@trips("wire.web_first")
def a_web_that_may_be_first() -> Release:
    return sound(**WIRE, wire_order="20260303001")


@trips("wire.web_first", at=NINE)
def a_wire_that_crosses_a_minute_later() -> Release:
    return sound(**WIRE, wire_crossed_at=NINE + MINUTE)


@near_miss("wire.web_first")
def a_web_that_waits() -> Release:
    return sound(**WIRE, wire_order="20260303001", after_wire=True)


@near_miss("wire.web_first", at=NINE)
def a_wire_that_crossed_a_minute_before() -> Release:
    return sound(**WIRE, wire_crossed_at=NINE - MINUTE)


@trips("wire.crossed_later")
def a_crossing_that_is_planned() -> Release:
    return sound(**WIRE, wire_crossed_at=SEVEN + MINUTE)


@near_miss("wire.crossed_later")
def a_crossing_that_is_past() -> Release:
    return sound(**WIRE, wire_crossed_at=SEVEN)


@trips("filing.incomplete")
def a_filing_without_its_time() -> Release:
    return sound(filing_number="0001234567-26-000123")


@trips("filing.incomplete")
def a_filing_without_its_number() -> Release:
    return sound(filed_at=NINE)


@near_miss("filing.incomplete")
def a_filing_with_both() -> Release:
    return sound(filing_number="0001234567-26-000123", filed_at=NINE)


@trips("filing.first")
def a_filing_an_hour_before() -> Release:
    return sound(filing_number="0001234567-26-000123", filed_at=NINE - HOUR)


@near_miss("filing.first")
def a_filing_at_the_instant() -> Release:
    return sound(filing_number="0001234567-26-000123", filed_at=NINE)


@trips("translations.instant")
def a_translation_a_second_later() -> Release:
    return _in_german(go_live_at=NINE + dt.timedelta(seconds=1))


@trips("translations.instant")
def two_languages_as_soon_as_each_is_approved() -> Release:
    first = sound(go_live_at=None)
    return sound(translation_of=first, language="de", go_live_at=None)


@near_miss("translations.instant")
def a_translation_at_the_same_instant() -> Release:
    return _in_german()


@trips("translations.language")
def a_translation_into_the_same_language() -> Release:
    return sound(translation_of=sound(), language="EN")


@near_miss("translations.language")
def a_translation_into_another_language() -> Release:
    return _in_german()


@near_miss("approvals.missing")
def a_release_that_nobody_approved() -> Release:
    return sound()


def _in_german(**fields: Any) -> Release:
    return sound(translation_of=sound(), language="de", **fields)
