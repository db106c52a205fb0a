"""Every change of a row is recorded, whichever way it came."""

from __future__ import annotations

import json
from typing import Any

from django.apps import apps
from django.contrib.auth.models import Group, User
from django.db import connection, models, transaction
from django.db.models.functions import Upper
from django.test import TestCase

from releases.models import (
    Approval,
    Category,
    EventMention,
    HorizonInstant,
    OldPath,
    Publication,
    PublishedFile,
    ReleaseContact,
    RowChange,
    Topic,
)
from releases.record import row_changes
from releases.record.triggers import installation
from tests.builders import (
    SEVEN,
    make_attachment,
    make_contact,
    make_event,
    make_release,
    make_user,
)
from tests.clock import SECOND, travel
from tests.record.rows import (
    HOUR,
    WAYS,
    OnTheRecord,
    file_of,
    insert,
    instant_of,
    on_postgresql,
    on_sqlite,
    refused,
    sql,
    unsaved,
)


def latest() -> RowChange:
    """Return the latest row change."""
    return RowChange.objects.order_by("-pk")[0]


def of_row(row: models.Model) -> list[tuple[str, Any, Any]]:
    """Return (action, before, after) of each change of the row, the first one first."""
    found = RowChange.objects.filter(table=row._meta.db_table, row=row.pk).order_by(
        "pk"
    )
    return [
        (
            one.action,
            json.loads(one.before) if one.before else None,
            json.loads(one.after) if one.after else None,
        )
        for one in found
    ]


class AChange(TestCase):
    """It holds what was there before, and what came of it."""

    def setUp(self) -> None:
        self.contact = make_contact(name="Dana")

    def test_a_row_that_is_added_is_written_down_whole(self) -> None:
        ((action, before, after),) = of_row(self.contact)
        assert (action, before) == ("insert", None)
        assert set(after) == {f.column for f in self.contact._meta.concrete_fields}
        assert (after["name"], after["phones"]) == ("Dana", "+1 617 555 0142")

    def test_of_a_row_that_changes_only_the_difference(self) -> None:
        for n, way in enumerate(WAYS):
            with self.subTest(way=way.__name__):
                way(self.contact, "title", f"Größe — 決算 '{n}' \" \\ %s")
                assert of_row(self.contact)[-1][2] == {
                    "title": f"Größe — 決算 '{n}' \" \\ %s"
                }
        assert of_row(self.contact)[1][1] == {"title": "Director, Investor Relations"}
        assert len(of_row(self.contact)) == 1 + len(WAYS)

    def test_a_row_that_is_deleted_is_written_down_whole(self) -> None:
        known, pk = of_row(self.contact)[0][2], self.contact.pk
        self.contact.delete()
        self.contact.pk = pk
        assert of_row(self.contact)[-1] == ("delete", known, None)

    def test_many_at_once_leave_a_trace_each(self) -> None:
        Topic.objects.bulk_create([Topic(name=f"Topic {n}") for n in range(3)])
        Topic.objects.update(name=Upper("name"))
        Topic.objects.all().delete()
        table = RowChange.objects.filter(table="releases_topic")
        actions = list(table.order_by("pk").values_list("action", flat=True))
        assert actions == ["insert"] * 3 + ["update"] * 3 + ["delete"] * 3

    def test_saving_without_a_change_leaves_none(self) -> None:
        Topic.objects.create(name="One").save()
        Topic.objects.update(name="One")
        assert RowChange.objects.filter(table="releases_topic").count() == 1

    def test_what_is_undone_leaves_none(self) -> None:
        count = RowChange.objects.count()
        with transaction.atomic():
            make_contact()
            transaction.set_rollback(True)
        assert RowChange.objects.count() == count

    def test_its_time_is_the_records(self) -> None:
        for moment in (SEVEN, SEVEN + SECOND / 8):
            with travel(moment):
                make_contact()
                assert latest().at == moment

    def test_nobody_wrote_what_nobody_signed(self) -> None:
        sql("UPDATE releases_contact SET name = 'Forged'")
        assert (latest().by, latest().origin) == ("", "")

    @on_sqlite
    def test_sqlites_or_replace_leaves_both_traces(self) -> None:
        sql("PRAGMA recursive_triggers = ON")  # as irsite's own connections have it
        topic = Topic.objects.create(name="One")
        insert(Topic(name="One"), verb="INSERT OR REPLACE")
        assert [action for action, _, _ in of_row(topic)] == ["insert", "delete"]
        assert latest().action == "insert"

    @on_postgresql
    def test_no_table_is_emptied_without_a_trace(self) -> None:
        connection.check_constraints()  # PostgreSQL empties no table that awaits one
        for table in ("releases_topic", "releases_release", "auth_group"):
            with self.subTest(table=table), refused("never truncate"):
                sql(f"TRUNCATE {table} CASCADE")


class EveryTable(TestCase):
    """The newsroom's tables, and those of its staff, have what writes changes down."""

    def test_it_is_every_one_but_those_that_need_it_not(self) -> None:
        models_of = apps.get_app_config("releases").get_models(
            include_auto_created=True
        )
        names = {model._meta.label_lower for model in models_of}
        found = {model._meta.label_lower for model in row_changes.tracked_models(apps)}
        assert names - found == {
            *("releases.recordstate", "releases.journalentry", "releases.rowchange"),
            *("releases.recordchange", "releases.webworker", "releases.earlyrequest"),
            *("releases.derivative", "releases.contentdigest", "releases.unsavedform"),
            *("releases.searchstate", "releases.searchword"),
            *("releases.envelope", "releases.loghead", "releases.logentry"),
        }
        assert "releases.release_topics" in found
        assert found - names == {
            *("auth.user", "auth.user_groups", "auth.user_user_permissions"),
            *("auth.group", "auth.group_permissions", "mfa.authenticator"),
        }

    def test_each_has_its_triggers(self) -> None:
        with connection.cursor() as cursor:
            found = {
                name for name, _ in installation.installed(cursor, connection.vendor)
            }
        kinds = {
            "sqlite": (
                *("row_change_insert", "row_change_update", "row_change_delete"),
            )
        }
        for model in row_changes.tracked_models(apps):
            for kind in kinds.get(
                connection.vendor, ("row_change", "row_change_truncate")
            ):
                assert f"{model._meta.db_table}_{kind}" in found

    def test_what_was_there_before_was_found(self) -> None:
        for model in (Category, Group, Group.permissions.through):
            rows = set(model._default_manager.values_list("pk", flat=True))
            known = RowChange.objects.filter(
                table=model._meta.db_table, action__in=["found", "insert"]
            )
            assert rows
            assert rows == set(known.values_list("row", flat=True))


class WhatIsNotWrittenDown(OnTheRecord):
    """Secrets, and what stands elsewhere with a digest."""

    def test_of_a_password_only_that_it_changed(self) -> None:
        user = make_user("ada")
        user.set_password("another")
        user.save()
        (_, _, added), (_, *changed) = of_row(user)
        assert added["password"] == "(secret)"
        assert changed == [{"password": "(secret)"}] * 2
        texts = RowChange.objects.values_list("before", "after")
        assert not [text for pair in texts for text in pair if user.password in text]

    def test_a_sign_in_is_no_change_of_a_person(self) -> None:
        user = make_user("ada")
        User.objects.update(last_login=SEVEN)
        assert len(of_row(user)) == 1
        assert "last_login" not in of_row(user)[0][2]

    def test_of_a_publication_the_digest_and_not_the_document(self) -> None:
        _, _, after = of_row(self.scheduled)[0]
        assert after["digest"] == self.scheduled.digest
        assert "document" not in after

    def test_the_moves_of_a_publication_are_told(self) -> None:
        moves = [set(after) for _, _, after in of_row(self.called_off)[1:]]
        assert moves == [{"live_until"}]


class WhatAChangeConcerns(OnTheRecord):
    """A part's changes are found with its whole's."""

    def subject(self) -> str:
        return latest().subject

    def test_a_release_and_all_it_carries(self) -> None:
        release = make_release()
        subject = f"release:{release.pk}"
        assert self.subject() == subject
        contact = make_contact()
        assert self.subject() == f"contact:{contact.pk}"
        link = ReleaseContact.objects.create(release=release, contact=contact)
        assert self.subject() == subject
        make_attachment(release)
        assert self.subject() == subject
        release.topics.add(Topic.objects.create(name="One"))
        assert self.subject() == subject
        Approval.objects.create(release=release, by=make_user(), at=SEVEN)
        assert self.subject() == subject
        link.delete()
        assert self.subject() == subject

    def test_an_events_parts(self) -> None:
        event = make_event()
        event.sessions.create(title="Opening")
        assert self.subject() == f"event:{event.pk}"
        make_attachment(event=event)
        assert self.subject() == f"event:{event.pk}"

    def test_what_hangs_on_a_publication_and_leads_to_it(self) -> None:
        publication = unsaved(address="2026/new", live_from=SEVEN + HOUR)
        rows: list[models.Model] = [
            publication,
            file_of(publication),
            instant_of(publication, SEVEN + 2 * HOUR),
            OldPath(path="/old", address="2026/new"),
        ]
        for row in rows:
            if isinstance(row, PublishedFile | EventMention | HorizonInstant):
                row.publication = Publication.objects.get(address="2026/new")
            row.save()
            with self.subTest(row=row):
                assert self.subject() == "release:2026/new"

    def test_a_person_and_their_groups(self) -> None:
        user = make_user("ada")
        user.groups.add(Group.objects.get(name="Counsel"))
        assert self.subject() == f"user:{user.pk}"
        user.groups.clear()
        assert (self.subject(), latest().action) == (f"user:{user.pk}", "delete")
