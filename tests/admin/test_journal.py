"""The journal and the changes as staff read them, and whose each change is."""

from __future__ import annotations

import datetime as dt
from typing import Any

from django.contrib.auth.models import User
from django.test import override_settings
from django.urls import reverse

from releases.desk import transitions
from releases.desk.journal_subjects import subject_of_release
from releases.models import Contact, JournalAction, JournalEntry, RowChange
from releases.record import journal
from tests.admin.desk import DeskTestCase, change_path, form_data, list_path
from tests.builders import (
    SEVEN,
    author,
    counsel,
    make_contact,
    make_release,
    publish,
    schedule,
)
from tests.clock import SECOND, travel

HOUR = dt.timedelta(hours=1)


class WhoseAChangeIs(DeskTestCase):
    """What a request changes is its user's, from the address it came from."""

    def setUp(self) -> None:
        self.contact = make_contact()
        self.sign_in_as("Administrators", name="ines")

    def saved(self, **headers: Any) -> RowChange:
        """Return the change of a contact that is saved in the admin."""
        path = change_path(self.contact)
        title = f"Director {RowChange.objects.count()}"
        data = form_data(self.client, path, title=title, _save="1")
        response = self.client.post(path, data, **headers)
        assert response.status_code == 302
        return RowChange.objects.filter(table="releases_contact")[0]

    def test_a_save_is_its_users_from_their_address(self) -> None:
        change = self.saved(REMOTE_ADDR="192.0.2.7")
        assert (change.by, change.origin) == ("ines", "192.0.2.7")

    def test_only_the_proxys_own_word_is_believed(self) -> None:
        forged = "198.51.100.1, 203.0.113.9"
        given = {"REMOTE_ADDR": "10.0.0.1", "HTTP_X_FORWARDED_FOR": forged}
        assert self.saved(**given).origin == "10.0.0.1"
        with override_settings(BEHIND_PROXY=True):
            assert self.saved(**given).origin == "203.0.113.9"
            nonsense = {**given, "HTTP_X_FORWARDED_FOR": "<script>"}
            assert self.saved(**nonsense).origin == "10.0.0.1"
            assert self.saved(REMOTE_ADDR="10.0.0.1").origin == "10.0.0.1"

    def test_a_password_that_is_changed_is_told_without_it(self) -> None:
        user = User.objects.get(username="ines")
        path = reverse("admin:auth_user_password_change", args=[user.pk])
        new = {"password1": "rather-long-93", "password2": "rather-long-93"}
        self.client.post(path, {**new, "usable_password": "true"})
        change = RowChange.objects.filter(table="auth_user")[0]
        assert (change.by, change.after) == ("ines", change.before)
        assert "(secret)" in change.after

    def test_a_page_for_readers_opens_no_session(self) -> None:
        publish(at=SEVEN)
        self.client.logout()
        with travel(SEVEN + HOUR):
            response = self.client.get("/")
        assert "Cookie" not in response.headers.get("Vary", "")


class TheListOfChanges(DeskTestCase):
    """It says what was changed, and finds what concerns one thing or one person."""

    def setUp(self) -> None:
        # An account's password is journalled, which seals what changed before.
        self.sign_in_as("Administrators", name="ines")
        self.contact = make_contact()
        Contact.objects.update(title="Chief")

    def test_a_change_is_told_by_the_names_of_its_fields(self) -> None:
        page = self.page(list_path("rowchange"))
        assert "changed Title" in page
        assert f"Contact {self.contact.pk}" in page
        assert "unknown" in page

    def test_it_finds_what_concerns_one_thing(self) -> None:
        make_contact(name="Another")
        for query in ("subject=", "q="):
            page = self.page(
                f"{list_path('rowchange')}?{query}contact:{self.contact.pk}"
            )
            assert "2 changes" in page

    def test_it_finds_what_one_person_wrote_and_one_kind_of_thing(self) -> None:
        assert "0 changes" in self.page(f"{list_path('rowchange')}?by=mallory")
        page = self.page(f"{list_path('rowchange')}?table=releases_contact")
        assert "2 changes" in page

    def test_before_and_after_stand_side_by_side_for_what_changed_alone(self) -> None:
        change = RowChange.objects.filter(table="releases_contact")[0]
        page = self.page(change_path(change))
        assert "<td>Director, Investor Relations</td><td>Chief</td>" in page
        assert "+1 617 555 0142" not in page
        assert "Not sealed yet" in page

    def test_what_people_wrote_is_shown_and_never_run(self) -> None:
        Contact.objects.update(name="<script>alert(1)</script>")
        change = RowChange.objects.filter(table="releases_contact")[0]
        page = self.page(change_path(change))
        assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page

    def test_a_seal_leads_from_the_entry_to_its_changes_and_back(self) -> None:
        entry = journal.write(
            JournalAction.EDIT, f"contact:{self.contact.pk}", by="ada"
        )
        page = self.page(change_path(entry))
        assert f"?entry={entry.seq}" in page
        assert f"{entry.changes_sealed} row changes" in page
        assert f"{entry.changes_sealed} changes" in self.page(
            f"{list_path('rowchange')}?entry={entry.seq}"
        )
        assert f"Entry {entry.seq}" in self.page(
            change_path(entry.row_changes.all()[0])
        )
        one = journal.write(JournalAction.EDIT, "contact:1", by="ada")
        assert "no row changes" in self.page(change_path(one))

    def test_authors_do_not_read_it(self) -> None:
        self.client.force_login(author())
        assert self.client.get(list_path("rowchange")).status_code == 403


class ReadingWhatIsNotPublic(DeskTestCase):
    """Who read a release before it was out is in the journal, once an hour."""

    def setUp(self) -> None:
        self.enterContext(travel(SEVEN))
        self.release = make_release()
        self.client.force_login(counsel())

    def read(self) -> list[tuple[str, str]]:
        """Who read it, and in what, the first one first."""
        entries = JournalEntry.objects.filter(
            action="read", subject=subject_of_release(self.release)
        )
        return list(entries.order_by("seq").values_list("by", "detail"))

    def preview(self) -> str:
        return reverse("admin:releases_release_preview", args=[self.release.pk])

    def test_its_page_and_its_preview_are_noted(self) -> None:
        self.page(change_path(self.release))
        self.page(self.preview())
        assert self.read() == [("carl", "its page"), ("carl", "its preview")]

    def test_once_an_hour_for_each_person(self) -> None:
        for moment in (SEVEN, SEVEN + HOUR - SECOND, SEVEN + HOUR):
            with travel(moment):
                self.client.force_login(counsel())
                self.page(change_path(self.release))
        self.client.force_login(author())
        self.page(change_path(self.release))
        assert self.read() == [
            ("carl", "its page"),
            ("carl", "its page"),
            ("ada", "its page"),
        ]

    def test_what_waits_for_its_instant_is_noted(self) -> None:
        schedule(self.release, live_from=SEVEN + HOUR, approved_at=SEVEN)
        self.page(change_path(self.release))
        assert self.read() == [("carl", "its page")]

    def test_what_everybody_reads_is_not(self) -> None:
        publish(self.release, at=SEVEN)
        with travel(SEVEN + SECOND):
            self.client.force_login(counsel())
            self.page(change_path(self.release))
            self.page(self.preview())
        assert self.read() == []

    def test_a_correction_in_the_making_is(self) -> None:
        publish(self.release, at=SEVEN)
        with travel(SEVEN + SECOND):
            transitions.correct(
                self.release, by=author(), at=SEVEN + SECOND, notice="Wrong."
            )
            self.client.force_login(counsel())
            self.page(change_path(self.release))
        assert self.read() == [("carl", "its page")]

    def test_a_new_form_reads_nothing(self) -> None:
        self.client.force_login(author())
        self.page(reverse("admin:releases_release_add"))
        assert not JournalEntry.objects.filter(action="read").exists()


class TakingTheWholeFile(DeskTestCase):
    """Whoever may see a release may take its file; the journal notes it."""

    def setUp(self) -> None:
        self.release = make_release()

    def path(self) -> str:
        return reverse("admin:releases_release_export", args=[self.release.pk])

    def test_it_is_a_download_that_nobody_keeps(self) -> None:
        self.client.force_login(counsel())
        response = self.client.get(self.path())
        assert b"".join(response).startswith(b"PK")
        assert "no-store" in response.headers["Cache-Control"]
        assert (
            f'filename="release-{self.release.pk}-' in response["Content-Disposition"]
        )
        assert JournalEntry.objects.get(action="export").by == "carl"

    def test_others_are_refused(self) -> None:
        self.sign_in_as()
        assert self.client.get(self.path()).status_code == 403
        assert not JournalEntry.objects.filter(action="export").exists()
