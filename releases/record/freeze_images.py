"""The images of a text as it is frozen: each tag with its sizes, and the files they are."""

from __future__ import annotations

from django.core.files.storage import default_storage

from releases.models import ImageFile
from releases.models.stored_file import storage_name
from releases.record.documents import ImageEntry
from releases.text.image_tags import image_tag, image_tokens, replace_images, token_of
from releases.text.public_paths import file_path

# What a reader gets whose browser knows no sizes.
USUAL_WIDTH = 960


def freeze_images(markup: str) -> tuple[str, tuple[ImageEntry, ...]]:
    """Return a sanitised text with the sizes of each image, and all their files.

    An image that is no longer in the library is left out; a check blocks such a release.
    """
    tokens = image_tokens(markup)
    if not tokens:
        return markup, ()
    shown = dict(
        ImageFile.objects.filter(token__in=tokens).values_list("token", "image_id")
    )
    by_image: dict[int, list[ImageFile]] = {}
    for file in ImageFile.objects.filter(image__in=shown.values()).order_by("width"):
        by_image.setdefault(file.image_id, []).append(file)

    def sized(attributes: dict[str, str]) -> str:
        image = shown.get(token_of(attributes.get("src", "")))
        if image is None:
            return ""
        files = by_image[image]
        usual = max(
            (f for f in files if f.width <= USUAL_WIDTH), key=_width, default=files[0]
        )
        largest = files[-1]
        return image_tag(
            src=file_path(usual.token, usual.name),
            alt=attributes.get("alt", ""),
            width=largest.width,
            height=largest.height,
            srcset=", ".join(
                f"{file_path(file.token, file.name)} {file.width}w" for file in files
            )
            if len(files) > 1
            else "",
        )

    frozen = replace_images(markup, sized)
    order = dict.fromkeys(shown[token] for token in tokens if token in shown)
    entries = (image_entry(file) for image in order for file in by_image[image])
    return frozen, tuple(entries)


def _width(file: ImageFile) -> int:
    return file.width


def image_entry(file: ImageFile) -> ImageEntry:
    """Return one size of an image, with its permanent token."""
    return ImageEntry.model_validate(
        {
            name: getattr(file, name)
            for name in (
                "token",
                "name",
                "media_type",
                "width",
                "height",
                "size",
                "sha256",
            )
        }
    )


def image_content(entry: ImageEntry) -> bytes:
    """Return the bytes of one size of an image, which is in storage."""
    with default_storage.open(storage_name(entry.sha256)) as content:
        return bytes(content.read())
