"""Attempts of transitions: each succeeds, or is refused and changes nothing."""

from __future__ import annotations

import contextlib
import datetime as dt
from collections.abc import Iterator
from typing import Any

from django.forms.models import model_to_dict

from releases.desk import transitions
from releases.models import Approval, JournalEntry, Publication, Release
from tests.builders import SEVEN
from tests.clock import travel

Opens = dt.timedelta | str | None


class TransitionAttempts:
    """One release, a clock, and who has edited since the last approval."""

    release: Release

    def __init__(self) -> None:
        super().__init__()
        self.now = SEVEN
        self.editors: set[str] = set()

    def public_versions(self, at: dt.datetime) -> list[tuple[int, str]]:
        """Return the versions that the public reads at this instant."""
        rows = Publication.objects.releases().live(at=at)
        return list(rows.values_list("number", "digest"))

    def instant(self, ahead: Opens) -> dt.datetime | None:
        """Return the whole second that is so far ahead."""
        if not isinstance(ahead, dt.timedelta):
            return None
        return self.now.replace(microsecond=0) + ahead

    def publication_time(self, when: Opens) -> Any:
        """Return “now”, an instant, or None for the release's own."""
        return "now" if when == "now" else self.instant(when)

    def snapshot(self) -> list[Any]:
        """Return all that a refusal must leave as it was."""
        release = Release.objects.get(pk=self.release.pk)
        fields = model_to_dict(release)
        fields |= {
            name: getattr(release, name)
            for name in ("state", "address", "notice", "notice_kind", "ratify_by")
        }
        return [
            *(f"{name}: {fields[name]}" for name in sorted(fields)),
            *Publication.objects.order_by("pk").values_list("pk", "live_until"),
            *Approval.objects.order_by("pk").values_list("pk", "ended_at"),
            JournalEntry.objects.count(),
        ]

    @contextlib.contextmanager
    def attempt(self) -> Iterator[None]:
        """Attempt a transition now; check that a refusal changes nothing."""
        self.release.refresh_from_db()
        before = self.snapshot()
        entries = JournalEntry.objects.filter(action="approve").count()
        with travel(self.now):
            try:
                yield
            except transitions.NotAllowed:
                assert self.snapshot() == before
        if JournalEntry.objects.filter(action="approve").count() > entries:
            self.editors.clear()
