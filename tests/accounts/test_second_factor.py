"""The Security pages: setting up, renaming and removing second factors."""

from __future__ import annotations

import json
from typing import Any

from django.test import Client
from django.urls import reverse

from allauth.mfa.models import Authenticator

from tests.accounts.authenticators import (
    Device,
    code_of,
    factors_of,
    give_app,
    give_recovery_codes,
    journalled,
    sign_in,
)
from tests.admin.desk import DeskTestCase, messages_of
from tests.builders import make_issuer, make_user

SECURITY = reverse("mfa_index")
APP = reverse("mfa_activate_totp")
CODES = reverse("mfa_view_recovery_codes")
PASSKEY = reverse("mfa_add_webauthn")


class SecurityPages(DeskTestCase):
    """Open to a user who has just signed in."""

    def setUp(self) -> None:
        make_issuer()
        self.ada = make_user("ada", groups=("Authors",))
        sign_in(self.client)

    def post(self, path: str, data: dict[str, str] | None = None) -> Any:
        """Post, run the on-commit callbacks, and follow the redirect."""
        with self.captureOnCommitCallbacks(execute=True):
            return self.client.post(path, data or {}, follow=True)

    def set_up_app(self) -> Any:
        """Set up an app with the secret that the page shows."""
        secret = self.client.get(APP).context["form"].secret
        return self.post(APP, {"code": code_of(secret)})

    def test_an_app_is_set_up_with_its_first_code_and_codes_are_shown_once(
        self,
    ) -> None:
        page = self.page(APP)
        assert 'src="data:image/svg+xml;base64,' in page
        response = self.set_up_app()
        shown = response.context["unused_codes"]
        assert len(shown) == 10
        assert all(len(code) == 10 for code in shown)
        assert "no-store" in response.headers["Cache-Control"]
        again = self.page(CODES)
        assert "They were shown once" in again
        assert not [code for code in shown if code in again]
        assert journalled(but="sign in") == [
            ("add second factor", "ada", "authenticator app"),
            ("add second factor", "ada", "recovery codes"),
        ]

    def test_the_code_that_set_it_up_is_used_up(self) -> None:
        secret = self.client.get(APP).context["form"].secret
        code = code_of(secret)
        self.post(APP, {"code": code})
        other = Client()
        sign_in(other)
        response = other.post(reverse("mfa_authenticate"), {"code": code})
        assert "That code has been used" in response.content.decode()

    def test_a_wrong_code_sets_nothing_up_and_keeps_the_secret(self) -> None:
        secret = self.client.get(APP).context["form"].secret
        response = self.post(APP, {"code": "000000"})
        assert "Wrong code" in response.content.decode()
        assert response.context["form"].secret == secret
        assert factors_of(self.ada) == []

    def test_there_is_one_app_and_it_can_be_removed(self) -> None:
        self.set_up_app()
        response = self.client.get(APP)
        assert response.headers["Location"] == reverse("mfa_deactivate_totp")
        assert "Remove<" in self.page(SECURITY)
        self.page(response.headers["Location"])
        self.post(response.headers["Location"])
        assert factors_of(self.ada) == []
        assert journalled(but="sign in")[-2:] == [
            ("remove second factor", "ada", "authenticator app"),
            ("remove second factor", "ada", "recovery codes"),
        ]

    def test_new_recovery_codes_replace_the_old(self) -> None:
        before = self.set_up_app().context["unused_codes"]
        path = reverse("mfa_generate_recovery_codes")
        assert "stop working" in self.page(path)
        after = self.post(path).context["unused_codes"]
        assert not {*before} & {*after}
        assert journalled(but="sign in")[-1] == ("renew recovery codes", "ada", "")

    def test_recovery_codes_come_with_a_factor_and_not_alone(self) -> None:
        assert self.client.get(CODES).status_code == 404
        response = self.post(reverse("mfa_generate_recovery_codes"))
        assert "without having two-factor" in response.content.decode()

    def test_a_passkey_is_added_renamed_and_removed(self) -> None:
        device = Device(self.client)
        options = self.client.get(PASSKEY).context["js_data"]["creation_options"]
        wanted = options["publicKey"]["authenticatorSelection"]
        assert wanted["residentKey"] == "preferred"
        credential = json.dumps(device.register(options))
        response = self.post(PASSKEY, {"name": "Blue key", "credential": credential})
        assert len(response.context["unused_codes"]) == 10
        assert "Blue key" in self.page(SECURITY)
        key = Authenticator.objects.get(type="webauthn")
        rename = reverse("mfa_edit_webauthn", args=[key.pk])
        assert "Blue key" in self.page(rename)
        self.post(rename, {"name": "Green key"})
        assert "Green key" in self.page(SECURITY)
        remove = reverse("mfa_remove_webauthn", args=[key.pk])
        self.page(remove)
        response = self.post(remove)
        assert messages_of(response) == "Passkey removed."
        assert journalled(but="sign in")[0] == (
            "add second factor",
            "ada",
            "passkey “Blue key”",
        )
        removed = ("remove second factor", "ada", "passkey “Green key”")
        assert removed in journalled(but="sign in")

    def test_a_malformed_passkey_is_refused(self) -> None:
        for credential in ("false", "0", "5", "[]", "{}", '{"id": 7}', "[" * 5000):
            with self.subTest(credential[:9]):
                self.client.get(PASSKEY)
                response = self.post(PASSKEY, {"credential": credential})
                assert "was not accepted" in response.content.decode()
        assert factors_of(self.ada) == []

    def test_a_passkey_of_another_user_is_not_found(self) -> None:
        Device(self.client).belong_to(make_user("eve"))
        sign_in(self.client)
        key = Authenticator.objects.get(type="webauthn")
        for name in ("mfa_edit_webauthn", "mfa_remove_webauthn"):
            path = reverse(name, args=[key.pk])
            assert self.client.get(path).status_code == 404
            assert self.client.post(path, {"name": "Mine"}).status_code == 404

    def test_changing_the_password_needs_the_current_one(self) -> None:
        path = reverse("admin:password_change")
        new = {"password1": "open-sesame-7", "password2": "open-sesame-7"}
        response = self.client.post(path, {"oldpassword": "wrong", **new})
        assert "That is not your current password" in response.content.decode()
        response = self.post(path, {"oldpassword": "sesame", **new})
        assert messages_of(response) == "Password changed."
        assert journalled(but="sign in") == [("change password", "ada", "")]
        self.ada.refresh_from_db()
        assert self.ada.check_password("open-sesame-7")

    def test_a_user_without_a_password_cannot_change_it(self) -> None:
        self.ada.set_unusable_password()
        self.ada.save()
        self.client.force_login(self.ada)
        path = reverse("admin:password_change")
        assert self.client.get(path).status_code == 403


class SomeTimeAfterTheSignIn(DeskTestCase):
    """Changing a second factor reauthenticates first."""

    def setUp(self) -> None:
        make_issuer()
        self.ada = self.sign_in_as("Authors", name="ada")
        self.remove = reverse("mfa_deactivate_totp")

    def reauthentication_page(self, path: str) -> Any:
        """Open a page, and return the one that asks first."""
        response = self.client.get(path, follow=True)
        assert "confirm that it’s you" in response.content.decode()
        return response

    def test_every_change_reauthenticates(self) -> None:
        give_app(self.ada)
        give_recovery_codes(self.ada)
        changes = (self.remove, CODES, reverse("mfa_generate_recovery_codes"), PASSKEY)
        for path in changes:
            with self.subTest(path):
                self.reauthentication_page(path)

    def test_the_password_is_enough_and_a_wrong_one_is_journalled(self) -> None:
        page = self.reauthentication_page(APP)
        where = page.redirect_chain[-1][0]
        response = self.client.post(where, {"password": "wrong", "next": APP})
        assert "Wrong password." in response.content.decode()
        detail = "a password, from 127.0.0.1"
        assert journalled(but="sign in") == [("refuse confirmation", "ada", detail)]
        response = self.client.post(where, {"password": "sesame", "next": APP})
        assert response.headers["Location"] == APP
        assert "Scan this" in self.page(APP)

    def test_a_code_is_enough(self) -> None:
        give_app(self.ada)
        page = self.reauthentication_page(self.remove)
        alternatives = page.context["reauthentication_alternatives"]
        assert [way["description"] for way in alternatives] == ["Use a code"]
        where = reverse("mfa_reauthenticate")
        self.page(where)
        response = self.client.post(where, {"code": "000000", "next": self.remove})
        assert "Wrong code" in response.content.decode()
        response = self.client.post(where, {"code": code_of(), "next": self.remove})
        assert response.headers["Location"] == self.remove
        detail = "a code, from 127.0.0.1"
        assert journalled(but="sign in") == [("refuse confirmation", "ada", detail)]

    def test_a_passkey_is_enough(self) -> None:
        device = Device(self.client)
        device.belong_to(self.ada)
        where = reverse("mfa_reauthenticate_webauthn")
        data = {**device.answer(self.client.get(where)), "next": PASSKEY}
        assert self.client.post(where, data).headers["Location"] == PASSKEY
        assert "Create the passkey" in self.page(PASSKEY)

    def test_after_ten_attempts_in_five_minutes_all_are_refused(self) -> None:
        where = reverse("account_reauthenticate")
        for _ in range(10):
            self.client.post(where, {"password": "wrong"})
        response = self.client.post(where, {"password": "sesame"})
        assert response.status_code == 429
        assert "Wait five minutes" in response.content.decode()
