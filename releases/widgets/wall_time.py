"""Times as people say them: by the clock on the wall of a named place."""

from __future__ import annotations

import datetime as dt
import zoneinfo
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.dateparse import parse_datetime

from releases.text.zones import wall_time_occurrences

COMMON = (
    "America/New_York",
    "America/Chicago",
    "America/Denver",
    "America/Los_Angeles",
    "America/Toronto",
    "Europe/London",
    "Europe/Paris",
    "Europe/Berlin",
    "Europe/Zurich",
    "Asia/Tokyo",
    "Asia/Hong_Kong",
    "Asia/Singapore",
    "Australia/Sydney",
    "UTC",
)


def zone_named(name: str) -> dt.tzinfo:
    """The zone of this IANA name; UTC where there is none, which another field says."""
    try:
        return zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError):
        return dt.UTC


def instant_of(wall: dt.datetime, zone: dt.tzinfo) -> dt.datetime:
    """The one instant at which the clocks of the zone show this.

    Raises ValidationError for what they never show, and for what they show twice.
    """
    times = wall_time_occurrences(wall, zone)
    if times == 1:
        return wall.replace(tzinfo=zone).astimezone(dt.UTC)
    if times == 2:
        raise ValidationError(
            f"{wall:%H:%M:%S} comes twice on {wall:%-d %B %Y} in {zone}: the clocks go "
            "back that night. Choose a time before or after that hour.",
            code="twice",
        )
    raise ValidationError(
        f"There is no {wall:%H:%M:%S} on {wall:%-d %B %Y} in {zone}: the clocks go "
        "forward over it. Choose a time before or after that hour.",
        code="never",
    )


def of_our_times(day: dt.date) -> None:
    """Refuse a year that is a slip: near the first and the last no zone can be told."""
    if day.year not in range(1900, 2201):
        raise ValidationError(
            "Write a year in four digits, such as 2026.", code="no_such_year"
        )


def to_the_second(clock: dt.time | dt.datetime) -> None:
    """Refuse a fraction of a second: no page shows one."""
    if clock.microsecond:
        raise ValidationError("Write whole seconds, such as 16:01:00.", code="fraction")


def spoken(moment: dt.datetime, zone: dt.tzinfo) -> str:
    """The moment to the second, by the clock of the zone: 3 March 2026, 07:00:00 EST."""
    return f"{moment.astimezone(zone):%-d %B %Y, %H:%M:%S %Z}"


def in_utc(moment: dt.datetime, zone: dt.tzinfo) -> str:
    """The moment in UTC; with its date only where that is another day in the zone."""
    there = moment.astimezone(dt.UTC)
    same = there.date() == moment.astimezone(zone).date()
    day = "" if same else f"{there:%-d %B %Y}, "
    return f"{day}{there:%H:%M:%S} UTC"


def both_clocks(moment: dt.datetime, zone: dt.tzinfo) -> str:
    """The moment by the clock of the zone, and in UTC."""
    return f"{spoken(moment, zone)} ({in_utc(moment, zone)})"


class DayInput(forms.DateInput):
    """The browser's own field for a date."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class WallTimeInput(forms.DateTimeInput):
    """The browser's own field for a date and a time."""

    input_type = "datetime-local"

    def __init__(self, *, seconds: bool = False) -> None:
        step, shape = ("1", "%H:%M:%S") if seconds else ("60", "%H:%M")
        super().__init__(attrs={"step": step}, format=f"%Y-%m-%dT{shape}")


class WallTimeField(forms.Field):
    """A date and a time in `zone`, which the form sets; an instant once cleaned."""

    zone: dt.tzinfo = dt.UTC
    default_error_messages = {
        "invalid": "Write a date and a time, such as 2026-03-03 16:01:00."
    }

    def to_python(self, value: object) -> dt.datetime | None:
        """The instant, in UTC."""
        if value in self.empty_values:
            return None
        try:
            wall = parse_datetime(str(value).strip())
        except ValueError:
            wall = None
        if wall is None or wall.tzinfo is not None:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        of_our_times(wall)
        to_the_second(wall)
        return instant_of(wall, self.zone)

    def prepare_value(self, value: Any) -> Any:
        """What the clock in the zone shows."""
        if isinstance(value, dt.datetime) and value.tzinfo:
            return value.astimezone(self.zone).replace(tzinfo=None)
        return value

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Whether another instant is meant; to the minute where only those are typed."""
        try:
            typed = self.to_python(data)
        except ValidationError:
            return True
        return self._to_its_step(initial) != self._to_its_step(typed)

    def _to_its_step(self, moment: dt.datetime | None) -> dt.datetime | None:
        if moment is None:
            return None
        whole = moment.replace(microsecond=0)
        return (
            whole if self.widget.attrs.get("step") == "1" else whole.replace(second=0)
        )


class ZoneSelect(forms.Select):
    """Every zone of the IANA database, the ones that news is made in first."""

    def __init__(self) -> None:
        others = sorted(zoneinfo.available_timezones() - set(COMMON))
        super().__init__(
            choices=[
                ("Often used", [(name, name) for name in COMMON]),
                ("All others", [(name, name) for name in others]),
            ]
        )
