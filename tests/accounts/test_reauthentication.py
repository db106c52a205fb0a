"""Whoever takes a grave step says who they are; here, taking a colleague's app away."""

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


class AGraveStep(DeskTestCase):
    """Taken only by whoever the session belongs to."""

    def setUp(self) -> None:
        make_issuer()
        self.ines = self.sit_down("Administrators", name="ines")
        self.lose()

    def lose(self) -> None:
        """Somebody loses a phone."""
        self.ada = make_user(groups=("Authors",))
        give_app(self.ada)
        self.path = reverse("admin:auth_user_factors", args=[self.ada.pk])

    def take(self, secret: str) -> Any:
        """Send the step with this secret."""
        return self.client.post(self.path, {"secret": secret})

    def done(self) -> bool:
        """Whether the step was taken."""
        return factors_of(self.ada) == []

    def refused(self, secret: str, words: str) -> None:
        """Nothing is done, and the page says what to do."""
        page = self.take(secret).content.decode()
        assert words in page
        assert not secret or secret not in page
        assert not self.done()

    def test_a_password_takes_it(self) -> None:
        assert self.take("sesame").status_code == 302
        assert self.done()

    def test_a_wrong_one_does_not_and_is_journalled(self) -> None:
        self.refused("wrong-one", "Wrong password or code")
        entry = JournalEntry.objects.latest("seq")
        assert (entry.action, entry.by) == ("refuse confirmation", "ines")
        assert entry.detail == "a password or code, from 127.0.0.1"
        assert entry.subject == f"user:{self.ines.pk}"

    def test_nothing_is_no_answer_and_no_failure(self) -> None:
        self.refused("", "Enter your password")
        assert "Enter your password" in self.take("   ").content.decode()
        assert not JournalEntry.objects.filter(action="refuse confirmation").exists()

    def test_a_code_takes_it_once(self) -> None:
        give_app(self.ines)
        with time_machine.travel(NOW, tick=False):
            code = code_of()
            self.take(f"{code[:3]} {code[3:]}")
            assert self.done()
            self.lose()
            self.refused(code, "That code has been used")

    def test_it_is_not_taken_again_in_any_half_minute_that_it_is_good_for(self) -> None:
        give_app(self.ines)
        with time_machine.travel(NOW, tick=False) as clock:
            code = code_of(periods=1)
            self.take(code)
            self.lose()
            for _ in range(3):
                self.refused(code, "")
                clock.shift(29)

    def test_a_recovery_code_takes_it_and_is_spent(self) -> None:
        give_app(self.ines)
        code = give_recovery_codes(self.ines)[0]
        self.take(code)
        assert self.done()
        self.lose()
        self.refused(code, "Wrong password or code")
        assert JournalEntry.objects.filter(action="spend recovery code").exists()

    def test_a_code_of_somebody_who_has_no_app_is_none(self) -> None:
        self.refused("123456", "Wrong password or code")

    def test_the_colleagues_code_is_no_use(self) -> None:
        self.refused(code_of(), "Wrong password or code")

    def test_after_five_failures_nothing_is_looked_at_for_five_minutes(self) -> None:
        give_app(self.ines)
        with time_machine.travel(NOW, tick=False) as clock:
            for secret in ("wrong", "000000", "{}", "wrong", "000000"):
                self.take(secret)
            self.refused("sesame", "Too many attempts. Wait 5 minutes")
            clock.shift(301)
            self.take("sesame")
        assert self.done()

    def test_success_starts_the_count_again(self) -> None:
        for _ in range(3):
            for _ in range(4):
                self.refused("wrong", "Wrong password or code")
            self.take("sesame")
            assert self.done()
            self.lose()

    def test_strangers_who_fail_at_the_entrance_do_not_keep_its_owner_from_it(
        self,
    ) -> None:
        data = {"username": "ines", "password": "wrong"}
        for _ in range(6):
            self.client_class().post(reverse("account_login"), data)
        self.take("sesame")
        assert self.done()

    def test_a_session_that_ended_keeps_no_secret(self) -> None:
        sign_out(self.client)
        page = self.client.post(self.path, {"secret": "sesame", "reason": "Lost."})
        assert dict(page.context["kept_form"].fields) == {"reason": "Lost."}
        assert "sesame" not in page.content.decode()


class ByPasskey(DeskTestCase):
    """A button in the same form, and then not again for five minutes."""

    def setUp(self) -> None:
        make_issuer()
        self.device = Device(self.client)
        self.ines = self.sit_down("Administrators", name="ines")
        self.device.belong_to(self.ines)
        self.ada = make_user("ada", groups=("Authors",))
        give_app(self.ada)
        self.path = reverse("admin:auth_user_factors", args=[self.ada.pk])

    def answer(self) -> str:
        """What the device says to the page's challenge."""
        options = self.client.get(self.path).context["passkey_options"]
        return self.device.answer_to(options)["credential"]

    def test_its_answer_takes_the_step(self) -> None:
        self.client.post(self.path, {"secret": self.answer()})
        assert factors_of(self.ada) == []

    def test_the_same_answer_is_good_once(self) -> None:
        given = self.answer()
        self.client.post(self.path, {"secret": given})
        give_app(self.ada)
        later = timezone.now() + dt.timedelta(minutes=6)
        with time_machine.travel(later):
            page = self.client.post(self.path, {"secret": given})
        assert "The passkey was not accepted" in page.content.decode()
        entry = JournalEntry.objects.latest("seq")
        assert entry.detail == "a passkey, from 127.0.0.1"
        assert factors_of(self.ada) == ["totp"]

    def test_for_five_minutes_nothing_more_is_asked(self) -> None:
        assert 'name="secret"' in self.client.get(self.path).content.decode()
        self.client.post(self.path, {"secret": self.answer()})
        give_app(self.ada)
        assert 'name="secret"' not in self.client.get(self.path).content.decode()
        self.client.post(self.path)
        assert factors_of(self.ada) == []

    def test_then_it_is_asked_again(self) -> None:
        self.client.post(self.path, {"secret": self.answer()})
        with time_machine.travel(time.time() + 301):
            assert 'name="secret"' in self.client.get(self.path).content.decode()

    def test_a_password_is_asked_for_each_time(self) -> None:
        self.client.post(self.path, {"secret": "sesame"})
        assert 'name="secret"' in self.client.get(self.path).content.decode()
