"""Events that readers may attend or listen to."""

from __future__ import annotations

import uuid

from django.db import models
from django.db.models import F, Q
from django.utils.translation import gettext_lazy as _

from releases.models.desk.fiscal_period import FiscalPeriodFields, whole_fiscal_period
from releases.models.desk.issuer import validate_zone
from releases.models.record.kinds import EventKind, SessionKind


class Event(FiscalPeriodFields):
    """A call, a webcast, a conference, a meeting or a date in the calendar.

    `starts` and `ends` are instants; `timezone` is the zone in which they are shown.
    """

    title = models.CharField(_("title"), max_length=300)
    slug = models.SlugField(
        _("slug"),
        max_length=80,
        unique=True,
        blank=True,
        help_text=_(
            "The last part of its address, such as “annual-meeting-2027”. Leave empty "
            "to make it from the title."
        ),
    )
    kind = models.CharField(
        _("kind"), max_length=20, choices=EventKind, default=EventKind.EARNINGS_CALL
    )
    starts = models.DateTimeField(
        _("starts"), help_text=_("In the time zone chosen below.")
    )
    ends = models.DateTimeField(
        _("ends"),
        null=True,
        blank=True,
        help_text=_("Leave empty if the end is not announced."),
    )
    all_day = models.BooleanField(
        _("dates only"),
        default=False,
        help_text=_("Tick if no time of day is announced. Only the dates are shown."),
    )
    timezone = models.CharField(
        _("time zone"),
        max_length=64,
        default="America/New_York",
        validators=[validate_zone],
        help_text=_(
            "Its IANA name: America/New_York, Europe/London or Asia/Tokyo, for example."
        ),
    )
    venue = models.CharField(_("venue"), max_length=200, blank=True)
    city = models.CharField(_("city"), max_length=120, blank=True)
    webcast_url = models.URLField(_("webcast"), blank=True)
    replay_url = models.URLField(_("replay"), blank=True)
    replay_until = models.DateTimeField(
        _("replay until"),
        null=True,
        blank=True,
        help_text=_("Readers see until when the replay is available."),
    )
    dial_ins = models.TextField(
        _("dial-in numbers"),
        blank=True,
        help_text=_(
            "One per line, with its country and any passcode: "
            "+1 617 555 0100 (United States), passcode 4411."
        ),
    )
    cancelled = models.BooleanField(
        _("cancelled"),
        default=False,
        help_text=_("The event stays listed and is shown as cancelled."),
    )

    class Meta:
        ordering = ["-starts"]
        verbose_name = _("event")
        verbose_name_plural = _("events")
        constraints = [
            whole_fiscal_period("event_fiscal_period_is_whole"),
            models.CheckConstraint(
                name="event_has_a_title",
                condition=~Q(title=""),
                violation_error_message=_("Enter the event's title."),
            ),
            models.CheckConstraint(
                name="event_does_not_end_before_it_starts",
                condition=Q(ends__isnull=True) | Q(ends__gte=F("starts")),
                violation_error_message=_("The event must not end before it starts."),
            ),
        ]

    def __str__(self) -> str:
        return self.title


class EventSession(models.Model):
    """One entry in the programme of an event."""

    event = models.ForeignKey(
        Event,
        on_delete=models.CASCADE,
        related_name="sessions",
        verbose_name=_("event"),
    )
    ref = models.UUIDField(
        _("reference"), default=uuid.uuid4, unique=True, editable=False
    )
    order = models.PositiveSmallIntegerField(_("order"), default=0)
    title = models.CharField(_("title"), max_length=500)
    kind = models.CharField(
        _("kind"), max_length=20, choices=SessionKind, default=SessionKind.PRESENTATION
    )
    starts = models.DateTimeField(_("starts"), null=True, blank=True)
    ends = models.DateTimeField(_("ends"), null=True, blank=True)
    room = models.CharField(_("room"), max_length=200, blank=True)
    reference = models.CharField(
        _("reference"),
        max_length=120,
        blank=True,
        help_text=_("Such as an abstract number."),
    )

    class Meta:
        ordering = ["order", "starts", "pk"]
        verbose_name = _("event session")
        verbose_name_plural = _("event sessions")
        constraints = [
            models.CheckConstraint(
                name="session_does_not_end_before_it_starts",
                condition=Q(ends__isnull=True)
                | Q(starts__isnull=False, ends__gte=F("starts")),
                violation_error_message=_("The session must not end before it starts."),
            )
        ]

    def __str__(self) -> str:
        return self.title
