"""Loads the demo newsroom through the doors that staff use: intake, desk, record."""

from __future__ import annotations

import datetime as dt
import time
import zoneinfo
from collections.abc import Callable

from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from django.db import transaction

from releases.desk import disclaimer_revisions, site_profile, transitions
from releases.desk.checks import Level
from releases.desk.context import load_context
from releases.intake import drafts
from releases.intake.parser import read
from releases.management.demo import attachments, texts
from releases.models import (
    Attachment,
    Category,
    Contact,
    Disclaimer,
    Event,
    ExchangeNotice,
    Issuer,
    Listing,
    Release,
    State,
    Topic,
)
from releases.text.slugs import slug_of

NOTICE = dt.timedelta(minutes=15)
AFTER_ITS_DATE = len("2026-11-05-")


class Loader:
    """One loading of the newsroom; what is there already is left as it is."""

    def __init__(
        self, *, staff: dict[str, User], at: dt.datetime, say: Callable[[str], None]
    ) -> None:
        self.staff = staff
        self.at = at
        self.say = say
        self.newsroom = texts.newsroom(self.today())

    def today(self) -> dt.date:
        """The day it is in the issuer's zone."""
        return self.at.astimezone(zoneinfo.ZoneInfo("America/New_York")).date()

    def load(self) -> None:
        """Everything, oldest first."""
        self.load_issuer()
        stories = {story.file: story for story in self.newsroom.stories}
        wires = texts.wire_texts(self.today())
        for count, wire in enumerate(wires, 1):
            story = stories[wire.file]
            if not Release.objects.filter(slug=self.slug(story)).exists():
                release = self.load_story(story, wire)
                self.say(f"{count:3} of {len(wires)}  {release.headline}")
        self.load_particulars()
        for story in self.newsroom.stories:
            self.change_what_is_public(story)

    def load_issuer(self) -> None:
        """The company, its listing and its shelves."""
        if Issuer.objects.exists():
            return
        given = self.newsroom.issuer
        issuer = Issuer.objects.create(
            name=given.name,
            legal_name=given.legal_name,
            website=given.website,
            timezone=given.timezone,
            about="A fictional company: its products, people and figures are invented "
            "to show what irsite does.",
        )
        Listing.objects.create(
            issuer=issuer, exchange=given.mic, symbol=given.symbol, primary=True
        )
        for each in self.newsroom.categories:
            Category.objects.update_or_create(
                slug=each.slug, defaults={"name": each.name, "order": each.order}
            )
        self.publish(issuer)

    @transaction.atomic
    def load_story(self, story: texts.Story, wire: texts.WireText) -> Release:
        """One release: read, drafted, and put on the record or under embargo."""
        release = drafts.create_draft(read(wire.text), by="demo").release
        self.complete(release, story, wire)
        number_revisions(release)
        if story.embargo_minutes is None:
            dated = dt.datetime.combine(
                wire.dated, story.released, zoneinfo.ZoneInfo("America/New_York")
            )
            transitions.import_past(
                release,
                by="demo",
                at=max(self.at, dated + dt.timedelta(1)),
                dated=dated,
            )
            return release
        instant = self.at + dt.timedelta(minutes=story.embargo_minutes)
        release.go_live_at = instant.replace(second=0, microsecond=0)
        release.save()
        self.put_before_the_public(release)
        return release

    def complete(
        self, release: Release, story: texts.Story, wire: texts.WireText
    ) -> None:
        """What the text does not say: shelf, topics, answers and files."""
        release.slug = self.slug(story)
        release.category = Category.objects.get(slug=story.category)
        release.forward_looking = "yes" if story.forward_looking else "no"
        release.material = "yes" if story.material else "no"
        release.save()
        release.topics.set(
            Topic.objects.get_or_create(name=name)[0] for name in story.topics
        )
        for order, enclosed in enumerate(story.attachments):
            Attachment.objects.create(
                release=release,
                order=order,
                title=enclosed.title,
                file=ContentFile(
                    attachments.enclosed(enclosed, wire.text),
                    name=f"{slug_of(enclosed.title)}.{enclosed.kind}",
                ),
            )

    def slug(self, story: texts.Story) -> str:
        """The address in the file's name, without the date or the word before it."""
        name = story.file.removesuffix(".txt")
        if name[0].isdigit():
            return name[AFTER_ITS_DATE:]
        return name.partition("-")[2]

    def load_particulars(self) -> None:
        """Contacts, wordings, shelves and lone events, before the public."""
        for order, name in enumerate(self.newsroom.contact_page):
            contact = Contact.objects.filter(name=name).order_by("-pk").first()
            if contact and not contact.shown:
                contact.shown = True
                contact.order = order
                contact.save()
                self.publish(contact)
        for disclaimer in Disclaimer.objects.filter(approved_at=None):
            disclaimer_revisions.approve(disclaimer, by=self.staff["cora"], at=self.at)
            self.publish(disclaimer)
        for category in Category.objects.all():
            self.publish(category)
        for given in self.newsroom.events:
            self.load_event(given)

    def load_event(self, given: texts.Event) -> None:
        """An event that no release tells of."""
        event, made = Event.objects.get_or_create(
            slug=given.slug,
            defaults={
                "title": given.title,
                "kind": given.kind,
                "starts": given.starts,
                "ends": given.ends,
                "timezone": given.timezone,
                "venue": given.venue,
                "city": given.city,
                "webcast_url": given.webcast,
            },
        )
        if made:
            self.publish(event)

    def publish(self, particular: site_profile.Particular) -> None:
        """Save and publish, unless the public sees it as it is."""
        if site_profile.standing(particular) is not site_profile.Standing.PUBLIC:
            site_profile.publish(particular, by=self.staff["arthur"], at=self.at)

    def put_before_the_public(self, release: Release) -> None:
        """Wordings approved, exchanges told, then submitted by one, approved by another."""
        cora, arthur = self.staff["cora"], self.staff["arthur"]
        for disclaimer in release.disclaimers.filter(approved_at=None):
            disclaimer_revisions.approve(disclaimer, by=cora, at=self.at)
        self.tell_exchanges(release)
        transitions.waive(
            release, by=cora, at=self.at, answers=self.answers(release, Level.ERROR)
        )
        transitions.submit(
            release,
            by=arthur,
            at=self.at,
            waive=self.answers(release, Level.WARNING),
        )
        transitions.approve(
            release, by=cora, at=self.at, waive=self.answers(release, Level.ERROR)
        )

    def tell_exchanges(self, release: Release) -> None:
        """The notices that exchanges have had of it, in time."""
        for listing in Listing.objects.all():
            ExchangeNotice.objects.get_or_create(
                release=release,
                listing=listing,
                defaults={"given_at": self.at - NOTICE, "reference": "DEMO-0001"},
            )

    def answers(self, release: Release, level: Level) -> dict[str, str]:
        """An answer to all that the checks still say at this level."""
        return {
            verdict.check.id: "Meant so, in a demo."
            for verdict in load_context(release, at=self.at).results
            if verdict.check.level is level and not verdict.waiver
        }

    def change_what_is_public(self, story: texts.Story) -> None:
        """The corrected release and the withdrawn one, once."""
        if not (story.correction or story.withdrawal):
            return
        release = Release.objects.get(slug=self.slug(story))
        if release.state != State.APPROVED or len(transitions.versions_of(release)) > 1:
            return
        while not transitions.is_live(release):
            time.sleep(0.1)  # it opens at the next whole second
        if story.correction:
            self.correct(release, story.correction)
        if story.withdrawal:
            transitions.withdraw(
                release,
                by=self.staff["cora"],
                at=self.at,
                reason=story.withdrawal.notice,
            )

    @transaction.atomic
    def correct(self, release: Release, correction: texts.Correction) -> None:
        """Opened for correction, filled with the right text, and approved again."""
        transitions.correct(
            release, by=self.staff["arthur"], at=self.at, notice=correction.notice
        )
        wire = texts.wire_text(correction.file, today=self.today())
        drafts.fill_release(release, read(wire.text), by="demo")
        self.put_before_the_public(release)


def number_revisions(release: Release) -> None:
    """A new wording under a heading that is known is that wording's next revision."""
    for new in release.disclaimers.filter(in_use=False):
        known = (
            Disclaimer.objects.filter(heading=new.heading, in_use=True)
            .exclude(pk=new.pk)
            .order_by("-revision")
            .first()
        )
        if known:
            new.ref, new.revision, new.name = known.ref, known.revision + 1, known.name
            new.save()
