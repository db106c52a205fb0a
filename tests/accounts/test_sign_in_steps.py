"""A passkey, or a code after the password."""

from __future__ import annotations

import json
from typing import Any

from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from allauth.mfa.models import Authenticator

from tests.accounts.authenticators import (
    Device,
    code_of,
    give_app,
    give_recovery_codes,
    journalled,
    sign_in,
)
from tests.admin.desk import DeskTestCase
from tests.builders import make_user

LOGIN = reverse("account_login")
PASSKEY = reverse("mfa_login_webauthn")
SECOND = reverse("mfa_authenticate")
INDEX = reverse("admin:index")


class APasskeyAlone(DeskTestCase):
    """In the place of the name, the password and the second step."""

    def setUp(self) -> None:
        self.ada = make_user("ada", groups=("Authors",))
        self.device = Device(self.client)
        self.device.belong_to(self.ada)

    def sign_in(self, device: Device, **more: str) -> Any:
        """Ask for a challenge and send the answer to it."""
        asked = self.client.get(PASSKEY, headers={"accept": "application/json"})
        options = json.loads(asked.content)["request_options"]
        return self.client.post(PASSKEY, {**device.answer_to(options), **more})

    def test_it_signs_in_and_leads_to_the_page_that_was_asked_for(self) -> None:
        response = self.sign_in(self.device, next="/admin/releases/")
        assert response.headers["Location"] == "/admin/releases/"
        assert self.client.get(INDEX).status_code == 200
        assert journalled() == [("sign in", "ada", "passkey, from 127.0.0.1")]

    def test_it_leads_to_no_other_site(self) -> None:
        response = self.sign_in(self.device, next="https://evil.example/")
        assert response.headers["Location"] == INDEX

    def test_the_device_must_have_verified_its_user(self) -> None:
        self.device.verified = False
        response = self.sign_in(self.device)
        assert "The passkey was not accepted" in response.content.decode()

    def test_one_that_was_removed_is_refused(self) -> None:
        Authenticator.objects.all().delete()
        response = self.sign_in(self.device)
        assert "The passkey was not accepted" in response.content.decode()

    def test_a_former_member_of_staff_is_refused(self) -> None:
        for change in ({"is_active": False}, {"is_active": True, "is_staff": False}):
            User.objects.update(**change)
            with self.subTest(change):
                response = self.sign_in(self.device)
                assert "The passkey was not accepted" in response.content.decode()

    def test_a_response_is_good_once(self) -> None:
        asked = self.client.get(PASSKEY, headers={"accept": "application/json"})
        options = json.loads(asked.content)["request_options"]
        given = self.device.answer_to(options)
        assert self.client.post(PASSKEY, given).status_code == 302
        self.client.post(reverse("admin:logout"))
        again = self.client.post(PASSKEY, given)
        assert "The passkey was not accepted" in again.content.decode()


class TheSecondStep(DeskTestCase):
    """A code, after the right password."""

    def setUp(self) -> None:
        self.ada = make_user("ada", groups=("Authors",))
        give_app(self.ada)
        self.codes = give_recovery_codes(self.ada)

    def test_the_password_alone_opens_nothing(self) -> None:
        response = sign_in(self.client)
        assert response.headers["Location"] == SECOND
        assert self.client.get(INDEX).status_code == 302
        assert journalled() == []

    def test_the_code_of_the_app_is_enough(self) -> None:
        sign_in(self.client, next="/admin/releases/")
        page = self.client.get(SECOND).content.decode()
        assert "Use a passkey" not in page
        response = self.client.post(SECOND, {"code": code_of()})
        assert response.headers["Location"] == "/admin/releases/"
        detail = "password and authenticator app, from 127.0.0.1"
        assert journalled() == [("sign in", "ada", detail)]

    def test_a_recovery_code_is_enough_and_the_journal_counts_them(self) -> None:
        sign_in(self.client)
        assert self.client.post(SECOND, {"code": self.codes[3]}).status_code == 302
        assert ("use recovery code", "ada", "9 left") in journalled()
        again = Client()
        sign_in(again)
        response = again.post(SECOND, {"code": self.codes[3]})
        assert "Wrong code" in response.content.decode()

    def test_a_code_of_the_app_is_good_once(self) -> None:
        code = code_of(periods=1)
        sign_in(self.client)
        assert self.client.post(SECOND, {"code": code}).status_code == 302
        for written in (code, f"{code[:3]} {code[3:]}"):
            other = Client()
            sign_in(other)
            response = other.post(SECOND, {"code": written})
            assert "That code has been used" in response.content.decode()

    def test_five_wrong_codes_lock_it_and_the_journal_has_each(self) -> None:
        sign_in(self.client)
        for _ in range(5):
            response = self.client.post(SECOND, {"code": "000000"})
            assert "Wrong code" in response.content.decode()
        response = self.client.post(SECOND, {"code": code_of()})
        assert "Too many attempts" in response.content.decode()
        assert journalled() == [("refuse code", "ada", "from 127.0.0.1")] * 5

    def test_without_the_first_step_it_leads_to_the_sign_in(self) -> None:
        for response in (
            self.client.get(SECOND),
            self.client.post(SECOND, {"code": code_of()}),
        ):
            assert (response.status_code, response.headers["Location"]) == (302, LOGIN)

    def test_a_user_with_passkeys_alone_is_asked_for_no_code(self) -> None:
        Authenticator.objects.all().delete()
        device = Device(self.client)
        device.belong_to(self.ada)
        sign_in(self.client)
        page = self.client.get(SECOND)
        assert 'name="code"' not in page.content.decode()
        response = self.client.post(SECOND, device.answer(page))
        assert response.headers["Location"] == INDEX
        assert journalled()[-1][2] == "password and passkey, from 127.0.0.1"

    def test_a_passkey_of_somebody_else_is_refused(self) -> None:
        device = Device(self.client)
        device.belong_to(make_user("eve", groups=("Authors",)))
        Device(self.client).belong_to(self.ada)
        sign_in(self.client)
        response = self.client.post(SECOND, device.answer(self.client.get(SECOND)))
        assert "The passkey was not accepted." in response.content.decode()

    def test_a_user_deactivated_between_the_steps_is_refused(self) -> None:
        sign_in(self.client)
        User.objects.update(is_active=False)
        self.client.post(SECOND, {"code": code_of()})
        assert self.client.get(INDEX).status_code == 302


class ASecretAtRest(DeskTestCase):
    """A copy of the database lets nobody in."""

    def setUp(self) -> None:
        self.ada = make_user("ada", groups=("Authors",))

    def test_it_is_encrypted_with_the_sites_key(self) -> None:
        with self.settings(SECRET_KEY="a" * 50, SECRET_KEY_IS_LASTING=True):
            give_app(self.ada)
            kept = Authenticator.objects.get().data["secret"]
            assert kept.startswith("sealed:")
            sign_in(self.client)
            assert self.client.post(SECOND, {"code": code_of()}).status_code == 302

    def test_with_another_key_codes_are_refused(self) -> None:
        with self.settings(SECRET_KEY="a" * 50, SECRET_KEY_IS_LASTING=True):
            give_app(self.ada)
        sign_in(self.client)
        response = self.client.post(SECOND, {"code": code_of()})
        assert "Wrong code" in response.content.decode()

    def test_without_a_lasting_key_it_is_stored_in_plain_text(self) -> None:
        give_app(self.ada)
        with self.settings(SECRET_KEY="b" * 50):
            sign_in(self.client)
            assert self.client.post(SECOND, {"code": code_of()}).status_code == 302
