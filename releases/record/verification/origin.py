"""Whether each publication was put on the record by a transition, and on what ground."""

from __future__ import annotations

import datetime as dt
from collections.abc import Collection, Iterable
from dataclasses import dataclass, field
from itertools import groupby, starmap
from operator import attrgetter
from typing import NamedTuple

from django.utils.translation import gettext as _

from releases.models import (
    Approval,
    JournalAction,
    JournalEntry,
    Publication,
    Release,
)
from releases.models.record.kinds import Kind, Notice
from releases.record.authorization import Authorization, Ground
from releases.record.documents import (
    Document,
    EventDocument,
    ReleaseDocument,
    digest_of,
)
from releases.record.verification.contents import notice_of
from releases.record.verification.problems import (
    Problems,
    entry_name,
    publication_name,
)
from releases.record.verification.release_history import REPLAYED, ReleaseHistory


class Earlier(NamedTuple):
    """A publication that was called off, and may have gone back on the record."""

    pk: int
    kind: str
    address: str
    digest: str
    live_from: dt.datetime
    live_until: dt.datetime | None


@dataclass(frozen=True, slots=True)
class Authorized:
    """The entry that put a document on the record, and the authorization in it."""

    entry: JournalEntry
    authorization: Authorization
    document: Document


@dataclass(slots=True)
class Evidence:
    """What the authorizations of some publications refer to, by key.

    `histories` are those of the releases, `unratified` the emergency approvals that
    nobody has ratified although no deadline is set any more.
    """

    approvals: dict[int, Approval] = field(default_factory=dict)
    histories: dict[int, ReleaseHistory] = field(default_factory=dict)
    earlier: dict[int, Earlier] = field(default_factory=dict)
    unratified: set[int] = field(default_factory=set)


def load_evidence(authorizations: Collection[Authorization]) -> Evidence:
    """Load it for some publications at once."""
    evidence = Evidence()
    approvals = {pk for each in authorizations for pk in each.approvals}
    if approvals:
        evidence.approvals = Approval.objects.in_bulk(list(approvals))
        releases = {row.release_id for row in evidence.approvals.values()}
        evidence.histories = _histories(releases)
        evidence.unratified = _unratified(evidence.approvals.values())
    republished = {pk for each in authorizations for pk in each.republishes}
    if republished:
        rows = Publication.objects.filter(pk__in=republished)
        columns = ("pk", "kind", "address", "digest", "live_from", "live_until")
        evidence.earlier = {
            row.pk: row for row in starmap(Earlier, rows.values_list(*columns))
        }
    return evidence


def _unratified(approvals: Iterable[Approval]) -> set[int]:
    """Return those that nobody ratified and nobody will, the latest of its release."""
    given = {row.pk: row.release_id for row in approvals if row.emergency}
    if not given:
        return set()
    ratified = JournalEntry.objects.filter(
        action=JournalAction.RATIFY,
        subject__in=[f"release:{release}" for release in given.values()],
    )
    done = set(ratified.values_list("facts__ratifies", flat=True))
    waiting = set(
        Release.objects.filter(
            pk__in=given.values(), ratify_by__isnull=False
        ).values_list("pk", flat=True)
    )
    latest = Approval.objects.filter(release__in=given.values(), emergency=True)
    last = dict(latest.order_by("pk").values_list("release_id", "pk"))
    return {
        pk
        for pk, release in given.items()
        if pk not in done and release not in waiting and last[release] == pk
    }


def _histories(releases: Iterable[int]) -> dict[int, ReleaseHistory]:
    subjects = {f"release:{pk}": pk for pk in releases}
    entries = JournalEntry.objects.filter(subject__in=subjects, action__in=REPLAYED)
    by_subject = groupby(entries.order_by("subject", "seq"), attrgetter("subject"))
    return {
        subjects[subject]: ReleaseHistory.of_entries(group)
        for subject, group in by_subject
    }


class OriginCheck:
    """One publication, held against the journal entries that name it.

    `entries` put it on the record, `call_offs` called it off.
    """

    def __init__(
        self, publication: Publication, evidence: Evidence, problems: Problems
    ) -> None:
        self.publication = publication
        self.evidence = evidence
        self.problems = problems
        self.is_called_off = publication.live_until == publication.live_from

    def fail(self, why: str, **values: object) -> None:
        """Note what is wrong with this publication."""
        name = publication_name(self.publication.pk, self.publication)
        self.problems.add(name, why % values)

    def check_entries(
        self, entries: list[JournalEntry], call_offs: list[JournalEntry]
    ) -> None:
        """Check that it has one entry of its publishing, and one of its calling off."""
        if not entries:
            self.fail(_("no journal entry says that it was put on the record"))
        if len(entries) > 1:
            self.fail(
                _("journal entries %(first)s and %(second)s both put it on the record"),
                first=entries[0].seq,
                second=entries[1].seq,
            )
        if len(call_offs) > 1:
            self.fail(
                _("journal entries %(first)s and %(second)s both called it off"),
                first=call_offs[0].seq,
                second=call_offs[1].seq,
            )
        if self.is_called_off and not call_offs:
            self.fail(_("it is called off, and no journal entry says so"))
        if call_offs and not self.is_called_off:
            self.fail(
                _("journal entry %(seq)s called it off, and it is not called off"),
                seq=call_offs[0].seq,
            )
        for entry in (*entries, *call_offs):
            self._compare(entry)

    def _compare(self, entry: JournalEntry) -> None:
        publication = self.publication
        for column, written, actual in (
            ("subject", entry.subject, f"{publication.kind}:{publication.address}"),
            ("digest", entry.digest, publication.digest),
            ("number", entry.facts.get("number"), publication.number),
            (
                "live_from",
                _instant(entry.facts.get("live_from")),
                publication.live_from,
            ),
        ):
            if written != actual:
                self.fail(
                    _("its %(column)s is not that of journal entry %(seq)s"),
                    column=column,
                    seq=entry.seq,
                )

    def check_authorization(self, entry: JournalEntry, document: Document) -> None:
        """Check that the entry's authorization entitles this document to be there."""
        try:
            authorization = Authorization.of_facts(entry.facts)
        except ValueError:
            self.problems.add(
                entry_name(entry.seq), _("it does not say on what ground it published")
            )
            return
        check = {
            Ground.IMPORT: self._check_import,
            Ground.ITEM: self._check_item,
            Ground.WITHDRAWAL: self._check_withdrawal,
            Ground.REPUBLISHING: self._check_republished,
            Ground.APPROVALS: self._check_approvals,
            Ground.EMERGENCY: self._check_approvals,
        }[authorization.ground]
        check(Authorized(entry, authorization, document))
        is_first = self.publication.imported and self.publication.number == 1
        if is_first and authorization.ground is not Ground.IMPORT:
            self.fail(_("it is marked as imported, and was not"))

    def _check_import(self, authorized: Authorized) -> None:
        if authorized.entry.action != JournalAction.IMPORT:
            self.fail(_("it was imported, and its entry does not say so"))
        if not self.publication.imported:
            self.fail(_("it was imported, and is not marked so"))

    def _check_item(self, _authorized: Authorized) -> None:
        if self.publication.kind == Kind.RELEASE:
            self.fail(_("it is a release, and nobody approved it"))

    def _check_withdrawal(self, authorized: Authorized) -> None:
        document = authorized.document
        cancelled = isinstance(document, EventDocument) and document.cancelled
        if notice_of(document) != Notice.WITHDRAWAL and not cancelled:
            self.fail(_("it was to be a notice of withdrawal, and is not"))

    def _check_republished(self, authorized: Authorized) -> None:
        """Check that it is, word for word, what had been called off."""
        publication = self.publication
        wanted = (publication.kind, publication.address, publication.digest)
        found = (
            self.evidence.earlier.get(pk) for pk in authorized.authorization.republishes
        )
        if not any(
            earlier.pk < publication.pk
            and earlier.live_from == earlier.live_until
            and (earlier.kind, earlier.address, earlier.digest) == wanted
            for earlier in found
            if earlier
        ):
            self.fail(_("it is not what was called off before it was put back"))

    def _check_approvals(self, authorized: Authorized) -> None:
        """Check that the approvals cover it, and are all that were required."""
        authorization = authorized.authorization
        given = []
        for pk in authorization.approvals:
            approval = self.evidence.approvals.get(pk)
            if approval is None:
                self.fail(_("its approval %(pk)s is not there"), pk=pk)
                continue
            given.append(approval)
            self._check_approval(authorized, approval)
        people = {approval.by_id for approval in given}
        roles = {approval.role_id for approval in given}
        if not given:
            self.fail(_("nobody approved it"))
        elif len(people) < len(given):
            self.fail(_("one person gave two of its approvals"))
        elif missing := [role for role in authorization.roles if role not in roles]:
            self.fail(
                _("group %(roles)s had to approve it, and did not"),
                roles=", ".join(map(str, missing)),
            )

    def _check_approval(self, authorized: Authorized, approval: Approval) -> None:
        publication, pk = self.publication, approval.pk
        authorization = authorized.authorization
        if approval.release_id != authorization.release:
            self.fail(_("its approval %(pk)s is of another release"), pk=pk)
        if publication.kind == Kind.RELEASE:
            if digest_of(approval.document) != publication.digest:
                self.fail(_("its approval %(pk)s is of another document"), pk=pk)
        elif publication.address not in _events_of(approval):
            self.fail(_("its approval %(pk)s does not name this event"), pk=pk)
        is_emergency = authorization.ground is Ground.EMERGENCY
        if approval.emergency != is_emergency:
            self.fail(_("its approval %(pk)s is not of the right kind"), pk=pk)
        if pk in self.evidence.unratified and is_emergency and not self.is_called_off:
            self.fail(
                _("it was published in an emergency, and nobody has to approve it now")
            )
        self._check_time_of_approval(authorized.entry, approval)

    def _check_time_of_approval(self, entry: JournalEntry, approval: Approval) -> None:
        """Check that the approval counted when this was put on the record."""
        pk, release = approval.pk, approval.release_id
        history = self.evidence.histories.get(release, ReleaseHistory())
        seq = history.given.get(pk)
        if seq is None:
            self.fail(
                _("no journal entry says that its approval %(pk)s was given"), pk=pk
            )
        elif end := history.end_between(seq, entry.seq):
            self.fail(
                _("its approval %(pk)s had ended by journal entry %(seq)s"),
                pk=pk,
                seq=end,
            )
        if pk in history.against_four_eyes:
            self.fail(
                _("its approval %(pk)s is by somebody who wrote or submitted it"), pk=pk
            )


def _instant(text: object) -> dt.datetime | None:
    """Return the instant in a fact; None if it is none."""
    try:
        return dt.datetime.fromisoformat(str(text))
    except ValueError:
        return None


def _events_of(approval: Approval) -> tuple[str, ...]:
    try:
        return ReleaseDocument.model_validate_json(approval.document).events
    except ValueError:
        return ()
