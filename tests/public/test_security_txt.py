"""security.txt (RFC 9116), as the settings have it."""

from __future__ import annotations

import datetime as dt

from django.test import Client

from tests.pagecache.client import PageCacheTestCase
from tests.public.html_pages import ReaderTestCase

PATH = "/.well-known/security.txt"


class SecurityTxt(ReaderTestCase):
    """Names the contact, and until when that holds, whatever the time is."""

    def test_has_the_fields_of_the_settings_in_their_order(self) -> None:
        with self.settings(
            IRSITE_SECURITY_CONTACT=["mailto:a@example.com", "tel:+1-617-555-0143"],
            IRSITE_SECURITY_EXPIRES=dt.datetime(2027, 6, 30, tzinfo=dt.UTC),
            IRSITE_SECURITY_ENCRYPTION=["https://example.com/key.asc"],
            IRSITE_SECURITY_POLICY=["https://example.com/policy"],
        ):
            response = Client().get(PATH)
        assert response["Content-Type"] == "text/plain; charset=utf-8"
        assert response.content.decode().splitlines() == [
            "Contact: mailto:a@example.com",
            "Contact: tel:+1-617-555-0143",
            "Expires: 2027-06-30T00:00:00Z",
            "Encryption: https://example.com/key.asc",
            "Policy: https://example.com/policy",
            "Canonical: http://testserver/.well-known/security.txt",
        ]


class WithoutAContact(PageCacheTestCase):
    """There is no such file."""

    def test_it_is_the_404_of_any_page_that_is_not_there(self) -> None:
        with self.settings(IRSITE_SECURITY_CONTACT=[]):
            never = self.request("/no/such/page/")
            assert never.status == 404
            assert self.request(PATH) == never
