"""Every page of the desk opens, and none costs more for holding more."""

from __future__ import annotations

import datetime as dt

from django.apps import apps
from django.contrib import admin
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from releases.desk import transitions
from releases.models import Category, ReleaseTemplate, Topic, Waiver
from tests.admin.desk import DeskTestCase, change_path, list_path
from tests.builders import (
    SEVEN,
    author,
    make_absence,
    make_attachment,
    make_boilerplate,
    make_contact,
    make_disclaimer,
    make_event,
    make_filing,
    make_image,
    make_issuer,
    make_release,
    make_report,
    make_site_page,
    make_user,
    publish,
    schedule,
)
from tests.clock import travel
from tests.previews.links import make_link

RECORD = {
    *("publication", "journalentry", "rowchange", "attachment"),
    *("approval", "waiver", "previewlink"),
}


def one_of_each(places: range = range(1)) -> None:
    """Create a newsroom with one of everything at each of these places."""
    ReleaseTemplate.objects.get_or_create(category=Category.objects.latest("pk"))
    for place in places:
        contact = make_contact(name=f"Dana {place}")
        disclaimer = make_disclaimer(name=f"Wording {place}")
        event = make_event(title=f"Call {place}")
        release = make_release(
            headline=f"Larkmoor Reports Quarter {place}",
            contacts=(contact,),
            disclaimers=(disclaimer,),
            boilerplates=(make_boilerplate(),),
            events=(event,),
        )
        make_attachment(release)
        make_attachment(event=event)
        Topic.objects.create(name=f"Topic {place}")
        make_filing(release)
        make_attachment(report=make_report())
        make_attachment(page=make_site_page())
        make_image()
        make_link(release)
        make_absence(make_user(), make_user())
        Waiver.objects.create(
            release=release, check_id="text.leftover", by=author(), at=SEVEN
        )
        publish(release, at=SEVEN + dt.timedelta(minutes=place))


class EveryPage(DeskTestCase):
    """An administrator can open all there is."""

    @classmethod
    def setUpTestData(cls) -> None:
        make_issuer()
        one_of_each()

    def setUp(self) -> None:
        self.sign_in_as("Administrators")

    def registered(self) -> list[str]:
        """Return the models of the newsroom that have a page."""
        found = [
            model._meta.model_name or ""
            for model in admin.site._registry  # noqa: SLF001 - what is registered
            if model._meta.app_label == "releases"
        ]
        assert len(found) > 8
        return found

    def test_each_list_opens(self) -> None:
        for model in self.registered():
            with self.subTest(model):
                self.page(list_path(model))

    def test_each_list_can_be_searched(self) -> None:
        for model in self.registered():
            with self.subTest(model):
                self.page(list_path(model) + "?q=larkmoor")

    def test_each_add_page_opens_but_those_of_the_record(self) -> None:
        for model in self.registered():
            with self.subTest(model):
                path = reverse(f"admin:releases_{model}_add")
                status = self.client.get(path).status_code
                refused = model in RECORD or model == "issuer"
                assert status == (403 if refused else 200)

    def test_each_change_page_opens(self) -> None:
        for model in self.registered():
            row = apps.get_model("releases", model)._default_manager.first()
            with self.subTest(model):
                self.page(change_path(row))
                self.page(reverse(f"admin:releases_{model}_history", args=[row.pk]))

    def test_days_in_lists_are_written_as_every_time_at_the_desk(self) -> None:
        make_filing(filed_on=dt.date(2026, 11, 6))
        make_report(dated=dt.date(2026, 4, 14))
        make_disclaimer(name="Dated", review_by=dt.date(2027, 2, 1))
        for model, day in (
            ("filing", "6 November 2026"),
            ("report", "14 April 2026"),
            ("disclaimer", "1 February 2027"),
        ):
            with self.subTest(model):
                assert day in self.page(list_path(model))

    def test_so_are_days_and_times_of_forms_that_are_only_read(self) -> None:
        event = make_event(starts=SEVEN, ends=None, timezone="Asia/Tokyo")
        filing = make_filing(filed_on=dt.date(2026, 11, 6))
        release = publish(make_release(go_live_at=SEVEN), at=SEVEN)
        self.sign_in_as("Finance")
        assert "3 March 2026, 21:00:00 JST" in self.page(change_path(event))
        assert "6 November 2026" in self.page(change_path(filing))
        assert "3 March 2026, 07:00:00 EST" in self.page(change_path(release))

    def test_deleting_a_draft_counts_what_goes_and_names_no_table(self) -> None:
        draft = make_release(headline="Never Sent", contacts=(make_contact(),))
        draft.topics.add(Topic.objects.latest("pk"))
        page = self.page(reverse("admin:releases_release_delete", args=[draft.pk]))
        assert "Delete “Never Sent”?" in page
        assert "<li>Release contacts: 1</li>" in page
        assert "relationship" not in page

    def test_the_index_and_users_and_groups_open(self) -> None:
        for name in ("index", "auth_user_changelist", "auth_group_changelist"):
            with self.subTest(name):
                self.page(reverse(f"admin:{name}"))

    def test_no_page_of_the_desk_is_kept_by_a_browser(self) -> None:
        for model in self.registered():
            with self.subTest(model):
                headers = self.client.get(list_path(model)).headers
                assert "no-store" in headers["Cache-Control"]


class TheRecord(DeskTestCase):
    """What is on the record is shown and never written here."""

    def test_nobody_adds_changes_or_deletes(self) -> None:
        one_of_each()
        self.client.force_login(self.sign_in_as("Administrators"))
        for model in sorted(RECORD):
            row = apps.get_model("releases", model)._default_manager.first()
            with self.subTest(model):
                assert self.client.post(change_path(row), {}).status_code == 403
                delete = reverse(f"admin:releases_{model}_delete", args=[row.pk])
                assert self.client.post(delete, {"post": "yes"}).status_code == 403


class AList(DeskTestCase):
    """It costs the same for two rows and for five."""

    def test_its_number_of_queries_is_constant(self) -> None:
        self.sign_in_as("Administrators")
        one_of_each(range(2))
        few = self.counted()
        one_of_each(range(2, 5))
        assert self.counted() == few

    def counted(self) -> dict[str, int]:
        """How many questions each list asks the database."""
        found = {}
        for model in (
            "release",
            "event",
            "contact",
            "disclaimer",
            "publication",
            "rowchange",
            "approval",
            "waiver",
            "previewlink",
        ):
            with CaptureQueriesContext(connection) as asked:
                self.page(list_path(model))
            found[model] = len(asked)
        assert max(found.values()) <= 12, found
        return found


class TheListOfReleases(DeskTestCase):
    """It says when each opens, or when it was first out."""

    def setUp(self) -> None:
        make_issuer()
        self.sign_in_as("Counsel")

    def test_what_is_public_shows_when_it_opened(self) -> None:
        publish(at=SEVEN)
        assert "3 March 2026, 07:00:00 EST" in self.page(list_path("release"))

    def test_what_is_scheduled_shows_when_it_will(self) -> None:
        later = SEVEN + dt.timedelta(hours=9, seconds=7)
        schedule(live_from=later)
        with travel(SEVEN):
            assert "3 March 2026, 16:00:07 EST" in self.page(list_path("release"))

    def test_what_was_imported_shows_the_day_it_was_first_out(self) -> None:
        release = make_release()
        dated = SEVEN - dt.timedelta(days=400)
        with travel(SEVEN):
            transitions.import_past(release, by="loader", at=SEVEN, dated=dated)
        with travel(SEVEN + dt.timedelta(minutes=1)):
            assert "27 January 2025" in self.page(list_path("release"))
