"""The states of a release, and the answers to its questions."""

from __future__ import annotations

from django.db import models
from django.utils.translation import gettext_lazy as _


class State(models.TextChoices):
    """Where a release stands at the desk; what the public sees is on the record."""

    DRAFT = "draft", _("Draft")
    SUBMITTED = "submitted", _("Waiting for approval")
    CLEARED = "cleared", _("Approved, waiting")
    HELD = "held", _("Held")
    APPROVED = "approved", _("Approved")
    WITHDRAWN = "withdrawn", _("Withdrawn")


class Answer(models.TextChoices):
    """The answer to a question that a person must answer; none is not a no."""

    UNANSWERED = "", _("Not answered")
    YES = "yes", _("Yes")
    NO = "no", _("No")
