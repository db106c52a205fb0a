"""The kinds of publications, notices, events and contacts, with their labels."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class Kind(models.TextChoices):
    """What a publication is."""

    RELEASE = "release", _("Release")
    EVENT = "event", _("Event")
    PROFILE = "profile", _("Profile")
    FILING = "filing", _("SEC filing")
    REPORT = "report", _("Report")
    PAGE = "page", _("Page")


class Notice(models.TextChoices):
    """What a version tells readers of the one before it."""

    NONE = "", _("First publication")
    CORRECTION = "correction", _("Correction")
    WITHDRAWAL = "withdrawal", _("Withdrawal")


class NoticeKind(models.TextChoices):
    """The kinds of notice with which a version replaces the one before it."""

    CORRECTION = "correction", _("Correction")
    REPLACEMENT = "replacement", _("Correct and replace")
    WITHDRAWAL = "withdrawal", _("Withdrawal")
    DISREGARD = "disregard", _("Notice to disregard")


class Audience(models.TextChoices):
    """The readers whom a contact answers, in the order of the public pages."""

    INVESTORS = "investors", _("Investors")
    MEDIA = "media", _("Media")
    GENERAL = "general", _("General")


class EventKind(models.TextChoices):
    """The kinds of event."""

    EARNINGS_CALL = "earnings_call", _("Earnings call")
    CONFERENCE_CALL = "conference_call", _("Conference call")
    WEBCAST = "webcast", _("Webcast")
    CONFERENCE = "conference", _("Investor conference")
    ANNUAL_MEETING = "annual_meeting", _("Annual meeting")
    MEDICAL_MEETING = "medical_meeting", _("Medical meeting")
    CALENDAR_DATE = "calendar_date", _("Financial calendar")
    OTHER = "other", _("Other event")


class FiscalPart(models.TextChoices):
    """The parts of a fiscal year that results are of; two that end together count as one.

    The values are the keys of `releases.text.fiscal_periods.CLOSING`.
    """

    Q1 = "q1", _("First quarter")
    Q2 = "q2", _("Second quarter")
    H1 = "h1", _("First half")
    Q2_H1 = "q2-h1", _("Second quarter and first half")
    Q3 = "q3", _("Third quarter")
    NINE_MONTHS = "9m", _("First nine months")
    Q3_9M = "q3-9m", _("Third quarter and first nine months")
    Q4 = "q4", _("Fourth quarter")
    H2 = "h2", _("Second half")
    FY = "fy", _("Full year")
    Q4_FY = "q4-fy", _("Fourth quarter and full year")
    H2_FY = "h2-fy", _("Second half and full year")


class FileRole(models.TextChoices):
    """What a file is among those of a release or an event."""

    NONE = "", _("Other document")
    TABLES = "tables", _("Financial tables")
    SLIDES = "slides", _("Slides")
    TRANSCRIPT = "transcript", _("Transcript")
    REPORT = "report", _("Report")


class ReportKind(models.TextChoices):
    """The kinds of report, in the order of the page of reports."""

    ANNUAL_REPORT = "annual-report", _("Annual reports")
    QUARTERLY_REPORT = "quarterly-report", _("Quarterly reports")
    PROXY = "proxy", _("Proxy statements and meetings")
    PRESENTATION = "presentation", _("Presentations")
    SUSTAINABILITY = "sustainability", _("Sustainability reports")
    OTHER = "other", _("Other documents")


class Placement(models.TextChoices):
    """Where every page of the site links to a page that staff wrote."""

    NAVIGATION = "navigation", _("In the navigation")
    FOOTER = "footer", _("At the foot of each page")
    UNLISTED = "unlisted", _("Nowhere")


class SessionKind(models.TextChoices):
    """The kinds of session in an event's programme."""

    POSTER = "poster", _("Poster")
    ORAL = "oral", _("Oral presentation")
    DISCUSSION = "discussion", _("Discussion")
    PRESENTATION = "presentation", _("Presentation")
    OTHER = "other", _("Other session")
