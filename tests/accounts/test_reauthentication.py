"""Critical actions reauthenticate; here, removing a colleague's authenticator app."""

from __future__ import annotations

import datetime as dt
import time
from typing import Any

from django.urls import reverse
from django.utils import timezone

import time_machine

from releases.models import JournalEntry
from tests.accounts.authenticators import (
    Device,
    code_of,
    factors_of,
    give_app,
    give_recovery_codes,
)
from tests.admin.desk import DeskTestCase, sign_out
from tests.builders import make_issuer, make_user

NOW = dt.datetime(2026, 3, 3, 12, 0, 3, tzinfo=dt.UTC)


class ACriticalAction(DeskTestCase):
    """Performed only by the owner of the session."""

    def setUp(self) -> None:
        make_issuer()
        self.ines = self.sign_in_as("Administrators", name="ines")
        self.colleague_loses_phone()

    def colleague_loses_phone(self) -> None:
        """Make another user with an app that is to be removed."""
        self.ada = make_user(groups=("Authors",))
        give_app(self.ada)
        self.path = reverse("admin:auth_user_factors", args=[self.ada.pk])

    def post(self, secret: str) -> Any:
        """Post the action with this secret."""
        return self.client.post(self.path, {"secret": secret})

    def is_done(self) -> bool:
        """Return whether the action was performed."""
        return factors_of(self.ada) == []

    def assert_refused(self, secret: str, message: str) -> None:
        """Nothing is done, and the page says what to do."""
        page = self.post(secret).content.decode()
        assert message in page
        assert not secret or secret not in page
        assert not self.is_done()

    def test_a_password_is_enough(self) -> None:
        assert self.post("sesame").status_code == 302
        assert self.is_done()

    def test_a_wrong_password_is_refused_and_journalled(self) -> None:
        self.assert_refused("wrong-one", "Wrong password or code")
        entry = JournalEntry.objects.latest("seq")
        assert (entry.action, entry.by) == ("refuse confirmation", "ines")
        assert entry.detail == "a password or code, from 127.0.0.1"
        assert entry.subject == f"user:{self.ines.pk}"

    def test_an_empty_secret_is_refused_and_does_not_count(self) -> None:
        self.assert_refused("", "Enter your password")
        assert "Enter your password" in self.post("   ").content.decode()
        assert not JournalEntry.objects.filter(action="refuse confirmation").exists()

    def test_a_code_is_good_once(self) -> None:
        give_app(self.ines)
        with time_machine.travel(NOW, tick=False):
            code = code_of()
            self.post(f"{code[:3]} {code[3:]}")
            assert self.is_done()
            self.colleague_loses_phone()
            self.assert_refused(code, "That code has been used")

    def test_a_used_code_is_refused_for_as_long_as_the_clock_would_accept_it(
        self,
    ) -> None:
        give_app(self.ines)
        with time_machine.travel(NOW, tick=False) as clock:
            code = code_of(periods=1)
            self.post(code)
            self.colleague_loses_phone()
            for _ in range(3):
                self.assert_refused(code, "")
                clock.shift(29)

    def test_a_recovery_code_is_good_once(self) -> None:
        give_app(self.ines)
        code = give_recovery_codes(self.ines)[0]
        self.post(code)
        assert self.is_done()
        self.colleague_loses_phone()
        self.assert_refused(code, "Wrong password or code")
        assert JournalEntry.objects.filter(action="use recovery code").exists()

    def test_a_code_of_a_user_without_an_app_is_refused(self) -> None:
        self.assert_refused("123456", "Wrong password or code")

    def test_the_colleagues_code_is_refused(self) -> None:
        self.assert_refused(code_of(), "Wrong password or code")

    def test_after_five_failures_everything_is_refused_for_five_minutes(self) -> None:
        give_app(self.ines)
        with time_machine.travel(NOW, tick=False) as clock:
            for secret in ("wrong", "000000", "{}", "wrong", "000000"):
                self.post(secret)
            self.assert_refused("sesame", "Too many attempts. Wait 5 minutes")
            clock.shift(301)
            self.post("sesame")
        assert self.is_done()

    def test_success_resets_the_count(self) -> None:
        for _ in range(3):
            for _ in range(4):
                self.assert_refused("wrong", "Wrong password or code")
            self.post("sesame")
            assert self.is_done()
            self.colleague_loses_phone()

    def test_strangers_who_fail_to_sign_in_do_not_lock_the_owner_out_of_it(
        self,
    ) -> None:
        data = {"username": "ines", "password": "wrong"}
        for _ in range(6):
            self.client_class().post(reverse("account_login"), data)
        self.post("sesame")
        assert self.is_done()

    def test_a_session_that_ended_keeps_no_secret(self) -> None:
        sign_out(self.client)
        page = self.client.post(self.path, {"secret": "sesame", "reason": "Lost."})
        assert dict(page.context["kept_form"].fields) == {"reason": "Lost."}
        assert "sesame" not in page.content.decode()


class APasskey(DeskTestCase):
    """Takes the place of the secret, and is enough for five minutes."""

    def setUp(self) -> None:
        make_issuer()
        self.device = Device(self.client)
        self.ines = self.sign_in_as("Administrators", name="ines")
        self.device.belong_to(self.ines)
        self.ada = make_user("ada", groups=("Authors",))
        give_app(self.ada)
        self.path = reverse("admin:auth_user_factors", args=[self.ada.pk])

    def passkey_response(self) -> str:
        """Return the device's response to the page's challenge."""
        options = self.client.get(self.path).context["passkey_options"]
        return self.device.answer_to(options)["credential"]

    def test_its_response_is_enough(self) -> None:
        self.client.post(self.path, {"secret": self.passkey_response()})
        assert factors_of(self.ada) == []

    def test_a_response_is_good_once(self) -> None:
        given = self.passkey_response()
        self.client.post(self.path, {"secret": given})
        give_app(self.ada)
        later = timezone.now() + dt.timedelta(minutes=6)
        with time_machine.travel(later):
            page = self.client.post(self.path, {"secret": given})
        assert "The passkey was not accepted" in page.content.decode()
        entry = JournalEntry.objects.latest("seq")
        assert entry.detail == "a passkey, from 127.0.0.1"
        assert factors_of(self.ada) == ["totp"]

    def test_nothing_is_asked_for_the_next_five_minutes(self) -> None:
        assert 'name="secret"' in self.client.get(self.path).content.decode()
        self.client.post(self.path, {"secret": self.passkey_response()})
        give_app(self.ada)
        assert 'name="secret"' not in self.client.get(self.path).content.decode()
        self.client.post(self.path)
        assert factors_of(self.ada) == []

    def test_after_five_minutes_it_is_asked_again(self) -> None:
        self.client.post(self.path, {"secret": self.passkey_response()})
        with time_machine.travel(time.time() + 301):
            assert 'name="secret"' in self.client.get(self.path).content.decode()

    def test_a_password_is_asked_for_each_time(self) -> None:
        self.client.post(self.path, {"secret": "sesame"})
        assert 'name="secret"' in self.client.get(self.path).content.decode()
