"""Save and publish: what goes public by one button."""

from __future__ import annotations

import datetime as dt

from django.test import TestCase

import pytest

from releases.desk import disclaimer_revisions, site_profile, transitions
from releases.desk.site_profile import PublicationStatus
from releases.models import Category, Disclaimer, JournalEntry, Publication
from releases.record.documents import ProfileDocument
from releases.record.published import profile
from tests.builders import (
    SEVEN,
    author,
    counsel,
    make_contact,
    make_disclaimer,
    make_event,
    make_issuer,
    make_release,
    publish,
    schedule,
)
from tests.clock import MICROSECOND, SECOND, travel


def publish_item(item: site_profile.ProfileItem, *, at: dt.datetime = SEVEN) -> None:
    """Publish the item so that it is public from this moment."""
    with travel(at - SECOND):
        site_profile.publish(item, by=author(), at=at)


class SaveAndPublish(TestCase):
    """One thing goes public, now, and nothing beside it."""

    def test_a_contact_is_on_the_profile_from_the_next_second(self) -> None:
        publish_item(make_contact())
        assert profile(at=SEVEN - MICROSECOND) == ProfileDocument()
        assert [contact.name for contact in profile(at=SEVEN).contacts] == [
            "Dana Whitlock"
        ]

    def test_a_colleagues_saved_contact_stays_unpublished(self) -> None:
        make_contact(name="Not Yet Hired")
        publish_item(make_contact())
        assert [contact.name for contact in profile(at=SEVEN).contacts] == [
            "Dana Whitlock"
        ]

    def test_what_is_published_twice_in_a_second_is_all_there(self) -> None:
        publish_item(make_contact())
        publish_item(make_disclaimer())
        publish_item(make_issuer())
        publish_item(Category.objects.get(slug="dividends"))
        page = profile(at=SEVEN)
        assert [contact.name for contact in page.contacts] == ["Dana Whitlock"]
        assert [disclaimer.revision for disclaimer in page.disclaimers] == [1]
        assert [category.slug for category in page.categories] == ["dividends"]
        assert [listing.symbol for listing in page.listings] == ["LRKM"]
        assert page.name == "Larkmoor Therapeutics"

    def test_contacts_stand_in_their_order(self) -> None:
        publish_item(make_contact(name="Second", order=2))
        publish_item(make_contact(name="First", order=1), at=SEVEN + SECOND)
        names = [contact.name for contact in profile(at=SEVEN + SECOND).contacts]
        assert names == ["First", "Second"]

    def test_a_contact_that_is_no_longer_shown_leaves(self) -> None:
        contact = make_contact()
        publish_item(contact)
        contact.shown = False
        contact.save()
        publish_item(contact, at=SEVEN + 2 * SECOND)
        assert profile(at=SEVEN + SECOND).contacts
        assert not profile(at=SEVEN + 2 * SECOND).contacts

    def test_a_wording_no_longer_in_force_leaves(self) -> None:
        disclaimer = make_disclaimer()
        publish_item(disclaimer)
        disclaimer.in_force = False
        disclaimer.save()
        publish_item(disclaimer, at=SEVEN + 2 * SECOND)
        assert not profile(at=SEVEN + 2 * SECOND).disclaimers

    def test_it_is_journalled(self) -> None:
        publish_item(make_contact())
        entry = JournalEntry.objects.filter(action="publish item").get()
        assert entry.by == "ada"

    def test_an_event_changes_by_its_next_number(self) -> None:
        event = make_event()
        publish_item(event)
        event.venue = "Hall B"
        event.save()
        publish_item(event, at=SEVEN + 2 * SECOND)
        standing = Publication.objects.events().live(at=SEVEN + 2 * SECOND).get()
        assert standing.number == 2

    def test_an_event_that_waits_for_a_release_is_refused(self) -> None:
        event = make_event()
        make_release(events=(event,))
        with pytest.raises(
            transitions.NotAllowed, match="is published with the release"
        ):
            publish_item(event)

    def test_an_event_that_is_out_changes_though_a_draft_names_it(self) -> None:
        event = make_event()
        publish_item(event)
        make_release(events=(event,))
        event.venue = "Hall B"
        event.save()
        publish_item(event, at=SEVEN + 2 * SECOND)
        assert (
            Publication.objects.events().live(at=SEVEN + 2 * SECOND).get().number == 2
        )

    def test_an_event_of_a_published_release_changes(self) -> None:
        event = make_event()
        publish(events=(event,))
        event.venue = "Hall B"
        event.save()
        publish_item(event, at=SEVEN + 2 * SECOND)
        assert site_profile.status_of(event) is PublicationStatus.PUBLIC


class WhatThePageSays(TestCase):
    """How what is saved stands to what is public."""

    def test_each_particular_says_where_it_stands(self) -> None:
        category = Category.objects.get(slug="dividends")
        for item in (
            make_contact(),
            make_disclaimer(),
            make_issuer(),
            make_event(),
            category,
        ):
            with self.subTest(str(item)):
                assert site_profile.status_of(item) is PublicationStatus.UNPUBLISHED
                publish_item(item)
                assert site_profile.status_of(item) is PublicationStatus.PUBLIC

    def test_a_saved_change_is_not_yet_public(self) -> None:
        publish_item(make_issuer())
        contact = make_contact()
        publish_item(contact)
        contact.title = "Head of Investor Relations"
        assert site_profile.status_of(contact) is PublicationStatus.CHANGED

    def test_a_changed_contact_is_known_to_be_public_before_the_issuer_is(self) -> None:
        contact = make_contact()
        publish_item(contact)
        contact.title = "Head of Investor Relations"
        assert site_profile.status_of(contact) is PublicationStatus.CHANGED

    def test_a_changed_event_is_not_yet_public(self) -> None:
        event = make_event()
        publish_item(event)
        event.venue = "Hall B"
        assert site_profile.status_of(event) is PublicationStatus.CHANGED

    def test_an_event_of_a_scheduled_release_goes_public_with_it(self) -> None:
        event = make_event()
        schedule(live_from=SEVEN, events=(event,))
        with travel(SEVEN - SECOND):
            assert site_profile.status_of(event) is PublicationStatus.SCHEDULED

    def test_a_contact_that_is_not_to_be_shown_is_not_public(self) -> None:
        contact = make_contact(shown=False)
        assert site_profile.status_of(contact) is PublicationStatus.UNPUBLISHED
        assert not site_profile.is_public(contact)

    def test_what_is_public_is_known_to_be(self) -> None:
        for item in (make_contact(), make_disclaimer(), make_event()):
            with self.subTest(str(item)):
                assert not site_profile.is_public(item)
                publish_item(item)
                assert site_profile.is_public(item)


class AWordingInUse(TestCase):
    """It is never edited."""

    def test_a_change_of_words_makes_the_next_revision(self) -> None:
        disclaimer = make_disclaimer()
        publish(disclaimers=(disclaimer,))
        edited = Disclaimer.objects.get(pk=disclaimer.pk)
        edited.wording = "New words."
        edited = disclaimer_revisions.save_revision(edited, by=author())
        assert (edited.revision, edited.ref) == (2, disclaimer.ref)
        assert Disclaimer.objects.get(pk=disclaimer.pk).wording != "New words."

    def test_a_change_of_its_name_or_review_does_not(self) -> None:
        disclaimer = make_disclaimer()
        publish(disclaimers=(disclaimer,))
        edited = Disclaimer.objects.get(pk=disclaimer.pk)
        edited.review_by = SEVEN.date()
        assert disclaimer_revisions.save_revision(edited, by=author()).revision == 1

    def test_a_wording_that_is_not_in_use_is_edited_in_place(self) -> None:
        disclaimer = make_disclaimer()
        disclaimer.wording = "New words."
        assert disclaimer_revisions.save_revision(disclaimer, by=author()).revision == 1

    def test_a_change_of_words_takes_counsels_approval_with_it(self) -> None:
        disclaimer = make_disclaimer()
        disclaimer_revisions.approve_revision(disclaimer, by=counsel(), at=SEVEN)
        disclaimer.wording = "New words."
        assert (
            disclaimer_revisions.save_revision(disclaimer, by=author()).approved_by
            is None
        )

    def test_counsel_approves_the_words_that_were_read(self) -> None:
        read = make_disclaimer()
        Disclaimer.objects.filter(pk=read.pk).update(wording="Changed since.")
        with pytest.raises(
            transitions.NotAllowed, match="already approved, or has changed"
        ):
            disclaimer_revisions.approve_revision(read, by=counsel(), at=SEVEN)

    def test_the_next_revision_takes_its_place_on_the_public_page(self) -> None:
        disclaimer = make_disclaimer()
        publish(disclaimers=(disclaimer,))
        publish_item(disclaimer, at=SEVEN + 2 * SECOND)
        edited = Disclaimer.objects.get(pk=disclaimer.pk)
        edited.wording = "New words."
        publish_item(
            disclaimer_revisions.save_revision(edited, by=author()),
            at=SEVEN + 4 * SECOND,
        )
        wordings_public = profile(at=SEVEN + 4 * SECOND).disclaimers
        assert [disclaimer.wording for disclaimer in wordings_public] == ["New words."]
