"""The issuer's logo: uploaded, drawn anew, previewed, published and served."""

from __future__ import annotations

import datetime as dt
import hashlib
import struct
import zlib
from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client, override_settings
from django.urls import reverse

from releases.models import Issuer, Logo
from releases.pdf.isolated_typesetting import typeset
from releases.pdf.logo import draw_logo
from tests.admin.desk import DeskTestCase, change_path, post_form
from tests.builders import SEVEN, make_issuer, put_on_record
from tests.clock import SECOND, travel
from tests.public.html_pages import Page, get_page, get_status, save_and_publish

HOUR = dt.timedelta(hours=1)
LATER = SEVEN + HOUR
SVG = """<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {0} {1}">{2}
<rect width="{0}" height="{1}" fill="#14466b"/></svg>"""


def svg(width: int = 300, height: int = 60, inner: str = "") -> SimpleUploadedFile:
    """Return an upload of a rectangle of this size."""
    return SimpleUploadedFile("Our Mark.svg", SVG.format(width, height, inner).encode())


def noise() -> SimpleUploadedFile:
    """Return an upload of 144 lines of 720 pixels that are as good as random, as a photograph's."""
    lines = b"".join(
        b"\0" + hashlib.shake_256(bytes([y])).digest(720) for y in range(144)
    )
    header = struct.pack(">IIBBBBB", 720, 144, 8, 0, 0, 0, 0)
    chunks = ((b"IHDR", header), (b"IDAT", zlib.compress(lines)), (b"IEND", b""))
    return SimpleUploadedFile(
        "photo.png",
        b"\x89PNG\r\n\x1a\n"
        + b"".join(
            struct.pack(">I", len(data))
            + name
            + data
            + struct.pack(">I", zlib.crc32(name + data))
            for name, data in chunks
        ),
    )


def size_of(png: bytes) -> tuple[int, int]:
    """Return the width and height of a PNG."""
    assert png.startswith(b"\x89PNG")
    width, height = struct.unpack(">II", png[16:24])
    return width, height


class ALogo(DeskTestCase):
    """It goes the way of the company's name: saved, previewed, published."""

    issuer: Issuer

    @classmethod
    def setUpTestData(cls) -> None:
        cls.issuer = make_issuer()
        save_and_publish(cls.issuer, at=SEVEN - HOUR)
        put_on_record(slug="results", at=SEVEN)

    def setUp(self) -> None:
        self.sign_in_as("Administrators")

    def upload(self, **fields: Any) -> str:
        """Post the form of the company with files at seven; return the page after it."""
        with travel(SEVEN):
            response = post_form(self.client, change_path(self.issuer), **fields)
        return str(response.content.decode())

    def test_is_drawn_anew_and_public_from_its_publication_only(self) -> None:
        self.upload(logo=svg(), logo_dark=svg(100, 100))
        light, dark = Logo.objects.all()
        assert (light.width, light.height) == (720, 144)
        assert (dark.width, dark.height) == (144, 144)
        path = f"/files/{light.token}/logo.png"
        assert get_status(path, at=LATER) == 404
        assert not get_page("/", at=LATER).all("img")
        save_and_publish(self.issuer, at=LATER)
        before, after = LATER - SECOND, LATER
        assert get_status(path, at=before) == 404
        for address in ("/", "/contacts/", "/no/such/"):
            with self.subTest(address), travel(after):
                page = Page(Client().get(address).content)
                image = page.only("picture/img")
                assert image.get("src") == path
                assert image.get("alt") == "Larkmoor Therapeutics"
                assert (image.get("width"), image.get("height")) == ("280", "56")
                (source,) = page.all("picture/source")
                assert source.get("srcset") == f"/files/{dark.token}/logo-dark.png"
                assert (source.get("width"), source.get("height")) == ("56", "56")
        with travel(after):
            response = Client().get(path)
        assert response["Content-Type"] == "image/png"
        assert response["Content-Disposition"].startswith("inline")
        assert size_of(response.content) == (720, 144)

    def test_is_previewed_by_staff_before_it_is_public(self) -> None:
        page = self.upload(logo=svg())
        logo = Logo.objects.get()
        path = reverse("admin:releases_issuer_logo", args=[logo.token])
        assert path in page
        look = reverse("admin:releases_issuer_look", args=[self.issuer.pk])
        preview = Page(self.client.get(look).content)
        assert preview.only("picture/img").get("src") == path
        assert size_of(self.client.get(path).content) == (720, 144)
        self.client.logout()
        assert self.client.get(path).status_code == 302

    def test_of_the_past_stands_on_pages_of_the_past(self) -> None:
        self.upload(logo=svg())
        first = Logo.objects.get().token
        save_and_publish(self.issuer, at=LATER)
        self.upload(logo=svg(200, 60))
        second = Logo.objects.get().token
        assert first != second
        save_and_publish(self.issuer, at=LATER + HOUR)
        with travel(LATER + 2 * HOUR):
            self.sign_in_as("Administrators")
            then = Page(self.page("/as-of/2026-03-03T13:30:00Z/contacts/").encode())
        assert f"/files/{first}/" in str(then.only("picture/img").get("src"))
        now = get_page("/contacts/", at=LATER + 2 * HOUR)
        assert f"/files/{second}/" in str(now.only("picture/img").get("src"))
        assert get_status(f"/files/{first}/logo.png", at=LATER + 2 * HOUR) == 200

    def test_the_same_picture_keeps_its_address(self) -> None:
        self.upload(logo=svg())
        before = Logo.objects.get().token
        self.upload(logo=svg())
        assert Logo.objects.get().token == before

    def test_is_removed_by_a_tick(self) -> None:
        self.upload(logo=svg(), logo_dark=svg())
        save_and_publish(self.issuer, at=LATER)
        assert "previous version" in self.upload(removes_logos="on")
        save_and_publish(self.issuer, at=LATER + HOUR)
        page = get_page("/contacts/", at=LATER + HOUR)
        assert not page.all("img")
        assert page.text("p[@class='name']") == "Larkmoor Therapeutics"

    @override_settings(PDF_TYPESETTER="releases.pdf.isolated_typesetting.typeset")
    def test_what_cannot_be_one_is_refused_with_the_reason(self) -> None:
        for problem, fields in (
            ("cannot draw", {"logo": SimpleUploadedFile("a.png", b"no picture")}),
            (
                "cannot draw",
                {"logo": svg(inner='<image href="http://127.0.0.1/a.png"/>')},
            ),
            ("cannot draw", {"logo": svg(inner='<image href="/etc/passwd"/>')}),
            ("not allowed", {"logo": SimpleUploadedFile("a.gif", b"GIF89a")}),
            ("At most", {"logo": SimpleUploadedFile("a.png", bytes(1_000_001))}),
            ("Use a simpler one", {"logo": noise()}),
            ("Choose a logo too", {"logo_dark": svg()}),
        ):
            with self.subTest(problem):
                assert problem in self.upload(**fields)
        assert not Logo.objects.exists()

    def test_nothing_of_an_upload_but_its_look_is_kept(self) -> None:
        self.upload(logo=svg(inner="<script>alert(1)</script><!-- Not public yet -->"))
        logo = Logo.objects.get()
        path = reverse("admin:releases_issuer_logo", args=[logo.token])
        content = self.client.get(path).content
        assert b"alert" not in content
        assert b"Not public" not in content

    def test_feeds_and_search_engines_are_given_it(self) -> None:
        self.upload(logo=svg())
        save_and_publish(self.issuer, at=LATER)
        url = f"http://testserver/files/{Logo.objects.get().token}/logo.png"
        with travel(LATER):
            rss, atom, feed = (
                Client().get(f"/releases/{name}").content
                for name in ("rss.xml", "atom.xml", "feed.json")
            )
            page = Client().get("/").content.decode()
        assert f"<image><url>{url}</url><title>" in rss.decode()
        assert f"<logo>{url}</logo>" in atom.decode()
        assert f'"icon":"{url}"' in feed.decode()
        assert f'"logo":{{"@type":"ImageObject","url":"{url}"' in page

    def test_stands_in_the_pdf_and_in_pictures_of_links(self) -> None:
        forms = ("/releases/2026/after/release.pdf", "/card.png")
        put_on_record(slug="after", headline="After", at=LATER + SECOND)
        with travel(LATER):
            plain = Client().get("/card.png").content
        self.upload(logo=svg())
        save_and_publish(self.issuer, at=LATER)
        pdf, card = (self._get(path, at=LATER + SECOND) for path in forms)
        assert b"/Subtype /Image" in pdf or b"/Subtype/Image" in pdf
        assert size_of(card) == (1200, 630)
        assert card != plain

    def _get(self, path: str, *, at: dt.datetime) -> bytes:
        with travel(at):
            response = Client().get(path)
            assert response.status_code == 200
            return response.content

    def test_is_drawn_in_a_process_of_its_own(self) -> None:
        values = {"content": list(svg().read()), "width": 720, "height": 144}
        assert size_of(typeset(values, form="logo")) == (720, 144)

    @override_settings(IRSITE_FILE_DELIVERY="redirect")
    def test_is_sent_by_the_site_itself_where_a_bucket_sends_files(self) -> None:
        self.upload(logo=svg())
        save_and_publish(self.issuer, at=LATER)
        path = f"/files/{Logo.objects.get().token}/logo.png"
        assert size_of(self._get(path, at=LATER)) == (720, 144)

    def test_a_png_becomes_one_that_fits(self) -> None:
        drawn = draw_logo(draw_logo(svg(50, 200).read()).content)
        assert (drawn.width, drawn.height) == (36, 144)
        assert size_of(drawn.content) == (drawn.width, drawn.height)
