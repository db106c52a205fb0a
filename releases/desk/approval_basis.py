"""All that an approval covers, as two digests."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from releases.record.documents import digest_of, rfc3339
from releases.record.frozen_pages import FrozenPage


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalBasis:
    """All that an approval covers: nothing else may go out on it.

    The page holds text, files, wordings and contacts; the rest are the events that go
    out with it, its instant, and whether it waits for the wire.
    """

    page: FrozenPage
    events: tuple[FrozenPage, ...]
    instant: dt.datetime | None
    after_wire: bool

    @property
    def content_digest(self) -> str:
        """The SHA-256 of everything but the instant."""
        channels = "after the wire" if self.after_wire else "at its instant"
        events = (event.digest for event in self.events)
        return digest_of("\n".join([self.page.digest, channels, *events]))

    @property
    def full_digest(self) -> str:
        """The SHA-256 of everything."""
        when = rfc3339(self.instant) if self.instant else "as soon as approved"
        return digest_of(f"{when}\n{self.content_digest}")
