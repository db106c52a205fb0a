"""A second factor that was lost is taken away by somebody else."""

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
from tests.admin.desk import DeskTestCase, said
from tests.builders import make_issuer, make_user


class WhoeverLostIt(DeskTestCase):
    """An administrator takes it away, or whoever has the machine."""

    def setUp(self) -> None:
        make_issuer()
        self.ada = make_user("ada", groups=("Authors",))
        give_app(self.ada)
        give_recovery_codes(self.ada)
        self.sit_down("Administrators", name="ines")
        self.path = reverse("admin:auth_user_factors", args=[self.ada.pk])

    def test_their_page_says_what_they_have_and_leads_there(self) -> None:
        page = self.page(reverse("admin:auth_user_change", args=[self.ada.pk]))
        assert "authenticator app, 10 recovery codes left." in page
        assert self.path in page
        other = make_user("eve")
        page = self.page(reverse("admin:auth_user_change", args=[other.pk]))
        assert "Remove them" not in page

    def test_an_administrator_says_who_they_are_and_it_is_gone(self) -> None:
        self.page(self.path)
        answer = self.client.post(self.path, {"secret": "sesame"}, follow=True)
        assert said(answer) == "ada has no second factor now."
        assert factors_of(self.ada) == []
        detail = "authenticator app, 10 recovery codes left"
        assert journalled(but="sign in") == [
            ("take away second factors", "ines", detail)
        ]

    def test_nobody_else_does(self) -> None:
        for group in ("Authors", "Counsel", "Finance"):
            self.sit_down(group)
            with self.subTest(group):
                answer = self.client.post(self.path, {"secret": "sesame"})
                assert answer.status_code == 403
        assert factors_of(self.ada) == ["recovery_codes", "totp"]

    def test_secrets_have_no_page(self) -> None:
        self.client.force_login(make_user("root", is_superuser=True))
        for page in ("mfa/authenticator", "account/emailaddress", "mfa", "account"):
            answer = self.client.get(f"/admin/{page}/1/change/")
            assert answer.status_code in {302, 404}
            assert Authenticator.objects.count() == 2

    def test_the_machine_has_a_command_for_the_last_administrator(self) -> None:
        call_command("forget_factors", "ada")
        assert factors_of(self.ada) == []
        assert journalled(but="sign in")[-1][:2] == (
            "take away second factors",
            "manage.py",
        )
        with self.assertRaisesMessage(CommandError, "There is no user 'eve'."):
            call_command("forget_factors", "eve")

    def test_a_password_that_an_administrator_gives_is_journalled(self) -> None:
        path = reverse("admin:auth_user_password_change", args=[self.ada.pk])
        new = {"password1": "open-sesame-7", "password2": "open-sesame-7"}
        self.client.post(path, {**new, "password2": "x"})
        assert journalled(but="sign in") == []
        self.client.post(path, {**new, "usable_password": "true"})
        assert journalled(but="sign in") == [("give password", "ines", "")]
        assert User.objects.get(username="ada").check_password("open-sesame-7")
