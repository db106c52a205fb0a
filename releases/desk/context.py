"""A release at one moment: loaded, frozen and checked once for everybody who asks."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping
from functools import cached_property

from django.db.models import Prefetch, QuerySet, prefetch_related_objects

from releases.desk import check_results, checks, edit_log
from releases.desk.approval_basis import ApprovalBasis
from releases.desk.check_results import CheckResult
from releases.desk.checks import CheckedRelease, Finding, Level, Task
from releases.desk.checks.checked_release import Translation
from releases.desk.checks.loading import (
    load_approved_revisions,
    load_checked_release,
    load_translations,
)
from releases.desk.languages import languages_among, other_languages
from releases.desk.versions import versions_of
from releases.models import (
    Approval,
    Comment,
    Disclaimer,
    Event,
    ExchangeNotice,
    Issuer,
    Listing,
    Publication,
    Release,
    RequiredApproval,
    State,
    Waiver,
)
from releases.models.record.kinds import Notice
from releases.record.clock import MARGIN, read_clock
from releases.record.documents import Change, ReleaseDocument
from releases.record.freeze import freeze_event, freeze_release, release_prefetches
from releases.record.frozen_pages import FrozenPage
from releases.text.slugs import slug_of

ON_RECORD = {State.APPROVED, State.WITHDRAWN}
# What is loaded with a release: what is frozen, and what checks read beside it.
PARTS = (
    *release_prefetches(),
    "exchange_notices",
    Prefetch("waivers", Waiver.objects.select_related("by")),
)


class ReleaseContext:
    """A release as the desk and the record have it at one moment.

    Everything is loaded on first use and once, so a page, a transition or a row of a list
    freezes its release once. Nothing is loaded again: a transition builds its context
    after it has locked the release, and never reuses one from before. The release given
    is taken as it is: it must be as saved. `at` is the time by the desk's clock.
    """

    def __init__(self, release: Release, *, at: dt.datetime) -> None:
        self.release = release
        self.at = at

    @cached_property
    def now(self) -> dt.datetime:
        """The record's time, which decides what is public."""
        return read_clock()

    # What is on the record.

    @cached_property
    def chain(self) -> list[Publication]:
        """Its versions on the record, the latest first."""
        return versions_of(self.release)

    @cached_property
    def live(self) -> Publication | None:
        """The version that the public reads."""
        return next((row for row in self.chain if row.live_from <= self.now), None)

    @cached_property
    def scheduled(self) -> list[Publication]:
        """The versions still to come, the latest first."""
        return [row for row in self.chain if row.live_from > self.now]

    @cached_property
    def other_languages(self) -> list[Release]:
        """The same release in its other languages, the original first."""
        return other_languages(self.release)

    @property
    def awaited_languages(self) -> list[Release]:
        """Those of them that it goes public with, and that still need their approvals."""
        going = languages_among(self.other_languages, going_with=self.release)
        return [other for other in going if other.state != State.CLEARED]

    @property
    def is_withdrawn(self) -> bool:
        """Whether the public finds a notice of withdrawal in its place."""
        return self.live is not None and self.live.notice == Notice.WITHDRAWAL

    @property
    def is_history(self) -> bool:
        """Whether it was first published elsewhere, and imported here."""
        return bool(self.chain) and self.chain[-1].imported

    @property
    def is_pending(self) -> bool:
        """Whether the release at the desk has still to go on the record."""
        return self.release.state not in ON_RECORD

    @property
    def goes_live_at(self) -> dt.datetime | None:
        """The next instant at which it goes live; None where none is set."""
        if self.release.state == State.APPROVED and self.scheduled:
            return self.scheduled[0].live_from
        return self.release.go_live_at if self.is_pending else None

    @property
    def missed_its_instant(self) -> bool:
        """Whether its instant has passed before it was approved."""
        instant = self.release.go_live_at
        return self.is_pending and instant is not None and instant - self.now < MARGIN

    # What is at the desk, as approving would freeze it.

    @cached_property
    def issuer(self) -> Issuer | None:
        """The issuer, with its listings; None where none is named yet."""
        return load_issuer()

    @cached_property
    def listings(self) -> list[Listing]:
        """The issuer's listings."""
        return list(self.issuer.listings.all()) if self.issuer else []

    @cached_property
    def events(self) -> tuple[Event, ...]:
        """The events that it names, in its order."""
        self._load_parts()
        return tuple(link.event for link in self.release.releaseevents.all())

    @cached_property
    def disclaimers(self) -> tuple[Disclaimer, ...]:
        """The disclaimers that it carries, in its order."""
        self._load_parts()
        return tuple(link.disclaimer for link in self.release.releasedisclaimers.all())

    @cached_property
    def page(self) -> FrozenPage:
        """The page that approving would freeze, but for an address not yet chosen."""
        self._load_parts()
        slug = self.release.slug or slug_of(self.release.headline)
        return freeze_release(
            self.release,
            address=self.release.address or f"preview/{slug}",
            change=change_of(self.release),
            zone=self.issuer.timezone if self.issuer else "UTC",
        )

    @property
    def document(self) -> ReleaseDocument:
        """The frozen page's document."""
        document = self.page.document
        assert isinstance(document, ReleaseDocument)
        return document

    @cached_property
    def event_pages(self) -> tuple[FrozenPage, ...]:
        """Its events as approving would freeze them."""
        return tuple(map(freeze_event, self.events))

    @cached_property
    def basis(self) -> ApprovalBasis:
        """All that an approval given now would cover."""
        return ApprovalBasis(
            page=self.page,
            events=self.event_pages,
            instant=self.release.go_live_at,
            after_wire=self.release.after_wire,
        )

    def rescheduled(self) -> ReleaseContext:
        """Return the context for the release's new instant, with the same frozen pages.

        What goes on the record must be the very pages that were approved: frozen again,
        they could hold what a colleague has saved since.
        """
        context = ReleaseContext(self.release, at=self.at)
        for name in ("issuer", "events", "disclaimers", "page", "event_pages", "chain"):
            setattr(context, name, getattr(self, name))
        return context

    # What the checks find in it.

    @cached_property
    def approved_revisions(self) -> Mapping[str, int]:
        """The latest approved revision of each of its disclaimers, by reference."""
        return load_approved_revisions(self.disclaimers)

    @cached_property
    def translations(self) -> tuple[Translation, ...]:
        """The release that it translates, and that one's other translations."""
        return load_translations([self.release])[self.release.pk]

    @cached_property
    def checked(self) -> CheckedRelease:
        """What the checks look at."""
        return load_checked_release(
            self.release,
            self.document,
            at=self.at,
            versions=self.chain,
            issuer=self.issuer,
            disclaimers=self.disclaimers,
            approved_revisions=self.approved_revisions,
            events=self.events,
            translations=self.translations,
        )

    @cached_property
    def findings(self) -> tuple[Finding, ...]:
        """What the checks find, the gravest first."""
        return checks.findings_in(self.checked)

    @cached_property
    def results(self) -> list[CheckResult]:
        """The checks that found something, the gravest first."""
        return check_results.match_waivers(self.findings, self.release.waivers.all())

    @cached_property
    def unanswered(self) -> list[CheckResult]:
        """The results that nobody has answered."""
        return [result for result in self.results if result.waiver is None]

    @property
    def unanswered_errors(self) -> list[CheckResult]:
        """The unanswered results that stop an approval."""
        return [
            result
            for result in self.unanswered
            if result.check.level is not Level.WARNING
        ]

    @cached_property
    def waivers(self) -> list[Waiver]:
        """The answers that still cover what the checks find."""
        keys = {result.waiver.pk for result in self.results if result.waiver}
        return [waiver for waiver in self.release.waivers.all() if waiver.pk in keys]

    @cached_property
    def tasks(self) -> tuple[Task, ...]:
        """What has to be done around the release, the soonest first.

        Nothing for history: its wire and its notices were another site's.
        """
        return () if self.is_history else checks.tasks_for(self.checked)

    # Who wrote, approved and commented on it.

    @cached_property
    def editors(self) -> frozenset[int]:
        """The usernames of who edited it since its last approval."""
        return edit_log.editors_since_approval([self.release])[self.release.pk]

    @cached_property
    def approvals(self) -> list[Approval]:
        """Every approval it was ever given, the latest first."""
        return list(_approvals().filter(release=self.release))

    @cached_property
    def required_approvals(self) -> list[RequiredApproval]:
        """The approvals that its category requires, each with its role."""
        if self.release.category is None:
            return []
        return list(self.release.category.required_approvals.select_related("role"))

    @property
    def emergency_approval(self) -> Approval | None:
        """The emergency approval that a second person has still to ratify."""
        if self.release.ratify_by is None:
            return None
        return next((row for row in self.approvals if row.emergency), None)

    @cached_property
    def comments(self) -> list[Comment]:
        """The comments on it, the oldest first."""
        return list(self.release.comments.select_related("by", "resolved_by"))

    @cached_property
    def exchange_notices(self) -> dict[int, ExchangeNotice]:
        """The exchange notices that are recorded, by the listing's key."""
        return {
            notice.listing_id: notice for notice in self.release.exchange_notices.all()
        }

    def _load_parts(self) -> None:
        prefetch_related_objects([self.release], *PARTS)


def load_context(release: Release, *, at: dt.datetime) -> ReleaseContext:
    """Return the context of the release as it is saved, whatever this object says."""
    saved = Release.objects.select_related("category").get(pk=release.pk)
    return ReleaseContext(saved, at=at)


def load_contexts(
    releases: Iterable[Release], *, at: dt.datetime
) -> list[ReleaseContext]:
    """Return the contexts of many releases, ready to tell whose approval they need.

    In a fixed number of queries: bases, approvals and editors are loaded for all at once,
    and most of what their checks need.
    """
    contexts = [ReleaseContext(release, at=at) for release in releases]
    if not contexts:
        return []
    rows = [context.release for context in contexts]
    prefetch_related_objects(rows, *PARTS)
    issuer = load_issuer()
    editors = edit_log.editors_since_approval(rows)
    approvals: dict[int, list[Approval]] = defaultdict(list)
    for approval in _approvals().filter(release__in=rows):
        approvals[approval.release_id].append(approval)
    required: dict[int | None, list[RequiredApproval]] = defaultdict(list)
    for row in RequiredApproval.objects.select_related("role"):
        required[row.category_id].append(row)
    revisions = load_approved_revisions(
        disclaimer for context in contexts for disclaimer in context.disclaimers
    )
    translations = load_translations(rows)
    for context in contexts:
        context.issuer = issuer
        context.approved_revisions = revisions
        context.translations = translations[context.release.pk]
        context.editors = editors[context.release.pk]
        context.approvals = approvals[context.release.pk]
        context.required_approvals = required[context.release.category_id]
    return contexts


def load_for_checks(contexts: Iterable[ReleaseContext]) -> None:
    """Load the versions of all these releases at once, which checks ask for."""
    contexts = list(contexts)
    addresses = [context.release.address for context in contexts]
    versions: dict[str, list[Publication]] = defaultdict(list)
    for version in (
        Publication.objects.releases()
        .at_addresses([address for address in addresses if address])
        .not_called_off()
        .order_by("-number")
    ):
        versions[version.address].append(version)
    for context in contexts:
        context.chain = versions[context.release.address]


def load_issuer() -> Issuer | None:
    """Return the issuer with its listings."""
    return Issuer.objects.prefetch_related("listings").order_by("pk").first()


def change_of(release: Release) -> Change | None:
    """Return the notice that its next version gives of the one before it."""
    if not release.notice:
        return None
    kind = "replacement" if release.notice_kind == "replacement" else "correction"
    return Change(kind=kind, text=release.notice)


def _approvals() -> QuerySet[Approval]:
    approvals = Approval.objects.select_related("role", "by", "standing_in_for")
    return approvals.order_by("-at", "-pk")
