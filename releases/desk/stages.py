"""Where releases are, as people ask: draft, waiting, scheduled, public, withdrawn.

The state of a release says where it stands at the desk. Whether it is scheduled or public is
for the record to say, by its clock.
"""

from __future__ import annotations

import datetime as dt

from django.db import models
from django.db.models import Count, Exists, OuterRef, Q
from django.utils.translation import gettext_lazy as _

from releases.desk.versions import imported_addresses
from releases.models import Publication, Release, State
from releases.models.record.kinds import Notice


class Stage(models.TextChoices):
    """The stages by which staff find releases; one that is being corrected is in two."""

    DRAFT = "draft", _("Draft")
    WAITING = "waiting", _("Waiting for approval")
    WIRE = "wire", _("Approved, waiting for the wire")
    HELD = "held", _("On hold")
    SCHEDULED = "scheduled", _("Scheduled")
    PUBLIC = "public", _("Public")
    WITHDRAWN = "withdrawn", _("Withdrawn")


STATES = {
    Stage.DRAFT: State.DRAFT,
    Stage.WAITING: State.SUBMITTED,
    Stage.WIRE: State.CLEARED,
    Stage.HELD: State.HELD,
}


def in_stage(stage: Stage, *, at: dt.datetime) -> Q:
    """Return the condition of the releases that are in a stage at `at`."""
    if stage in STATES:
        return Q(state=STATES[stage])
    versions = Publication.objects.releases().filter(address=OuterRef("address"))
    scheduled = versions.not_called_off().filter(live_from__gt=at)
    live = versions.live(at=at)
    withdrawn = Exists(live.filter(notice=Notice.WITHDRAWAL))
    return {
        Stage.SCHEDULED: Q(Exists(scheduled)),
        Stage.PUBLIC: Q(Exists(live)) & ~Q(withdrawn),
        Stage.WITHDRAWN: Q(withdrawn),
    }[stage]


def count_by_stage(*, at: dt.datetime) -> tuple[dict[Stage, int], int]:
    """Return how many releases are in each stage at `at`, and how many are imported.

    In one query.
    """
    counts = Release.objects.aggregate(
        imported=Count("pk", filter=Q(address__in=imported_addresses())),
        **{stage.value: Count("pk", filter=in_stage(stage, at=at)) for stage in Stage},
    )
    return {stage: counts[stage.value] for stage in Stage}, counts["imported"]
