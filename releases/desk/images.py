"""The library of images: what is added to it, where its images are used."""

from __future__ import annotations

import datetime as dt
import html
from collections.abc import Iterator, Sequence

from django.contrib.auth.models import User
from django.core.files.base import ContentFile
from django.core.files.storage import default_storage
from django.db import transaction
from django.db.models import Model, Q

from releases.desk.image_sizes import MadeFile
from releases.models import Image, ImageFile, Release, ReleaseTemplate, SitePage
from releases.models.stored_file import sha256_of, storage_name
from releases.text.image_tags import (
    image_tag,
    image_tokens,
    name_of,
    replace_images,
    token_of,
)
from releases.text.public_paths import file_path
from releases.text.slugs import slug_of

USED_BY: tuple[type[Model], ...] = (Release, SitePage, ReleaseTemplate)


@transaction.atomic
def add_image(
    made: Sequence[MadeFile],
    *,
    name: str,
    alt: str,
    decorative: bool,
    by: User,
    at: dt.datetime,
) -> Image:
    """Add an image to the library, in the sizes that were made of it.

    `alt` is empty only for one that is `decorative`, which the database holds.
    """
    image = Image.objects.create(
        name=name, alt=alt, decorative=decorative, by=by, at=at
    )
    stem = slug_of(name) or "image"
    for file in made:
        content = ContentFile(file.content)
        sha256 = sha256_of(content)
        place = storage_name(sha256)
        if not default_storage.exists(place):
            default_storage.save(place, content)
        ImageFile.objects.create(
            image=image,
            name=f"{stem}-{file.width}.{file.suffix}",
            width=file.width,
            height=file.height,
            media_type=file.media_type,
            size=len(file.content),
            sha256=sha256,
        )
    return image


def tag_of_image(image: Image) -> str:
    """Return the tag with which a text shows the image."""
    largest = image.files.latest("width")
    return image_tag(src=file_path(largest.token, largest.name), alt=image.alt)


def settle_images(markup: str) -> tuple[str, list[str]]:
    """Return a text with only images of the library, and the names of those left out.

    An image without a text gets that of the library, unless it only decorates.
    """
    tokens = image_tokens(markup)
    if not tokens:
        return markup, []
    known = {
        file.token: file
        for file in ImageFile.objects.filter(token__in=tokens).select_related("image")
    }
    left_out: list[str] = []

    def settled(attributes: dict[str, str]) -> str:
        src, alt = attributes.get("src", ""), attributes.get("alt", "")
        file = known.get(token_of(src))
        if file is None:
            left_out.append(alt or name_of(src))
            return html.escape(alt, quote=False)
        src = file_path(file.token, file.name)
        return image_tag(src=src, alt=alt.strip() or file.image.alt)

    return replace_images(markup, settled), left_out


def texts_with(image: Image) -> Iterator[Model]:
    """Yield every release, page and template that shows the image at the desk."""
    tokens = image.files.values_list("token", flat=True)
    shown = Q(pk__in=[])
    for token in tokens:
        shown |= Q(body__contains=file_path(token, ""))
    for model in USED_BY:
        yield from model._default_manager.filter(shown)
