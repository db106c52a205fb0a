"""Entries of a Movable Type or TypePad export: a text file, in its import format."""

from __future__ import annotations

import datetime as dt
import re
import zoneinfo
from collections.abc import Iterator

from releases.intake.exports.export_item import ExportItem
from releases.intake.exports.items import one_line
from releases.intake.exports.status import why_settings_hide
from releases.intake.exports.titles import plain_title
from releases.text.invisible import invisible_in, without_invisible

_ENTRY_ENDS = re.compile(r"(?m)^--------[ \t]*\r?$")
_SECTION_ENDS = re.compile(r"(?m)^-----[ \t]*\r?$")
_SECTION = re.compile(
    r"\s*(?P<name>BODY|EXTENDED BODY|EXCERPT|KEYWORDS|COMMENT|PING):[ \t]*\r?\n(?P<text>.*)",
    re.DOTALL,
)
_DATES = ("%m/%d/%Y %I:%M:%S %p", "%m/%d/%Y %H:%M:%S", "%m/%d/%Y %I:%M %p")


def read_movable_type(text: str, *, zone: str) -> Iterator[ExportItem]:
    """Yield every entry in order; its dates are of the zone (IANA)."""
    for entry in _ENTRY_ENDS.split(text):
        if entry.strip():
            yield _item(entry, zone)


def _item(entry: str, zone: str) -> ExportItem:
    head, *sections = _SECTION_ENDS.split(entry)
    settings = [
        (name.strip().lower(), one_line(value))
        for line in head.strip().splitlines()
        for name, colon, value in [line.partition(":")]
        if colon
    ]
    fields = dict(reversed(settings))
    parts = [match for part in sections if (match := _SECTION.match(part))]
    body = "\n\n".join(
        part["text"].strip() for part in parts if part["name"].endswith("BODY")
    )
    title = plain_title(fields.get("title", ""))
    shown = without_invisible(title) or fields.get("basename", "")
    # An entry without a status isn't known to have been public.
    status = [("status", fields.get("status") or "unknown")]
    return ExportItem(
        title=without_invisible(title),
        removed=tuple(invisible_in(title)),
        content=body,
        date=_date(fields.get("date", ""), zone),
        slug=fields.get("basename", "").replace("_", "-"),
        link=fields.get("unique url", ""),
        unpublished=why_settings_hide([*status, *settings], shown),
    )


def _date(written: str, zone: str) -> dt.datetime | None:
    for form in _DATES:
        try:
            moment = dt.datetime.strptime(f"{written} +0000", f"{form} %z")
        except ValueError:
            continue
        return moment.replace(tzinfo=zoneinfo.ZoneInfo(zone))
    return None
