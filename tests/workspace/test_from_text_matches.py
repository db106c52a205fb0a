"""What the desk has already is proposed, and the person decides."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

from django.contrib.auth.models import Permission

from releases.models import Boilerplate, Contact, Disclaimer, Event, Release
from tests.admin.desk import DeskTestCase, messages_of
from tests.builders import (
    make_boilerplate,
    make_contact,
    make_disclaimer,
    make_event,
    make_issuer,
    make_user,
)
from tests.workspace.from_text import (
    ABOUT,
    NOTICE,
    choices,
    part_form,
    read_text,
    save_draft,
)

EIGHT = dt.datetime(2026, 3, 10, 12, 0, tzinfo=dt.UTC)
DAY = dt.timedelta(days=1)
SPECIMENS = Path(__file__).parents[1] / "intake" / "specimens"


class MatchingTestCase(DeskTestCase):
    """An author with a text, and a desk that is not empty."""

    def setUp(self) -> None:
        make_issuer()
        self.sign_in_as("Authors")

    def dana(self, **fields: Any) -> Contact:
        """Dana as the text has her, but for these."""
        known = {
            "organization": "Larkmoor Therapeutics, Inc.",
            "phones": "617-555-0142",
            "title": "",
        }
        return make_contact(**known | fields)

    def diff(self, page: Any, key: str) -> list[tuple[str, str, str]]:
        """Return what differs from the likeliest match: name, words gone, words new."""
        return [
            (
                difference.name,
                " ".join(p.text for p in difference.segments if p.kind == "gone"),
                " ".join(p.text for p in difference.segments if p.kind == "new"),
            )
            for difference in part_form(page, key).matches[0].differences
        ]


class TheSame(MatchingTestCase):
    """It is proposed, and taken unless somebody says otherwise."""

    def test_nothing_is_doubled(self) -> None:
        contact = self.dana()
        notice = make_disclaimer(wording=NOTICE)
        about = make_boilerplate(text=ABOUT)
        event = make_event(
            title="First Quarter Conference Call",
            starts=EIGHT,
            ends=None,
            dial_ins="617-555-0188",
        )
        page = read_text(self.client)
        assert all(form.is_decided for form in page.context["parts"])
        save_draft(self.client, page)
        release = Release.objects.get()
        assert release.contacts.get() == contact
        assert release.disclaimers.get() == notice
        assert release.boilerplates.get() == about
        assert release.events.get() == event
        kinds = (Contact, Disclaimer, Boilerplate, Event)
        assert [kind._default_manager.count() for kind in kinds] == [1, 1, 1, 1]

    def test_it_can_be_made_anew_or_left_out_all_the_same(self) -> None:
        self.dana()
        make_disclaimer(wording=NOTICE)
        anew = {"contact-0-choice": "new", "disclaimer-0-choice": "leave"}
        save_draft(self.client, read_text(self.client), **anew)
        assert Contact.objects.count() == 2
        assert Release.objects.get().contacts.get().shown is False
        assert not Release.objects.get().disclaimers.exists()

    def test_words_that_would_be_lost_are_not_accepted(self) -> None:
        self.dana()
        answer = save_draft(
            self.client, read_text(self.client), **{"contact-0-name": "Dana W."}
        )
        assert "this choice would not use it" in answer.content.decode()
        assert 'value="Dana W."' in answer.content.decode()
        assert not Release.objects.exists()


class OneThatChanged(MatchingTestCase):
    """The difference is shown word by word; nothing is chosen for the person."""

    def test_a_decision_is_asked_for(self) -> None:
        self.dana(phones="617-555-0100")
        page = read_text(self.client)
        assert "Please decide" in page.content.decode()
        assert part_form(page, "contact-0")["choice"].value() is None
        answer = save_draft(self.client, page).content.decode()
        assert "A similar entry exists. Use it or add a new one?" in answer
        assert not Release.objects.exists()

    def test_a_person_with_another_number_is_used_changed_or_made_anew(self) -> None:
        for choice, phones, count in (
            ("use", ["617-555-0100"], 1),
            ("revise", ["617-555-0142"], 1),
            ("new", ["617-555-0100", "617-555-0142"], 2),
        ):
            with self.subTest(choice):
                Release.objects.all().delete()
                Contact.objects.all().delete()
                known = self.dana(phones="617-555-0100")
                page = read_text(self.client)
                gone_and_new = ("Phones", "617-555-0100", "617-555-0142")
                assert self.diff(page, "contact-0") == [gone_and_new]
                value = choice if choice == "new" else f"{choice}-{known.pk}"
                save_draft(self.client, page, **{"contact-0-choice": value})
                found = Contact.objects.order_by("pk").values_list("phones", flat=True)
                assert list(found) == phones
                assert Release.objects.get().contacts.count() == 1
                assert Contact.objects.count() == count

    def test_a_published_wording_becomes_its_next_revision(self) -> None:
        old = NOTICE.replace("today, and", "now;")
        known = make_disclaimer(wording=old, in_use=True)
        page = read_text(self.client)
        assert self.diff(page, "disclaimer-0") == [("Text", "now;", "today, and")]
        assert "<del>" in page.content.decode()
        answer = save_draft(
            self.client, page, **{"disclaimer-0-choice": f"revise-{known.pk}"}
        )
        assert "Readers see it once it is published." in messages_of(answer)
        made = Release.objects.get().disclaimers.get()
        assert (made.ref, made.revision) == (known.ref, 2)
        assert made.wording == NOTICE
        assert made.approved_at is None
        known.refresh_from_db()
        assert (known.revision, known.wording) == (1, old)

    def test_a_wording_that_was_never_published_changes_in_its_place(self) -> None:
        known = make_disclaimer(wording=NOTICE.replace("today", "now"))
        page = read_text(self.client)
        save_draft(self.client, page, **{"disclaimer-0-choice": f"revise-{known.pk}"})
        assert Release.objects.get().disclaimers.get() == known
        assert Disclaimer.objects.get().wording == NOTICE

    def test_an_earlier_revision_in_these_very_words_is_not_taken_unasked(
        self,
    ) -> None:
        first = make_disclaimer(wording=NOTICE, in_use=True)
        make_disclaimer(ref=first.ref, revision=2, wording=f"{NOTICE} Or not.")
        page = read_text(self.client)
        assert "but there is a newer revision" in page.content.decode()
        assert part_form(page, "disclaimer-0")["choice"].value() is None
        save_draft(self.client, page, **{"disclaimer-0-choice": f"use-{first.pk}"})
        assert Release.objects.get().disclaimers.get() == first

    def test_an_about_section_is_changed_for_every_draft(self) -> None:
        known = make_boilerplate(text=ABOUT.replace("no others", "hearts"))
        page = read_text(self.client)
        save_draft(self.client, page, **{"boilerplate-0-choice": f"revise-{known.pk}"})
        assert Boilerplate.objects.get().text == ABOUT
        assert Release.objects.get().boilerplates.get() == known

    def test_an_event_that_moved_is_moved_and_keeps_its_address(self) -> None:
        known = make_event(
            title="First Quarter Conference Call",
            slug="the-call",
            starts=EIGHT - DAY,
            ends=EIGHT - DAY + dt.timedelta(hours=1),
            venue="By telephone",
        )
        page = read_text(self.client)
        assert self.diff(page, "event-0")[0][1:] == ("Monday, 9", "Tuesday, 10")
        save_draft(self.client, page, **{"event-0-choice": f"revise-{known.pk}"})
        event = Event.objects.get()
        assert (event.starts, event.ends) == (EIGHT, EIGHT + dt.timedelta(hours=1))
        assert (event.slug, event.venue) == ("the-call", "By telephone")
        assert event.dial_ins == "617-555-0188"

    def test_a_programme_that_grew_is_taken_whole(self) -> None:
        text = (SPECIMENS / "01-congress-posters.txt").read_text()
        save_draft(self.client, read_text(self.client, text))
        event = Event.objects.get()
        programme = list(event.sessions.values_list("title", flat=True))
        event.sessions.first().delete()  # type: ignore[union-attr]
        page = read_text(self.client, text)
        assert "Programme" in [name for name, _, _ in self.diff(page, "event-0")]
        save_draft(self.client, page, **{"event-0-choice": f"revise-{event.pk}"})
        assert list(event.sessions.values_list("title", flat=True)) == programme

    def test_what_stands_wrong_at_the_desk_is_said_and_nothing_is_saved(self) -> None:
        known = make_event(
            title="First Quarter Conference Call",
            starts=EIGHT - DAY,
            webcast_url="nowhere",
        )
        page = read_text(self.client)
        answer = save_draft(
            self.client, page, **{"event-0-choice": f"revise-{known.pk}"}
        )
        assert "Enter a valid URL." in answer.content.decode()
        assert not Release.objects.exists()
        assert Event.objects.get().starts == EIGHT - DAY

    def test_last_years_event_of_that_name_is_another_one(self) -> None:
        make_event(title="First Quarter Conference Call", starts=EIGHT - 365 * DAY)
        assert choices(read_text(self.client), "event-0") == ["new", "leave"]


class WhatAPersonMayNotDo(MatchingTestCase):
    """Is not offered."""

    def test_only_who_may_change_and_add_contacts_is_offered_to(self) -> None:
        known = self.dana(phones="617-555-0100")
        user = make_user()
        user.user_permissions.add(Permission.objects.get(codename="add_release"))
        self.client.force_login(user)
        page = read_text(self.client)
        assert choices(page, "contact-0") == [f"use-{known.pk}", "leave"]
        save_draft(self.client, page, **{"contact-0-choice": f"revise-{known.pk}"})
        assert not Release.objects.exists()

    def test_what_was_deleted_since_is_not_used(self) -> None:
        known = self.dana()
        page = read_text(self.client)
        Contact.objects.all().delete()
        sent = {"contact-0-choice": f"use-{known.pk}"}
        answer = save_draft(self.client, page, **sent).content.decode()
        assert "The existing entries have changed" in answer

    def test_the_same_event_is_not_made_twice_at_one_address(self) -> None:
        make_event(
            title="First Quarter Conference Call",
            slug="first-quarter-conference-call",
            starts=EIGHT,
        )
        page = read_text(self.client)
        for _ in range(2):
            save_draft(self.client, page, **{"event-0-choice": "new"})
        answer = save_draft(self.client, page, **{"event-0-choice": "new"})
        assert "Use that event, or give this one another title" in (
            answer.content.decode()
        )
