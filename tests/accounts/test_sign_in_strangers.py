"""What strangers learn from the sign-in: nothing, at a limited rate."""

from __future__ import annotations

import json

from django.conf import settings
from django.contrib.auth.models import User
from django.test import Client
from django.urls import reverse

from releases.models import JournalEntry
from tests.accounts.authenticators import (
    journalled,
    sign_in,
)
from tests.admin.desk import DeskTestCase
from tests.builders import make_user

LOGIN = reverse("account_login")
PASSKEY = reverse("mfa_login_webauthn")
INDEX = reverse("admin:index")


class AStranger(DeskTestCase):
    """Reads the same message, whatever the reason."""

    def setUp(self) -> None:
        make_user("ada", groups=("Authors",))
        make_user("left", is_active=False)
        User.objects.create_user("reader", password="sesame")

    def sign_in_page(
        self, name: str, password: str, client: Client | None = None
    ) -> str:
        """Return the refusal, without what was typed and the token."""
        response = (client or self.client).post(
            LOGIN, {"username": name, "password": password}
        )
        page = response.content.decode().replace(f'value="{name}"', 'value=""')
        token = page.partition('csrfmiddlewaretoken" value="')[2].partition('"')[0]
        assert response.status_code == 200
        return page.replace(token, "")

    def test_wrong_password_unknown_name_and_former_staff_read_the_same(self) -> None:
        wrong = self.sign_in_page("ada", "wrong")
        assert "Wrong username or password" in wrong
        assert self.sign_in_page("nobody", "wrong") == wrong
        assert self.sign_in_page("left", "sesame") == wrong
        assert self.sign_in_page("reader", "sesame") == wrong
        assert (
            self.sign_in_page("ada\x00", "sesame") != wrong
        )  # the form itself refuses it

    def test_after_five_attempts_the_right_password_reads_like_a_wrong_one(
        self,
    ) -> None:
        wrong = {self.sign_in_page("ada", "wrong") for _ in range(5)}.pop()
        assert self.sign_in_page("ada", "sesame") == wrong
        assert self.sign_in_page("ADA", "sesame") == wrong
        other_host = Client(headers={"host": "localhost"})
        assert "Wrong username or password" in self.sign_in_page(
            "ada", "sesame", other_host
        )

    def test_an_unknown_name_is_locked_in_the_same_way(self) -> None:
        first = {self.sign_in_page("nobody", "wrong") for _ in range(5)}.pop()
        assert self.sign_in_page("nobody", "wrong") == first

    def test_an_address_gets_ten_attempts_a_minute_under_any_name(self) -> None:
        for number in range(10):
            self.sign_in_page(f"nobody{number}", "wrong")
        assert "Wrong username or password" in self.sign_in_page("ada", "sesame")
        elsewhere = Client(REMOTE_ADDR="203.0.113.9")
        assert sign_in(elsewhere).status_code == 302

    def test_correct_sign_ins_are_never_locked_out(self) -> None:
        for _ in range(12):
            assert sign_in(Client()).status_code == 302

    def test_thirty_sign_ins_a_minute_from_one_address_are_too_many(self) -> None:
        for _ in range(30):
            sign_in(Client())
        response = sign_in(Client(), **{"kept.headline": "Typed", "next": INDEX})
        assert response.status_code == 429
        assert response.headers["Retry-After"] == "60"
        page = response.content.decode()
        assert "Too many attempts from your network" in page
        assert 'name="kept.headline" value="Typed"' in page

    def test_the_journal_has_only_usernames_that_exist(self) -> None:
        self.sign_in_page("ada", "wrong")
        self.sign_in_page("my-secret-password", "x")
        assert journalled() == [
            ("refuse sign-in", "ada", "from 127.0.0.1"),
            ("refuse sign-in", "(unknown)", "from 127.0.0.1"),
        ]
        everything = str(list(JournalEntry.objects.values()))
        assert "my-secret-password" not in everything

    def test_a_flood_does_not_fill_the_journal(self) -> None:
        rates = {**settings.ACCOUNT_RATE_LIMITS, "journalled_failures": "2/h/key"}
        with (
            self.settings(ACCOUNT_RATE_LIMITS=rates),
            self.assertLogs("releases.accounts.auth_journal", "WARNING"),
        ):
            for number in range(4):
                self.sign_in_page(f"nobody{number}", "wrong")
        assert len(journalled()) == 2

    def test_a_malformed_passkey_leads_back_with_what_was_typed(self) -> None:
        kept = {"kept.headline": "Typed", "next": INDEX}
        for credential in (
            "",
            "false",
            "0",
            "5",
            "[]",
            "null",
            "{}",
            '{"id": 7}',
            "[" * 5000,
            "x",
        ):
            with self.subTest(credential[:20]):
                client = Client(REMOTE_ADDR=f"203.0.113.{len(credential) % 250}")
                client.get(PASSKEY, headers={"accept": "application/json"})
                response = client.post(PASSKEY, {"credential": credential, **kept})
                page = response.content.decode()
                assert "The passkey was not accepted" in page
                assert 'name="kept.headline" value="Typed"' in page

    def test_the_challenge_for_a_passkey_is_json(self) -> None:
        response = self.client.get(PASSKEY, headers={"accept": "application/json"})
        wanted = json.loads(response.content)["request_options"]["publicKey"]
        assert wanted["userVerification"] == "required"
        assert not wanted.get("allowCredentials")
        assert self.client.get(PASSKEY).headers["Location"] == LOGIN
