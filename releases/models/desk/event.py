"""What readers may attend or listen to."""

from __future__ import annotations

from django.db import models
from django.db.models import F, Q

from releases.models.desk.issuer import validate_zone
from releases.models.record.kinds import EventKind, SessionKind


class Event(models.Model):
    """A call, a webcast, a conference, a meeting or a date in the calendar.

    `starts` and `ends` are instants; `timezone` is the zone they are spoken of in.
    """

    title = models.CharField(max_length=300)
    slug = models.SlugField(
        max_length=80,
        unique=True,
        blank=True,
        help_text="Its address: /events/annual-meeting-2027/. Left empty, it is made "
        "from the title.",
    )
    kind = models.CharField(
        max_length=20, choices=EventKind, default=EventKind.EARNINGS_CALL
    )
    starts = models.DateTimeField(help_text="In the time zone chosen below.")
    ends = models.DateTimeField(
        null=True, blank=True, help_text="Empty where the end is not announced."
    )
    all_day = models.BooleanField(
        "dates only",
        default=False,
        help_text="Tick where no hour is announced: only the dates are shown.",
    )
    timezone = models.CharField(
        "time zone",
        max_length=64,
        default="America/New_York",
        validators=[validate_zone],
        help_text="By its IANA name: America/New_York, Europe/London, Asia/Tokyo.",
    )
    venue = models.CharField(max_length=200, blank=True)
    city = models.CharField(max_length=120, blank=True)
    webcast_url = models.URLField("webcast", blank=True)
    replay_url = models.URLField("replay", blank=True)
    replay_until = models.DateTimeField(
        null=True,
        blank=True,
        help_text="Readers are told until when the replay stays available.",
    )
    dial_ins = models.TextField(
        "dial-in numbers",
        blank=True,
        help_text="One a line, with where it is for and any passcode: "
        "+1 617 555 0100 (United States), passcode 4411.",
    )
    cancelled = models.BooleanField(
        default=False, help_text="The event stays listed and says that it is off."
    )

    class Meta:
        ordering = ["-starts"]
        constraints = [
            models.CheckConstraint(
                name="event_has_a_title",
                condition=~Q(title=""),
                violation_error_message="An event needs a title.",
            ),
            models.CheckConstraint(
                name="event_does_not_end_before_it_starts",
                condition=Q(ends__isnull=True) | Q(ends__gte=F("starts")),
                violation_error_message="The event ends before it starts.",
            ),
        ]

    def __str__(self) -> str:
        return self.title


class EventSession(models.Model):
    """One entry in the programme of an event."""

    event = models.ForeignKey(Event, on_delete=models.CASCADE, related_name="sessions")
    order = models.PositiveSmallIntegerField(default=0)
    title = models.CharField(max_length=500)
    kind = models.CharField(
        max_length=20, choices=SessionKind, default=SessionKind.PRESENTATION
    )
    starts = models.DateTimeField(null=True, blank=True)
    ends = models.DateTimeField(null=True, blank=True)
    room = models.CharField(max_length=200, blank=True)
    reference = models.CharField(
        max_length=120, blank=True, help_text="Such as an abstract number."
    )

    class Meta:
        ordering = ["order", "starts", "pk"]
        constraints = [
            models.CheckConstraint(
                name="session_does_not_end_before_it_starts",
                condition=Q(ends__isnull=True)
                | Q(starts__isnull=False, ends__gte=F("starts")),
                violation_error_message="The session ends before it starts.",
            )
        ]

    def __str__(self) -> str:
        return self.title
