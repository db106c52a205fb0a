"""Users: a name that was signed with stays."""

from __future__ import annotations

from django.contrib.auth.models import Group, User
from django.urls import reverse

from tests.admin.desk import DeskTestCase, messages_of
from tests.builders import make_user


class AMemberOfStaff(DeskTestCase):
    """Named once."""

    def setUp(self) -> None:
        self.sign_in_as("Administrators")
        self.ada = make_user("ada", groups=("Authors",))
        self.path = reverse("admin:auth_user_change", args=[self.ada.pk])

    def test_their_page_shows_the_name_and_says_why_it_stays(self) -> None:
        page = self.page(self.path)
        assert "nobody approves their own release" in page
        assert 'name="username"' not in page

    def test_a_name_that_is_sent_all_the_same_changes_nothing(self) -> None:
        sent = {
            "username": "eve",
            "email": "ada@example.com",
            "is_active": "on",
            "date_joined_0": "2026-03-03",
            "date_joined_1": "07:00",
        }
        assert self.client.post(self.path, sent).status_code == 302
        self.ada.refresh_from_db()
        assert (self.ada.username, self.ada.email) == ("ada", "ada@example.com")

    def test_a_new_one_is_given_a_name(self) -> None:
        sent = {
            "username": "grace",
            "usable_password": "true",
            "password1": "open-sesame-7",
            "password2": "open-sesame-7",
        }
        self.client.post(reverse("admin:auth_user_add"), sent)
        assert User.objects.filter(username="grace").exists()

    def test_a_new_one_is_said_to_need_staff_status_and_then_a_group(self) -> None:
        sent = {
            "username": "grace",
            "usable_password": "true",
            "password1": "open-sesame-7",
            "password2": "open-sesame-7",
        }
        add = reverse("admin:auth_user_add")
        response = self.client.post(add, sent, follow=True)
        assert "grace can’t sign in yet: tick “Staff status”" in messages_of(response)
        page = response.redirect_chain[-1][0]
        sent = {
            "is_active": "on",
            "is_staff": "on",
            "date_joined_0": "2026-03-03",
            "date_joined_1": "07:00",
        }
        response = self.client.post(page, sent, follow=True)
        assert "grace can sign in but not do anything yet" in messages_of(response)
        authors = Group.objects.get(name="Authors")
        sent["groups"] = str(authors.pk)
        response = self.client.post(page, sent, follow=True)
        assert "grace can" not in messages_of(response)
