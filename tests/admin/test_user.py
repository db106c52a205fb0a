"""Users: added by name, e-mail and role, invited by a link, and never deleted."""

from __future__ import annotations

import datetime as dt
from typing import Any
from unittest import mock

from django.contrib.auth.models import Group, User
from django.urls import reverse

from releases.desk.invitation_tokens import TOKENS, InvitationTokens
from releases.models import JournalEntry
from tests.admin.desk import Browser, DeskTestCase, messages_of, post_form
from tests.builders import make_user

ADD = reverse("admin:auth_user_add")
PASSWORD = "open-sesame-7-again"


def change_path(user: User) -> str:
    return reverse("admin:auth_user_change", args=[user.pk])


class AMemberOfStaff(DeskTestCase):
    """Named once, and for good."""

    def setUp(self) -> None:
        self.sign_in_as("Administrators", name="root-ish")
        self.ada = make_user("ada", groups=("Authors",))
        self.path = change_path(self.ada)

    def change(self, **changes: Any) -> Any:
        """Post their page with these changes."""
        groups = [group.pk for group in self.ada.groups.all()]
        return post_form(self.client, self.path, **{"groups": groups, **changes})

    def test_their_page_explains_roles_and_hides_permissions(self) -> None:
        page = self.page(self.path)
        assert "nobody approves their own release" in page
        assert 'name="username"' not in page
        assert "Finance: read everything, approve releases" in page
        before, advanced = page.split(">Advanced<")
        assert "user_permissions" not in before
        assert "user_permissions" in advanced
        assert "Not needed: the user has a password." in before
        assert "Set a new password…" in before
        assert "algorithm" not in page

    def test_the_page_of_a_role_says_what_its_members_may_do_and_who_they_are(
        self,
    ) -> None:
        counsel = Group.objects.get(name="Counsel")
        carla = make_user("carla", groups=("Counsel",))
        path = reverse("admin:auth_group_change", args=[counsel.pk])
        page = self.page(path)
        before, advanced = page.split(">Advanced<")
        assert "approve the wording of disclaimers" in before
        assert f'<a href="{change_path(carla)}">carla</a>' in before
        assert "write releases" not in before
        assert 'name="permissions"' not in before
        assert "Can withdraw a published release" in advanced
        waive = counsel.permissions.get(codename="waive_check")
        kept = [row.pk for row in counsel.permissions.all() if row != waive]
        post_form(self.client, path, permissions=kept)
        assert not counsel.permissions.filter(pk=waive.pk).exists()
        assert len(kept) == counsel.permissions.count()
        listed = self.page(reverse("admin:auth_group_changelist"))
        assert "override checks" in listed
        assert f'{counsel.pk}/delete/"' not in page
        delete = reverse("admin:auth_group_delete", args=[counsel.pk])
        assert self.client.get(delete).status_code == 403

    def test_the_pages_of_users_speak_of_roles_and_invitations(self) -> None:
        for path in (ADD, self.path):
            page = self.page(path)
            assert "Roles" in page
            assert "permissions granted" not in page
            assert "Users and groups</a>" in page
            assert "Authentication and Authorization" not in page
        assert "make an invitation link" in self.page(ADD)
        app = self.page(reverse("admin:app_list", args=["releases"]))
        assert "<title>Newsroom |" in app
        assert "administration" not in app

    def test_a_name_that_is_sent_all_the_same_changes_nothing(self) -> None:
        response = self.change(username="eve", email="ada@example.com")
        assert response.status_code == 200
        self.ada.refresh_from_db()
        assert (self.ada.username, self.ada.email) == ("ada", "ada@example.com")

    def test_who_leaves_is_deactivated_and_never_deleted(self) -> None:
        theirs = Browser()
        theirs.force_login(self.ada)
        assert theirs.get(reverse("admin:index")).status_code == 200
        assert "Users are never deleted" in self.page(self.path)
        self.change(is_active="")
        self.ada.refresh_from_db()
        assert not self.ada.is_active
        assert theirs.get(reverse("admin:index")).status_code == 302
        entries = JournalEntry.objects.filter(subject=f"user:{self.ada.pk}")
        assert entries.filter(action="deactivate", by="root-ish").exists()
        self.change(is_active="on")
        assert entries.filter(action="reactivate").exists()
        delete = reverse("admin:auth_user_delete", args=[self.ada.pk])
        assert self.client.post(delete, {"post": "yes"}).status_code == 403
        listed = self.page(reverse("admin:auth_user_changelist"))
        assert "delete_selected" not in listed
        assert "Authors" in listed

    def test_one_without_staff_status_or_a_role_is_pointed_out(self) -> None:
        response = self.change(is_staff="")
        assert "ada can’t sign in: tick “Staff status”" in messages_of(response)
        response = self.change(is_staff="on", groups=[])
        assert "ada can sign in but not do anything yet" in messages_of(response)


class ANewOne(DeskTestCase):
    """Added by name, e-mail and role; they choose the password themselves."""

    def setUp(self) -> None:
        self.admin = self.sign_in_as("Administrators", name="root-ish")

    def add(self, **changes: Any) -> Any:
        sent = {
            "first_name": "Grace",
            "last_name": "Lindqvist",
            "email": "grace@example.com",
            "groups": [Group.objects.get(name="Authors").pk],
        }
        return self.client.post(ADD, {**sent, **changes}, follow=True)

    def link(self, user: User) -> str:
        """Make a link as an administrator, and return its path."""
        path = reverse("admin:auth_user_invitation", args=[user.pk])
        assert "Create link" in self.page(path)
        page = self.client.post(path).content.decode()
        assert "It is shown only now" in page
        assert "/admin/invitation/" not in self.page(path)
        return page.split('value="http://testserver')[1].split('"')[0]

    def test_can_sign_in_with_the_password_of_their_link_which_works_once(self) -> None:
        answer = self.add()
        assert "Invite them to choose a password" in messages_of(answer)
        assert "Create link" in answer.content.decode()
        grace = User.objects.get(username="grace")
        assert grace.is_staff
        assert not grace.is_superuser
        assert not grace.has_usable_password()
        assert [group.name for group in grace.groups.all()] == ["Authors"]
        first = self.link(grace)
        link = self.link(grace)
        guest = Browser()
        assert guest.get(first).status_code == 404
        page = guest.get(link)
        assert "Your username is <strong>grace</strong>" in page.content.decode()
        assert "no-store" in page.headers["Cache-Control"]
        sent = {"new_password1": PASSWORD, "new_password2": "other"}
        assert "didn’t match" in guest.post(link, sent).content.decode()
        sent["new_password2"] = PASSWORD
        done = guest.post(link, sent, follow=True)
        assert "Your password is set" in messages_of(done)
        assert guest.get(link).status_code == 404
        assert guest.post(link, sent).status_code == 404
        login = {"username": "grace", "password": PASSWORD}
        answer = guest.post(reverse("account_login"), login)
        assert answer.status_code == 302
        assert guest.get(reverse("admin:index")).status_code == 200
        entries = JournalEntry.objects.filter(subject=f"user:{grace.pk}")
        assert entries.filter(action="invite", by="root-ish").count() == 2
        chosen = entries.get(action="change password")
        assert (chosen.by, chosen.detail) == ("grace", "by an invitation")
        assert link not in str(list(entries.values()))

    def test_a_link_expires_and_strange_ones_are_not_found(self) -> None:
        self.add()
        grace = User.objects.get(username="grace")
        link = self.link(grace)
        late = TOKENS._now() + dt.timedelta(days=3, minutes=1)  # noqa: SLF001 - Django's clock of tokens
        with mock.patch.object(InvitationTokens, "_now", return_value=late):
            assert self.client.get(link).status_code == 404
        key, token = link.strip("/").split("/")[-2:]
        for strange in (
            f"{key}/x-{token}",
            f"!/{token}",
            f"OTk5/{token}",
            f"_w/{token}",
        ):
            response = self.client.get(f"/admin/invitation/{strange}/")
            assert response.status_code == 404
            assert "Ask an administrator for a new link" in response.content.decode()
        User.objects.filter(pk=grace.pk).update(is_active=False)
        assert self.client.get(link).status_code == 404

    def test_of_two_who_use_a_link_at_once_one_is_late(self) -> None:
        self.add()
        grace = User.objects.get(username="grace")
        link = self.link(grace)
        grace.refresh_from_db()
        sent = {"new_password1": PASSWORD, "new_password2": PASSWORD}
        with mock.patch(
            "releases.accounts.invitations.invited_user", return_value=grace
        ):
            assert Browser().post(link, sent).status_code == 302
            stale = User.objects.get(pk=grace.pk)
            stale.password = "!stale"
        with mock.patch(
            "releases.accounts.invitations.invited_user", return_value=stale
        ):
            assert Browser().post(link, sent).status_code == 404

    def test_nobody_who_needs_none_gets_a_link(self) -> None:
        has_one = make_user("ben")
        left = make_user("cleo", is_active=False)
        chief = make_user("chief", is_superuser=True)
        chief.set_unusable_password()
        chief.save()
        for user, why in (
            (has_one, "has a password already"),
            (left, "may not sign in"),
            (chief, "Only a superuser can invite a superuser"),
        ):
            path = reverse("admin:auth_user_invitation", args=[user.pk])
            for page in (self.client.get(path), self.client.post(path)):
                assert why in page.content.decode()
                assert "/admin/invitation/" not in page.content.decode()
        self.sign_in_as("Authors")
        assert self.client.post(path).status_code == 403

    def test_needs_an_address_of_their_own_a_name_and_a_role(self) -> None:
        self.add(username="g.l")
        assert User.objects.filter(username="g.l").exists()
        page = self.add(email="GRACE@example.com").content.decode()
        assert "Another user has this e-mail address" in page
        page = self.add(email="g.l@example.com").content.decode()
        assert "already exists" in page
        page = self.add(email="", groups=[], first_name="").content.decode()
        assert page.count("This field is required") == 3
        assert User.objects.count() == 2
