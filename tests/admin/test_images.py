"""The library of images at the desk, and what the editor asks of it."""

from __future__ import annotations

from typing import Any

from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from releases.desk.images import tag_of_image
from releases.models import Image, ImageFile, Release
from tests.admin.desk import (
    DeskTestCase,
    add_path,
    change_path,
    form_data,
    list_path,
    messages_of,
    post_form,
)
from tests.builders import make_image, make_issuer, make_release, picture

CHOOSE = reverse("admin:releases_image_choose")
OWN = '<img src="/files/aaaaaaaaaaaaaaaaaaaaaa/chart.png" alt="Rising">'


def upload(content: bytes = b"") -> SimpleUploadedFile:
    """Return an image as a browser sends it."""
    return SimpleUploadedFile("q3_revenue-chart.png", content or picture())


class TheLibrary(DeskTestCase):
    """Images are added once, described, and found where they are used."""

    @classmethod
    def setUpTestData(cls) -> None:
        make_issuer()

    def setUp(self) -> None:
        self.sign_in_as("Authors")

    def test_an_image_is_added_without_a_script(self) -> None:
        form = {"file": upload(), "alt": "Revenue\r\nrising"}
        self.client.post(add_path("image"), form)
        image = Image.objects.get()
        assert (image.name, image.alt) == ("Q3 revenue chart", "Revenue rising")
        page = self.page(change_path(image))
        assert "480 × 240, 960 × 480 and 1200 × 600" in page
        assert "&lt;img src=&quot;/files/" in page

    def test_one_without_a_text_must_only_decorate(self) -> None:
        response = self.client.post(add_path("image"), {"file": upload()})
        page = response.content.decode()
        assert "Say what the image shows, or tick that it only decorates" in page
        assert "is kept" in page
        assert not Image.objects.exists()

    def test_what_is_no_image_is_refused(self) -> None:
        form = {"file": upload(b"<svg/>"), "alt": "A"}
        response = self.client.post(add_path("image"), form)
        assert "This is no image that can be read" in response.content.decode()

    def test_its_words_change_and_its_files_stay(self) -> None:
        image = make_image()
        post_form(self.client, change_path(image), name="Chart", alt="Rising")
        image.refresh_from_db()
        assert (image.name, image.alt) == ("Chart", "Rising")
        assert image.files.count() == 3

    def test_the_list_shows_where_each_is_used(self) -> None:
        image = make_image()
        assert "–" in self.page(list_path("image"))
        release = make_release(headline="It Grew", body=tag_of_image(image))
        page = self.page(list_path("image"))
        assert f'href="{change_path(release)}"' in page
        small = image.files.all()[0]
        assert reverse("admin:releases_image_file", args=[small.token]) in page

    def test_one_that_a_text_shows_is_not_deleted(self) -> None:
        image = make_image()
        release = make_release(headline="It Grew", body=tag_of_image(image))
        path = reverse("admin:releases_image_delete", args=[image.pk])
        page = self.page(path)
        assert "is shown in It Grew. Take it out of there first." in page
        Release.objects.filter(pk=release.pk).update(body="")
        self.client.post(path, {"post": "yes"})
        assert not Image.objects.exists()

    def test_its_files_are_for_staff_alone(self) -> None:
        file = make_image().files.all()[0]
        path = reverse("admin:releases_image_file", args=[file.token])
        response = self.client.get(path)
        assert response.headers["Content-Type"] == "image/png"
        assert len(response.getvalue()) == file.size
        ImageFile.objects.update(sha256="0" * 64)
        assert self.client.get(path).status_code == 404
        self.sign_in_as()
        assert self.client.get(path).status_code == 403
        self.client.logout()
        assert self.client.get(path).status_code == 302


class TheEditor(DeskTestCase):
    """It adds images and takes those of the library."""

    @classmethod
    def setUpTestData(cls) -> None:
        make_issuer()

    def setUp(self) -> None:
        self.sign_in_as("Authors")

    def test_it_adds_one_and_gets_what_to_insert(self) -> None:
        response = self.client.post(CHOOSE, {"file": upload(), "alt": "Rising"})
        image = Image.objects.get()
        assert response.json()["image"]["markup"] == tag_of_image(image)

    def test_it_is_told_what_to_mend(self) -> None:
        response = self.client.post(CHOOSE, {"file": upload()})
        assert response.status_code == 422
        assert "Say what the image shows" in response.json()["problem"]
        self.sign_in_as("Finance")
        response = self.client.post(CHOOSE, {"file": upload(), "alt": "A"})
        assert response.status_code == 403
        assert response.json()["problem"] == "You may not add images."

    def test_it_finds_those_that_are_there(self) -> None:
        make_image("Revenue, rising")
        make_image("Costs, falling")
        images = self.client.get(CHOOSE).json()["images"]
        assert [image["alt"] for image in images] == [
            "Costs, falling",
            "Revenue, rising",
        ]
        found = self.client.get(CHOOSE, {"q": "rising"}).json()["images"]
        assert [image["alt"] for image in found] == ["Revenue, rising"]

    def test_a_release_keeps_images_of_the_library_and_names_how_many_it_lost(
        self,
    ) -> None:
        release, image = make_release(), make_image()
        path = change_path(release)
        sent: dict[str, Any] = form_data(self.client, path)
        sent["body"] = (
            f"<p>A</p>{tag_of_image(image)}{OWN}<img src='https://x.example/'>"
        )
        response = self.client.post(path, {**sent, "_save": "1"}, follow=True)
        release.refresh_from_db()
        assert release.body == f"<p>A</p>{tag_of_image(image)}Rising"
        assert "Left out of the body: 2 images" in messages_of(response)
