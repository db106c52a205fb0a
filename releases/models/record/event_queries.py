"""Questions about when events are, for the queryset of publications."""

from __future__ import annotations

import datetime as dt
from typing import Any, Self, TypeVar

from django.db import models
from django.db.models import Q

from releases.models.record.summary_queries import SummariesQuerySet

M = TypeVar("M", bound=models.Model)


class EventsQuerySet(SummariesQuerySet[M]):
    """What events are asked: which are to come, past, or beside another one."""

    def upcoming(self, *, at: dt.datetime) -> Self:
        """Keep events that have not ended at `at`, the next one first."""
        return self.filter(ends__gt=at).order_by("starts", "id")

    def starting_from(self, moment: dt.datetime) -> Self:
        """Keep events that start at a moment or later."""
        return self.filter(starts__gte=moment, ends__gte=moment)

    def starting_before(self, moment: dt.datetime) -> Self:
        """Keep events that start before a moment."""
        return self.filter(starts__lt=moment)

    def past(self, *, at: dt.datetime) -> Self:
        """Keep events that have ended at `at`, the latest first."""
        return self.filter(ends__lte=at).order_by("-ends", "-id")

    def latest_to_end(self) -> Self:
        """Sort events by their end, the latest first, whether past or to come."""
        return self.filter(ends__isnull=False).order_by("-ends", "-id")

    def ending_between(self, first: dt.datetime, last: dt.datetime) -> Self:
        """Keep events that end after `first` and by `last`."""
        return self.filter(ends__gt=first, ends__lte=last)

    def ended_before(self, event: Any) -> Self:
        """Keep what follows this event in the order of `past`."""
        return self.filter(
            Q(ends__lt=event.ends) | Q(ends=event.ends, id__lt=event.id)
        ).filter(ends__lte=event.ends)

    def ended_after(self, event: Any) -> Self:
        """Keep what comes before this event in the order of `past`, nearest first."""
        return (
            self.filter(Q(ends__gt=event.ends) | Q(ends=event.ends, id__gt=event.id))
            .filter(ends__gte=event.ends)
            .order_by("ends", "id")
        )
