"""The one way onto the record for a release that has its approvals."""

from __future__ import annotations

from dataclasses import replace

from django.contrib.auth.models import User
from django.utils.translation import gettext as _

from releases.desk import bundles
from releases.desk.context import ReleaseContext
from releases.desk.exceptions import NotAllowed
from releases.desk.scheduling import (
    choose_address,
    events_to_publish,
    instant_of,
    time_in_utc,
)
from releases.desk.transitions.claim import HAS_CHANGED, claim
from releases.models import Disclaimer, Release, State
from releases.models.record.kinds import Kind, Notice
from releases.record import publishing
from releases.record.authorization import Authorization

OFF_RECORD = {State.DRAFT, State.SUBMITTED, State.CLEARED, State.HELD}


def publish_or_await_wire(
    context: ReleaseContext,
    *,
    by: User,
    calls_off: bool,
    authorization: Authorization,
) -> publishing.PublishResult | None:
    """Put the frozen pages on the record; None where they wait for the wire first."""
    release = context.release
    if release.after_wire and release.wire_crossed_at is None:
        claim(
            release,
            OFF_RECORD,
            HAS_CHANGED,
            state=State.CLEARED,
            approved_by=by,
            approved_at=context.at,
            held_by=None,
            held_at=None,
        )
        return None
    return publish_approved(
        context, by=by, calls_off=calls_off, authorization=authorization
    )


def publish_approved(
    context: ReleaseContext,
    *,
    by: User,
    calls_off: bool,
    authorization: Authorization,
) -> publishing.PublishResult:
    """Put the frozen pages on the record, new events too, for the release's instant.

    They are the very pages whose approvals were counted: frozen again, they could hold
    what a colleague has saved since. `calls_off` agrees that versions scheduled for the
    same instant or later never go public; NotAllowed is raised if there are any and
    nobody has agreed.
    """
    release = context.release
    instant = instant_of(release)
    address = release.address or choose_address(release, instant)
    page = replace(context.page, address=address)
    events = events_to_publish(context.event_pages, instant)
    later = [version for version in context.scheduled if version.live_from >= instant]
    if later and not calls_off:
        raise NotAllowed(
            _(
                "A version is scheduled for %(time)s and would never go public. Confirm "
                "that it is called off, or choose a later time."
            )
            % {"time": time_in_utc(later[-1].live_from)}
        )
    called_off = publishing.cancel_from(Kind.RELEASE, address, at=instant, by=by)
    outcome = bundles.publish_bundle(
        [page, *events],
        at=instant,
        by=by,
        notice=Notice.CORRECTION if release.notice else Notice.NONE,
        authorization=authorization,
    )
    bundles.republish_shared_events(called_off, by=by)
    mark_approved(release, address, approved_by=by, approved_at=context.at)
    return outcome


def mark_approved(release: Release, address: str, **approved: object) -> None:
    """Note that the release is on the record at this address, with its disclaimers."""
    claim(
        release,
        OFF_RECORD,
        HAS_CHANGED,
        state=State.APPROVED,
        address=address,
        slug=address.partition("/")[2],
        held_by=None,
        held_at=None,
        **approved,
    )
    Disclaimer.objects.filter(releasedisclaimer__release=release).update(in_use=True)
