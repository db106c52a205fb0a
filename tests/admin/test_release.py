"""The page of a draft: what it takes, and what its buttons do."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.test import override_settings

from releases.desk.context import load_context
from releases.models import JournalEntry, Release, State
from tests.admin.desk import (
    DeskTestCase,
    action_path,
    add_path,
    change_path,
    form_data,
    messages_of,
    perform,
    post_form,
    release_without_findings,
)
from tests.builders import (
    SEVEN,
    make_contact,
    make_disclaimer,
    make_issuer,
    make_release,
)
from tests.clock import travel

LATER = SEVEN + dt.timedelta(hours=2)


class WritingARelease(DeskTestCase):
    """One screen, which an officer can fill with no manual."""

    def setUp(self) -> None:
        make_issuer()
        self.officer = self.sign_in_as("Authors")

    def test_a_headline_is_enough_to_save_it(self) -> None:
        response = post_form(
            self.client, add_path("release"), headline="Larkmoor Speaks"
        )
        assert "Saved as a draft. Nothing is public yet." in messages_of(response)
        assert Release.objects.get().headline == "Larkmoor Speaks"

    def test_its_page_says_what_is_still_missing(self) -> None:
        release = make_release(body="", category=None, forward_looking="")
        page = self.page(change_path(release))
        for sentence in ("Write the body.", "Choose a category.", "yes or no."):
            assert sentence in page

    def test_each_save_is_journalled_with_what_was_touched(self) -> None:
        release = make_release()
        post_form(self.client, change_path(release), source="Larkmoor, Inc.")
        entry = JournalEntry.objects.get(action="edit")
        assert (entry.by, entry.detail) == (self.officer.username, "source")

    def test_it_carries_contacts_and_notices_in_the_order_of_their_places(self) -> None:
        first, second = make_contact(name="First"), make_contact(name="Second")
        notice = make_disclaimer()
        release = make_release()
        changes: dict[str, Any] = {
            "releasecontacts-TOTAL_FORMS": "2",
            "releasecontacts-0-contact": second.pk,
            "releasecontacts-0-order": "2",
            "releasecontacts-1-contact": first.pk,
            "releasecontacts-1-order": "1",
            "releasedisclaimers-0-disclaimer": notice.pk,
        }
        post_form(self.client, change_path(release), **changes)
        document = load_context(release, at=SEVEN).document
        assert [one.name for one in document.contacts] == ["First", "Second"]
        assert [one.ref for one in document.disclaimers] == [notice.ref.hex]

    def test_a_validation_that_fails_keeps_what_was_typed(self) -> None:
        response = post_form(
            self.client, add_path("release"), headline="", source="Typed"
        )
        assert 'value="Typed"' in response.content.decode()
        assert not Release.objects.exists()

    def test_the_body_is_a_plain_text_field_that_the_script_finds(self) -> None:
        page = self.page(add_path("release"))
        assert '<textarea name="body"' in page
        assert "data-body-editor" in page

    def test_the_editors_scripts_carry_the_nonce_of_the_answer(self) -> None:
        response = self.client.get(add_path("release"))
        policy = response.headers["Content-Security-Policy"]
        nonce = policy.partition("'nonce-")[2].partition("'")[0]
        assert nonce
        assert f'<script type="importmap" nonce="{nonce}">' in response.content.decode()
        assert "unsafe" not in policy


class TheInstant(DeskTestCase):
    """It is typed by the company's clock, to the second."""

    def setUp(self) -> None:
        make_issuer(timezone="America/New_York")
        self.sign_in_as("Authors")
        self.release = make_release()

    def test_it_is_taken_in_the_companys_zone(self) -> None:
        post_form(
            self.client, change_path(self.release), go_live_at="2026-03-03T16:01:07"
        )
        self.release.refresh_from_db()
        assert self.release.go_live_at == dt.datetime(
            2026, 3, 3, 21, 1, 7, tzinfo=dt.UTC
        )

    def test_it_is_shown_as_it_was_typed_and_the_zone_is_named(self) -> None:
        post_form(
            self.client, change_path(self.release), go_live_at="2026-03-03T16:01:07"
        )
        page = self.page(change_path(self.release))
        assert 'value="2026-03-03T16:01:07"' in page
        assert "America/New_York time" in page
        assert "3 March 2026, 16:01:07 EST</time>" in page
        assert "21:01:07 UTC" in page

    def test_an_hour_that_the_clocks_skip_is_refused(self) -> None:
        response = post_form(
            self.client, change_path(self.release), go_live_at="2026-03-08T02:30:00"
        )
        assert "There is no 02:30:00 on 8 March 2026" in response.content.decode()

    def test_an_hour_that_comes_twice_is_refused(self) -> None:
        response = post_form(
            self.client, change_path(self.release), go_live_at="2026-11-01T01:30:00"
        )
        assert "01:30:00 comes twice on 1 November 2026" in response.content.decode()

    def test_what_is_no_time_at_all_is_refused_and_kept(self) -> None:
        response = post_form(
            self.client, change_path(self.release), go_live_at="after the close"
        )
        assert "Write a date and a time" in response.content.decode()
        assert 'value="after the close"' in response.content.decode()


class TheButtonsOfADraft(DeskTestCase):
    """They save what was typed, and then open a door."""

    def setUp(self) -> None:
        make_issuer()

    def test_an_author_may_submit_and_not_publish(self) -> None:
        self.sign_in_as("Authors")
        page = self.page(change_path(make_release()))
        assert 'name="_submit"' in page
        assert 'name="_publish"' not in page

    def test_submitting_saves_first(self) -> None:
        self.sign_in_as("Authors")
        release = release_without_findings()
        post_form(
            self.client, change_path(release), button="_submit", source="Typed now"
        )
        release.refresh_from_db()
        assert (release.state, release.source) == (State.SUBMITTED, "Typed now")

    def test_a_new_release_can_be_submitted_at_once(self) -> None:
        self.sign_in_as("Authors")
        clean = release_without_findings()
        post_form(
            self.client,
            add_path("release"),
            button="_submit",
            headline="Larkmoor Speaks",
            subheadlines="And says a thing",
            body=clean.body,
            category="1",
            forward_looking="no",
            material="no",
            source="Larkmoor Therapeutics",
            **{"releasecontacts-0-contact": clean.contacts.get().pk},
        )
        made = Release.objects.get(headline="Larkmoor Speaks")
        assert made.state == State.SUBMITTED

    def test_a_refusal_says_why_and_loses_nothing_typed(self) -> None:
        self.sign_in_as("Authors")
        release = make_release(forward_looking="")
        response = post_form(
            self.client, change_path(release), button="_submit", source="Typed now"
        )
        release.refresh_from_db()
        assert (release.state, release.source) == (State.DRAFT, "Typed now")
        assert response.redirect_chain[-1][0] == action_path(release, "submit")
        assert (
            "forward-looking statements? Answer yes or no" in response.content.decode()
        )
        assert "Saved as a draft." in messages_of(response)

    def test_publish_is_there_only_where_the_desk_is_of_one_person(self) -> None:
        self.sign_in_as("Administrators")
        path = change_path(make_release())
        assert 'name="_publish"' not in self.page(path)
        with override_settings(IRSITE_ONE_PERSON_DESK=True):
            assert 'name="_publish"' in self.page(path)

    @override_settings(IRSITE_ONE_PERSON_DESK=True)
    def test_publishing_alone_puts_what_was_typed_on_the_record(self) -> None:
        self.sign_in_as("Administrators")
        release = release_without_findings()
        with travel(SEVEN):
            asks = post_form(
                self.client, change_path(release), button="_publish", source="Typed"
            )
            assert asks.redirect_chain[-1][0] == action_path(release, "publish")
            response = perform(self.client, release, "publish")
        assert "Public from 3 March 2026, 07:00:01 EST" in messages_of(response)
        release.refresh_from_db()
        assert (release.state, release.source) == (State.APPROVED, "Typed")

    def test_publish_forged_where_it_is_not_offered_changes_nothing(self) -> None:
        self.sign_in_as("Administrators")
        release = make_release()
        data = form_data(self.client, change_path(release), source="Forged")
        response = self.client.post(change_path(release), {**data, "_publish": "1"})
        assert response.status_code == 403
        release.refresh_from_db()
        assert (release.state, release.source) == (State.DRAFT, "Larkmoor Therapeutics")
