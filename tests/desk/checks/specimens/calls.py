"""Specimens of calls and other events."""

from __future__ import annotations

import datetime as dt
from typing import Any

from releases.models import Release
from tests.builders import SEVEN, publish
from tests.desk.checks.clean_release import HOUR, NINE, make_call, make_clean_release
from tests.desk.checks.specimens.book import near_miss, trips

RESULTS = "Larkmoor Reports First Quarter Results"


@trips("calls.late")
def results_with_a_call_after_two_days() -> Release:
    late = make_call(starts=NINE + 48 * HOUR + dt.timedelta(seconds=1), ends=None)
    return make_clean_release(headline=RESULTS, events=(late,))


@near_miss("calls.late")
def results_with_a_call_at_the_last_moment() -> Release:
    return make_clean_release(
        headline=RESULTS, events=(make_call(starts=NINE + 48 * HOUR, ends=None),)
    )


@near_miss("calls.late")
def a_date_set_two_weeks_before() -> Release:
    event = make_call(starts=NINE + 14 * 24 * HOUR, ends=None)
    return make_clean_release(
        headline="Larkmoor to Report First Quarter Results", events=(event,)
    )


@near_miss("calls.late")
def results_with_an_annual_meeting_in_may() -> Release:
    event = make_call(kind="annual_meeting", starts=NINE + 60 * 24 * HOUR, ends=None)
    return make_clean_release(headline=RESULTS, events=(event,))


@trips("calls.particulars")
def a_call_without_a_way_to_listen() -> Release:
    return make_clean_release(events=(make_call(dial_ins=""),))


@trips("calls.particulars")
def a_call_without_an_hour() -> Release:
    return make_clean_release(events=(make_call(all_day=True),))


@near_miss("calls.particulars")
def a_call_that_is_a_webcast() -> Release:
    return make_clean_release(
        events=(make_call(dial_ins="", webcast_url="https://example.com/live"),)
    )


@near_miss("calls.particulars")
def a_poster_without_a_dial_in() -> Release:
    return make_clean_release(
        events=(make_call(kind="medical_meeting", dial_ins="", all_day=True),)
    )


@near_miss("calls.particulars")
def a_call_that_is_cancelled() -> Release:
    return make_clean_release(events=(make_call(dial_ins="", cancelled=True),))


@trips("calls.begun")
def a_call_that_began_before_it_is_announced() -> Release:
    return make_clean_release(events=(make_call(starts=NINE - HOUR),))


@near_miss("calls.begun")
def a_meeting_on_the_day_itself() -> Release:
    return make_clean_release(
        events=(make_call(kind="conference", starts=SEVEN, all_day=True),)
    )


@near_miss("calls.begun")
def a_call_that_was_announced_before() -> Release:
    event = make_call(starts=NINE - HOUR)
    early: dict[str, Any] = {"go_live_at": None, "dateline_date": None}
    publish(make_clean_release(**early, events=(event,)), at=SEVEN - 48 * HOUR)
    return make_clean_release(headline="A Second Word", events=(event,))


@trips("calls.no_event")
def a_call_that_is_only_told_of() -> Release:
    return make_clean_release(
        more="Larkmoor will host a live conference call at 5 p.m. ET today."
    )


@near_miss("calls.no_event")
def a_call_that_is_told_of_and_named() -> Release:
    return make_clean_release(
        more="Larkmoor will host a conference call today.", events=(make_call(),)
    )


@near_miss("calls.no_event")
def a_host_of_something_else() -> Release:
    return make_clean_release(
        more="The town will host a fair. A conference call was held in May."
    )


@trips("calls.replay")
def a_replay_without_an_end() -> Release:
    return make_clean_release(
        events=(make_call(replay_url="https://example.com/replay"),)
    )


@trips("calls.replay")
def a_replay_that_is_told_of_without_an_end() -> Release:
    return make_clean_release(
        more="A replay will be available on the website.", events=(make_call(),)
    )


@near_miss("calls.replay")
def a_replay_for_thirty_days() -> Release:
    return make_clean_release(
        more="A replay will be available for 30 days.", events=(make_call(),)
    )


@near_miss("calls.replay")
def a_replay_until_a_day() -> Release:
    url = "https://example.com/replay"
    event = make_call(replay_url=url, replay_until=NINE + 720 * HOUR)
    return make_clean_release(
        more="A replay will be available on the website.", events=(event,)
    )
