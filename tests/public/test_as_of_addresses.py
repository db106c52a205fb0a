"""Which addresses have a past: those of the declared public views, and no others."""

from __future__ import annotations

from django.test import Client, override_settings
from django.urls import resolve

from releases.desk import sharing
from releases.models import Release
from releases.record.public_view import PublicView
from tests.addresses import sample_addresses
from tests.builders import SEVEN, author, make_issuer, make_release, put_on_record
from tests.clock import travel
from tests.public.as_of_case import HOUR, LATER, THEN
from tests.public.html_pages import ReaderTestCase

NEVER = "/no/such/page/"


@override_settings(IRSITE_AS_OF_PUBLIC=True)
class AnAddressWithoutAPublicView(ReaderTestCase):
    """Below /as-of/ it is like one that never was."""

    secret: Release

    @classmethod
    def setUpTestData(cls) -> None:
        make_issuer()
        put_on_record(slug="public", at=SEVEN)
        with travel(SEVEN - HOUR):
            cls.secret = make_release(headline="Larkmoor to Merge", slug="merger")

    def answer(self, path: str) -> tuple[int, list[tuple[str, str]], str]:
        """Return what the public gets; `path` stands as NEVER where the page repeats it."""
        with travel(LATER):
            response = Client().get(f"{THEN}{path}")
        body = response.getvalue().decode().replace(f'href="{path}"', f'href="{NEVER}"')
        headers = sorted(
            (name, value)
            for name, value in response.headers.items()
            if name != "Content-Length"
        )
        return response.status_code, headers, body

    def test_every_url_pattern_is_a_public_view_or_nothing(self) -> None:
        never = self.answer(NEVER)
        assert never[0] == 404
        assert "There was no page at this address" in never[2]
        private = []
        for address in sample_addresses():
            view = getattr(resolve(address).func, "view_class", None)
            if view is not None and issubclass(view, PublicView):
                continue
            private.append(address)
            with self.subTest(address):
                assert self.answer(address) == never
        assert len(private) > 100
        assert "/preview/nobody/" in private

    def test_one_without_its_last_slash_leads_nowhere(self) -> None:
        never = self.answer(NEVER)
        for address in ("/admin", "/admin/login", "/preview/nobody", "/as-of", "/no"):
            with self.subTest(address):
                assert self.answer(address) == never

    def test_a_preview_is_nothing_before_its_link_ends_and_after(self) -> None:
        links = [
            sharing.share_preview(
                self.secret,
                by=author(),
                at=SEVEN - HOUR,
                whom="Robin Alder",
                expires_at=expires_at,
            )
            for expires_at in (SEVEN + HOUR, LATER + HOUR)
        ]
        never = self.answer(NEVER)
        for link in links:
            address = f"/preview/{sharing.token_of(link)}/"
            for path in (address, address.removesuffix("/"), f"{address}nobody/"):
                with self.subTest(path):
                    assert self.answer(path) == never
