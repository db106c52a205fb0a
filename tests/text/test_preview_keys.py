"""The key of a preview link is masked wherever it stands in an address."""

from __future__ import annotations

from django.test import SimpleTestCase

from hypothesis import given
from hypothesis import strategies as st

from releases.text.preview_keys import mask_path, mask_preview_keys

KEY = f"{'0a1b2c3d' * 4}.Zk3-_nQ7wXcVbNmAsDfGhJkLpOiUyTrEwQ12345"
FORMS = (
    "/preview/{}/",
    "/preview/{}/a1b2c3/",
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
                    masked = mask_preview_keys(sentence)
                    assert key not in masked
                    assert masked.startswith("Not Found: ")
                    assert masked.endswith('"GET", 404')

    def test_one_at_a_mistyped_address_is_known_by_its_form(self) -> None:
        for form in ("/previews/{}/", "/preview.{}", "/{}/", "/preview;/{}/", "{}"):
            for key in (KEY, KEY.upper(), KEY.replace(".", "%2E")):
                with self.subTest(form.format(key)):
                    assert key not in mask_path(form.format(key))
                    assert key not in mask_preview_keys(f"GET {form.format(key)} 404")

    def test_what_surrounds_it_stays(self) -> None:
        assert mask_path(f"/preview/{KEY}/") == "/preview/..."
        path = f"/as-of/x/preview/{KEY}/"
        assert mask_path(path) == "/as-of/x/preview/..."
        message = f"Forbidden (no token): /preview/{KEY}/ from 192.0.2.1"
        masked = "Forbidden (no token): /preview/... from 192.0.2.1"
        assert mask_preview_keys(message) == masked

    @given(st.text(st.sampled_from("/%previwPREVIW257026fF.-a \n"), max_size=12))
    def test_it_is_gone_whatever_stands_before_it(self, before: str) -> None:
        assert KEY not in mask_path(f"{before}/preview/{KEY}/")
        assert KEY not in mask_preview_keys(f"{before}/preview/{KEY}/")


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
                assert mask_preview_keys(f"GET {path} 200") == f"GET {path} 200"
