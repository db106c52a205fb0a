"""A session that ends loses nothing typed, and opens no door to anybody else."""

from __future__ import annotations

from typing import Any

from django.test import Client
from django.urls import reverse

from releases.models import Contact, Release
from tests.admin.desk import (
    ORIGIN,
    DeskTestCase,
    add_path,
    change_path,
    said,
    sign_out,
    typed,
)
from tests.builders import make_issuer, make_release, make_user

LOGIN = reverse("admin:login")


def hidden(page: Any) -> dict[str, Any]:
    """What the page carries of what was typed."""
    return dict(page.context["sent"].fields)


class ASessionThatEnded(DeskTestCase):
    """Sign in, send again, and it is as if nothing had happened."""

    def setUp(self) -> None:
        make_issuer()
        self.officer = make_user("ines", groups=("Authors",))
        self.client.force_login(self.officer)
        self.release = make_release()
        self.path = change_path(self.release)
        body = "<p>Typed for an hour.</p>\n<p>And “quoted” & kept.</p>"
        self.data = {**typed(self.client, self.path, body=body), "_save": "1"}
        sign_out(self.client)

    def sign_in_with(self, page: Any, **changes: str) -> Any:
        """Fill the sign-in form that the page shows."""
        carried = dict(page.context["sent"].carried)
        data = {"username": "ines", "password": "sesame", "next": self.path}
        return self.client.post(LOGIN, {**carried, **data, **changes})

    def test_a_sign_in_page_takes_the_forms_place_and_carries_every_field(self) -> None:
        page = self.client.post(self.path, self.data)
        assert "What you typed is kept" in page.content.decode()
        assert hidden(page) == {name: str(value) for name, value in self.data.items()}
        assert "no-store" in page.headers["Cache-Control"]

    def test_after_signing_in_one_button_sends_it_again(self) -> None:
        again = self.sign_in_with(self.client.post(self.path, self.data))
        assert "Send again" in again.content.decode()
        assert again.context["sent"].path == self.path
        answer = self.client.post(again.context["sent"].path, hidden(again))
        assert answer.status_code == 302
        self.release.refresh_from_db()
        assert self.release.body == (
            "<p>Typed for an hour.</p>\n<p>And “quoted” &amp; kept.</p>"
        )

    def test_a_wrong_password_loses_nothing_either(self) -> None:
        first = self.client.post(self.path, self.data)
        second = self.sign_in_with(first, password="wrong")
        assert "Please enter the correct username" in second.content.decode()
        again = self.sign_in_with(second)
        assert hidden(again)["body"] == self.data["body"]

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

    def test_what_this_site_sent_from_a_text_is_kept(self) -> None:
        path = reverse("admin:releases_release_from_text_check")
        page = self.client.post(path, {"headline": "Typed"})
        assert hidden(page) == {"headline": "Typed"}

    def test_passwords_and_tokens_are_never_carried(self) -> None:
        page = self.client.post(
            reverse("admin:password_change"),
            {
                "old_password": "sesame",
                "new_password1": "opensesame",
                "csrfmiddlewaretoken": "token",
            },
        )
        assert hidden(page) == {}
        assert "opensesame" not in page.content.decode()

    def test_it_leads_nowhere_but_to_the_desk(self) -> None:
        for path in ("https://evil.example/", "//evil.example/admin/", "/releases/"):
            with self.subTest(path):
                page = self.client.post(self.path, self.data)
                answer = self.sign_in_with(page, next=path)
                assert "evil.example" not in str(answer.headers)
                assert b"Send again" not in answer.content
                self.client.logout()

    def test_signing_in_without_anything_carried_is_as_ever(self) -> None:
        answer = self.client.post(
            LOGIN, {"username": "ines", "password": "sesame", "next": self.path}
        )
        assert (answer.status_code, answer.headers["Location"]) == (302, self.path)

    def test_leaving_twice_is_no_reason_to_sign_in(self) -> None:
        answer = self.client.post(reverse("admin:logout"))
        assert answer.status_code == 302


class AStaleToken(DeskTestCase):
    """Whoever signed in again in another tab can send the first one's form."""

    def setUp(self) -> None:
        make_issuer()
        self.client = Client(enforce_csrf_checks=True)
        self.client.force_login(make_user("ines", groups=("Authors",)))
        self.path = add_path("contact")
        self.client.get(self.path)
        self.data = {"name": "Dana", "csrfmiddlewaretoken": "x" * 64, "_save": "1"}

    def test_from_this_very_site_it_is_offered_again_with_a_fresh_one(self) -> None:
        page = self.client.post(self.path, self.data, headers={"origin": ORIGIN})
        text = page.content.decode()
        assert "Send again" in text
        token = text.partition('name="csrfmiddlewaretoken" value="')[2].partition('"')
        answer = self.client.post(
            self.path,
            {
                **typed(self.client, self.path),
                **hidden(page),
                "csrfmiddlewaretoken": token[0],
            },
            headers={"origin": ORIGIN},
            follow=True,
        )
        assert "Saved, not yet public." in said(answer)
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

    def test_at_the_sign_in_page_it_starts_over(self) -> None:
        page = self.client.post(
            LOGIN,
            {"username": "ines", "password": "sesame"},
            headers={"origin": ORIGIN},
        )
        assert (page.status_code, page.headers["Location"]) == (302, LOGIN)

    def test_who_is_signed_out_by_then_is_asked_to_sign_in(self) -> None:
        sign_out(self.client)
        page = self.client.post(self.path, self.data, headers={"origin": ORIGIN})
        assert "What you typed is kept" in page.content.decode()
        assert hidden(page)["name"] == "Dana"
