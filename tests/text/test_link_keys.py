"""The key of a preview link is masked wherever it stands in an address."""

from __future__ import annotations

from django.test import SimpleTestCase

from hypothesis import given
from hypothesis import strategies as st

from releases.readers.keys import KeyPurpose, make_key, new_secret
from releases.text.link_keys import mask_keys, mask_path
from tests.builders import SEVEN

KEY = f"{'0a1b2c3d' * 4}.Zk3-_nQ7wXcVbNmAsDfGhJkLpOiUyTrEwQ12345"
FORMS = (
    "/preview/{}/",
    "/preview/{}/a1b2c3/",
    "/admin/invitation/{}/",
    "/admin/%69nvitation%2F{}",
    "//preview/{}/",
    "/./preview/{}/",
    "/preview//{}/",
    "/preview/./{}/",
    "/Preview/{}/",
    "/PREVIEW/{}",
    "preview/{}",
    "/%70review/{}/",
    "/pre%76iew/{}/",
    "/%2570%2572eview/{}/",
    "/%50REVIEW%2f{}%2F",
    "/preview%2F{}/",
    "/preview%252F{}/",
    "/preview\\{}",
    "/as-of/2026-03-03T12:00:00Z/preview/{}/",
    "https://ir.example.com/preview/{}/",
    "/admin/login/?next=/preview/{}/",
    "/admin/login/?next=%2Fpreview%2F{}%2F&x=1",
)


class AKey(SimpleTestCase):
    """Nobody who reads a log can open a preview."""

    def test_it_is_masked_in_a_path_a_query_and_a_referer(self) -> None:
        for form in FORMS:
            for key in (KEY, KEY[:12], "0a1b"):
                address = form.format(key)
                with self.subTest(address):
                    assert key not in mask_path(address)
                    sentence = f'Not Found: {address} "GET", 404'
                    masked = mask_keys(sentence)
                    assert key not in masked
                    assert masked.startswith("Not Found: ")
                    assert masked.endswith('"GET", 404')

    def test_one_at_a_mistyped_address_is_known_by_its_form(self) -> None:
        for form in ("/previews/{}/", "/preview.{}", "/{}/", "/preview;/{}/", "{}"):
            for key in (KEY, KEY.upper(), KEY.replace(".", "%2E")):
                with self.subTest(form.format(key)):
                    assert key not in mask_path(form.format(key))
                    assert key not in mask_keys(f"GET {form.format(key)} 404")

    def test_what_surrounds_it_stays(self) -> None:
        assert mask_path(f"/preview/{KEY}/") == "/preview/..."
        path = f"/as-of/x/preview/{KEY}/"
        assert mask_path(path) == "/as-of/x/preview/..."
        message = f"Forbidden (no token): /preview/{KEY}/ from 192.0.2.1"
        masked = "Forbidden (no token): /preview/... from 192.0.2.1"
        assert mask_keys(message) == masked

    @given(st.text(st.sampled_from("/%previwPREVIW257026fF.-a \n"), max_size=12))
    def test_it_is_gone_whatever_stands_before_it(self, before: str) -> None:
        assert KEY not in mask_path(f"{before}/preview/{KEY}/")
        assert KEY not in mask_keys(f"{before}/preview/{KEY}/")


class AReadersKey(SimpleTestCase):
    """Nobody who reads a log can unsubscribe a reader, or see what is known of one."""

    def test_it_is_masked_wherever_it_stands(self) -> None:
        for purpose in KeyPurpose:
            key = make_key(purpose, subscriber_id=7, secret=new_secret(), at=SEVEN)
            for form in (
                *(
                    f"/alerts/{purpose}/{{}}/",
                    f"/Alerts//{purpose}/{{}}",
                    "/alerts/x{}",
                ),
                *(f"%2Falerts%2F{purpose}%2F{{}}%2F", f"/alerts/asked/{purpose}/{{}}/"),
                *(f"?next=/alerts/{purpose}/{{}}/&a=1", "/leave/{}/", "{}", "/é/{}/"),
            ):
                address = form.format(key)
                with self.subTest(address):
                    assert key not in mask_path(address)
                    assert key not in mask_keys(f"POST {address} 404")

    def test_the_pages_that_have_none_stay_as_they_are(self) -> None:
        for path in (
            *("/alerts/", "/alerts/asked/", "/alerts/asked/?a=1"),
            "/releases/2026/larkmoor-reports-first-quarters/",
        ):
            with self.subTest(path):
                assert mask_path(path) == path
                assert mask_keys(f"GET {path} 200") == f"GET {path} 200"


class AnotherAddress(SimpleTestCase):
    """It is logged as it was requested."""

    def test_it_stays(self) -> None:
        for path in (
            "/",
            "/releases/2026/results/",
            "/releases/2026/trial-preview/versions/1/",
            "/releases/2026/previews/",
            "/preview/",
            "/files/0a1b2c3d0a1b2c3d0a1b2c3d0a1b2c3d/a.pdf",
        ):
            with self.subTest(path):
                assert mask_path(path) == path
                assert mask_keys(f"GET {path} 200") == f"GET {path} 200"
