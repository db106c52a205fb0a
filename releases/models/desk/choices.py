"""Answers that several desk tables choose from."""

from __future__ import annotations

from django.db import models


class Answer(models.TextChoices):
    """A question that a person must answer; silence is not a no."""

    UNSAID = "", "Not yet said"
    YES = "yes", "Yes"
    NO = "no", "No"
