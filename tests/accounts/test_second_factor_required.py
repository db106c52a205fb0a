"""Users who lack a required second factor can open the Security page only."""

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
from tests.admin.desk import DeskTestCase, add_path, form_data
from tests.builders import make_issuer, make_user

SECURITY = reverse("mfa_index")


def admin_paths(resolver: Any = None, prefix: str = "/") -> Iterator[str]:
    """Yield every path below /admin/, with a 1 for each of its parameters."""
    for pattern in (resolver or get_resolver()).url_patterns:
        path = prefix + re.sub(r"<[^>]*>", "1", str(pattern.pattern)).strip("^$")
        if isinstance(pattern, URLResolver) and path.startswith("/admin/"):
            yield from admin_paths(pattern, path)
        elif isinstance(pattern, URLPattern) and path.startswith("/admin/"):
            yield path if "(" not in path else f"{prefix}releases/"


class ARequiredSecondFactor(DeskTestCase):
    """Counsel and administrators must have one."""

    def setUp(self) -> None:
        make_issuer()
        self.require("Counsel", "Administrators")

    def require(self, *groups: str) -> None:
        """Set the groups that must have one."""
        self.enterContext(self.settings(IRSITE_SECOND_FACTOR_GROUPS=list(groups)))

    def test_every_page_leads_to_the_security_page(self) -> None:
        self.sign_in_as("Administrators")
        open_to_all = {reverse("account_login"), reverse("mfa_authenticate")}
        open_to_all |= {reverse("mfa_login_webauthn"), reverse("admin:logout")}
        open_to_all.add("/admin/invitation/1/1/")  # whoever was invited has no password
        paths = {*admin_paths()} - open_to_all
        assert len(paths) > 100
        for path in sorted(paths):
            if path.startswith(SECURITY):
                continue
            with self.subTest(path):
                response = self.client.get(path)
                assert response.status_code == 302
                assert response.headers["Location"] == SECURITY
                response = self.client.post(path, {"headline": "Typed"})
                assert "you must sign in with a second factor" in (
                    response.content.decode()
                )

    def test_a_user_without_it_can_sign_out(self) -> None:
        self.sign_in_as("Counsel")
        assert self.client.post(reverse("admin:logout")).status_code == 200
        assert self.client.get(SECURITY).status_code == 302

    def test_the_page_says_what_to_do(self) -> None:
        self.sign_in_as("Counsel")
        page = self.page(SECURITY)
        assert "You must sign in with a second factor" in page
        assert 'id="nav-sidebar"' not in page

    def test_what_was_typed_waits_until_it_is_set_up(self) -> None:
        user = self.sign_in_as("Administrators")
        give_app(user)
        data = form_data(self.client, add_path("contact"), name="Dana")
        Authenticator.objects.all().delete()
        page = self.client.post(add_path("contact"), {**data, "_save": "1"})
        assert not Contact.objects.exists()
        give_app(user)
        kept = dict(page.context["kept_form"].fields)
        self.client.post(page.context["kept_form"].path, kept)
        assert Contact.objects.get().name == "Dana"

    def test_a_form_from_another_site_is_refused(self) -> None:
        self.sign_in_as("Administrators")
        headers = {"origin": "https://evil.example"}
        response = self.client.post(add_path("contact"), {"name": "x"}, headers=headers)
        assert response.status_code == 403

    def test_it_is_required_of_the_groups_that_are_named(self) -> None:
        index = reverse("admin:index")
        for group, status in (("Authors", 200), ("Counsel", 302), ("Finance", 200)):
            with self.subTest(group):
                self.sign_in_as(group)
                assert self.client.get(index).status_code == status

    def test_a_superuser_counts_as_a_member_of_every_group(self) -> None:
        self.client.force_login(make_user("root", is_superuser=True))
        assert self.client.get(reverse("admin:index")).status_code == 302

    def test_a_star_means_everybody_and_no_group_means_nobody(self) -> None:
        index = reverse("admin:index")
        self.sign_in_as("Authors")
        self.require("*")
        assert self.client.get(index).status_code == 302
        self.client.force_login(make_user("root", is_superuser=True))
        self.require()
        assert self.client.get(index).status_code == 200

    def test_recovery_codes_alone_are_no_second_factor(self) -> None:
        give_recovery_codes(self.sign_in_as("Counsel"))
        assert self.client.get(reverse("admin:index")).status_code == 302
