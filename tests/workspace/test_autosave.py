"""What is typed into a draft is kept for its writer alone, until they save it."""

from __future__ import annotations

import datetime as dt

from django.contrib.auth.models import User
from django.db import IntegrityError, connection, transaction
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

import pytest

from releases.models import JournalEntry, Release, RowChange, UnsavedForm
from tests.admin.desk import DeskTestCase, add_path, change_path, form_data, messages_of
from tests.builders import (
    SEVEN,
    make_contact,
    make_issuer,
    make_release,
    make_user,
    publish,
    submit,
)
from tests.clock import travel

NEW = reverse("admin:releases_release_autosave_new")
TYPED = "Typed and not saved"
RESTORED = "and didn’t save it"


def autosave_path(release: Release) -> str:
    return reverse("admin:releases_release_autosave", args=[release.pk])


class WhatIsTyped(DeskTestCase):
    """It is there again when its writer comes back, and nobody else sees it."""

    @classmethod
    def setUpTestData(cls) -> None:
        make_issuer()
        make_user("ada", groups=("Authors",))
        make_user("ben", groups=("Administrators",))

    def setUp(self) -> None:
        self.release = make_release()
        self.path = change_path(self.release)
        self.sign_in("ada")

    def sign_in(self, name: str) -> None:
        self.client.force_login(User.objects.get(username=name))

    def autosave(self, path: str, page: str = "t1", **typed: str) -> int:
        """Send what a page sends while somebody types; return the status."""
        form = add_path("release") if path == NEW else self.path
        sent = form_data(self.client, form, page_token=page, **typed)
        return self.client.post(path, {**sent, "_save": "1"}).status_code

    def test_it_is_restored_with_a_sentence_to_its_writer_alone(self) -> None:
        third = make_contact(name="Zoe")
        assert RESTORED not in self.page(self.path)
        entries = JournalEntry.objects.count()
        changes = RowChange.objects.count()
        with travel(SEVEN):
            status = self.autosave(
                autosave_path(self.release),
                headline="",
                body=f"<p>{TYPED}</p>",
                **{
                    "releasecontacts-TOTAL_FORMS": "2",
                    "releasecontacts-1-contact": str(third.pk),
                },
            )
        assert status == 204
        assert JournalEntry.objects.count() == entries
        assert RowChange.objects.count() == changes
        page = self.page(self.path)
        assert RESTORED in page
        assert "You typed this until 3 March 2026, 07:00:00 EST" in page
        assert TYPED in page
        assert f'value="{third.pk}" selected' in page
        assert "This field is required" not in page
        assert "errornote" not in page
        self.release.refresh_from_db()
        assert TYPED not in self.release.body
        self.sign_in("ben")
        for path in (self.path, add_path("release"), reverse("admin:index")):
            assert TYPED not in self.page(path)

    def test_it_is_dropped_once_it_is_saved_and_a_late_request_is_refused(self) -> None:
        path = autosave_path(self.release)
        self.autosave(path, subheadlines=TYPED)
        edits = JournalEntry.objects.filter(action="edit")
        assert not edits.exists()
        restored = self.client.get(self.path)
        sent = form_data(self.client, self.path, page_token="t1")
        assert sent["subheadlines"] == TYPED
        assert restored.context["opened"] == sent["opened"]
        response = self.client.post(self.path, {**sent, "_save": "1"}, follow=True)
        assert "Saved as a draft" in messages_of(response)
        assert edits.count() == 1
        self.release.refresh_from_db()
        assert self.release.subheadlines == TYPED
        assert RESTORED not in self.page(self.path)
        assert self.autosave(path, subheadlines="late") == 409
        assert RESTORED not in self.page(self.path)
        assert self.autosave(path, page="t2", subheadlines="later") == 204
        assert RESTORED in self.page(self.path)

    def test_a_colleague_who_saved_in_between_is_not_overwritten(self) -> None:
        self.autosave(autosave_path(self.release), subheadlines=TYPED)
        self.release.subheadlines = "Saved by Ben"
        self.release.save()
        page = self.page(self.path)
        assert TYPED in page
        assert "Saved by Ben" in page
        assert "Theirs" in page

    def test_a_new_release_is_restored_until_it_is_discarded(self) -> None:
        assert self.autosave(NEW, headline=TYPED) == 204
        assert self.autosave(NEW, headline=TYPED + " twice") == 204
        page = self.page(add_path("release"))
        assert TYPED + " twice" in page
        assert RESTORED not in self.page(self.path)
        discard = reverse("admin:releases_release_discard_new")
        response = self.client.post(discard, {"page_token": "t1"}, follow=True)
        assert "is discarded" in messages_of(response)
        assert TYPED not in self.page(add_path("release"))
        assert self.autosave(NEW, headline=TYPED) == 409
        discard = reverse("admin:releases_release_discard", args=[self.release.pk])
        assert self.client.post(discard).headers["Location"] == self.path
        sent = form_data(self.client, add_path("release"), headline="A New Release")
        self.autosave(NEW, page="t2", headline=TYPED)
        self.client.post(add_path("release"), {**sent, "_save": "1"})
        assert TYPED not in self.page(add_path("release"))

    def test_only_a_draft_that_one_may_change_is_kept_and_restored(self) -> None:
        path = autosave_path(self.release)
        assert self.autosave(path, page="") == 400
        assert self.autosave(path, page="x" * 65) == 400
        assert self.autosave(path, subheadlines="a\0b") == 400
        assert self.autosave(path, body="x" * 1_000_001) == 413
        assert self.autosave(path, subheadlines=TYPED) == 204
        submit(self.release)
        assert RESTORED not in self.page(self.path)
        assert self.client.post(path, {"page_token": "t"}).status_code == 409
        public = publish(make_release(headline="Public"))
        assert self.client.get(autosave_path(public)).status_code == 405
        strange = reverse("admin:releases_release_change", args=["x" * 30])
        assert self.client.get(strange).status_code == 302
        self.sign_in_as("Counsel")
        for refused in (path, NEW):
            assert self.client.post(refused, {"page_token": "t"}).status_code == 403

    def test_what_is_a_month_old_is_dropped(self) -> None:
        with travel(SEVEN):
            self.autosave(autosave_path(self.release), subheadlines=TYPED)
        with travel(SEVEN + dt.timedelta(days=31)):
            self.client.force_login(self.sign_in_as("Authors", name="cleo"))
            assert self.autosave(NEW, headline="Another") == 204
        assert UnsavedForm.objects.count() == 1

    def test_the_pages_ask_a_bounded_number_of_queries(self) -> None:
        for path, most in (
            (self.path, 44),
            (reverse("admin:index"), 40),
            (add_path("release"), 40),
        ):
            self.page(path)
            with CaptureQueriesContext(connection) as queries:
                self.page(path)
            assert len(queries) <= most, (path, len(queries))

    def test_what_is_restored_asks_no_query_for_each_row(self) -> None:
        numbers = []
        for rows in (1, 5):
            people = tuple(make_contact(name=f"Zoe {rows} {n}") for n in range(rows))
            release = make_release(headline=f"{rows} contacts", contacts=people)
            self.path = change_path(release)
            self.autosave(autosave_path(release), subheadlines=TYPED)
            with CaptureQueriesContext(connection) as queries:
                assert RESTORED in self.page(self.path)
            numbers.append(len(queries))
        assert numbers[0] == numbers[1] <= 45


class ItsRow(DeskTestCase):
    """One for each person and release."""

    def test_it_is_unique(self) -> None:
        user, release = make_user(), make_release()
        for name, of in (
            ("unsaved_form_is_one_for_user_and_release", release),
            ("unsaved_form_of_a_new_release_is_one_for_user", None),
        ):
            UnsavedForm.objects.create(user=user, release=of, at=SEVEN)
            with (
                self.subTest(name),
                transaction.atomic(),
                pytest.raises(IntegrityError),
            ):
                UnsavedForm.objects.create(user=user, release=of, at=SEVEN)
        assert str(UnsavedForm.objects.first()) == "Unsaved text"
