"""Who may sign in, and how, is changed by irsite alone; a name on a change is proved."""

from __future__ import annotations

import io
from typing import Any

from django.apps import apps
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import Group, User
from django.core.management import call_command
from django.db import connection
from django.test import override_settings

from allauth.mfa.models import Authenticator

from releases.models import JournalAction, JournalEntry, RowChange, Topic
from releases.record import audit_author, journal
from releases.record.triggers import installation
from tests.builders import SEVEN, counsel, make_contact, make_user
from tests.owner import as_owner
from tests.record.rows import insert, on_postgresql, on_sqlite, sql
from tests.record.whole import ARecord, by_hand, problems, verified

KEY = "k" * 50


def make_factor(user: User, **data: Any) -> Authenticator:
    """Set up an authenticator app for the user, as they do themselves."""
    with audit_author.acting_as(by=user.username, origin="192.0.2.1"):
        factor: Authenticator = Authenticator.objects.create(
            user=user, type="totp", data=data or {"secret": "sealed:one"}
        )
    return factor


class ASwappedCredential(ARecord):
    """The journal has a fingerprint of each, under a key that the database does not hold."""

    def test_a_password_past_irsite(self) -> None:
        entry = self.entry(f"password {counsel().pk}")
        by_hand(
            "UPDATE auth_user SET password = %s WHERE username = 'carl'",
            [make_password("mallory's")],
        )
        why = f"it is not the one that journal entry {entry.seq} says was stored"
        assert problems() == [f"the password of carl: {why}."]

    def test_somebody_elses_password(self) -> None:
        sql(
            "UPDATE auth_user SET password = (SELECT password FROM auth_user"
            " WHERE username = 'ada') WHERE username = 'carl'"
        )
        assert any("the password of carl: it is not" in found for found in problems())

    def test_a_second_factor_that_is_taken_away(self) -> None:
        factor = make_factor(counsel())
        assert problems() == []
        sql("DELETE FROM mfa_authenticator")
        why = f"second factor {factor.pk}: journal entry"
        (found,) = (each for each in problems() if each.startswith(why))
        assert found.endswith("stored it, and no entry says who deleted it.")

    def test_a_second_factor_that_is_added(self) -> None:
        factor = make_factor(counsel())
        columns = "user_id, data, created_at"
        sql(
            f"INSERT INTO mfa_authenticator (type, {columns})"
            f" SELECT 'webauthn', {columns} FROM mfa_authenticator"
        )
        why = "no journal entry says that irsite stored it"
        assert f"second factor {factor.pk + 1} of carl: {why}." in problems()

    def test_a_second_factor_that_is_swapped(self) -> None:
        factor = make_factor(counsel())
        sql("UPDATE mfa_authenticator SET data = %s", ['{"secret": "mine"}'])
        why = f"second factor {factor.pk} of carl: it is not the one that journal entry"
        assert any(each.startswith(why) for each in problems())

    def test_a_password_that_django_or_a_command_stores_is_journalled(self) -> None:
        before = JournalEntry.objects.count()
        carl = counsel()
        with audit_author.acting_as(by="operator", origin="command"):
            carl.set_password("another")
            carl.save()
            carl.save()
            call_command(
                "createsuperuser",
                username="root",
                email="",
                interactive=False,
                verbosity=0,
            )
        assert JournalEntry.objects.count() == before + 2
        assert JournalEntry.objects.all()[0].by == "operator"
        assert problems() == []

    def test_a_factor_that_goes_with_its_account(self) -> None:
        user = make_user("temp")
        make_factor(user)
        with audit_author.acting_as(by="root", origin="192.0.2.1"):
            user.delete()
        assert problems() == []

    def entry(self, credential: str) -> JournalEntry:
        """Return the last entry of this credential."""
        return JournalEntry.objects.filter(facts__credential=credential)[0]


class AnAccountThatSqlChanged(ARecord):
    """It is named, though the triggers recorded the change."""

    def test_a_flag_and_a_group(self) -> None:
        carl = counsel()
        sql("UPDATE auth_user SET is_superuser = %s WHERE id = %s", [True, carl.pk])
        sql(
            "INSERT INTO auth_user_groups (user_id, group_id) VALUES (%s, %s)",
            [carl.pk, Group.objects.get(name="Administrators").pk],
        )
        by_sql = "it was made by SQL, not by irsite: no author is on it."
        found = problems()
        assert len(found) == 2
        assert found[0].endswith(f"auth_user {carl.pk}: {by_sql}")
        assert "auth_user_groups" in found[1]

    def test_past_the_triggers(self) -> None:
        by_hand("UPDATE auth_user SET is_superuser = %s", [True])
        assert any("its is_superuser is not what" in found for found in problems())

    def test_what_sql_changed_elsewhere_is_counted(self) -> None:
        sql("UPDATE releases_contact SET name = 'Raw'")
        code, printed = verified()
        assert code == 0
        assert "made by SQL, not by irsite" in printed


class ANameThatIsForged(ARecord):
    """Nobody writes in somebody's name without the site's key."""

    def test_an_entry_of_the_journal(self) -> None:
        carl = counsel()
        last = JournalEntry.objects.all()[0]
        entry = JournalEntry(
            seq=last.seq + 1,
            at=last.at,
            by="carl",
            user_id=carl.pk,
            action=JournalAction.EDIT,
            subject="release:1",
            previous=last.seal,
        )
        entry.seal = journal.seal_of(entry)
        why = "irsite did not write it: it has no code of this site's key"
        for code in ("", last.code, "f" * 64):
            with self.subTest(code=code):
                entry.code = code
                by_hand("DELETE FROM releases_journalentry WHERE seq = %s", [entry.seq])
                insert(entry)
                assert problems() == [f"journal entry {entry.seq}: {why}."]

    @on_sqlite
    def test_a_row_change(self) -> None:
        with audit_author.acting_as(by="carl", origin="192.0.2.1"):
            Topic.objects.create(name="One")
            journal.seal_changes(by="carl")
        real = RowChange.objects.filter(by="carl").latest("pk")
        assert problems() == []
        for code, why in (
            ("", "irsite did not write that carl made it"),
            (real.code[:-1] + "x", "irsite did not write that carl made it"),
            (real.code, "is copied from another change"),
        ):
            with self.subTest(code=code):
                forgery = RowChange.objects.get(pk=real.pk)
                forgery.pk = RowChange.objects.latest("pk").pk + 1
                forgery.entry = None
                forgery.code = code
                forgery.save(force_insert=True)
                assert any(why in found for found in problems())
                by_hand("DELETE FROM releases_rowchange WHERE id = %s", [forgery.pk])

    @on_postgresql
    def test_a_name_that_sql_claims(self) -> None:
        sql("SELECT set_config('irsite.by', 'carl', true)")
        sql("UPDATE releases_contact SET name = 'Forged'")
        (found,) = problems()
        assert found.endswith("irsite did not write that carl made it.")

    def test_a_row_that_is_said_to_have_been_there_before(self) -> None:
        by_hand("INSERT INTO releases_topic (name) VALUES ('Slipped in')")
        topic = Topic.objects.get()
        with as_owner():
            installation.thaw(connection)
            RowChange.objects.create(
                at=SEVEN,
                subject=f"topic:{topic.pk}",
                table="releases_topic",
                row=topic.pk,
                action="found",
                after=f'{{"id": {topic.pk}, "name": "Slipped in"}}',
                origin="migration",
            )
            installation.freeze(apps, connection)
        (found,) = problems()
        assert "it says that the row was there before irsite" in found


class AnotherKey(ARecord):
    """Former keys prove what was written under them, until the journal goes on without."""

    def test_the_former_key_among_the_fallbacks_is_enough(self) -> None:
        with override_settings(SECRET_KEY="n" * 50, SECRET_KEY_FALLBACKS=[KEY]):
            assert problems() == []

    def test_sealing_carries_the_fingerprints_over_to_the_new_key(self) -> None:
        make_factor(counsel())
        with override_settings(SECRET_KEY="n" * 50, SECRET_KEY_FALLBACKS=[KEY]):
            call_command("seal_journal", stdout=io.StringIO())
        with override_settings(SECRET_KEY="n" * 50):
            code, printed = verified()
            assert code == 0, printed
            assert "and prove the earlier ones" in printed
            make_contact()
            journal.write(JournalAction.EDIT, "release:1", by="ada")
            assert problems() == []

    def test_a_key_that_was_never_the_sites_proves_nothing(self) -> None:
        with override_settings(SECRET_KEY="n" * 50):
            assert any(
                "none of its entries has a code" in found for found in problems()
            )

    def test_without_a_lasting_key_the_walk_says_what_is_not_proved(self) -> None:
        with override_settings(SECRET_KEY_IS_LASTING=False):
            code, printed = verified()
        assert code == 0
        assert "it is not proved who wrote them" in printed
