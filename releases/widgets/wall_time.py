"""Wall-clock times: form fields and widgets in a named time zone, and their format."""

from __future__ import annotations

import datetime as dt
import functools
import zoneinfo
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.forms.utils import flatatt
from django.utils.dateparse import parse_datetime
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

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
    """Return the zone of this IANA name; UTC if there is none, which the form reports."""
    try:
        return zoneinfo.ZoneInfo(name)
    except (zoneinfo.ZoneInfoNotFoundError, ValueError):
        return dt.UTC


def instant_at(wall: dt.datetime, zone: dt.tzinfo) -> dt.datetime:
    """Return the one instant at which clocks in the zone show `wall`, in UTC.

    Raises ValidationError for a time that a clock change skips or repeats.
    """
    times = wall_time_occurrences(wall, zone)
    if times == 1:
        return wall.replace(tzinfo=zone).astimezone(dt.UTC)
    shown = {"time": f"{wall:%H:%M:%S}", "date": f"{wall:%-d %B %Y}", "zone": zone}
    if times == 2:
        raise ValidationError(
            _(
                "%(time)s comes twice on %(date)s in %(zone)s: the clocks go back that "
                "night. Choose a time before or after that hour."
            )
            % shown,
            code="twice",
        )
    raise ValidationError(
        _(
            "There is no %(time)s on %(date)s in %(zone)s: the clocks go forward over "
            "it. Choose a time before or after that hour."
        )
        % shown,
        code="never",
    )


def validate_year(day: dt.date) -> None:
    """Refuse a mistyped year; near the first and last years zones overflow."""
    if day.year not in range(1900, 2201):
        raise ValidationError(
            _("Write a year in four digits, such as 2026."), code="no_such_year"
        )


def validate_whole_seconds(clock: dt.time | dt.datetime) -> None:
    """Refuse fractions of a second, which no page shows."""
    if clock.microsecond:
        raise ValidationError(
            _("Write whole seconds, such as 16:01:00."), code="fraction"
        )


def format_in_zone(moment: dt.datetime, zone: dt.tzinfo) -> str:
    """Return the instant in the zone, to the second: 3 March 2026, 07:00:00 EST."""
    return f"{moment.astimezone(zone):%-d %B %Y, %H:%M:%S %Z}"


def format_in_utc(moment: dt.datetime, zone: dt.tzinfo) -> str:
    """Return the instant in UTC, with its date if that is another day in the zone."""
    utc = moment.astimezone(dt.UTC)
    same_day = utc.date() == moment.astimezone(zone).date()
    date = "" if same_day else f"{utc:%-d %B %Y}, "
    return f"{date}{utc:%H:%M:%S} UTC"


def format_in_zone_and_utc(moment: dt.datetime, zone: dt.tzinfo) -> str:
    """Return the instant in the zone, and in UTC."""
    return f"{format_in_zone(moment, zone)} ({format_in_utc(moment, zone)})"


class DayInput(forms.DateInput):
    """The browser's own input for a date."""

    input_type = "date"

    def __init__(self) -> None:
        super().__init__(format="%Y-%m-%d")


class WallTimeInput(forms.DateTimeInput):
    """The browser's own input for a date and a time."""

    input_type = "datetime-local"

    def __init__(self, *, seconds: bool = False) -> None:
        step, shape = ("1", "%H:%M:%S") if seconds else ("60", "%H:%M")
        super().__init__(attrs={"step": step}, format=f"%Y-%m-%dT{shape}")


class WallTimeField(forms.Field):
    """A date and a time in `zone`, which the form sets; cleaned to an instant in UTC."""

    zone: dt.tzinfo = dt.UTC
    default_error_messages = {
        "invalid": gettext_lazy("Write a date and a time, such as 2026-03-03 16:01:00.")
    }

    def to_python(self, value: object) -> dt.datetime | None:
        if value in self.empty_values:
            return None
        try:
            wall = parse_datetime(str(value).strip())
        except ValueError:
            wall = None
        if wall is None or wall.tzinfo is not None:
            raise ValidationError(self.error_messages["invalid"], code="invalid")
        validate_year(wall)
        validate_whole_seconds(wall)
        return instant_at(wall, self.zone)

    def prepare_value(self, value: Any) -> Any:
        """Return what clocks in the zone show."""
        if isinstance(value, dt.datetime) and value.tzinfo:
            return value.astimezone(self.zone).replace(tzinfo=None)
        return value

    def has_changed(self, initial: Any, data: Any) -> bool:
        """Compare to the minute where the widget takes no seconds."""
        try:
            typed = self.to_python(data)
        except ValidationError:
            return True
        return self._truncated(initial) != self._truncated(typed)

    def _truncated(self, moment: dt.datetime | None) -> dt.datetime | None:
        if moment is None:
            return None
        whole = moment.replace(microsecond=0)
        return (
            whole if self.widget.attrs.get("step") == "1" else whole.replace(second=0)
        )


class ZoneSelect(forms.Select):
    """Every zone of the IANA database, the common ones first."""

    def __init__(self) -> None:
        super().__init__(
            choices=[
                (gettext_lazy("Common"), [(name, name) for name in COMMON]),
                (gettext_lazy("All others"), [(name, name) for name in _others()]),
            ]
        )

    def render(
        self,
        name: str,
        value: Any,
        attrs: dict[str, Any] | None = None,
        renderer: Any = None,
    ) -> SafeString:
        """Write the options without a template for each: there are about 600."""
        context = self.get_context(name, value, attrs)["widget"]
        groups = format_html_join(
            "",
            '<optgroup label="{}">{}</optgroup>',
            (
                (label, _option_tags(options))
                for label, options, _ in context["optgroups"]
            ),
        )
        attributes = flatatt({"name": name, **context["attrs"]})
        return format_html("<select{}>{}</select>", attributes, groups)


def _option_tags(options: list[dict[str, Any]]) -> SafeString:
    """Return the tags of these options, as Django's widgets describe them."""
    return format_html_join(
        "",
        '<option value="{}"{}>{}</option>',
        (
            (option["value"], flatatt(option["attrs"]), option["label"])
            for option in options
        ),
    )


@functools.cache
def _others() -> tuple[str, ...]:
    """Return the names of all other zones, whose files are read once a process."""
    return tuple(sorted(zoneinfo.available_timezones() - set(COMMON)))
