"""Words that several desk tables choose from."""

from __future__ import annotations

from django.db import models


class Audience(models.TextChoices):
    """Whom a contact answers."""

    INVESTORS = "investors", "Investors"
    MEDIA = "media", "Media"
    GENERAL = "general", "General"


class Answer(models.TextChoices):
    """A question that a person must answer; silence is not a no."""

    UNSAID = "", "Not yet said"
    YES = "yes", "Yes"
    NO = "no", "No"


class EventKind(models.TextChoices):
    """What a reader is invited to."""

    EARNINGS_CALL = "earnings_call", "Earnings call"
    WEBCAST = "webcast", "Webcast"
    CONFERENCE = "conference", "Investor conference"
    ANNUAL_MEETING = "annual_meeting", "Annual meeting"
    MEDICAL_MEETING = "medical_meeting", "Medical meeting"
    CALENDAR_DATE = "calendar_date", "Date in the financial calendar"
    OTHER = "other", "Other event"


class SessionKind(models.TextChoices):
    """What happens in one session of an event."""

    POSTER = "poster", "Poster"
    ORAL = "oral", "Oral presentation"
    DISCUSSION = "discussion", "Discussion"
    PRESENTATION = "presentation", "Presentation"
    OTHER = "other", "Other session"
