"""Who last saved an object in the admin, and how long ago."""

from __future__ import annotations

import datetime as dt

from django.contrib.admin.models import LogEntry
from django.contrib.auth.models import User
from django.contrib.contenttypes.models import ContentType
from django.db.models import Model
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

# Who saved it within this time may still be editing it.
RECENT = dt.timedelta(minutes=30)


def recent_save_message(obj: Model, *, by: User, at: dt.datetime) -> str:
    """Return a message if another user saved the object recently; empty otherwise."""
    user, age = _last_save(obj, at=at)
    if user in {None, by} or age > RECENT:
        return ""
    return _("%(user)s saved this %(age)s and may still be editing it.") % {
        "user": user,
        "age": age_in_words(age),
    }


def last_save_message(obj: Model, *, by: User, at: dt.datetime) -> str:
    """Return a message that says who saved the object last, and when."""
    user, age = _last_save(obj, at=at)
    if user is None:
        return _("It was changed after you opened this page.")
    if user == by:
        return _("You saved it in another window %(age)s.") % {"age": age_in_words(age)}
    return _("%(user)s saved it %(age)s.") % {"user": user, "age": age_in_words(age)}


def age_in_words(age: dt.timedelta) -> str:
    """Return the age in its largest unit: a moment ago, 4 minutes ago, 2 days ago."""
    minutes = int(age.total_seconds()) // 60
    if days := minutes // (24 * 60):
        return ngettext("%(days)d day ago", "%(days)d days ago", days) % {"days": days}
    if hours := minutes // 60:
        return ngettext("%(hours)d hour ago", "%(hours)d hours ago", hours) % {
            "hours": hours
        }
    if minutes > 0:
        return ngettext(
            "%(minutes)d minute ago", "%(minutes)d minutes ago", minutes
        ) % {"minutes": minutes}
    return _("a moment ago")


def _last_save(obj: Model, *, at: dt.datetime) -> tuple[User | None, dt.timedelta]:
    """Return who saved the object last, and how long ago."""
    content_type = ContentType.objects.get_for_model(obj)
    saves = LogEntry.objects.filter(content_type=content_type, object_id=str(obj.pk))
    last = saves.select_related("user").order_by("-action_time", "-pk").first()
    if last is None:
        return None, dt.timedelta()
    assert isinstance(last.user, User)
    return last.user, at - last.action_time
