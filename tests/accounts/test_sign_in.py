"""The entrance: who comes in, who does not, and what strangers learn there."""

from __future__ import annotations

from django.conf import settings
from django.urls import Resolver404, resolve, reverse

from tests.accounts.authenticators import (
    journalled,
    sign_in,
)
from tests.admin.desk import DeskTestCase
from tests.builders import make_user

LOGIN = reverse("account_login")
INDEX = reverse("admin:index")


class TheFirstStep(DeskTestCase):
    """A name and a password."""

    def setUp(self) -> None:
        self.ada = make_user("ada", groups=("Authors",))

    def test_without_a_second_factor_the_password_is_enough(self) -> None:
        response = sign_in(self.client)
        assert (response.status_code, response.headers["Location"]) == (302, INDEX)
        assert self.client.get(INDEX).status_code == 200
        assert journalled() == [("sign in", "ada", "password, from 127.0.0.1")]

    def test_a_signed_in_user_is_not_asked_again(self) -> None:
        self.client.force_login(self.ada)
        response = self.client.get(LOGIN, {"next": "/admin/releases/"})
        assert response.headers["Location"] == "/admin/releases/"

    def test_a_session_gets_another_key(self) -> None:
        self.client.session.save()
        self.client.get(LOGIN)
        session = self.client.session
        session["x"] = 1
        session.save()
        before = session.session_key
        sign_in(self.client)
        assert self.client.session.session_key != before
        cookie = self.client.cookies[settings.SESSION_COOKIE_NAME]
        assert cookie["httponly"]
        assert cookie["secure"]
        assert cookie["samesite"] == "Lax"
        assert cookie["max-age"] == 8 * 60 * 60

    def test_the_librarys_other_pages_do_not_exist(self) -> None:
        for path in ("signup", "password/reset", "email", "inactive", "social"):
            for root in ("/admin/", "/admin/account/", "/accounts/", "/"):
                with self.subTest(root + path):
                    assert self.client.get(f"{root}{path}/").status_code in {302, 404}
                    try:
                        found = resolve(f"{root}{path}/")
                    except Resolver404:
                        continue
                    assert "catch_all" in found.func.__name__

    def test_public_pages_have_no_session(self) -> None:
        sign_in(self.client)
        for path in ("/", "/releases/", "/nothing/"):
            response = self.client.get(path)
            with self.subTest(path):
                assert not response.cookies
                assert "Cookie" not in response.get("Vary", "")
                assert b"/admin" not in response.content
