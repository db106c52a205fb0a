"""Images of texts: written anew in the site's sizes, and only our own are shown."""

from __future__ import annotations

import io
import struct
import zlib

from django.core.files.storage import default_storage
from django.db import IntegrityError, transaction
from django.test import SimpleTestCase, TestCase

import pytest
from PIL import Image as Picture
from PIL import ImageCms

from releases.desk.checks import Level
from releases.desk.exceptions import NotAllowed
from releases.desk.image_sizes import MadeFile, made_sizes
from releases.desk.images import settle_images, tag_of_image, texts_with
from releases.models import Image, ImageFile
from releases.record.documents import ReleaseDocument
from releases.record.freeze import freeze_release
from releases.record.freeze_images import freeze_images
from releases.text.html import html_to_text, sanitize_html
from releases.text.html_blocks import parse_body
from releases.text.image_tags import images_as_text, with_addresses
from releases.text.passages import parse_passages
from releases.widgets.body_editor import clean_body_html
from tests.builders import (
    SEVEN,
    author,
    check_answers,
    make_image,
    make_issuer,
    make_release,
    make_site_page,
    picture,
)

OWN = '<img src="/files/aaaaaaaaaaaaaaaaaaaaaa/chart-960.png" alt="Rising">'


def sizes(content: bytes) -> list[MadeFile]:
    """Return what is made of the bytes of a file."""
    return made_sizes(io.BytesIO(content))


def opened(file: MadeFile) -> Picture.Image:
    """Return the picture of one size, with what its file says beside the pixels."""
    return Picture.open(io.BytesIO(file.content))


def png_of(width: int, height: int) -> bytes:
    """Return a PNG that says how large it is, and has next to nothing in it."""

    def chunk(kind: bytes, data: bytes) -> bytes:
        check = struct.pack(">I", zlib.crc32(kind + data))
        return struct.pack(">I", len(data)) + kind + data + check

    head = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    parts = (
        chunk(b"IHDR", head),
        chunk(b"IDAT", zlib.compress(b"")),
        chunk(b"IEND", b""),
    )
    return b"\x89PNG\r\n\x1a\n" + b"".join(parts)


class TheSizes(SimpleTestCase):
    """Made of what the file shows, and of nothing else that it says."""

    def test_there_are_those_below_its_own_and_its_own(self) -> None:
        for width, made in (
            (300, [300]),
            (480, [480]),
            (1200, [480, 960, 1200]),
            (4000, [480, 960, 1920]),
        ):
            with self.subTest(width):
                files = sizes(picture(size=(width, width // 2)))
                assert [file.width for file in files] == made
                assert [file.height for file in files] == [w // 2 for w in made]
                assert [opened(file).size for file in files] == [
                    (file.width, file.height) for file in files
                ]

    def test_photographs_are_jpeg_and_the_rest_is_png(self) -> None:
        for content, suffix in (
            (picture("PNG"), "png"),
            (picture("PNG", mode="P"), "png"),
            (picture("PNG", mode="I;16"), "png"),
            (picture("JPEG"), "jpg"),
            (picture("JPEG", mode="CMYK"), "jpg"),
            (picture("WEBP"), "jpg"),
            (picture("WEBP", mode="RGBA"), "png"),
            (picture("PNG", mode="P", transparency=0), "png"),
        ):
            made = sizes(content)[0]
            assert made.suffix == suffix
            assert Picture.MIME[opened(made).format or ""] == made.media_type

    def test_place_camera_and_comments_go_and_it_stands_upright(self) -> None:
        exif = Picture.Exif()
        exif[0x0112] = 6  # turned
        exif[0x010F] = "SECRET CAMERA"
        exif[0x8825] = {1: "N", 2: (50.0, 6.0, 0.0)}
        content = picture("JPEG", size=(400, 200), exif=exif, comment=b"SECRET NOTE")
        (made,) = sizes(content)
        assert (made.width, made.height) == (200, 400)
        assert b"SECRET" not in made.content
        assert not opened(made).getexif()

    def test_its_colours_are_those_of_the_web(self) -> None:
        profile = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
        for given in (profile, b"no profile at all"):
            (made,) = sizes(picture("JPEG", size=(40, 40), icc_profile=given))
            assert "icc_profile" not in opened(made).info

    def test_what_is_too_large_is_refused_before_it_is_decoded(self) -> None:
        for content, reason in (
            (png_of(12_001, 20), "12001 × 20 pixels"),
            (png_of(8_000, 8_000), "8000 × 8000 pixels"),
            (png_of(60_000, 60_000), "no image that can be read"),
            (b"\x00" * 20_000_001, "larger than 20 MB"),
        ):
            with self.subTest(reason), pytest.raises(NotAllowed, match=reason):
                sizes(content)

    def test_what_shows_nothing_is_refused(self) -> None:
        moving = io.BytesIO()
        frames = [Picture.new("RGB", (40, 40), colour) for colour in ("red", "blue")]
        frames[0].save(moving, "WEBP", save_all=True, append_images=frames[1:])
        for content, reason in (
            (b"<svg/>", "no image that can be read"),
            (picture("GIF"), "no image that can be read"),
            (picture()[:200], "no image that can be read|damaged"),
            (picture(size=(8, 80)), "too small"),
            (moving.getvalue(), "moves"),
        ):
            with self.subTest(reason), pytest.raises(NotAllowed, match=reason):
                sizes(content)


class TheRestrictedHtml(SimpleTestCase):
    """It has images of this site, and nothing of an image but what it shows."""

    def test_images_of_elsewhere_go(self) -> None:
        for src in (
            "https://evil.example/pixel.png",
            "//evil.example/files/aaaaaaaaaaaaaaaaaaaaaa/a.png",
            "data:image/png;base64,AAAA",
            "/files/short/a.png",
            "/files/aaaaaaaaaaaaaaaaaaaaaa/a/../../b.png",
            "/files/aaaaaaaaaaaaaaaaaaaaaa/a.png?who=me",
            "javascript:alert(1)",
            "",
        ):
            with self.subTest(src):
                assert sanitize_html(f'<p>A</p><img src="{src}" alt="x">') == "<p>A</p>"

    def test_ours_keep_what_they_show_and_lose_all_else(self) -> None:
        typed = OWN.replace(
            "<img ",
            '<img onload="x()" style="width:1px" width="0" height="9" srcset="//e.example 1w" ',
        )
        assert sanitize_html(f"<p>{typed}</p>") == OWN
        assert sanitize_html(OWN) == OWN
        sized = OWN.replace(
            ">",
            ' width="960" height="480" srcset="/files/aaaaaaaaaaaaaaaaaaaaaa/b.png 480w"'
            ' sizes="(min-width: 48rem) 44rem, 100vw">',
        )
        assert sanitize_html(sized) == sized

    def test_an_image_among_words_stays_there(self) -> None:
        assert sanitize_html(f"<p>A {OWN}</p>") == f"<p>A {OWN}</p>"

    def test_its_text_stands_for_it_in_words(self) -> None:
        body = f"<p>Before.</p>{OWN}<p>In {OWN} words</p>" + OWN.replace("Rising", "")
        assert html_to_text(body).split("\n") == [
            *("Before.", "[Rising]", "In [Rising]", " words"),
        ]
        assert [block.text for block in parse_body(body).blocks] == [
            *("Before.", "Rising", "In Rising words"),
        ]
        assert [passage.text for passage in parse_passages(body)] == [
            *("Before.", "[Rising]", "In [Rising] words"),
        ]
        assert images_as_text(OWN) == "<p>[Rising]</p>"
        assert images_as_text("<p>A</p>") == "<p>A</p>"

    def test_its_address_is_replaced_where_its_own_opens_nothing(self) -> None:
        sized = OWN.replace(">", ' width="960" height="480">')
        assert with_addresses(sized, lambda _src: "/x") == (
            '<img src="/x" alt="Rising" width="960" height="480">'
        )
        assert with_addresses(OWN, lambda _src: "") == "Rising"
        assert with_addresses("<p>A</p>", lambda _src: "/x") == "<p>A</p>"


class TheLibrary(TestCase):
    """What is in it can be shown; what is not is left out."""

    def test_each_size_is_stored_under_its_digest(self) -> None:
        image = make_image()
        names = [file.name for file in image.files.all()]
        assert names == [f"revenue-chart-{w}.png" for w in (480, 960, 1200)]
        for file in image.files.all():
            with default_storage.open(file.storage_name) as content:
                assert len(content.read()) == file.size
        make_image()
        assert ImageFile.objects.count() == 6
        assert (str(image), str(image.files.all()[0])) == ("Revenue chart", names[0])

    def test_an_image_has_a_text_or_only_decorates(self) -> None:
        given = {"name": "A", "by": author(), "at": SEVEN}
        for alt, decorative in (("", False), ("Text", True)):
            with (
                pytest.raises(
                    IntegrityError, match="image_has_a_text_or_only_decorates"
                ),
                transaction.atomic(),
            ):
                Image.objects.create(alt=alt, decorative=decorative, **given)
        image = Image.objects.create(alt="A", **given)
        ImageFile.objects.create(image=image, width=1, height=1, size=1)
        with pytest.raises(IntegrityError), transaction.atomic():
            # image_has_one_file_of_a_width
            ImageFile.objects.create(image=image, width=1, height=1, size=1)

    def test_a_text_without_words_for_an_image_gets_those_of_the_library(self) -> None:
        image, quiet = make_image(), make_image(alt="")
        tag = tag_of_image(image)
        assert clean_body_html(f"<p>{tag}</p>") == tag
        assert settle_images(tag.replace("Revenue by quarter", "")) == (tag, [])
        own = tag.replace("Revenue by quarter", "Of 2026")
        assert settle_images(own) == (own, [])
        assert settle_images(tag_of_image(quiet)) == (tag_of_image(quiet), [])

    def test_what_is_not_in_it_leaves_its_words(self) -> None:
        assert settle_images(OWN) == ("Rising", ["Rising"])
        assert settle_images(OWN.replace("Rising", "")) == ("", ["chart-960.png"])

    def test_it_says_which_texts_show_an_image(self) -> None:
        image = make_image()
        release = make_release(body=tag_of_image(image))
        page = make_site_page(body=f"<p>A {tag_of_image(image)}</p>")
        make_release(body=OWN)
        assert list(texts_with(image)) == [release, page]

    def test_a_frozen_text_has_all_sizes_and_where_it_is_shown_no_shift(self) -> None:
        image, small = make_image(), make_image(content=picture(size=(300, 100)))
        release = make_release(body=tag_of_image(image) + tag_of_image(small) + OWN)
        document = freeze_release(release, address="2026/x").document
        assert isinstance(document, ReleaseDocument)
        assert [entry.width for entry in document.images] == [480, 960, 1200, 300]
        first, second = document.body.split("<img")[1:]
        files = {
            file.width: f"/files/{file.token}/{file.name}" for file in image.files.all()
        }
        assert f'src="{files[960]}"' in first
        assert (
            f'srcset="{files[480]} 480w, {files[960]} 960w, {files[1200]} 1200w"'
            in first
        )
        assert 'width="1200" height="600"' in first
        assert "srcset" not in second
        assert sanitize_html(document.body) == document.body
        assert freeze_images("<p>A</p>") == ("<p>A</p>", ())

    def test_a_release_whose_image_is_gone_or_has_empty_words_is_not_published(
        self,
    ) -> None:
        make_issuer()
        release = make_release(body=OWN)
        blocked = check_answers(release, at=SEVEN)[Level.BLOCK]
        assert "images.missing" in blocked
        image = make_image(alt="chart.png")
        release.body = tag_of_image(image)
        release.save()
        answers = check_answers(release, at=SEVEN)
        assert "images.missing" not in answers[Level.BLOCK]
        assert "images.alt_text" in answers[Level.ERROR]
        ImageFile.objects.update(sha256="0" * 64)
        assert "images.missing" in check_answers(release, at=SEVEN)[Level.BLOCK]
