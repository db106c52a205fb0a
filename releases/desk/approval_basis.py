"""How a release stands: what of it is on the record, and what would be."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass

from releases.desk.scheduling import named_events
from releases.models import Publication, Release
from releases.record.clock import read_clock
from releases.record.documents import Change, digest_of, written
from releases.record.freeze import FrozenPage, freeze_release
from releases.text.slugs import slug_of


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovalBasis:
    """All that an approval covers, as it was read: nothing else may go out on it.

    `content` is the digest of the page (text, files, wordings, contacts), its events
    and its channels; `words` the digest of that and of the instant.
    """

    page: FrozenPage
    events: tuple[FrozenPage, ...]
    instant: dt.datetime | None
    after_wire: bool

    @property
    def content(self) -> str:
        """The digest of everything but the instant."""
        channels = "after the wire" if self.after_wire else "at its instant"
        events = (event.digest for event in self.events)
        return digest_of("\n".join([self.page.digest, channels, *events]))

    @property
    def words(self) -> str:
        """The digest of everything."""
        when = written(self.instant) if self.instant else "as soon as approved"
        return digest_of(f"{when}\n{self.content}")


def basis_of(release: Release) -> ApprovalBasis:
    """The release as it stands at the desk this moment."""
    return ApprovalBasis(
        page=preview(release),
        events=tuple(named_events(release)),
        instant=release.go_live_at,
        after_wire=release.after_wire,
    )


def words_of(release: Release) -> str:
    """The digest that an approver claims to have read."""
    return basis_of(release).words


def preview(release: Release) -> FrozenPage:
    """Exactly what approving would freeze, but for an address not yet chosen."""
    address = release.address or f"preview/{release.slug or slug_of(release.headline)}"
    return freeze_release(release, address=address, change=change_of(release))


def change_of(release: Release) -> Change | None:
    """What its next version will say of the one before it."""
    if not release.notice:
        return None
    kind = "replacement" if release.notice_kind == "replacement" else "correction"
    return Change(kind=kind, text=release.notice)


def chain(release: Release) -> list[Publication]:
    """What stands of this release on the record, the latest first."""
    if not release.address:
        return []
    return list(
        Publication.objects.releases()
        .at_address(release.address)
        .standing()
        .order_by("-number")
    )


def scheduled(release: Release) -> list[Publication]:
    """What of it is on the record and still to come, the latest first."""
    now = read_clock()
    return [one for one in chain(release) if one.live_from > now]


def stands(release: Release) -> Publication | None:
    """The version that the public reads, by the record's clock."""
    now = read_clock()
    return next((one for one in chain(release) if one.live_from <= now), None)


def is_live(release: Release) -> bool:
    """Whether the public can read it, in whatever version, by the record's clock."""
    return stands(release) is not None
