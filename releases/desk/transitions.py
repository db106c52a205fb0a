"""The one door for a release's state; docs/publishing.md draws it.

Every function takes `by`, who does it, and `at`, when they do it (the desk's clock).
When something goes public is decided by the database's clock. Each is one
transaction and is journalled; NotAllowed changes nothing and says what to do.
"""

from __future__ import annotations

import datetime as dt

from django.contrib.auth.models import User
from django.db import transaction

from releases.desk import bundles
from releases.desk.completeness import missing
from releases.desk.policy import APPROVE, approves_alone, note_edit, subject
from releases.desk.refusal import NotAllowed
from releases.desk.settling import (
    instant_of,
    named_events,
    new_address,
    new_events,
)
from releases.desk.standing import (
    approved_words,
    chain,
    change_of,
    is_live,
    preview,
    stands,
    words_of,
)
from releases.models import Disclaimer, Release, State
from releases.models.record.kinds import Kind, Notice
from releases.record import journal, ledger
from releases.record.clock import next_second, read_clock
from releases.record.freeze import freeze_release, freeze_withdrawal
from releases.record.published import published_release

__all__ = [
    "NotAllowed",
    "approve",
    "call_off",
    "chain",
    "correct",
    "import_past",
    "is_live",
    "note_edit",
    "preview",
    "publish_alone",
    "send_back",
    "subject",
    "submit",
    "withdraw",
    "words_of",
]

AGAIN = {"submitted_by": None, "submitted_at": None}
AFRESH = {**AGAIN, "approved_by": None, "approved_at": None}


@transaction.atomic
def submit(release: Release, *, by: User, at: dt.datetime) -> None:
    """Ask for approval of the release as it stands."""
    wanting = missing(release)
    if wanting:
        raise NotAllowed(" ".join(wanting))
    _claim(
        release,
        {State.DRAFT},
        "is no longer a draft",
        state=State.SUBMITTED,
        submitted_by=by,
        submitted_at=at,
    )
    journal.write(
        "submit", subject(release), by=by.get_username(), digest=preview(release).digest
    )


@transaction.atomic
def send_back(release: Release, *, by: User, at: dt.datetime, reason: str) -> None:
    """Return a submitted release to its authors, with what they should change."""
    _claim(
        release,
        {State.SUBMITTED},
        "is not waiting for approval",
        state=State.DRAFT,
        **AGAIN,
    )
    journal.write("send back", subject(release), by=by.get_username(), detail=reason)


@transaction.atomic
def approve(
    release: Release, *, by: User, at: dt.datetime, seen: str | None = None
) -> ledger.Outcome:
    """Freeze the release and put it on the record, for `go_live_at` or for now.

    `seen` is the `words_of` what the approver read; where the release, its instant or
    an event of it has changed since, the approval is refused. Its new events go on the
    record with it.
    """
    _claim(
        release,
        {State.SUBMITTED},
        "is not waiting for approval",
        approved_by=by,
        approved_at=at,
    )
    ledger.enter()
    alone = approves_alone(release, by)
    wanting = missing(release)
    if wanting:
        raise NotAllowed(" ".join(wanting))
    instant = instant_of(release)
    address = release.address or new_address(release, instant)
    page = freeze_release(release, address=address, change=change_of(release))
    named = named_events(release)
    if seen is not None and approved_words(page, release.go_live_at, named) != seen:
        raise NotAllowed(
            f"“{release}” was changed after you read it: read it again, then approve."
        )
    name = by.get_username()
    called_off = ledger.clear(Kind.RELEASE, address, at=instant, by=name)
    outcome = bundles.put(
        [page, *new_events(named, instant)],
        at=instant,
        by=name,
        notice=Notice.CORRECTION if release.notice else Notice.NONE,
    )
    bundles.give_back(called_off, by=name)
    _record(release, address)
    journal.write(
        APPROVE,
        subject(release),
        by=by.get_username(),
        digest=page.digest,
        detail=f"for {instant.isoformat()}" + (", alone" if alone else ""),
    )
    return outcome


@transaction.atomic
def publish_alone(release: Release, *, by: User, at: dt.datetime) -> ledger.Outcome:
    """Submit and approve in one step, where the desk lets this person do so."""
    if release.state == State.DRAFT:
        submit(release, by=by, at=at)
    return approve(release, by=by, at=at)


@transaction.atomic
def call_off(release: Release, *, by: User, at: dt.datetime) -> None:
    """Stop what is scheduled: it never goes public, and is a draft again."""
    now = read_clock()
    scheduled = [
        publication for publication in chain(release) if publication.live_from > now
    ]
    if not scheduled:
        raise NotAllowed(
            f"“{release}” has nothing scheduled. If it is public already, withdraw it."
        )
    try:
        called_off = ledger.call_off(scheduled[0].bundle, by=by.get_username())
    except ledger.TooLate:
        raise NotAllowed(
            f"“{release}” goes public this second: it is too late to call it off. "
            "Withdraw it."
        ) from None
    bundles.give_back(called_off, by=by.get_username())
    _claim(
        release,
        set(State) - {State.WITHDRAWN},
        "is withdrawn",
        state=State.DRAFT,
        address=release.address if is_live(release) else "",
        **AFRESH,
    )
    journal.write("call off", subject(release), by=by.get_username())


@transaction.atomic
def correct(release: Release, *, by: User, at: dt.datetime, notice: str) -> None:
    """Open a published release for correction; `notice` tells the public why."""
    if not notice.strip():
        raise NotAllowed("Say in a sentence, for the public, what is corrected.")
    if not is_live(release):
        raise NotAllowed(
            f"“{release}” is not public. Call it off to change it before its instant."
        )
    # A correction that is open already only gets another notice.
    open_already = {State.DRAFT} if release.notice else set()
    _claim(
        release,
        {State.APPROVED} | open_already,
        "is being changed already",
        state=State.DRAFT,
        notice=notice.strip(),
        **AFRESH,
    )
    note_edit(release, by=by, detail="the public notice")
    journal.write(
        "open for correction", subject(release), by=by.get_username(), detail=notice
    )


@transaction.atomic
def withdraw(
    release: Release, *, by: User, at: dt.datetime, reason: str
) -> ledger.Outcome:
    """Put a notice in the release's place now; corrections to come are called off."""
    if not reason.strip():
        raise NotAllowed("Say in a sentence, for the public, why it is withdrawn.")
    public = stands(release)
    if public is None:
        raise NotAllowed(f"“{release}” is not public: call it off instead.")
    _claim(
        release,
        {State.DRAFT, State.SUBMITTED, State.APPROVED},
        "is withdrawn already",
        state=State.WITHDRAWN,
        notice=reason.strip(),
        **AFRESH,
    )
    page = freeze_withdrawal(
        published_release(public).document,
        address=release.address,
        reason=reason.strip(),
    )
    name = by.get_username()
    outcome = bundles.put([page], at=None, by=name, notice=Notice.WITHDRAWAL)
    bundles.give_back(outcome.called_off, by=name)
    journal.write("withdraw", subject(release), by=by.get_username(), detail=reason)
    return outcome


@transaction.atomic
def import_past(
    release: Release, *, by: str, at: dt.datetime, dated: dt.datetime
) -> ledger.Outcome:
    """Put a release that was published elsewhere in the past straight on the record.

    It is live from now, counts from `dated`, and is marked as imported.
    """
    if dated >= at:
        raise NotAllowed(f"“{release}” is not from the past: submit it instead.")
    address = new_address(release, dated)
    page = freeze_release(release, address=address)
    instant = next_second(read_clock())
    outcome = bundles.put(
        [page, *new_events(named_events(release), instant)],
        at=instant,
        by=by,
        imported=ledger.Import(dated=dated),
    )
    _record(release, address)
    journal.write("import", subject(release), by=by, digest=page.digest)
    return outcome


def _claim(
    release: Release, states: set[State], refusal: str, **changes: object
) -> None:
    """Change the row if it is still in one of the states; the row count says who won."""
    claimed = Release.objects.filter(pk=release.pk, state__in=states).update(**changes)
    if not claimed:
        raise NotAllowed(f"“{release}” {refusal}: reload it to see what changed.")
    release.refresh_from_db()


def _record(release: Release, address: str) -> None:
    """The release is on the record: its address and its wordings are settled."""
    _claim(
        release,
        {State.DRAFT, State.SUBMITTED},
        "has changed",
        state=State.APPROVED,
        address=address,
        slug=address.partition("/")[2],
    )
    Disclaimer.objects.filter(releasedisclaimer__release=release).update(in_use=True)
