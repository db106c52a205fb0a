"""Images of a release: public with it, shown where they may be, and their words elsewhere."""

from __future__ import annotations

import datetime as dt
import io

from django.test import Client
from django.urls import reverse, set_script_prefix

import pikepdf

from releases.alerts.release_mail import release_letter
from releases.desk import site_documents
from releases.desk.images import tag_of_image
from releases.models import Image, PublishedFile, Release
from releases.record import verification
from releases.record.documents import ReleaseDocument
from releases.record.published import profile, published_release
from releases.record.release_parts import RELEASE_PARTS, TEXT
from releases.templatetags.text_markup import body_html
from releases.text.public_paths import FEED, page_path
from tests.builders import (
    SEVEN,
    author,
    make_image,
    make_issuer,
    make_release,
    make_site_page,
    make_user,
    publication_of,
    put_on_record,
)
from tests.clock import MICROSECOND, SECOND, travel
from tests.pdf.sheets import pdf
from tests.previews.links import address_of, make_link
from tests.public.html_pages import ReaderTestCase, get_status, give_notice

HOUR = dt.timedelta(hours=1)


def paths_of(image: Image) -> list[str]:
    """Return the public paths of an image's files, the narrowest first."""
    return [f"/files/{file.token}/{file.name}" for file in image.files.all()]


def get(path: str, *, at: dt.datetime = SEVEN) -> bytes:
    """Return what readers get at this moment."""
    with travel(at):
        response = Client().get(path)
        assert response.status_code == 200, path
        return bytes(response.getvalue())


class AnImageOfARelease(ReaderTestCase):
    """It opens with the release, and is on its page, in feeds, the API and the PDF."""

    release: Release
    image: Image
    paths: list[str]

    @classmethod
    def setUpTestData(cls) -> None:
        make_issuer()
        cls.image = make_image()
        body = f"<p>It grew.</p>{tag_of_image(cls.image)}"
        cls.release = put_on_record(body=body, slug="grew", recorded_at=SEVEN - HOUR)
        cls.paths = paths_of(cls.image)

    def test_no_size_of_it_opens_before_its_instant(self) -> None:
        for path in self.paths:
            assert get_status(path, at=SEVEN - MICROSECOND) == 404
            assert get_status(path) == 200

    def test_it_leaves_when_the_release_is_sealed(self) -> None:
        give_notice(self.release, at=SEVEN + HOUR, sealed=True)
        for path in self.paths:
            assert get_status(path, at=SEVEN + HOUR) == 410

    def test_the_page_says_its_size_so_that_nothing_shifts(self) -> None:
        page = get("/releases/2026/grew/").decode()
        small, usual, large = self.paths
        assert f'<img src="{usual}" alt="Revenue by quarter" width="1200"' in page
        assert f"{small} 480w, {usual} 960w, {large} 1200w" in page

    def test_its_addresses_are_below_the_sites_own_prefix(self) -> None:
        document = published_release(publication_of(self.release)).document
        assert isinstance(document, ReleaseDocument)
        self.addCleanup(set_script_prefix, "/")
        set_script_prefix("/newsroom/")
        markup = body_html(document)
        assert markup.count("/newsroom/files/") == markup.count("/files/") == 4

    def test_feeds_have_one_absolute_address_and_the_api_each_file(self) -> None:
        usual = f"http://testserver{self.paths[1]}"
        feed = get(FEED).decode()
        assert usual in feed
        assert "srcset" not in feed
        answer = get("/api/v1/releases/2026/grew").decode()
        for path in self.paths:
            assert path.rpartition("/")[2] in answer

    def test_a_mail_has_its_words_and_no_picture(self) -> None:
        with travel(SEVEN):
            release = published_release(publication_of(self.release))
            letter = release_letter(
                release, issuer=profile(at=SEVEN), events={}, is_reply=False
            )
        mail = repr(letter)
        assert "[Revenue by quarter]" in mail
        assert "<img" not in mail
        assert self.paths[1] not in mail

    def test_the_pdf_shows_it_with_its_words(self) -> None:
        document = published_release(publication_of(self.release)).document
        content = pdf(document.body, images=document.images)
        with pikepdf.open(io.BytesIO(content)) as opened:
            shown = [
                image for page in opened.pages for image in page.get_images().values()
            ]
            assert [int(image.Width) for image in shown] == [1200]
        assert "Revenue by quarter" in str(alt_texts(content))

    def test_the_pdf_has_words_for_what_is_too_large_and_none_for_decoration(
        self,
    ) -> None:
        document = published_release(publication_of(self.release)).document
        assert isinstance(document, ReleaseDocument)
        quiet = document.body.replace("Revenue by quarter", "")
        large = tuple(
            entry.model_copy(update={"size": 4_000_000}) for entry in document.images
        )
        for body, images in (
            (document.body, large),
            (quiet, large),
            (quiet, document.images),
        ):
            assert not alt_texts(pdf(f"<ul><li>{body}</li></ul>", images=images))
        quoted = pdf(
            f"<blockquote>{document.body}</blockquote>", images=document.images
        )
        assert alt_texts(quoted)

    def test_the_record_has_each_file_and_verifies(self) -> None:
        publication = publication_of(self.release)
        tokens = set(
            PublishedFile.objects.filter(publication=publication).values_list(
                "token", flat=True
            )
        )
        assert tokens == set(self.image.files.values_list("token", flat=True))
        found = [verification.walk(step)[1].named for step in verification.WALKS]
        named = [str(problem) for problems in found for problem in problems]
        # It went on the record past the desk.
        assert all("nobody approved it" in problem for problem in named)

    def test_a_comparison_tells_it_from_another_with_the_same_words(self) -> None:
        document = published_release(publication_of(self.release)).document
        assert isinstance(document, ReleaseDocument)
        text = next(part for part in RELEASE_PARTS if part.key == TEXT)
        words = " ".join(passage.text for passage in text.passages(document))
        for file in self.image.files.all():
            assert f"{file.name} (SHA-256 {file.sha256[:12]}…)" in words


def alt_texts(content: bytes) -> list[str]:
    """Return the texts that stand for pictures in a PDF."""
    with pikepdf.open(io.BytesIO(content)) as opened:
        return [
            str(entry["/Alt"])
            for entry in opened.objects
            if isinstance(entry, pikepdf.Dictionary) and "/Alt" in entry
        ]


class AnImageOfADraft(ReaderTestCase):
    """Staff and guests see it in previews; its own address opens nothing."""

    def setUp(self) -> None:
        make_issuer()
        self.image = make_image()
        self.release = make_release(body=tag_of_image(self.image))

    def test_staff_get_it_from_the_desk(self) -> None:
        client = Client()
        client.force_login(make_user("ines", groups=("Administrators",)))
        preview = reverse("admin:releases_release_preview", args=[self.release.pk])
        page = client.get(preview).content.decode()
        file = self.image.files.all()[1]
        path = reverse("admin:releases_image_file", args=[file.token])
        assert f'<img src="{path}"' in page
        assert "/files/" not in page
        assert client.get(path).getvalue()

    def test_guests_get_it_within_the_page(self) -> None:
        with travel(SEVEN):
            page = Client().post(address_of(make_link(self.release))).content.decode()
        assert '<img src="data:image/png;base64,' in page
        assert "/files/" not in page

    def test_one_that_left_the_library_shows_nothing_to_guests(self) -> None:
        self.image.delete()
        with travel(SEVEN):
            page = Client().post(address_of(make_link(self.release))).content.decode()
        assert "<img" not in page

    def test_a_page_that_staff_wrote_shows_images_too(self) -> None:
        page = make_site_page(slug="who-we-are", body=tag_of_image(self.image))
        with travel(SEVEN - SECOND):
            site_documents.publish_item(page, by=author())
        assert paths_of(self.image)[1] in get(page_path("who-we-are")).decode()
        assert get_status(paths_of(self.image)[0]) == 200
