"""The history: one list of who did what, from what to what, in sentences."""

from __future__ import annotations

import datetime as dt
import html
import re
from typing import Any
from unittest import mock

from django.contrib.auth.models import Group, User
from django.db import connection
from django.test import SimpleTestCase
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from releases.desk import disclaimer_revisions, edit_log
from releases.models import (
    Contact,
    Event,
    JournalAction,
    JournalEntry,
    Release,
    ReleaseContact,
    RowChange,
)
from releases.record import audit_author, journal
from releases.record.clock import read_clock
from releases.workspace.history import lines as history_lines
from releases.workspace.history.lines import HistoryFilter, history_page
from releases.workspace.history.sentences import SENTENCES
from releases.workspace.history.subjects import subjects_of
from releases.workspace.history.views import history_url
from tests.admin.desk import DeskTestCase, change_path, post_form
from tests.builders import (
    SEVEN,
    author,
    counsel,
    make_contact,
    make_disclaimer,
    make_event,
    make_issuer,
    make_release,
    make_user,
    publish,
)
from tests.clock import travel

DAY = dt.timedelta(days=1)


def words_of(page: str) -> str:
    """Return what a page says, on one line."""
    text = re.sub(r"<[^>]+>", "", page.partition('<ol class="history">')[2])
    return " ".join(html.unescape(text).split())


class EveryAction(SimpleTestCase):
    """Has one sentence and one kind."""

    def test_each_action_of_the_journal_is_of_one_kind(self) -> None:
        actions = [action for sentences in SENTENCES.values() for action in sentences]
        assert sorted(actions) == sorted(JournalAction)


class TheHistoryOfARelease(DeskTestCase):
    """Says in sentences who did what, from what to what."""

    release: Release
    dana: Contact
    erik: Contact
    ines: User

    @classmethod
    def setUpTestData(cls) -> None:
        make_issuer()
        cls.dana, cls.erik = make_contact(name="Dana"), make_contact(name="Erik")
        cls.ines = make_user("ines", groups=("Administrators",))
        with audit_author.acting_as(by="loader", origin="manage.py"):
            cls.release = make_release(dateline_places="BOSTON", contacts=(cls.dana,))

    def setUp(self) -> None:
        self.client.force_login(self.ines)

    def history(self, **filters: str) -> str:
        """Return the words of the history of the release."""
        path = reverse("admin:releases_release_history", args=[self.release.pk])
        response = self.client.get(path, filters)
        assert response.status_code == 200
        return words_of(response.content.decode())

    def save(self, **changes: str) -> None:
        response = post_form(self.client, change_path(self.release), **changes)
        assert "Saved" in response.content.decode()

    def test_a_field_is_said_with_what_it_was_and_is(self) -> None:
        self.save(dateline_places="LONDON", material="yes", after_wire="on")
        words = self.history()
        assert f"ines edited “{self.release}”" in words
        assert "Dateline: places: BOSTON to LONDON" in words
        assert "Material news: No to Yes" in words
        assert "Only after the wire: No to Yes" in words
        Release.objects.update(material="")
        assert "Material news: Yes to Not answered" in self.history()

    def test_a_contact_is_said_by_name(self) -> None:
        self.save(**{"releasecontacts-0-contact": str(self.erik.pk)})
        assert f"Contact: {self.dana} to {self.erik}" in self.history()

    def test_a_time_is_said_in_the_companys_zone(self) -> None:
        self.save(go_live_at="2027-03-03T07:00:00")
        assert "Goes live at: 3 March 2027, 07:00:00 EST added" in self.history()
        self.save(go_live_at="")
        assert "3 March 2027, 07:00:00 EST removed" in self.history()

    def test_a_day_is_said_in_words(self) -> None:
        self.save(dateline_date="2027-03-03")
        assert "Dateline: date: 3 March 2027 added" in self.history()

    def test_of_a_long_text_the_words_that_changed_are_shown(self) -> None:
        text = "Revenue grew in every market of the company. " * 12
        Release.objects.update(body=f"<p>{text}</p>")
        self.save(body=f"<p>{text.replace('grew', 'fell', 1)}</p>")
        assert "Body: Revenue removed: grew added: fell in every" in self.history()

    def test_a_save_that_changes_nothing_says_so(self) -> None:
        self.save()
        assert "edited “Example Reports Results”: Nothing was changed." in (
            self.history().replace(str(self.release), "Example Reports Results")
        )

    def test_what_is_done_to_its_parts_stands_there_too(self) -> None:
        edit_log.note_edit_of_part(self.dana, by=self.ines)
        assert "contact “Dana" in self.history()

    def test_a_row_that_came_or_went_is_said_by_name(self) -> None:
        with audit_author.acting_as(by="ines", origin="192.0.2.7"):
            ReleaseContact.objects.all().delete()
        assert f"ines changed “{self.release}”" in self.history()
        assert f"Contact: {self.dana} removed" in self.history()

    def test_changes_by_sql_are_nobodys(self) -> None:
        Release.objects.update(headline="By hand")
        words = self.history()
        assert "Somebody without an account changed" in words
        assert "to By hand" in words

    def test_the_record_of_it_stands_there_too(self) -> None:
        publish(self.release, at=SEVEN)
        words = self.history()
        assert "put a version of" in words
        assert f"carl approved “{self.release}”" in words
        assert "State:" not in words

    def test_readers_are_shown_only_where_they_are_asked_for(self) -> None:
        self.page(change_path(self.release))
        assert "read “" not in self.history()
        assert f"ines read “{self.release}” before it was public" in self.history(
            kind="reading"
        )
        assert f"ines read “{self.release}”" in self.history(kind="all")

    def test_it_leads_back_to_the_release_and_to_each_proof(self) -> None:
        self.save(slug="results")
        entry = JournalEntry.objects.filter(action="edit")[0]
        page = self.page(
            reverse("admin:releases_release_history", args=[self.release.pk])
        )
        assert f'href="{change_path(entry)}"' in page
        assert f'href="{change_path(self.release)}"' in page

    def test_its_own_page_has_the_latest_lines_and_the_way_to_all(self) -> None:
        self.save(slug="results")
        page = self.page(change_path(self.release))
        assert "ines edited <a" in page
        assert reverse("admin:releases_release_history", args=[self.release.pk]) in page

    def test_who_may_see_it_may_see_its_history(self) -> None:
        self.client.force_login(author())
        self.save(dateline_places="LONDON")
        assert "BOSTON to LONDON" in self.history()
        self.sign_in_as()
        path = reverse("admin:releases_release_history", args=[self.release.pk])
        assert self.client.get(path).status_code == 403

    def test_what_is_not_there_has_none(self) -> None:
        for path in ("releases/release/4711", "releases/nothing/1", "no/thing/1"):
            with self.subTest(path):
                address = f"{reverse('admin:index')}{path}/history/"
                assert self.client.get(address).status_code == 404


class TheHistoryOfEverything(DeskTestCase):
    """Is filtered by person, kind, period and subject."""

    release: Release
    contact: Contact
    event: Event
    ines: User

    @classmethod
    def setUpTestData(cls) -> None:
        make_issuer()
        cls.release = publish(make_release(headline="Larkmoor Reports"), at=SEVEN)
        cls.contact = make_contact(name="Dana Whitfield")
        cls.event = make_event(title="Annual meeting")
        cls.ines = make_user("ines", groups=("Administrators",))
        with audit_author.acting_as(by="ines", origin="192.0.2.7"):
            Contact.objects.update(title="Chief")
            Event.objects.update(title="General meeting")
        with audit_author.acting_as(by="loader", origin="manage.py"):
            Contact.objects.update(title="Chief officer")

    def setUp(self) -> None:
        self.client.force_login(self.ines)

    def history(self, **filters: str) -> str:
        """Return the words of the history."""
        return words_of(self.page(history_url(**filters)))

    def test_each_saved_object_is_a_line_of_its_own(self) -> None:
        words = self.history()
        assert "ines changed contact “Dana Whitfield" in words
        assert "Title: Chief to Chief officer" in words
        assert "ines changed event “General meeting" in words
        assert "Title: Annual meeting to General meeting" in words

    def test_by_person(self) -> None:
        words = self.history(by="ines")
        assert "Annual meeting to General meeting" in words
        assert "Chief officer" not in words
        assert "carl" not in words

    def test_by_kind(self) -> None:
        words = self.history(kind="approval")
        assert "approved “Larkmoor Reports”" in words
        assert "changed contact" not in words
        assert "changed contact" in self.history(kind="writing")

    def test_by_period(self) -> None:
        today = read_clock().date()
        tomorrow = {"since": f"{today + DAY}"}
        assert words_of(self.page(history_url(**tomorrow))) == ""
        assert "General meeting" in self.history(
            since=f"{today - DAY}", until=f"{today + DAY}"
        )
        assert "General meeting" not in self.history(until=f"{today - 2 * DAY}")

    def test_by_subject(self) -> None:
        for about in ("whitfield", f"contact:{self.contact.pk}"):
            with self.subTest(about):
                words = self.history(about=about)
                assert "Chief officer" in words
                assert "General meeting" not in words
        assert self.history(about="nobody of this name") == ""

    def test_a_filter_that_is_none_is_refused(self) -> None:
        page = self.page(history_url(kind="gossip", since="yesterday"))
        assert "errorlist" in page
        assert words_of(page) == ""

    def test_without_the_permission_on_changes_it_has_the_sentences_alone(self) -> None:
        self.client.force_login(author())
        words = self.history()
        assert "approved “Larkmoor Reports”" in words
        assert "General meeting" not in words
        self.sign_in_as()
        assert self.client.get(history_url()).status_code == 403

    def test_all_of_it_is_there_page_by_page(self) -> None:
        for number in range(7):
            journal.write(JournalAction.EDIT, f"release:{number}", by="ada")
            with audit_author.acting_as(by=f"p{number}", origin="192.0.2.7"):
                Contact.objects.update(title=f"Officer {number}")
        since = JournalEntry.objects.filter(by="ada")[6].at
        recent = HistoryFilter(since=since)
        everything, cursor = history_page(recent)
        assert cursor is None
        assert len(everything) == 21
        paged = []
        with self.small_pages():
            lines, cursor = history_page(recent)
            paged += lines
            while cursor is not None:
                lines, cursor = history_page(recent, below=cursor)
                paged += lines
        assert [(line.at, line.sentence) for line in paged] == [
            (line.at, line.sentence) for line in everything
        ]

    def small_pages(self) -> Any:
        """Return a context in which a page has three lines."""
        return mock.patch.object(history_lines, "LINES", 3)

    def test_a_page_leads_to_the_older_ones(self) -> None:
        with self.small_pages():
            response = self.client.get(history_url(kind="all"))
            older = response.context["older_url"]
            page = self.page(history_url() + older)
        assert "kind=all" in older
        assert page.count("<time") == 3
        assert ">Latest<" in page

    def test_its_number_of_queries_does_not_grow(self) -> None:
        few = self.count_queries()
        for number in range(6):
            contact = make_contact(name=f"Contact {number}")
            Contact.objects.filter(pk=contact.pk).update(title="Chief")
            publish(make_release(headline=f"Release {number}"), at=SEVEN + DAY * number)
        assert self.count_queries() <= few + 2
        assert few < 30

    def count_queries(self) -> int:
        with CaptureQueriesContext(connection) as queries:
            self.page(history_url(kind="all"))
        return len(queries)


class WhatAHistoryIsAbout(DeskTestCase):
    """Every name that the journal has for one thing."""

    def test_a_disclaimer_is_all_its_revisions(self) -> None:
        disclaimer = make_disclaimer()
        assert subjects_of(disclaimer) == [
            f"disclaimer:{disclaimer.pk}",
            f"disclaimer:{disclaimer.ref.hex}",
        ]

    def test_a_release_is_what_is_on_the_record_of_it(self) -> None:
        release = publish(at=SEVEN)
        assert subjects_of(release) == [
            f"release:{release.pk}",
            f"release:{release.address}",
        ]

    def test_a_group_has_a_history_too(self) -> None:
        self.sign_in_as("Administrators", name="ines")
        group = Group.objects.create(name="Agency")
        with audit_author.acting_as(by="ines", origin="192.0.2.7"):
            Group.objects.filter(pk=group.pk).update(name="The agency")
        path = reverse("admin:auth_group_history", args=[group.pk])
        assert "Name: Agency to The agency" in words_of(self.page(path))

    def test_a_disclaimer_is_named_by_its_reference_too(self) -> None:
        disclaimer = make_disclaimer(name="Safe harbor")
        with travel(SEVEN):
            disclaimer_revisions.approve_revision(disclaimer, by=counsel(), at=SEVEN)
        lines, _cursor = history_page(HistoryFilter(subjects=subjects_of(disclaimer)))
        assert any("wording of <a" in line.sentence for line in lines)

    def test_what_is_deleted_keeps_its_number(self) -> None:
        contact = make_contact()
        number, name = contact.pk, contact.name
        contact.delete()
        lines, _cursor = history_page(HistoryFilter(subjects=[f"contact:{number}"]))
        assert lines[0].sentence == f"changed contact {number}"
        assert {lines[0].changes[0].after, lines[0].changes[-1].before} == {name}
        assert RowChange.objects.filter(subject=f"contact:{number}").count() == 2
