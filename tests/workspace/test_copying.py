"""A release starts the next one: its text and parts, and nothing of its own day."""

from __future__ import annotations

import datetime as dt

from django.urls import reverse

from releases.desk import transitions
from releases.desk.edit_log import editors_since_approval
from releases.models import (
    Disclaimer,
    JournalEntry,
    Release,
    ReleaseContact,
    State,
    Topic,
)
from tests.admin.desk import (
    DeskTestCase,
    change_path,
    list_path,
    messages_of,
    post_form,
)
from tests.builders import (
    SEVEN,
    counsel,
    make_attachment,
    make_boilerplate,
    make_contact,
    make_disclaimer,
    make_event,
    make_issuer,
    make_release,
    publish,
    submit,
)
from tests.clock import SECOND, travel


def copy_path(release: Release) -> str:
    return reverse("admin:releases_release_copy", args=[release.pk])


class ARelease(DeskTestCase):
    """It is used as a template, in whatever state it is."""

    def setUp(self) -> None:
        make_issuer()
        self.user = self.sign_in_as("Authors")

    def copied(self, release: Release) -> Release:
        """Copy it as the page's button does, and return the draft."""
        response = self.client.post(copy_path(release), follow=True)
        draft = Release.objects.latest("pk")
        assert draft != release
        assert response.redirect_chain[-1][0] == change_path(draft)
        assert "Choose its date and time" in messages_of(response)
        return draft

    def rich_release(self) -> Release:
        first, second = make_contact(name="Zoe"), make_contact(name="Abe")
        old = make_disclaimer()
        self.latest = Disclaimer.objects.create(
            ref=old.ref, revision=2, name=old.name, wording="Things may differ a lot."
        )
        release = make_release(
            subheadlines="Revenue grew",
            dateline_places="BOSTON; LONDON",
            dateline_date=SEVEN.date(),
            dateline_wire="BUSINESS WIRE",
            slug="first-quarter",
            after_wire=True,
            wire_order="7",
            filing_number="0001234567-26-000123",
            go_live_at=SEVEN,
            contacts=(first, second),
            disclaimers=(old,),
            boilerplates=(make_boilerplate(name="B"), make_boilerplate(name="A")),
            events=(make_event(),),
        )
        release.topics.add(Topic.objects.create(name="Results"))
        make_attachment(release)
        return release

    def test_its_draft_has_its_text_and_parts_and_nothing_of_its_day(self) -> None:
        release = self.rich_release()
        draft = self.copied(release)
        for name in (
            *("headline", "subheadlines", "body", "dateline_places", "dateline_wire"),
            *("source", "language", "category", "after_wire"),
        ):
            assert getattr(draft, name) == getattr(release, name), name
        for name in (
            *("go_live_at", "dateline_date", "slug", "address", "wire_order"),
            *("filing_number", "filed_at", "wire_crossed_at", "translation_of"),
            *("forward_looking", "material", "notice", "submitted_by", "approved_by"),
        ):
            assert not getattr(draft, name), name
        assert draft.state == State.DRAFT
        contacts = draft.releasecontacts.values_list("contact__name", "order")
        assert list(contacts) == [("Zoe", 1), ("Abe", 2)]
        abouts = draft.releaseboilerplates.values_list("boilerplate__name", flat=True)
        assert list(abouts) == ["B", "A"]
        assert list(draft.disclaimers.all()) == [self.latest]
        assert [topic.name for topic in draft.topics.all()] == ["Results"]
        assert not draft.events.exists()
        assert not draft.attachments.exists()
        assert not draft.waivers.exists()

    def test_who_copies_it_is_journalled_as_an_author_of_the_draft(self) -> None:
        release = make_release()
        draft = self.copied(release)
        entries = JournalEntry.objects.filter(subject=f"release:{draft.pk}")
        assert set(entries.values_list("action", flat=True)) >= {"copy", "edit"}
        entry = entries.get(action="copy")
        assert entry.detail == f"from “{release.headline}”"
        assert entry.facts == {"source": release.pk}
        assert editors_since_approval([draft]) == {draft.pk: frozenset({self.user.pk})}

    def test_it_may_be_submitted_public_or_withdrawn_but_not_sealed(self) -> None:
        assert self.copied(submit()).state == State.DRAFT
        release = publish()
        with travel(SEVEN):
            assert self.copied(release).address == ""
        for hour, sealed in enumerate((False, True), 1):
            instant = SEVEN + dt.timedelta(hours=hour)
            gone = publish(make_release(headline=f"Gone {sealed}"), at=instant)
            with travel(instant + SECOND):
                transitions.withdraw(
                    gone,
                    by=counsel(),
                    at=instant + SECOND,
                    kind="withdrawal",
                    reason="It was wrong.",
                    sealed=sealed,
                )
                before = Release.objects.count()
                page = self.client.post(copy_path(gone), follow=True)
                shown = self.page(copy_path(gone))
            assert Release.objects.count() == before + (not sealed)
            refused = "its text is sealed"
            assert (refused in page.content.decode()) is sealed
            assert (refused in shown) is sealed

    def test_its_page_and_the_list_lead_there_for_who_may_write(self) -> None:
        release = make_release()
        assert "Create draft" in self.page(copy_path(release))
        link = f'href="{copy_path(release)}"'
        for path in (change_path(release), list_path("release")):
            assert link in self.page(path)
        self.sign_in_as("Counsel")
        for path in (change_path(release), list_path("release")):
            assert link not in self.page(path)
        assert self.client.get(copy_path(release)).status_code == 403
        assert self.client.post(copy_path(release)).status_code == 403
        assert Release.objects.count() == 1


class TheRowsOfARelease(DeskTestCase):
    """They stay in the order on the page; no position need be typed."""

    def test_a_row_without_a_position_comes_after_those_before_it(self) -> None:
        make_issuer()
        self.sign_in_as("Authors")
        release = make_release(contacts=(make_contact(),))
        row = release.releasecontacts.get()
        row.order = 5
        row.save()
        response = post_form(
            self.client,
            change_path(release),
            **{
                "releasecontacts-TOTAL_FORMS": "4",
                "releasecontacts-1-contact": str(make_contact(name="Zoe").pk),
                "releasecontacts-1-order": "",
                "releasecontacts-2-order": "",
                "releasecontacts-3-contact": str(make_contact(name="Abe").pk),
            },
        )
        assert "Saved as a draft" in messages_of(response)
        rows = ReleaseContact.objects.filter(release=release)
        assert list(rows.values_list("contact__name", "order")) == [
            ("Dana Whitlock", 5),
            ("Zoe", 6),
            ("Abe", 7),
        ]
