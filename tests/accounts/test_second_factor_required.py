"""Whoever must have a second factor, and has none, is led to it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Any

from django.urls import URLPattern, URLResolver, get_resolver, reverse

from allauth.mfa.models import Authenticator

from releases.models import Contact
from tests.accounts.authenticators import (
    give_app,
    give_recovery_codes,
)
from tests.admin.desk import DeskTestCase, add_path, typed
from tests.builders import make_issuer, make_user

SECURITY = reverse("mfa_index")


def addresses(found: Any = None, before: str = "/") -> Iterator[str]:
    """Every address below /admin/, with a 1 for each of its parts."""
    for one in (found or get_resolver()).url_patterns:
        here = before + re.sub(r"<[^>]*>", "1", str(one.pattern)).strip("^$")
        if isinstance(one, URLResolver) and here.startswith("/admin/"):
            yield from addresses(one, here)
        elif isinstance(one, URLPattern) and here.startswith("/admin/"):
            yield here if "(" not in here else f"{before}releases/"


class WhereItIsRequired(DeskTestCase):
    """Nothing of the desk opens to whoever owes one, but the way to it."""

    def setUp(self) -> None:
        make_issuer()
        self.require("Counsel", "Administrators")

    def require(self, *groups: str) -> None:
        """These groups must have one."""
        self.enterContext(self.settings(IRSITE_SECOND_FACTOR_GROUPS=list(groups)))

    def test_every_page_leads_there(self) -> None:
        self.sit_down("Administrators")
        open_to_all = {reverse("account_login"), reverse("mfa_authenticate")}
        open_to_all |= {reverse("mfa_login_webauthn"), reverse("admin:logout")}
        swept = {*addresses()} - open_to_all
        assert len(swept) > 100
        for path in sorted(swept):
            if path.startswith(SECURITY):
                continue
            with self.subTest(path):
                answer = self.client.get(path)
                assert answer.status_code == 302
                assert answer.headers["Location"] == SECURITY
                answer = self.client.post(path, {"headline": "Typed"})
                assert "you must sign in with a second factor" in (
                    answer.content.decode()
                )

    def test_whoever_owes_it_can_leave(self) -> None:
        self.sit_down("Counsel")
        assert self.client.post(reverse("admin:logout")).status_code == 200
        assert self.client.get(SECURITY).status_code == 302

    def test_the_page_says_what_to_do(self) -> None:
        self.sit_down("Counsel")
        page = self.page(SECURITY)
        assert "You must sign in with a second factor" in page
        assert 'id="nav-sidebar"' not in page

    def test_what_was_typed_waits_until_it_is_set_up(self) -> None:
        user = self.sit_down("Administrators")
        give_app(user)
        data = typed(self.client, add_path("contact"), name="Dana")
        Authenticator.objects.all().delete()
        page = self.client.post(add_path("contact"), {**data, "_save": "1"})
        assert not Contact.objects.exists()
        give_app(user)
        kept = dict(page.context["kept_form"].fields)
        self.client.post(page.context["kept_form"].path, kept)
        assert Contact.objects.get().name == "Dana"

    def test_what_another_site_sends_meanwhile_is_refused(self) -> None:
        self.sit_down("Administrators")
        headers = {"origin": "https://evil.example"}
        answer = self.client.post(add_path("contact"), {"name": "x"}, headers=headers)
        assert answer.status_code == 403

    def test_it_is_asked_of_the_groups_that_are_named(self) -> None:
        index = reverse("admin:index")
        for group, status in (("Authors", 200), ("Counsel", 302), ("Finance", 200)):
            with self.subTest(group):
                self.sit_down(group)
                assert self.client.get(index).status_code == status

    def test_a_superuser_is_in_every_group(self) -> None:
        self.client.force_login(make_user("root", is_superuser=True))
        assert self.client.get(reverse("admin:index")).status_code == 302

    def test_a_star_is_everybody_and_nothing_is_nobody(self) -> None:
        index = reverse("admin:index")
        self.sit_down("Authors")
        self.require("*")
        assert self.client.get(index).status_code == 302
        self.client.force_login(make_user("root", is_superuser=True))
        self.require()
        assert self.client.get(index).status_code == 200

    def test_recovery_codes_alone_are_none(self) -> None:
        give_recovery_codes(self.sit_down("Counsel"))
        assert self.client.get(reverse("admin:index")).status_code == 302
