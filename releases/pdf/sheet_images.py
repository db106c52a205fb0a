"""The images of a body, as a sheet carries them to the typesetter: their bytes as numbers."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from releases.record.documents import ImageEntry
from releases.record.freeze_images import image_content
from releases.text.body_tree import Block, words
from releases.text.image_tags import token_of

# In bytes: of one image, and of all of a release together.
MAX_SIZE = 700_000
MAX_TOTAL = 3_000_000


def place_images(blocks: Iterable[Block], images: tuple[ImageEntry, ...]) -> None:
    """Give each image among the blocks its bytes, or its text where it is too large.

    Of the sizes of an image the largest is taken that is not.
    """
    sizes = _sizes_by_token(images)
    left = MAX_TOTAL
    for block in _image_blocks(blocks):
        fitting = [
            entry
            for entry in sizes.get(token_of(block["src"]), ())
            if entry.size <= min(MAX_SIZE, left)
        ]
        if not fitting:
            alt = block["alt"]
            content = [words(f"[{alt}]")] if alt else []
            block |= {"kind": "paragraph", "content": content}
            continue
        entry = fitting[-1]
        left -= entry.size
        block |= {"data": list(image_content(entry)), "width": entry.width}


def _sizes_by_token(images: tuple[ImageEntry, ...]) -> dict[str, list[ImageEntry]]:
    """Return all sizes of an image by the token of each: a narrower one begins another."""
    sizes: dict[str, list[ImageEntry]] = {}
    group: list[ImageEntry] = []
    for entry in images:
        if group and entry.width <= group[-1].width:
            group = []
        group.append(entry)
        sizes[entry.token] = group
    return sizes


def _image_blocks(blocks: Iterable[Block]) -> Iterator[Block]:
    for block in blocks:
        if block["kind"] == "image":
            yield block
        elif block["kind"] == "quote":
            yield from _image_blocks(block["blocks"])
        elif block["kind"] == "list":
            for item in block["items"]:
                yield from _image_blocks(item)
