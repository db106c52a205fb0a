"""Second factors that were lost are removed by an administrator or a command."""

from __future__ import annotations

from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.urls import reverse

from allauth.mfa.models import Authenticator

from tests.accounts.authenticators import (
    factors_of,
    give_app,
    give_recovery_codes,
    journalled,
)
from tests.admin.desk import DeskTestCase, messages_of
from tests.builders import make_issuer, make_user


class ALostSecondFactor(DeskTestCase):
    """Ada lost her phone."""

    def setUp(self) -> None:
        make_issuer()
        self.ada = make_user("ada", groups=("Authors",))
        give_app(self.ada)
        give_recovery_codes(self.ada)
        self.sign_in_as("Administrators", name="ines")
        self.path = reverse("admin:auth_user_factors", args=[self.ada.pk])

    def test_the_users_page_lists_the_factors_and_links_to_their_removal(self) -> None:
        page = self.page(reverse("admin:auth_user_change", args=[self.ada.pk]))
        assert "authenticator app, 10 recovery codes left." in page
        assert self.path in page
        other = make_user("eve")
        page = self.page(reverse("admin:auth_user_change", args=[other.pk]))
        assert "Remove them" not in page

    def test_an_administrator_removes_them_after_reauthenticating(self) -> None:
        self.page(self.path)
        response = self.client.post(self.path, {"secret": "sesame"}, follow=True)
        assert messages_of(response) == "ada has no second factor now."
        assert factors_of(self.ada) == []
        detail = "authenticator app, 10 recovery codes left"
        assert journalled(but="sign in") == [("reset second factors", "ines", detail)]

    def test_nobody_else_may(self) -> None:
        for group in ("Authors", "Counsel", "Finance"):
            self.sign_in_as(group)
            with self.subTest(group):
                response = self.client.post(self.path, {"secret": "sesame"})
                assert response.status_code == 403
        assert factors_of(self.ada) == ["recovery_codes", "totp"]

    def test_the_librarys_own_admin_pages_are_gone(self) -> None:
        self.client.force_login(make_user("root", is_superuser=True))
        for page in ("mfa/authenticator", "account/emailaddress", "mfa", "account"):
            response = self.client.get(f"/admin/{page}/1/change/")
            assert response.status_code in {302, 404}
            assert Authenticator.objects.count() == 2

    def test_a_command_removes_them_where_no_administrator_can_sign_in(self) -> None:
        call_command("forget_factors", "ada")
        assert factors_of(self.ada) == []
        assert journalled(but="sign in")[-1][:2] == (
            "reset second factors",
            "manage.py",
        )
        with self.assertRaisesMessage(CommandError, "There is no user 'eve'."):
            call_command("forget_factors", "eve")

    def test_a_password_set_by_an_administrator_is_journalled(self) -> None:
        path = reverse("admin:auth_user_password_change", args=[self.ada.pk])
        new = {"password1": "open-sesame-7", "password2": "open-sesame-7"}
        self.client.post(path, {**new, "password2": "x"})
        assert journalled(but="sign in") == []
        self.client.post(path, {**new, "usable_password": "true"})
        assert journalled(but="sign in") == [("set password", "ines", "")]
        assert User.objects.get(username="ada").check_password("open-sesame-7")
