"""The one way onto the record for releases that have their approvals."""

from __future__ import annotations

import datetime as dt
from collections.abc import Sequence
from dataclasses import dataclass, replace
from functools import partial

from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from releases.desk import approvals, bundles
from releases.desk.context import ReleaseContext
from releases.desk.exceptions import NotAllowed
from releases.desk.languages import (
    OFF_RECORD,
    languages_going_together,
    waits_for_wire,
)
from releases.desk.scheduling import (
    choose_address,
    events_to_publish,
    require_open_instant,
    time_in_utc,
)
from releases.desk.transitions.claim import HAS_CHANGED, claim
from releases.models import Disclaimer, Publication, Release, State
from releases.models.record.kinds import Kind, Notice
from releases.record import publishing
from releases.record.authorization import Authorization
from releases.record.freeze import issuer_zone
from releases.record.frozen_pages import FrozenPage


@dataclass(frozen=True, slots=True, kw_only=True)
class ApprovedRelease:
    """A release as it was approved, with the approvals by which it goes on the record."""

    context: ReleaseContext
    authorization: Authorization

    def rescheduled(self) -> ApprovedRelease:
        """Return it for its release's new instant, with the same pages and approvals."""
        self.context.release.refresh_from_db()
        return replace(self, context=self.context.rescheduled())


def approved_languages(
    context: ReleaseContext, *, resumes: bool = False
) -> list[ApprovedRelease] | None:
    """Return the other languages that go with it; None while one of them is not ready.

    One that is held is ready only where the hold ends for all of them (`resumes`).
    """
    ready = {State.CLEARED, State.HELD} if resumes else {State.CLEARED}
    others = languages_going_together(context.release)
    contexts = [ReleaseContext(other, at=context.at) for other in others]
    if not all(
        State(other.release.state) in ready
        and not waits_for_wire(other.release)
        and not approvals.missing_roles(other)
        for other in contexts
    ):
        return None
    return [
        ApprovedRelease(context=other, authorization=approvals.authorization_of(other))
        for other in contexts
    ]


def publish_or_wait(
    approved: ApprovedRelease,
    others: Sequence[ApprovedRelease] | None,
    *,
    by: User,
    calls_off: bool,
) -> publishing.PublishResult | None:
    """Put all languages on the record; None where they wait for the wire or one of them.

    `others` are the other languages that go with it, None if one of them is not ready.
    """
    release = approved.context.release
    if others is None or waits_for_wire(release):
        claim(
            release,
            set(OFF_RECORD),
            HAS_CHANGED,
            state=State.CLEARED,
            approved_by=by,
            approved_at=approved.context.at,
            held_by=None,
            held_at=None,
        )
        return None
    return publish_approved([approved, *others], by=by, calls_off=calls_off)


def publish_approved(
    languages: Sequence[ApprovedRelease], *, by: User, calls_off: bool
) -> publishing.PublishResult:
    """Put the frozen pages of a release on the record, in all its languages, as one bundle.

    New events go with them, for the one instant of all. They are the very pages whose
    approvals were counted: frozen again, they could hold what a colleague has saved
    since. `calls_off` agrees that versions scheduled for the same instant or later never
    go public; NotAllowed is raised if there are any and nobody has agreed. `by` is noted
    as who approved the first of the languages.
    """
    _require_one_instant(languages)
    release = languages[0].context.release
    publish_at = partial(_publish_at, languages, by=by, calls_off=calls_off)
    with bundles.refusal_if_too_late():
        if release.go_live_at is not None:
            require_open_instant(release.go_live_at)
            return publish_at(release.go_live_at)
        return publishing.as_soon_as_possible(publish_at)


def _publish_at(
    languages: Sequence[ApprovedRelease],
    instant: dt.datetime,
    *,
    by: User,
    calls_off: bool,
) -> publishing.PublishResult:
    """Publish all languages for the instant. Raises TooLate if that took too long."""
    first = languages[0].context
    bundle: dict[tuple[Kind, str], tuple[FrozenPage, Authorization]] = {}
    called_off: list[Publication] = []
    addresses = []
    for approved in languages:
        release = approved.context.release
        # An attempt for an earlier instant may have given it an address of another year.
        release.refresh_from_db(fields=["address", "slug"])
        address = release.address or choose_address(release, instant)
        addresses.append(address)
        page = replace(approved.context.page, address=address)
        for each in (page, *events_to_publish(approved.context.event_pages, instant)):
            bundle.setdefault((each.kind, each.address), (each, approved.authorization))
        called_off += _call_off_later(
            approved.context, address, instant, by=by, calls_off=calls_off
        )
        if approved is languages[0]:
            mark_approved(release, address, approved_by=by, approved_at=first.at)
        else:
            mark_approved(release, address)
    outcome = publishing.publish(
        [page for page, _ground in bundle.values()],
        at=instant,
        by=by,
        zone=issuer_zone(),
        notice=Notice.CORRECTION if first.release.notice else Notice.NONE,
        authorization=[ground for _page, ground in bundle.values()],
    )
    bundles.republish_other_languages(called_off, but=addresses, by=by)
    bundles.republish_shared_events(called_off, by=by)
    return outcome


def _require_one_instant(languages: Sequence[ApprovedRelease]) -> None:
    first = languages[0].context.release
    for other in languages[1:]:
        if other.context.release.go_live_at != first.go_live_at:
            raise NotAllowed(
                _(
                    "The translation “%(release)s” (%(language)s) isn't published at the "
                    "same time. Give both the same time."
                )
                % {
                    "release": other.context.release,
                    "language": other.context.release.language,
                }
            )


def _call_off_later(
    context: ReleaseContext,
    address: str,
    instant: dt.datetime,
    *,
    by: User,
    calls_off: bool,
) -> tuple[Publication, ...]:
    """Call off what is scheduled of it for the instant or later. Raises NotAllowed."""
    later = [version for version in context.scheduled if version.live_from >= instant]
    if later and not calls_off:
        raise NotAllowed(
            _(
                "A version is scheduled for %(time)s and would never go public. Confirm "
                "that it is called off, or choose a later time."
            )
            % {"time": time_in_utc(later[-1].live_from)}
        )
    return publishing.cancel_from(Kind.RELEASE, address, at=instant, by=by)


def mark_approved(release: Release, address: str, **approved: object) -> None:
    """Note that the release is on the record at this address, with its disclaimers."""
    claim(
        release,
        set(OFF_RECORD),
        HAS_CHANGED,
        state=State.APPROVED,
        address=address,
        slug=address.partition("/")[2],
        held_by=None,
        held_at=None,
        **approved,
    )
    Disclaimer.objects.filter(releasedisclaimer__release=release).update(in_use=True)
