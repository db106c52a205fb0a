"""The redline of two releases: what became of each part of the first in the second."""

from __future__ import annotations

from dataclasses import dataclass

from releases.record.documents import ReleaseDocument
from releases.record.release_parts import (
    RELEASE_PARTS,
    TEXT,
    ReleasePart,
    image_passages,
)
from releases.text.redline import (
    RedlineBlock,
    RedlineGroup,
    align_passages,
    group_blocks,
    redline_html,
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Section:
    """One part of a release; `key` names it in an address, `name` to readers."""

    key: str
    name: str
    blocks: tuple[RedlineBlock, ...]

    @property
    def changed(self) -> bool:
        """Whether anything in it is not as it was."""
        return any(block.status != "same" for block in self.blocks)

    @property
    def groups(self) -> tuple[RedlineGroup, ...]:
        """The blocks as they are set."""
        return tuple(group_blocks(self.blocks))


def redline_of(before: ReleaseDocument, after: ReleaseDocument) -> tuple[Section, ...]:
    """Every part that either of the two has, in the order of the page."""
    sections = [
        Section(key=part.key, name=str(part.name), blocks=_compare(part, before, after))
        for part in RELEASE_PARTS
    ]
    return tuple(section for section in sections if section.blocks)


def _compare(
    part: ReleasePart, before: ReleaseDocument, after: ReleaseDocument
) -> tuple[RedlineBlock, ...]:
    if part.key == TEXT:
        # The words of an image can stay where its file does not.
        images = align_passages(image_passages(before), image_passages(after))
        return (*redline_html(before.body, after.body), *images)
    return align_passages(part.passages(before), part.passages(after))
