"""What a form only shows: days and times as everywhere else at the desk, with their zone."""

from __future__ import annotations

import datetime as dt
import zoneinfo

from django import template
from django.contrib.admin.helpers import AdminReadonlyField
from django.utils import timezone

from releases.text.translatable import english_date

register = template.Library()


@register.filter
def read_only(shown: AdminReadonlyField) -> str:
    """Return the contents of a field that is not typed in.

    A time is in the object's own zone, as an event's is, or else in the company's.
    """
    row, name = shown.form.instance, shown.field["field"]
    value = getattr(row, name, None) if isinstance(name, str) else None
    if isinstance(value, dt.datetime):
        zone = getattr(row, "timezone", "")
        local = timezone.localtime(value, zoneinfo.ZoneInfo(zone) if zone else None)
        return f"{local:%-d %B %Y, %H:%M:%S %Z}"
    if isinstance(value, dt.date):
        return english_date(value)
    return shown.contents()
