"""Load the demo newsroom through the functions that staff's pages call."""

from __future__ import annotations

import datetime as dt
import time
import zoneinfo
from collections.abc import Callable

from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from django.db import transaction
from django.utils import timezone

from releases.desk import disclaimer_revisions, site_profile, transitions
from releases.desk.checks import Level
from releases.desk.context import load_context
from releases.intake import drafts
from releases.intake.parser.reader import read
from releases.management.demo import attachments, languages, manifest
from releases.management.demo.filings import load_filings
from releases.management.demo.logo import keep_logos
from releases.management.demo.results import announce_next_call, role_of
from releases.management.demo.site_documents import create_pages, create_reports
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

NOTICE_LEAD = dt.timedelta(minutes=15)
DATE_PREFIX_LENGTH = len("2026-11-05-")


class DemoLoader:
    """Loads the newsroom; what is there already is not changed."""

    def __init__(
        self,
        *,
        staff: dict[str, User],
        at: dt.datetime,
        write_line: Callable[[str], None],
    ) -> None:
        self.staff = staff
        self.at = at
        self.write_line = write_line
        self.manifest = manifest.read_manifest(self.today())

    def today(self) -> dt.date:
        """Return the current date in the issuer's zone."""
        return self.at.astimezone(zoneinfo.ZoneInfo("America/New_York")).date()

    def load(self) -> None:
        """Load everything, oldest release first."""
        self.load_issuer()
        stories = {story.file: story for story in self.manifest.stories}
        wires = manifest.wire_texts(self.today())
        for count, wire in enumerate(wires, 1):
            story = stories[wire.file]
            if not Release.objects.filter(slug=self.slug(story)).exists():
                release = self.load_story(story, wire)
                self.write_line(f"{count:3} of {len(wires)}  {release.headline}")
        announce_next_call(
            today=self.today(),
            zone=self.manifest.issuer.timezone,
            website=self.manifest.issuer.website,
        )
        self.load_site_profile()
        for story in self.manifest.stories:
            self.correct_or_withdraw(story)
        load_filings(by="demo")
        for report in create_reports(self.today()):
            self.publish(report)
        for page in create_pages():
            self.publish(page)

    def load_issuer(self) -> None:
        """Create the company, its listing and its categories."""
        if Issuer.objects.exists():
            return
        issuer_entry = self.manifest.issuer
        issuer = Issuer.objects.create(
            name=issuer_entry.name,
            legal_name=issuer_entry.legal_name,
            website=issuer_entry.website,
            timezone=issuer_entry.timezone,
            about="A fictional company: its products, people and figures are invented "
            "to show what irsite does.",
        )
        Listing.objects.create(
            issuer=issuer,
            exchange=issuer_entry.mic,
            symbol=issuer_entry.symbol,
            primary=True,
        )
        keep_logos(issuer)
        for category in self.manifest.categories:
            Category.objects.update_or_create(
                slug=category.slug,
                defaults={
                    "name": category.name,
                    "other_names": category.other_names,
                    "order": category.order,
                },
            )
        self.publish(issuer)

    @transaction.atomic
    def load_story(self, story: manifest.Story, wire: manifest.WireText) -> Release:
        """Create one release, and import it or approve it under embargo."""
        release = drafts.create_draft(read(wire.text), by="demo").release
        self.add_details(release, story, wire)
        link_revisions(release)
        if story.embargo_minutes is None:
            dated = dt.datetime.combine(
                wire.dated, story.released, zoneinfo.ZoneInfo("America/New_York")
            )
            transitions.import_past(
                release,
                by="demo",
                at=max(self.at, dated + dt.timedelta(1)),
                dated=dated,
                translations=self.translate(release, story),
            )
            return release
        self.show_contacts()
        # From now: on a slow machine it is minutes since `self.at`.
        instant = timezone.now() + dt.timedelta(minutes=story.embargo_minutes)
        release.go_live_at = instant.replace(second=0, microsecond=0)
        release.save()
        self.submit_and_approve(release)
        return release

    def translate(self, release: Release, story: manifest.Story) -> list[Release]:
        """Create the drafts of a story's other languages."""
        return [
            languages.translate(
                release,
                language,
                languages.translated_text(story.file, language, today=self.today()),
                by=self.staff["arthur"],
            )
            for language in story.languages
        ]

    def add_details(
        self, release: Release, story: manifest.Story, wire: manifest.WireText
    ) -> None:
        """Set what the text doesn't give: category, topics, answers, attachments."""
        release.slug = self.slug(story)
        release.category = Category.objects.get(slug=story.category)
        release.forward_looking = "yes" if story.forward_looking else "no"
        release.material = "yes" if story.material else "no"
        release.save()
        release.topics.set(
            Topic.objects.get_or_create(name=name)[0] for name in story.topics
        )
        for order, entry in enumerate(story.attachments):
            Attachment.objects.create(
                release=release,
                order=order,
                title=entry.title,
                role=role_of(entry.title),
                file=ContentFile(
                    attachments.build_attachment(entry, wire.text),
                    name=f"{slug_of(entry.title)}.{entry.kind}",
                ),
            )

    def slug(self, story: manifest.Story) -> str:
        """Return the file's name without its date, or without the word before it."""
        name = story.file.removesuffix(".txt")
        if name[0].isdigit():
            return name[DATE_PREFIX_LENGTH:]
        return name.partition("-")[2]

    def show_contacts(self) -> None:
        """Put contacts on their page, before an approval freezes them with their order."""
        for order, name in enumerate(self.manifest.contact_page):
            contact = Contact.objects.filter(name=name).order_by("-pk").first()
            if contact and not contact.shown:
                contact.shown = True
                contact.order = order
                contact.save()

    def load_site_profile(self) -> None:
        """Publish contacts, disclaimers, categories, and what was added to events."""
        self.show_contacts()
        for contact in Contact.objects.filter(shown=True):
            self.publish(contact)
        for disclaimer in Disclaimer.objects.filter(approved_at=None):
            disclaimer_revisions.approve_revision(
                disclaimer, by=self.staff["cora"], at=self.at
            )
        latest = {
            disclaimer.ref: disclaimer
            for disclaimer in Disclaimer.objects.order_by("revision")
        }
        for disclaimer in latest.values():
            self.publish(disclaimer)
        for category in Category.objects.all():
            self.publish(category)
        for event in Event.objects.all():
            if not site_profile.release_to_publish_with(event):
                self.publish(event)  # what a later release said of it

    def publish(self, particular: site_profile.ProfileItem) -> None:
        """Publish a part of the site profile unless its current state is public."""
        if (
            site_profile.status_of(particular)
            is not site_profile.PublicationStatus.PUBLIC
        ):
            site_profile.publish(particular, by=self.staff["arthur"], at=self.at)

    def submit_and_approve(self, release: Release) -> None:
        """Approve disclaimers, record notices, submit, and approve as another user."""
        cora, arthur = self.staff["cora"], self.staff["arthur"]
        for disclaimer in release.disclaimers.filter(approved_at=None):
            disclaimer_revisions.approve_revision(disclaimer, by=cora, at=self.at)
        self.record_exchange_notices(release)
        transitions.waive(
            release,
            by=cora,
            at=self.at,
            answers=self.waivers_for(release, Level.ERROR),
        )
        transitions.submit(
            release,
            by=arthur,
            at=self.at,
            waive=self.waivers_for(release, Level.WARNING),
        )
        transitions.approve(
            release, by=cora, at=self.at, waive=self.waivers_for(release, Level.ERROR)
        )

    def record_exchange_notices(self, release: Release) -> None:
        """Record that the exchanges were notified in time."""
        for listing in Listing.objects.all():
            ExchangeNotice.objects.get_or_create(
                release=release,
                listing=listing,
                defaults={"given_at": self.at - NOTICE_LEAD, "reference": "DEMO-0001"},
            )

    def waivers_for(self, release: Release, level: Level) -> dict[str, str]:
        """Return a waiver for every open check at this level."""
        return {
            result.check.id: "Accepted for the demo."
            for result in load_context(release, at=self.at).results
            if result.check.level is level and not result.waiver
        }

    def correct_or_withdraw(self, story: manifest.Story) -> None:
        """Correct or withdraw the story's release, once."""
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
                events="cancel",
            )

    @transaction.atomic
    def correct(self, release: Release, correction: manifest.Correction) -> None:
        """Correct the release with the manifest's text, and approve it again."""
        transitions.correct(
            release, by=self.staff["arthur"], at=self.at, notice=correction.notice
        )
        wire = manifest.wire_text(correction.file, today=self.today())
        drafts.fill_release(release, read(wire.text), by="demo")
        self.submit_and_approve(release)


def link_revisions(release: Release) -> None:
    """Make a new disclaimer the next revision of the one in use under its heading."""
    for new in release.disclaimers.filter(in_use=False):
        previous = (
            Disclaimer.objects.filter(heading=new.heading, in_use=True)
            .exclude(pk=new.pk)
            .order_by("-revision")
            .first()
        )
        if previous:
            new.ref, new.revision, new.name = (
                previous.ref,
                previous.revision + 1,
                previous.name,
            )
            new.save()
