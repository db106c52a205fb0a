"""The dateline of a release with its date, its service and its doubts."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Sequence

from releases.intake.parser import vocabulary
from releases.intake.parser.blocks import Block
from releases.intake.parser.dates.dating import weekday_doubt
from releases.intake.parser.dates.day_order import DayOrder, order_doubt, ordered
from releases.intake.parser.dates.issued import infer_year
from releases.intake.parser.front.dateline import WIRE_NAME, DatelineOpening
from releases.intake.parser.reading import Dateline, Doubt
from releases.text.dates import PrintedDate
from releases.text.links import strip_markdown
from releases.text.translatable import Message, gettext_noop

_NO_DATE = Message(gettext_noop("Read as no date. Add the year."))
_BLANK = Message(gettext_noop("A placeholder. Fill it in."))
_LATE_YEAR = gettext_noop("Read as %(date)s, from other dates in the text.")
_SERVICE = re.compile(
    rf"(?:(?:provided|transmitted|distributed|disseminated|published) by (?:the )?|(?:übermittelt|verbreitet) durch )(?P<by>{vocabulary.alternatives('wires', 'services')})\b"
    r"|^(?P<head>RNS) Number\b|^(?P<mast>DGAP|EQS)-[A-Z]\w{2,9}: |\bunder (?P<of>RNS) (?:No|Number)\b"
    rf"|^(?P<line>{WIRE_NAME})$|^\((?:[\w.]{{2,20}} [-–] )?(?P<carrier>{WIRE_NAME})(?: [-–] [\w. ]{{2,20}})?\)$"
)


def service_of(blocks: Sequence[Block]) -> str | None:
    """Return the service that a notice or the masthead names as the carrier of the text."""
    for block in (*blocks[:20], *blocks[-20:]):
        match = _SERVICE.search(block.flat[:400]) if block.kind != "table" else None
        if match:
            return next(name for name in match.groups() if name)
    return None


def build_dateline(
    opening: DatelineOpening,
    blocks: Sequence[Block],
    banner: dt.date | None,
    order: DayOrder = "unknown",
) -> tuple[Dateline, list[Doubt]]:
    """Return the dateline and doubts; its date is the banner's if it has none."""
    block = blocks[opening.index]
    text = strip_markdown(block.flat)[: opening.ends].strip()
    doubts: list[Doubt] = []
    date = banner
    printed = opening.printed_date
    if printed and printed.ambiguous:
        printed = ordered(printed, order)
        doubts.append(order_doubt(printed, order, block.first))
    if opening.blank:
        doubts.append(Doubt(line=block.first, saw=opening.blank, assumed=_BLANK))
    if printed:
        date, dated = _dated(printed, block, blocks, banner)
        doubts += dated
    return (
        Dateline(
            places=opening.places,
            date=date,
            wire=opening.wire or service_of(blocks),
            text=text or (printed.text if printed else ""),
            lines=block.lines,
        ),
        doubts,
    )


def _dated(
    printed: PrintedDate, block: Block, blocks: Sequence[Block], banner: dt.date | None
) -> tuple[dt.date | None, list[Doubt]]:
    if printed.year is not None:
        date = printed.in_year(printed.year)
        return date, _weekday_doubts(printed, date, block)
    year = infer_year(printed, blocks)
    if banner and printed.in_year(banner.year) == banner:
        year = banner.year
    date = printed.in_year(year) if year else None
    assumed = Message(_LATE_YEAR, {"date": date}) if date else _NO_DATE
    return date, [Doubt(line=block.first, saw=printed.text, assumed=assumed)]


def _weekday_doubts(
    printed: PrintedDate, date: dt.date | None, block: Block
) -> list[Doubt]:
    if date is None or printed.weekday is None or date.weekday() == printed.weekday:
        return []
    return [weekday_doubt(printed, date, block.first)]
