"""Specimens of calls and other events."""

from __future__ import annotations

import datetime as dt
from typing import Any

from releases.models import Release
from tests.builders import SEVEN, publish
from tests.desk.checks.sound import HOUR, NINE, call, sound
from tests.desk.checks.specimens.book import near_miss, trips

RESULTS = "Larkmoor Reports First Quarter Results"


@trips("calls.late")
def results_with_a_call_after_two_days() -> Release:
    late = call(starts=NINE + 48 * HOUR + dt.timedelta(seconds=1), ends=None)
    return sound(headline=RESULTS, events=(late,))


@near_miss("calls.late")
def results_with_a_call_at_the_last_moment() -> Release:
    return sound(headline=RESULTS, events=(call(starts=NINE + 48 * HOUR, ends=None),))


@near_miss("calls.late")
def a_date_set_two_weeks_before() -> Release:
    event = call(starts=NINE + 14 * 24 * HOUR, ends=None)
    return sound(headline="Larkmoor to Report First Quarter Results", events=(event,))


@near_miss("calls.late")
def results_with_an_annual_meeting_in_may() -> Release:
    event = call(kind="annual_meeting", starts=NINE + 60 * 24 * HOUR, ends=None)
    return sound(headline=RESULTS, events=(event,))


@trips("calls.particulars")
def a_call_without_a_way_to_listen() -> Release:
    return sound(events=(call(dial_ins=""),))


@trips("calls.particulars")
def a_call_without_an_hour() -> Release:
    return sound(events=(call(all_day=True),))


@near_miss("calls.particulars")
def a_call_that_is_a_webcast() -> Release:
    return sound(events=(call(dial_ins="", webcast_url="https://example.com/live"),))


@near_miss("calls.particulars")
def a_poster_without_a_dial_in() -> Release:
    return sound(events=(call(kind="medical_meeting", dial_ins="", all_day=True),))


@near_miss("calls.particulars")
def a_call_that_is_cancelled() -> Release:
    return sound(events=(call(dial_ins="", cancelled=True),))


@trips("calls.begun")
def a_call_that_began_before_it_is_announced() -> Release:
    return sound(events=(call(starts=NINE - HOUR),))


@near_miss("calls.begun")
def a_meeting_on_the_day_itself() -> Release:
    return sound(events=(call(kind="conference", starts=SEVEN, all_day=True),))


@near_miss("calls.begun")
def a_call_that_was_announced_before() -> Release:
    event = call(starts=NINE - HOUR)
    early: dict[str, Any] = {"go_live_at": None, "dateline_date": None}
    publish(sound(**early, events=(event,)), at=SEVEN - 48 * HOUR)
    return sound(headline="A Second Word", events=(event,))


@trips("calls.no_event")
def a_call_that_is_only_told_of() -> Release:
    return sound(more="Larkmoor will host a live conference call at 5 p.m. ET today.")


@near_miss("calls.no_event")
def a_call_that_is_told_of_and_named() -> Release:
    return sound(more="Larkmoor will host a conference call today.", events=(call(),))


@near_miss("calls.no_event")
def a_host_of_something_else() -> Release:
    return sound(more="The town will host a fair. A conference call was held in May.")


@trips("calls.replay")
def a_replay_without_an_end() -> Release:
    return sound(events=(call(replay_url="https://example.com/replay"),))


@trips("calls.replay")
def a_replay_that_is_told_of_without_an_end() -> Release:
    return sound(more="A replay will be available on the website.", events=(call(),))


@near_miss("calls.replay")
def a_replay_for_thirty_days() -> Release:
    return sound(more="A replay will be available for 30 days.", events=(call(),))


@near_miss("calls.replay")
def a_replay_until_a_day() -> Release:
    url = "https://example.com/replay"
    event = call(replay_url=url, replay_until=NINE + 720 * HOUR)
    return sound(more="A replay will be available on the website.", events=(event,))
