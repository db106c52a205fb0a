"""The codes of an old site's templates and plugins, which are never published as words."""

from __future__ import annotations

import re
from bisect import bisect_right
from itertools import chain

from releases.intake.exports.cuts import Cut, made
from releases.intake.exports.shortcodes import shortcode_cuts
from releases.intake.exports.template_codes import template_cuts
from releases.intake.source_notes import SourceNote

_NO_TEXT = re.compile(r"(?is)<(style|script)[\s>](?:(?!</\1).)*</\1")


def without_codes(content: str) -> tuple[str, list[SourceNote]]:
    """Return the content without its codes, and a note of each that stood for something."""
    cuts = chain(shortcode_cuts(content), template_cuts(content))
    # What a style sheet hides is still to be seen when the content is read.
    sheets = [(s.start(), s.end()) for s in _NO_TEXT.finditer(content)]
    starts = [start for start, _ in sheets]
    return made(content, (cut for cut in cuts if not _is_within(cut, starts, sheets)))


def _is_within(cut: Cut, starts: list[int], sheets: list[tuple[int, int]]) -> bool:
    place = bisect_right(starts, cut.start) - 1
    return place >= 0 and cut.end <= sheets[place][1]
