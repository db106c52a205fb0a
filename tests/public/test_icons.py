"""The icon of the site, at the addresses that pages name and browsers ask for."""

from __future__ import annotations

from django.test import Client

from releases.desk.logos import keep_logo
from releases.models import Issuer
from releases.models.desk.logo import Scheme
from releases.pdf.logo import draw_logo
from releases.public.icon import icon_png
from releases.record.documents import ProfileDocument
from tests.builders import SEVEN, make_issuer
from tests.clock import MICROSECOND, travel
from tests.public.html_pages import Page, ReaderTestCase, get_page, save_and_publish
from tests.public.test_logo import svg
from tests.representations.pixels import Pixels, decode_png
from tests.representations.validators import VALIDATORS

PATHS = (
    ("/favicon.ico", "16 x 16, 32 x 32, 48 x 48"),
    ("/apple-touch-icon.png", "192 x 192"),
    ("/apple-touch-icon-precomposed.png", "192 x 192"),
)


def icon(path: str) -> bytes:
    """Return the icon at an address at SEVEN."""
    with travel(SEVEN):
        return bytes(Client().get(path).content)


def colours(pixels: Pixels) -> set[str]:
    """Return the colours of a picture."""
    both = range(pixels.width)
    return {pixels.colour(x, y) for x in both for y in both}


class TheIcon(ReaderTestCase):
    """The issuer's logo, or its initial, in every format."""

    issuer: Issuer

    @classmethod
    def setUpTestData(cls) -> None:
        cls.issuer = make_issuer(colour="#7a1f1f")
        save_and_publish(cls.issuer, at=SEVEN)

    def test_is_at_the_addresses_that_browsers_ask_for(self) -> None:
        for path, sizes in PATHS:
            with self.subTest(path), travel(SEVEN):
                response = Client().get(path)
                assert response.status_code == 200
                validate = VALIDATORS[response["Content-Type"]]
                assert validate(response.content) == sizes

    def test_is_named_by_every_page_and_by_the_404(self) -> None:
        for page in (get_page("/"), Page(Client().get("/nothing/").content)):
            touch = page.only("head/link[@rel='apple-touch-icon']")
            assert touch.get("href") == "/apple-touch-icon.png"
            assert page.only("link[@rel='icon']").get("href") == "/favicon.ico"

    def test_has_the_initial_in_the_middle_of_the_issuer_s_colour(self) -> None:
        pixels = decode_png(icon("/apple-touch-icon.png"))
        assert pixels.colour(0, 0) == "7a1f1f"
        inked = [
            (x, y)
            for x in range(192)
            for y in range(192)
            if pixels.colour(x, y) == "fbfaf6"
        ]
        for edges in ([x for x, _ in inked], [y for _, y in inked]):
            assert abs(min(edges) - (191 - max(edges))) <= 2
        other = icon_png(ProfileDocument(name="Quay Street"), 192)
        assert other != icon_png(ProfileDocument(name="Larkmoor"), 192)

    def test_is_another_from_the_instant_of_another_name_on(self) -> None:
        for path, _ in PATHS:
            with self.subTest(path), travel(SEVEN - MICROSECOND):
                assert Client().get(path).content != icon(path)

    def test_is_a_newspaper_where_there_is_no_letter_to_draw(self) -> None:
        for name in ("", "…", "日本"):
            with self.subTest(name):
                pixels = decode_png(icon_png(ProfileDocument(name=name), 32))
                assert pixels.colour(0, 0) == pixels.colour(6, 13) == "16324a"
                assert pixels.colour(8, 8) == pixels.colour(25, 11) == "fbfaf6"
                assert len(colours(pixels)) == 2

    def test_is_the_logo_if_that_fits_into_a_square(self) -> None:
        for width, height, is_logo in ((60, 60, True), (50, 60, True), (90, 60, False)):
            with self.subTest((width, height)):
                drawn = draw_logo(svg(width, height).read())
                keep_logo(
                    self.issuer,
                    Scheme.LIGHT,
                    content=drawn.content,
                    width=drawn.width,
                    height=drawn.height,
                )
                save_and_publish(self.issuer, at=SEVEN)
                pixels = decode_png(icon("/apple-touch-icon.png"))
                assert (pixels.colour(96, 96) == "14466b") == is_logo
                assert pixels.colour(2, 2) == ("fbfaf6" if is_logo else "7a1f1f")
