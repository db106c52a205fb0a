"""Who saved a thing, and how long ago."""

from __future__ import annotations

import datetime as dt

from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model

# Who saved it within this may still be at it.
LATELY = dt.timedelta(minutes=30)


def lately(thing: Model, *, by: User, at: dt.datetime) -> str:
    """Who else saved it a while ago, in a sentence; empty where nobody did."""
    who, past = _last(thing, at=at)
    if who in {None, by} or past > LATELY:
        return ""
    return f"{who} saved this {ago(past)}, and may still be at it."


def by_whom(thing: Model, *, by: User, at: dt.datetime) -> str:
    """Who saved it last, in a sentence."""
    who, past = _last(thing, at=at)
    if who is None:
        return "It was changed after you opened this page."
    if who == by:
        return f"You saved it in another window {ago(past)}."
    return f"{who} saved it {ago(past)}."


def ago(past: dt.timedelta) -> str:
    """A moment ago, 4 minutes ago, 3 hours ago, 2 days ago."""
    for unit, name in ((86_400, "day"), (3_600, "hour"), (60, "minute")):
        number = int(past.total_seconds()) // unit
        if number > 0:
            return f"{number} {name}{'s' if number > 1 else ''} ago"
    return "a moment ago"


def _last(thing: Model, *, at: dt.datetime) -> tuple[User | None, dt.timedelta]:
    """Who saved it last, and how long ago."""
    kind = ContentType.objects.get_for_model(thing)
    saves = LogEntry.objects.filter(content_type=kind, object_id=str(thing.pk))
    last = saves.select_related("user").order_by("-action_time", "-pk").first()
    if last is None:
        return None, dt.timedelta()
    assert isinstance(last.user, User)
    return last.user, at - last.action_time
