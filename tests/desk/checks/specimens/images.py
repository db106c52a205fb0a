"""Specimens of images in the text."""

from __future__ import annotations

from django.core.files.storage import default_storage

from releases.desk.images import tag_of_image
from releases.models import ImageFile, Release
from tests.builders import make_image
from tests.desk.checks.clean_release import make_clean_release
from tests.desk.checks.specimens.book import near_miss, trips


def showing(markup: str) -> Release:
    """Return a sound release with this image below its text."""
    release = make_clean_release()
    release.body += markup
    release.save()
    return release


@trips("images.missing")
def an_image_that_is_not_in_the_library() -> Release:
    return showing('<img src="/files/aaaaaaaaaaaaaaaaaaaaaa/a.png" alt="Sales rise">')


@trips("images.missing")
def an_image_whose_file_is_gone() -> Release:
    image = make_image()
    ImageFile.objects.filter(image=image).update(sha256="0" * 64)
    return showing(tag_of_image(image))


@near_miss("images.missing")
def an_image_of_the_library() -> Release:
    image = make_image()
    assert default_storage.exists(image.files.all()[0].storage_name)
    return showing(tag_of_image(image))


@trips("images.alt_text")
def an_image_with_a_file_name_for_a_text() -> Release:
    return showing(tag_of_image(make_image("q3_chart.png")))


@trips("images.alt_text")
def an_image_that_is_called_a_chart() -> Release:
    return showing(tag_of_image(make_image("A chart")))


@near_miss("images.alt_text")
def a_chart_of_something() -> Release:
    return showing(tag_of_image(make_image("Chart of revenue, rising")))


@near_miss("images.alt_text")
def an_image_that_only_decorates() -> Release:
    return showing(tag_of_image(make_image("")))
