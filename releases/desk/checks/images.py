"""The images that a release shows."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.core.files.storage import default_storage
from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from releases.desk.checks.checked_release import CheckedRelease
from releases.desk.checks.registry import Level, Problem, check
from releases.models.stored_file import storage_name
from releases.text.image_tags import image_tokens, replace_images
from releases.text.translatable import Message

TEXT_ALTERNATIVE_URL = "https://www.w3.org/WAI/tutorials/images/"
_SAYS_NOTHING = re.compile(
    r"(?i)[^\s]+\.(?:png|jpe?g|webp|gif)|(?:an? )?(?:image|picture|photo|chart|graph(?:ic)?|logo|figure)\s?\d*"
)


@check(
    "images.missing",
    Level.BLOCK,
    title=_("Each image is in the library and in storage"),
    rule=_("An image that the text shows must be there when it is published."),
)
def missing_image(checked: CheckedRelease) -> Iterator[Problem]:
    """Find images that were deleted from the library, or whose files are not stored."""
    frozen = {image.token for image in checked.document.images}
    lost = [t for t in image_tokens(checked.release.body) if t not in frozen]
    unstored = [
        image.name
        for image in checked.document.images
        if not default_storage.exists(storage_name(image.sha256))
    ]
    for name in [*lost, *unstored]:
        yield Problem(
            message=Message(
                gettext_noop("The image “%(image)s” is missing. Add it again."),
                {"image": name},
            ),
            field="body",
        )


@check(
    "images.alt_text",
    Level.ERROR,
    title=_("The text of each image says what it shows"),
    rule=_(
        "Readers of mails, and of screen readers, get this text instead of the image. A "
        "file name, or the word “chart”, tells them nothing."
    ),
    source=TEXT_ALTERNATIVE_URL,
)
def empty_words_for_image(checked: CheckedRelease) -> Iterator[Problem]:
    """Find images whose text is a file name or only names a kind of image."""
    texts: list[str] = []

    def collect(attributes: dict[str, str]) -> str:
        texts.append(attributes.get("alt", ""))
        return ""

    replace_images(checked.document.body, collect)
    for text in texts:
        if _SAYS_NOTHING.fullmatch(text.strip()):
            yield Problem(
                message=Message(
                    gettext_noop(
                        "The text of an image is “%(alt)s”. Say what the image shows, "
                        "such as “Net revenue by quarter, rising”."
                    ),
                    {"alt": text},
                ),
                passage=text,
                field="body",
            )
