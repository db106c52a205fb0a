"""The page of a release: what it takes, what it shows, and what its buttons do."""

from __future__ import annotations

import datetime as dt

from django.test import override_settings
from django.urls import reverse

from releases.desk import transitions
from releases.models import JournalEntry, Release, State
from tests.admin.desk import (
    DeskTestCase,
    add_path,
    change_path,
    said,
    send,
    step_path,
    typed,
)
from tests.builders import (
    SEVEN,
    approve,
    author,
    counsel,
    make_attachment,
    make_contact,
    make_disclaimer,
    make_event,
    make_issuer,
    make_release,
    publish,
    schedule,
)
from tests.clock import MICROSECOND, SECOND, travel

LATER = SEVEN + dt.timedelta(hours=2)


def submitted(**fields: object) -> Release:
    """A release that waits for approval, by an author who is not here."""
    release = make_release(**fields)  # type: ignore[arg-type]  # a release's fields
    transitions.submit(release, by=author(), at=SEVEN)
    release.refresh_from_db()
    return release


class WritingARelease(DeskTestCase):
    """One screen, which an officer can fill with no manual."""

    def setUp(self) -> None:
        make_issuer()
        self.officer = self.sit_down("Authors")

    def test_a_headline_is_enough_to_save_it(self) -> None:
        answer = send(self.client, add_path("release"), headline="Larkmoor Speaks")
        assert "Saved as a draft. Nothing of it is public." in said(answer)
        assert Release.objects.get().headline == "Larkmoor Speaks"

    def test_its_page_says_what_is_still_missing(self) -> None:
        release = make_release(body="", category=None, forward_looking="")
        page = self.page(change_path(release))
        for sentence in ("Write the body.", "Choose a category.", "yes or no."):
            assert sentence in page

    def test_each_save_is_journalled_with_what_was_touched(self) -> None:
        release = make_release()
        send(self.client, change_path(release), source="Larkmoor, Inc.")
        entry = JournalEntry.objects.get(action="edit")
        assert (entry.by, entry.detail) == (self.officer.username, "source")

    def test_it_carries_contacts_and_notices_in_the_order_of_their_places(self) -> None:
        first, second = make_contact(name="First"), make_contact(name="Second")
        notice = make_disclaimer()
        release = make_release()
        send(
            self.client,
            change_path(release),
            **{
                "releasecontacts-TOTAL_FORMS": "2",
                "releasecontacts-0-contact": second.pk,
                "releasecontacts-0-order": "2",
                "releasecontacts-1-contact": first.pk,
                "releasecontacts-1-order": "1",
                "releasedisclaimers-0-disclaimer": notice.pk,
            },
        )
        document = transitions.preview(release).document
        assert [one.name for one in document.contacts] == ["First", "Second"]  # type: ignore[union-attr]
        assert [one.ref for one in document.disclaimers] == [notice.ref.hex]  # type: ignore[union-attr]

    def test_a_validation_that_fails_keeps_what_was_typed(self) -> None:
        answer = send(self.client, add_path("release"), headline="", source="Typed")
        assert 'value="Typed"' in answer.content.decode()
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
        self.sit_down("Authors")
        self.release = make_release()

    def test_it_is_taken_in_the_companys_zone(self) -> None:
        send(self.client, change_path(self.release), go_live_at="2026-03-03T16:01:07")
        self.release.refresh_from_db()
        assert self.release.go_live_at == dt.datetime(
            2026, 3, 3, 21, 1, 7, tzinfo=dt.UTC
        )

    def test_it_is_shown_as_it_was_typed_and_the_zone_is_named(self) -> None:
        send(self.client, change_path(self.release), go_live_at="2026-03-03T16:01:07")
        page = self.page(change_path(self.release))
        assert 'value="2026-03-03T16:01:07"' in page
        assert "America/New_York time" in page
        assert "3 March 2026, 16:01:07 EST (21:01:07 UTC)" in page

    def test_an_hour_that_the_clocks_skip_is_refused(self) -> None:
        answer = send(
            self.client, change_path(self.release), go_live_at="2026-03-08T02:30:00"
        )
        assert "There is no 02:30:00 on 8 March 2026" in answer.content.decode()

    def test_an_hour_that_comes_twice_is_refused(self) -> None:
        answer = send(
            self.client, change_path(self.release), go_live_at="2026-11-01T01:30:00"
        )
        assert "01:30:00 comes twice on 1 November 2026" in answer.content.decode()

    def test_what_is_no_time_at_all_is_refused_and_kept(self) -> None:
        answer = send(
            self.client, change_path(self.release), go_live_at="after the close"
        )
        assert "Write a date and a time" in answer.content.decode()
        assert 'value="after the close"' in answer.content.decode()


class TheButtonsOfADraft(DeskTestCase):
    """They save what was typed, and then open a door."""

    def setUp(self) -> None:
        make_issuer()

    def test_an_author_may_submit_and_not_publish(self) -> None:
        self.sit_down("Authors")
        page = self.page(change_path(make_release()))
        assert 'name="_submit"' in page
        assert 'name="_publish"' not in page

    def test_submitting_saves_first(self) -> None:
        self.sit_down("Authors")
        release = make_release()
        send(self.client, change_path(release), button="_submit", source="Typed now")
        release.refresh_from_db()
        assert (release.state, release.source) == (State.SUBMITTED, "Typed now")

    def test_a_new_release_can_be_submitted_at_once(self) -> None:
        self.sit_down("Authors")
        send(
            self.client,
            add_path("release"),
            button="_submit",
            headline="Larkmoor Speaks",
            body="<p>It does.</p>",
            category="1",
            forward_looking="no",
        )
        assert Release.objects.get().state == State.SUBMITTED

    def test_a_refusal_says_why_and_loses_nothing_typed(self) -> None:
        self.sit_down("Authors")
        release = make_release(forward_looking="")
        answer = send(
            self.client, change_path(release), button="_submit", source="Typed now"
        )
        release.refresh_from_db()
        assert (release.state, release.source) == (State.DRAFT, "Typed now")
        assert "forward-looking statements: yes or no" in said(answer)

    def test_publish_is_there_only_where_the_desk_is_of_one_person(self) -> None:
        self.sit_down("Administrators")
        path = change_path(make_release())
        assert 'name="_publish"' not in self.page(path)
        with override_settings(IRSITE_ONE_PERSON_DESK=True):
            assert 'name="_publish"' in self.page(path)

    @override_settings(IRSITE_ONE_PERSON_DESK=True)
    def test_publishing_alone_puts_what_was_typed_on_the_record(self) -> None:
        self.sit_down("Administrators")
        release = make_release()
        with travel(SEVEN):
            answer = send(
                self.client, change_path(release), button="_publish", source="Typed"
            )
        assert "public from 3 March 2026, 07:00:01 EST" in said(answer)
        release.refresh_from_db()
        assert (release.state, release.source) == (State.APPROVED, "Typed")

    def test_publish_forged_where_it_is_not_offered_changes_nothing(self) -> None:
        self.sit_down("Administrators")
        release = make_release()
        data = typed(self.client, change_path(release), source="Forged")
        answer = self.client.post(change_path(release), {**data, "_publish": "1"})
        assert answer.status_code == 403
        release.refresh_from_db()
        assert (release.state, release.source) == (State.DRAFT, "Larkmoor Therapeutics")


class WhileItWaits(DeskTestCase):
    """A submitted or approved release is read, not edited."""

    def setUp(self) -> None:
        make_issuer()

    def test_its_page_has_no_field_to_type_in_and_says_what_to_do(self) -> None:
        self.sit_down("Authors")
        page = self.page(change_path(submitted()))
        assert 'name="headline"' not in page
        assert "To change it, send it back first." in page

    def test_its_body_is_set_for_reading(self) -> None:
        self.sit_down("Counsel")
        page = self.page(change_path(submitted(body="<p>It <em>grew</em>.</p>")))
        assert "<p>It <em>grew</em>.</p>" in page

    def test_its_files_can_be_opened_by_staff(self) -> None:
        self.sit_down("Counsel")
        release = make_release()
        attachment = make_attachment(release, content=b"the figures")
        transitions.submit(release, by=author(), at=SEVEN)
        path = reverse("admin:releases_attachment_file", args=[attachment.pk])
        assert path in self.page(change_path(release))
        response = self.client.get(path)
        assert b"".join(response.streaming_content) == b"the figures"  # type: ignore[attr-defined]
        assert "no-store" in response.headers["Cache-Control"]

    def test_what_was_typed_when_somebody_else_submitted_is_kept(self) -> None:
        self.sit_down("Authors")
        release = make_release()
        data = typed(self.client, change_path(release), source="Typed too late")
        transitions.submit(release, by=author(), at=SEVEN)
        answer = self.client.post(change_path(release), {**data, "_save": "1"})
        page = answer.content.decode()
        assert "Nothing was saved: this release is no longer a draft" in page
        assert "Typed too late" in page
        release.refresh_from_db()
        assert (release.state, release.source) == (
            State.SUBMITTED,
            "Larkmoor Therapeutics",
        )

    def test_it_cannot_be_deleted_and_the_page_says_why(self) -> None:
        self.sit_down("Administrators")
        release = submitted()
        answer = self.client.post(
            reverse("admin:releases_release_changelist"),
            {"action": "delete_selected", "_selected_action": release.pk, "post": "y"},
        )
        assert "Send it back first." in answer.content.decode()
        assert Release.objects.filter(pk=release.pk).exists()


class Deleting(DeskTestCase):
    """Only a draft that never went on the record is deleted."""

    def setUp(self) -> None:
        make_issuer()
        self.sit_down("Administrators")

    def delete(self, release: Release) -> int:
        """Ask for the deletion and confirm it."""
        path = reverse("admin:releases_release_delete", args=[release.pk])
        return self.client.post(path, {"post": "yes"}).status_code

    def test_a_draft_goes(self) -> None:
        release = make_release()
        assert self.delete(release) == 302
        assert not Release.objects.exists()

    def test_what_was_called_off_stays(self) -> None:
        release = schedule(live_from=LATER)
        with travel(SEVEN):
            transitions.call_off(release, by=counsel(), at=SEVEN)
        assert self.delete(release) == 403
        assert Release.objects.exists()


class TheSteps(DeskTestCase):
    """Each is a button for whoever may take it, and refused to everybody else."""

    def setUp(self) -> None:
        make_issuer()

    def test_counsel_sees_approve_and_an_author_does_not(self) -> None:
        release = submitted()
        self.sit_down("Counsel")
        assert step_path(release, "approve") in self.page(change_path(release))
        self.sit_down("Authors")
        page = self.page(change_path(release))
        assert step_path(release, "approve") not in page
        assert step_path(release, "send-back") in page

    def test_the_button_says_when_it_goes_public(self) -> None:
        self.sit_down("Counsel")
        release = submitted(go_live_at=LATER)
        assert "Approve for 3 March 2026, 09:00:00 EST" in self.page(
            change_path(release)
        )

    def test_approving_what_was_read_publishes_it(self) -> None:
        self.sit_down("Counsel")
        release = submitted()
        seen = transitions.preview(release).digest
        with travel(SEVEN):
            self.client.post(step_path(release, "approve"), {"seen": seen})
        release.refresh_from_db()
        assert release.state == State.APPROVED

    def test_approving_what_was_changed_since_is_refused(self) -> None:
        self.sit_down("Counsel")
        release = submitted()
        answer = self.client.post(
            step_path(release, "approve"), {"seen": "0" * 64}, follow=True
        )
        release.refresh_from_db()
        assert "was changed after you read it" in said(answer)
        assert release.state == State.SUBMITTED

    def test_approving_without_saying_what_was_read_is_refused(self) -> None:
        self.sit_down("Counsel")
        release = submitted()
        self.client.post(step_path(release, "approve"))
        release.refresh_from_db()
        assert release.state == State.SUBMITTED

    def test_who_wrote_it_is_refused_and_told(self) -> None:
        user = self.sit_down("Administrators")
        release = make_release()
        transitions.submit(release, by=user, at=SEVEN)
        seen = transitions.preview(release).digest
        answer = self.client.post(
            step_path(release, "approve"), {"seen": seen}, follow=True
        )
        assert "Somebody else must approve this release" in said(answer)

    def test_sending_back_asks_for_the_reason_first(self) -> None:
        self.sit_down("Counsel")
        release = submitted()
        assert "What should change" in self.page(step_path(release, "send-back"))
        empty = self.client.post(step_path(release, "send-back"), {"reason": ""})
        assert "This field is required." in empty.content.decode()
        self.client.post(step_path(release, "send-back"), {"reason": "Check EPS."})
        release.refresh_from_db()
        assert release.state == State.DRAFT
        entry = JournalEntry.objects.get(action="send back")
        assert entry.detail == "Check EPS."

    def test_looking_at_a_step_takes_none(self) -> None:
        self.sit_down("Counsel")
        release = submitted()
        for name in ("approve", "send-back", "call-off", "withdraw"):
            self.client.get(step_path(release, name))
        release.refresh_from_db()
        assert release.state == State.SUBMITTED

    def test_calling_off_stops_what_is_scheduled(self) -> None:
        self.sit_down("Counsel")
        release = schedule(live_from=LATER)
        with travel(LATER - 5 * SECOND):
            self.client.post(step_path(release, "call-off"))
        release.refresh_from_db()
        assert release.state == State.DRAFT

    def test_calling_off_too_late_is_refused_on_the_same_page(self) -> None:
        self.sit_down("Counsel")
        release = schedule(live_from=LATER)
        with travel(LATER):
            answer = self.client.post(step_path(release, "call-off"))
        assert "has nothing scheduled" in answer.content.decode()

    def test_correcting_opens_it_with_its_notice(self) -> None:
        self.sit_down("Authors")
        release = publish()
        with travel(LATER):
            self.client.post(step_path(release, "correct"), {"reason": "EPS is $0.42."})
            page = self.page(change_path(release))
        assert "Being corrected" in page
        assert "EPS is $0.42." in page
        assert 'name="headline"' in page

    def test_withdrawing_takes_a_reason(self) -> None:
        self.sit_down("Counsel")
        release = publish()
        with travel(LATER):
            self.client.post(step_path(release, "withdraw"), {"reason": "In error."})
        release.refresh_from_db()
        assert release.state == State.WITHDRAWN

    def test_a_forged_step_without_permission_is_refused_and_changes_nothing(
        self,
    ) -> None:
        waiting, public = submitted(headline="Waiting"), publish(headline="Public")
        planned = schedule(headline="Planned", live_from=LATER)
        seen = transitions.preview(waiting).digest
        forged = [
            ("Authors", waiting, "approve"),
            ("Authors", public, "withdraw"),
            ("Finance", waiting, "correct"),
            ("Finance", public, "withdraw"),
            ("Counsel", public, "correct"),
            ("", planned, "call-off"),
            ("", waiting, "send-back"),
        ]
        for group, release, name in forged:
            with self.subTest(f"{name} by {group}"), travel(SEVEN + SECOND):
                self.sit_down(*filter(None, [group]))
                answer = self.client.post(
                    step_path(release, name), {"reason": "Forged", "seen": seen}
                )
                before = release.state
                release.refresh_from_db()
                assert answer.status_code == 403
                assert release.state == before

    def test_a_step_that_does_not_exist_is_refused(self) -> None:
        self.sit_down("Administrators")
        assert self.client.post(step_path(make_release(), "leak")).status_code == 403


class ThePanel(DeskTestCase):
    """Where the release stands, in words."""

    def setUp(self) -> None:
        make_issuer()
        self.sit_down("Counsel")

    def test_before_its_instant_it_is_scheduled_and_has_no_public_link(self) -> None:
        release = schedule(live_from=LATER)
        with travel(LATER - MICROSECOND):
            page = self.page(change_path(release))
        assert "Scheduled" in page
        assert f'href="/releases/{release.address}/"' not in page

    def test_at_its_instant_it_is_public(self) -> None:
        release = schedule(live_from=LATER)
        with travel(LATER):
            page = self.page(change_path(release))
        assert "Public since 3 March 2026, 09:00:00 EST (14:00:00 UTC)." in page
        release.refresh_from_db()
        assert f'href="/releases/{release.address}/"' in page

    def test_it_shows_what_was_done(self) -> None:
        release = publish()
        page = self.page(change_path(release))
        assert "ada: submit" in page
        assert "carl: approve" in page


class ThePreview(DeskTestCase):
    """It is the public page, before it is public."""

    def setUp(self) -> None:
        make_issuer()
        self.release = make_release(
            contacts=(make_contact(),),
            disclaimers=(make_disclaimer(),),
            events=(make_event(slug="call"),),
        )
        self.path = reverse("admin:releases_release_preview", args=[self.release.pk])

    def test_it_shows_exactly_what_gets_frozen(self) -> None:
        self.sit_down("Counsel")
        with travel(SEVEN - SECOND):
            preview = self.page(self.path)
            approve(self.release, at=SEVEN - SECOND)
        self.release.refresh_from_db()
        with travel(SEVEN):
            public = self.page(f"/releases/{self.release.address}/")
        article = '<article class="release'
        assert article in public
        assert inside(preview, article) == inside(public, article)

    def test_it_is_neither_stored_nor_indexed(self) -> None:
        self.sit_down("Counsel")
        headers = self.client.get(self.path).headers
        assert "no-store" in headers["Cache-Control"]
        assert headers["X-Robots-Tag"] == "noindex, nofollow"

    def test_it_is_for_staff_who_may_see_releases(self) -> None:
        assert self.client.get(self.path).status_code == 302
        self.sit_down()
        assert self.client.get(self.path).status_code == 403

    def test_once_approved_it_shows_the_record(self) -> None:
        self.sit_down("Counsel")
        publish(self.release)
        Release.objects.filter(pk=self.release.pk).update(headline="Tampered with")
        page = self.page(self.path)
        assert "Larkmoor Reports First Quarter Results" in page
        assert "Tampered with" not in page


def inside(page: str, start: str) -> str:
    """The part of a page from here to the end of its article."""
    return page[page.index(start) : page.index("</article>")]
