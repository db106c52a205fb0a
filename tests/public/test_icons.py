"""The icon of the site, at the addresses that pages name and browsers ask for."""

from __future__ import annotations

import re

from django.conf import settings
from django.test import Client

from releases.public.icon import RECTANGLES, icon_png
from tests.public.html_pages import Page, ReaderTestCase, get_page
from tests.representations.pixels import decode_png
from tests.representations.validators import VALIDATORS


class TheIcon(ReaderTestCase):
    """One drawing in every format."""

    def test_is_at_the_addresses_that_browsers_ask_for(self) -> None:
        for path, sizes in (
            ("/favicon.ico", "16 x 16, 32 x 32, 48 x 48"),
            ("/apple-touch-icon.png", "192 x 192"),
            ("/apple-touch-icon-precomposed.png", "192 x 192"),
        ):
            with self.subTest(path):
                response = Client().get(path)
                assert response.status_code == 200
                validate = VALIDATORS[response["Content-Type"]]
                assert validate(response.content) == sizes

    def test_is_named_by_every_page_and_by_the_404(self) -> None:
        for page in (get_page("/"), Page(Client().get("/nothing/").content)):
            touch = page.only("head/link[@rel='apple-touch-icon']")
            assert touch.get("href") == "/apple-touch-icon.png"
            icons = [link.get("href", "") for link in page.all("link[@rel='icon']")]
            assert icons[0] == "/favicon.ico"
            assert icons[1].endswith(".svg")

    def test_is_the_same_drawing_in_svg(self) -> None:
        drawing = (settings.BASE_DIR / "static/img/icon.svg").read_text()
        path = re.findall(r'd="([^"]*)"', drawing)[1]
        rectangle = r"M(\d+) (\d+)h(\d+)v(\d+)H\d+z"
        drawn = tuple(tuple(map(int, part)) for part in re.findall(rectangle, path))
        assert drawn == RECTANGLES
        assert not re.sub(rectangle, "", path)

    def test_has_its_two_colours_and_no_others(self) -> None:
        pixels = decode_png(icon_png(32))
        assert pixels.colour(0, 0) == "16324a"
        assert pixels.colour(8, 8) == pixels.colour(25, 11) == "fbfaf6"
        assert pixels.colour(6, 13) == "16324a"
        colours = {pixels.colour(x, y) for x in range(32) for y in range(32)}
        assert len(colours) == 2
