"""A form sent after its session ended is kept, and only its own user can send it again."""

from __future__ import annotations

import time
from typing import Any

from django.test import Client
from django.urls import reverse

import time_machine

from releases.models import Contact, Release
from tests.accounts.authenticators import Device, carry, code_of, give_app, sign_in
from tests.admin.desk import (
    ORIGIN,
    Browser,
    DeskTestCase,
    add_path,
    change_path,
    form_data,
    messages_of,
    sign_out,
)
from tests.builders import make_issuer, make_release, make_user

LOGIN = reverse("admin:login")
SECOND = reverse("mfa_authenticate")
PASSKEY = reverse("mfa_login_webauthn")


def kept_fields(page: Any) -> dict[str, Any]:
    """Return the fields of the form that the page carries."""
    return dict(page.context["kept_form"].fields)


class ASessionThatEnded(DeskTestCase):
    """Signing in and sending again does what the form would have done."""

    release: Release
    path: str
    data: dict[str, Any]

    @classmethod
    def setUpTestData(cls) -> None:
        make_issuer()
        client = Browser()
        client.force_login(make_user("ines", groups=("Authors",)))
        cls.release = make_release()
        cls.path = change_path(cls.release)
        body = "<p>Typed for an hour.</p>\n<p>And “quoted” & kept.</p>"
        cls.data = {**form_data(client, cls.path, body=body), "_save": "1"}

    def sign_in_with(self, page: Any, **changes: str) -> Any:
        """Fill the sign-in form that the page shows."""
        carried = dict(page.context["kept_form"].hidden_fields)
        data = {"username": "ines", "password": "sesame", "next": self.path}
        return self.client.post(LOGIN, {**carried, **data, **changes})

    def test_a_sign_in_page_takes_the_forms_place_and_carries_every_field(self) -> None:
        page = self.client.post(self.path, self.data)
        assert "What you typed is kept" in page.content.decode()
        assert kept_fields(page) == {
            name: str(value) for name, value in self.data.items()
        }
        assert "no-store" in page.headers["Cache-Control"]

    def test_after_signing_in_one_button_sends_it_again(self) -> None:
        again = self.sign_in_with(self.client.post(self.path, self.data))
        assert "Send again" in again.content.decode()
        assert again.context["kept_form"].path == self.path
        response = self.client.post(again.context["kept_form"].path, kept_fields(again))
        assert response.status_code == 302
        self.release.refresh_from_db()
        assert self.release.body == (
            "<p>Typed for an hour.</p>\n<p>And “quoted” &amp; kept.</p>"
        )

    def test_a_wrong_password_loses_nothing(self) -> None:
        first = self.client.post(self.path, self.data)
        second = self.sign_in_with(first, password="wrong")
        assert "Wrong username or password" in second.content.decode()
        again = self.sign_in_with(second)
        assert kept_fields(again)["body"] == self.data["body"]

    def test_nothing_is_saved_until_the_button_is_pressed(self) -> None:
        self.sign_in_with(self.client.post(self.path, self.data))
        assert Release.objects.get().body == "<p>Revenue grew.</p>"

    def test_files_cannot_be_kept_and_the_page_says_so(self) -> None:
        from django.core.files.uploadedfile import (  # noqa: PLC0415
            SimpleUploadedFile,
        )

        upload = SimpleUploadedFile("a.pdf", b"%PDF")
        page = self.client.post(self.path, {**self.data, "attachments-0-file": upload})
        assert "Files could not be kept" in page.content.decode()

    def test_what_another_site_sent_is_neither_kept_nor_shown(self) -> None:
        for path in (self.path, reverse("admin:releases_release_from_text_check")):
            for origin in ("https://evil.example", "null"):
                with self.subTest(path, origin=origin):
                    page = self.client.post(
                        path, {"headline": "Forged"}, headers={"origin": origin}
                    )
                    assert page.status_code == 403
                    assert b"Forged" not in page.content

    def test_the_form_of_a_release_from_text_is_kept(self) -> None:
        path = reverse("admin:releases_release_from_text_check")
        page = self.client.post(path, {"headline": "Typed"})
        assert kept_fields(page) == {"headline": "Typed"}

    def test_passwords_and_tokens_are_never_carried(self) -> None:
        page = self.client.post(
            reverse("admin:password_change"),
            {
                "old_password": "sesame",
                "new_password1": "opensesame",
                "csrfmiddlewaretoken": "token",
            },
        )
        assert kept_fields(page) == {}
        assert "opensesame" not in page.content.decode()

    def test_it_leads_only_to_the_admin(self) -> None:
        for path in ("https://evil.example/", "//evil.example/admin/", "/releases/"):
            with self.subTest(path):
                page = self.client.post(self.path, self.data)
                response = self.sign_in_with(page, next=path)
                assert "evil.example" not in str(response.headers)
                assert b"Send again" not in response.content
                self.client.logout()

    def test_without_a_kept_form_signing_in_redirects(self) -> None:
        response = self.client.post(
            LOGIN, {"username": "ines", "password": "sesame", "next": self.path}
        )
        assert (response.status_code, response.headers["Location"]) == (302, self.path)

    def test_signing_out_twice_does_not_ask_to_sign_in(self) -> None:
        response = self.client.post(reverse("admin:logout"))
        assert response.status_code == 302


class WithASecondStep(DeskTestCase):
    """Each step of the sign-in carries the form on."""

    def setUp(self) -> None:
        make_issuer()
        self.ines = self.sign_in_as("Authors", name="ines")
        self.path = add_path("contact")
        self.data = {**form_data(self.client, self.path, name="Dana"), "_save": "1"}
        give_app(self.ines)
        sign_out(self.client)

    def first_step(self, **changes: str) -> Any:
        """Send the form too late, and then the password."""
        page = self.client.post(self.path, self.data)
        return sign_in(self.client, "ines", **{**carry(page), **changes})

    def is_saved_by(self, page: Any) -> bool:
        """Press the button, and return whether the contact was saved."""
        assert "Send again" in page.content.decode()
        self.client.post(page.context["kept_form"].path, kept_fields(page))
        return Contact.objects.filter(name="Dana").exists()

    def test_the_second_step_takes_the_place_of_the_first_with_every_field(
        self,
    ) -> None:
        page = self.first_step()
        assert "What you typed is kept" in page.content.decode()
        assert "Wrong code" not in page.content.decode()
        assert kept_fields(page) == {
            name: str(value) for name, value in self.data.items()
        }
        assert "sesame" not in page.content.decode()
        again = self.client.post(SECOND, {"code": code_of(), **carry(page)})
        assert self.is_saved_by(again)

    def test_a_wrong_code_loses_nothing(self) -> None:
        page = self.client.post(SECOND, {"code": "0", **carry(self.first_step())})
        assert "Wrong code" in page.content.decode()
        again = self.client.post(SECOND, {"code": code_of(), **carry(page)})
        assert self.is_saved_by(again)

    def test_a_passkey_is_the_second_step_or_both(self) -> None:
        device = Device(self.client)
        device.belong_to(self.ines)
        page = self.first_step()
        again = self.client.post(SECOND, {**device.answer(page), **carry(page)})
        assert self.is_saved_by(again)
        Contact.objects.all().delete()
        sign_out(self.client)
        page = self.client.post(self.path, self.data)
        challenge = self.client.get(PASSKEY, headers={"accept": "application/json"})
        response = device.answer_to(challenge.json()["request_options"])
        assert self.is_saved_by(self.client.post(PASSKEY, {**response, **carry(page)}))

    def test_a_step_that_took_too_long_begins_again_with_it(self) -> None:
        page = self.first_step()
        with time_machine.travel(time.time() + 16 * 60):
            data = {"code": code_of(), **carry(page)}
            first = self.client.post(SECOND, data)
            assert "What you typed is kept" in first.content.decode()
            page = sign_in(self.client, "ines", **carry(first))
            again = self.client.post(SECOND, {"code": code_of(), **carry(page)})
            assert self.is_saved_by(again)

    def test_two_windows_at_once_lose_nothing(self) -> None:
        first = self.first_step()
        other = self.client.post(self.path, {**self.data, "name": "Other"})
        other = sign_in(self.client, "ines", **carry(other))
        again = self.client.post(SECOND, {"code": code_of(), **carry(first)})
        assert self.is_saved_by(again)
        data = {"code": code_of(periods=1), **carry(other)}
        again = self.client.post(SECOND, data)
        assert kept_fields(again)["name"] == "Other"

    def test_a_stale_token_at_any_step_loses_nothing(self) -> None:
        page = self.first_step()
        client = Client(enforce_csrf_checks=True)
        client.cookies = self.client.cookies
        for path in (LOGIN, SECOND, PASSKEY):
            with self.subTest(path):
                data = {"code": code_of(), **carry(page)}
                response = client.post(path, data, headers={"origin": ORIGIN})
                assert "What you typed is kept" in response.content.decode()
                assert kept_fields(response)["name"] == "Dana"

    def test_codes_secrets_and_passkeys_are_never_carried(self) -> None:
        data = {"code": "123456", "secret": "sesame", "credential": "{}", "name": "x"}
        assert kept_fields(self.client.post(self.path, data)) == {"name": "x"}

    def test_it_leads_only_to_the_admin(self) -> None:
        page = self.first_step(next="https://evil.example/")
        assert page.headers["Location"] == SECOND
        data = {"code": code_of(), "kept.name": "x", "next": "https://evil.example/"}
        response = self.client.post(SECOND, data)
        assert response.headers["Location"] == reverse("admin:index")


class AStaleToken(DeskTestCase):
    """A form that was open while its user signed in again in another tab."""

    def setUp(self) -> None:
        make_issuer()
        self.client = Client(enforce_csrf_checks=True)
        self.client.force_login(make_user("ines", groups=("Authors",)))
        self.path = add_path("contact")
        self.client.get(self.path)
        self.data = {"name": "Dana", "csrfmiddlewaretoken": "x" * 64, "_save": "1"}

    def test_from_this_site_it_is_offered_again_with_a_fresh_one(self) -> None:
        page = self.client.post(self.path, self.data, headers={"origin": ORIGIN})
        text = page.content.decode()
        assert "Send again" in text
        token = text.partition('name="csrfmiddlewaretoken" value="')[2].partition('"')
        response = self.client.post(
            self.path,
            {
                **form_data(self.client, self.path),
                **kept_fields(page),
                "csrfmiddlewaretoken": token[0],
            },
            headers={"origin": ORIGIN},
            follow=True,
        )
        assert "Saved but not published." in messages_of(response)
        assert Contact.objects.get().name == "Dana"

    def test_from_another_site_it_is_refused(self) -> None:
        for headers in (
            {"origin": "https://evil.example"},
            {"origin": "null"},
            {"referer": "https://evil.example/testserver"},
            {},
        ):
            with self.subTest(headers):
                page = self.client.post(self.path, self.data, headers=headers)
                assert page.status_code == 403
                assert b"Send again" not in page.content
        assert not Contact.objects.exists()

    def test_on_the_sign_in_page_the_sign_in_starts_over(self) -> None:
        page = self.client.post(
            LOGIN,
            {"username": "ines", "password": "sesame"},
            headers={"origin": ORIGIN},
        )
        assert (page.status_code, page.headers["Location"]) == (302, LOGIN)

    def test_a_user_who_is_signed_out_is_asked_to_sign_in(self) -> None:
        sign_out(self.client)
        page = self.client.post(self.path, self.data, headers={"origin": ORIGIN})
        assert "What you typed is kept" in page.content.decode()
        assert kept_fields(page)["name"] == "Dana"
