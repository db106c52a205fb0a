"""A release that waits, is approved or is public: read, and moved by buttons."""

from __future__ import annotations

import datetime as dt
import re
from typing import Any

from django.urls import reverse

from releases.desk import transitions
from releases.models import JournalEntry, Release, State
from releases.workspace.actions import ACTIONS
from tests.admin.desk import (
    DeskTestCase,
    action_data,
    action_path,
    change_path,
    form_data,
    list_path,
    messages_of,
    perform,
    sign_out,
)
from tests.builders import (
    SEVEN,
    counsel,
    full_digest_of,
    make_attachment,
    make_issuer,
    make_release,
    publish,
    schedule,
    submit,
)
from tests.clock import SECOND, travel

LATER = SEVEN + dt.timedelta(hours=2)


def submitted(**fields: Any) -> Release:
    """Return a release that waits for approval, by an author who is not here."""
    release = submit(**fields)
    release.refresh_from_db()
    return release


class WhileItWaits(DeskTestCase):
    """A submitted or approved release is read, not edited."""

    def setUp(self) -> None:
        make_issuer()

    def test_its_page_has_no_field_to_type_in_and_says_what_to_do(self) -> None:
        self.sign_in_as("Authors")
        page = self.page(change_path(submitted()))
        assert 'name="headline"' not in page
        assert "To change it, send it back first." in page

    def test_its_body_is_set_for_reading(self) -> None:
        self.sign_in_as("Counsel")
        page = self.page(change_path(submitted(body="<p>It <em>grew</em>.</p>")))
        assert re.search(
            r'<div class="desk-body"><p>.*<em><mark>grew</mark></em>', page
        )

    def test_its_files_can_be_opened_by_staff(self) -> None:
        self.sign_in_as("Counsel")
        release = make_release()
        attachment = make_attachment(release, content=b"the figures")
        submit(release)
        path = reverse("admin:releases_attachment_file", args=[attachment.pk])
        assert path in self.page(change_path(release))
        response = self.client.get(path)
        assert b"".join(response.streaming_content) == b"the figures"  # type: ignore[attr-defined]
        assert "no-store" in response.headers["Cache-Control"]

    def test_what_was_typed_when_somebody_else_submitted_is_kept(self) -> None:
        self.sign_in_as("Authors")
        release = make_release()
        data = form_data(self.client, change_path(release), source="Typed too late")
        submit(release)
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
        self.sign_in_as("Administrators")
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
        self.sign_in_as("Administrators")

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
        assert self.delete(release) == 200  # the page says why not
        assert Release.objects.exists()


class TheActions(DeskTestCase):
    """Each is offered to users who may perform it, and refused to all others."""

    def setUp(self) -> None:
        make_issuer()

    def test_counsel_is_offered_to_approve_and_an_author_is_not(self) -> None:
        release = submitted()
        self.sign_in_as("Counsel")
        assert action_path(release, "approve") in self.page(change_path(release))
        self.sign_in_as("Authors")
        page = self.page(change_path(release))
        assert action_path(release, "approve") not in page
        assert action_path(release, "send-back") in page

    def test_opening_the_page_of_an_action_performs_none(self) -> None:
        self.sign_in_as("Administrators")
        release = submitted()
        before = JournalEntry.objects.exclude(action="read").count()
        for name in ACTIONS:
            self.client.get(action_path(release, name))
        release.refresh_from_db()
        assert release.state == State.SUBMITTED
        assert JournalEntry.objects.exclude(action="read").count() == before

    def test_one_that_makes_no_sense_now_leads_back_and_says_so(self) -> None:
        self.sign_in_as("Counsel")
        release = submitted()
        answer = self.client.get(action_path(release, "hold"), follow=True)
        assert answer.redirect_chain[0][0] == change_path(release)
        assert "You can't hold this release in its current state." in messages_of(
            answer
        )

    def test_one_that_does_not_exist_is_refused(self) -> None:
        self.sign_in_as("Administrators")
        assert self.client.post(action_path(make_release(), "leak")).status_code == 403

    def test_without_permission_each_is_refused_and_changes_nothing(self) -> None:
        waiting, public = submitted(headline="Waiting"), publish(headline="Public")
        planned = schedule(headline="Planned", live_from=LATER)
        draft = make_release(headline="Draft")
        forged = [
            *[("Authors", waiting, name) for name in ("approve", "ratify", "hold")],
            *[("Authors", planned, name) for name in ("hold", "resume", "emergency")],
            *[("Finance", public, name) for name in ("correct", "withdraw")],
            *[("Finance", draft, name) for name in ("submit", "emergency")],
            *[("Counsel", public, name) for name in ("correct", "exchange-notice")],
            ("Counsel", draft, "submit"),
            ("Administrators", draft, "publish"),
            *[("", planned, name) for name in ACTIONS],
        ]
        for group, release, name in forged:
            with self.subTest(f"{name} by {group}"), travel(SEVEN + SECOND):
                self.sign_in_as(*filter(None, [group]))
                answer = self.client.post(
                    action_path(release, name),
                    {
                        "reason": "Forged",
                        "seen": full_digest_of(release),
                        "secret": "sesame",
                    },
                )
                before = release.state
                release.refresh_from_db()
                assert answer.status_code == 403
                assert release.state == before

    def test_the_lists_actions_take_none_of_them(self) -> None:
        self.sign_in_as("Administrators")
        release = submitted()
        page = self.client.get(list_path("release"))
        (deleting,) = page.context["action_form"].fields["action"].choices[1:]
        assert deleting[0] == "delete_selected"
        for name in ACTIONS:
            self.client.post(
                list_path("release"), {"action": name, "_selected_action": release.pk}
            )
        release.refresh_from_db()
        assert release.state == State.SUBMITTED


class AReauthenticatedAction(DeskTestCase):
    """It asks once more who is there, and loses nothing when that fails."""

    public: Release

    @classmethod
    def setUpTestData(cls) -> None:
        make_issuer()
        with travel(SEVEN):
            cls.public = publish()

    def setUp(self) -> None:
        self.sign_in_as("Counsel")

    def withdraw(self, **changes: str) -> Any:
        """Counsel takes it back."""
        with travel(LATER):
            return perform(
                self.client, self.public, "withdraw", reason="In error.", **changes
            )

    def test_with_the_wrong_password_nothing_is_done_and_the_words_are_kept(
        self,
    ) -> None:
        page = self.withdraw(secret="guessed").content.decode()
        self.public.refresh_from_db()
        assert self.public.state == State.APPROVED
        assert "In error.</textarea>" in page
        assert "Everything else you typed is still here." in page
        assert "guessed" not in page

    def test_without_one_neither(self) -> None:
        self.withdraw(secret="")
        self.public.refresh_from_db()
        assert self.public.state == State.APPROVED

    def test_with_the_right_one_it_is_taken(self) -> None:
        self.withdraw()
        self.public.refresh_from_db()
        assert self.public.state == State.WITHDRAWN

    def test_the_secret_is_not_carried_when_the_session_has_ended(self) -> None:
        sent = action_data(self.client, self.public, "withdraw", reason="In error.")
        sign_out(self.client)
        page = self.client.post(action_path(self.public, "withdraw"), sent)
        carried = dict(page.context["kept_form"].fields)
        assert carried["reason"] == "In error."
        assert "secret" not in carried
        assert "sesame" not in page.content.decode()

    def test_each_action_that_publishes_or_withdraws_is_one(self) -> None:
        reauthenticated = {
            name for name, action in ACTIONS.items() if action.requires_reauthentication
        }
        assert reauthenticated == {
            *("approve", "publish", "resume", "withdraw", "emergency", "ratify")
        }


class AFormWithErrors(DeskTestCase):
    """It says what is wrong, on top, and leads there."""

    def test_its_first_words_have_the_focus_and_link_to_each_field(self) -> None:
        make_issuer()
        self.sign_in_as("Authors")
        release = publish()
        answer = perform(self.client, release, "correct", notice="")
        page = answer.content.decode()
        assert (
            'role="alert" aria-labelledby="errors-title" tabindex="-1" autofocus'
            in page
        )
        assert '<a href="#id_notice">Notice to the public</a>: This field' in page
        assert 'aria-describedby="id_notice_helptext id_notice_error"' in page
