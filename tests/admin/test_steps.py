"""A release that waits, is approved or is public: read, and moved by buttons."""

from __future__ import annotations

import datetime as dt

from django.urls import reverse

from releases.desk import transitions
from releases.models import JournalEntry, Release, State
from tests.admin.desk import (
    DeskTestCase,
    change_path,
    said,
    step_path,
    typed,
)
from tests.builders import (
    SEVEN,
    author,
    counsel,
    make_attachment,
    make_issuer,
    make_release,
    publish,
    schedule,
)
from tests.clock import SECOND, travel

LATER = SEVEN + dt.timedelta(hours=2)


def submitted(**fields: object) -> Release:
    """A release that waits for approval, by an author who is not here."""
    release = make_release(**fields)  # type: ignore[arg-type]  # a release's fields
    transitions.submit(release, by=author(), at=SEVEN)
    release.refresh_from_db()
    return release


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
        seen = transitions.words_of(release)
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
        seen = transitions.words_of(release)
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
        seen = transitions.words_of(waiting)
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
