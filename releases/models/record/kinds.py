"""What stands on the record, and what a version says of the one before it."""

from __future__ import annotations

from django.db import models


class Kind(models.TextChoices):
    """What a publication is of."""

    RELEASE = "release", "Release"
    EVENT = "event", "Event"
    PROFILE = "profile", "Profile"


class Notice(models.TextChoices):
    """What a publication says of the one before it."""

    NONE = "", "First publication"
    CORRECTION = "correction", "Correction"
    WITHDRAWAL = "withdrawal", "Withdrawal"
