"""Entries of a static site: a text below settings in YAML, TOML or JSON (front matter).

Jekyll, Hugo, Eleventy, Hexo, Pelican and others keep an entry in a file of its own. What a
setting says is not understood is never taken for “published”.
"""

from __future__ import annotations

import datetime as dt
import re
import tomllib
import zoneinfo
from collections.abc import Iterator, Mapping
from pathlib import PurePath
from typing import Any

import yaml

from releases.intake.entry_head import FENCED, has_front_matter, json_settings
from releases.intake.exceptions import IntakeError
from releases.intake.exports.export_item import ExportItem
from releases.intake.exports.items import one_line
from releases.intake.exports.status import why_settings_hide
from releases.text.invisible import invisible_in, without_invisible
from releases.text.translatable import Message, gettext_noop

MARKDOWN_SUFFIXES = {".md", ".markdown", ".mdown", ".mdx", ".mkd"}
_DRAFT_FOLDERS = {"_drafts", "drafts", "_draft", "_trash", "_private"}
_DATED_NAME = re.compile(r"(?P<day>\d{4}-\d\d-\d\d)-(?P<slug>.+)")
_FROM = ("publishdate", "publish_date", "pubdate", "date", "published_at", "publish_on")
_UNTIL = ("expirydate", "expiry_date", "expires", "unpublishdate", "unpublish_on")
_UNREADABLE = gettext_noop(
    "The settings at the top of the file can't be read, so nobody knows whether it was "
    "public. Correct them."
)
_SCHEDULED = gettext_noop("“%(title)s” was scheduled on the old site, not published.")
_EXPIRED = gettext_noop("“%(title)s” had expired on the old site.")
_NOT_WRITTEN = gettext_noop("“%(title)s” had no page on the old site (%(setting)s).")
_FOLDER = gettext_noop("“%(title)s” was in the folder of drafts, %(folder)s.")


def read_entry(
    text: str, path: PurePath, *, zone: str, at: dt.datetime, is_markdown: bool
) -> ExportItem:
    """Return a file as an entry, with the settings of its front matter if it has one.

    `zone` (IANA) is that of dates without an offset; what was to appear after `at` was
    scheduled. Raises IntakeError if the settings can't be read.
    """
    settings, content = _split(text) if has_front_matter(text) else ({}, text)
    named = _DATED_NAME.fullmatch(path.stem)
    title = one_line(str(settings.get("title") or ""))
    if not title and is_markdown:
        heading = re.search(r"(?m)^#[ \t]+(.+?)[ \t#]*$", content)
        title = one_line(heading[1]) if heading else ""
    shown = without_invisible(title) or path.name
    date = next(
        (moment for name in _FROM if (moment := _moment(settings.get(name), zone))),
        _moment(named["day"], zone) if named else None,
    )
    return ExportItem(
        title=without_invisible(title),
        removed=tuple(invisible_in(title)),
        content=content,
        format="markdown" if is_markdown else "html",
        date=date,
        slug=one_line(str(settings.get("slug") or (named["slug"] if named else ""))),
        unpublished=_why_unpublished(settings, path, shown, zone=zone, at=at),
    )


def is_in_drafts(path: PurePath) -> bool:
    """Return whether a file is in a folder for what is not public."""
    return bool(_drafts_of(path))


def _drafts_of(path: PurePath) -> str:
    folders = (part for part in path.parts[:-1] if part.lower() in _DRAFT_FOLDERS)
    return next(folders, "")


def _split(text: str) -> tuple[dict[str, Any], str]:
    """Return the settings by lower-case name, and the text below them."""
    written = json_settings(text)
    if written is not None:
        settings, content = written
    else:
        fenced = FENCED.match(text)
        assert fenced is not None
        load = tomllib.loads if fenced["fence"] == "+++" else yaml.safe_load
        try:
            settings = load(fenced["settings"])
        except (yaml.YAMLError, ValueError, RecursionError):
            raise IntakeError(_UNREADABLE) from None
        content = text[fenced.end() :]
    if not isinstance(settings, Mapping):
        raise IntakeError(_UNREADABLE)
    return {str(name).lower(): value for name, value in settings.items()}, content


def _why_unpublished(
    settings: dict[str, Any],
    path: PurePath,
    title: str,
    *,
    zone: str,
    at: dt.datetime,
) -> Message | None:
    folder = _drafts_of(path)
    if folder:
        return Message(_FOLDER, {"title": title, "folder": folder})
    hidden = why_settings_hide(_simple(settings), title)
    if hidden:
        return hidden
    for name in _FROM:
        moment = _moment(settings.get(name), zone)
        # A day of its own that can't be read may be one still to come.
        is_unknown = name.startswith("publish") and settings.get(name) and not moment
        is_mark = isinstance(settings.get(name), bool)
        if (moment and moment > at) or (is_unknown and not is_mark):
            return Message(_SCHEDULED, {"title": title})
    for name in _UNTIL:
        moment = _moment(settings.get(name), zone)
        if (moment and moment <= at) or (settings.get(name) and not moment):
            return Message(_EXPIRED, {"title": title})
    return _not_written(settings, title)


def _not_written(settings: dict[str, Any], title: str) -> Message | None:
    """Return why the old site made no page of an entry (Eleventy, Hugo)."""
    build = settings.get("build") or settings.get("_build")
    render = build.get("render") if isinstance(build, Mapping) else None
    for name, value in (
        ("permalink", settings.get("permalink")),
        ("render", render),
    ):
        if value is False or str(value).lower() in {"false", "never", "link"}:
            values = {"title": title, "setting": f"{name}: {str(value).lower()}"}
            return Message(_NOT_WRITTEN, values)
    return None


def _simple(settings: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Yield the settings as text; a list or a table as something that is not empty."""
    for name, value in settings.items():
        if value is None:
            yield name, "null" if name in {"password", "status"} else ""
        elif isinstance(value, bool):
            yield name, str(value).lower()
        elif isinstance(value, (str, int, float, dt.date)):
            yield name, one_line(str(value))
        else:
            yield name, type(value).__name__


def _moment(value: object, zone: str) -> dt.datetime | None:
    """Return a date or an instant of the settings; a day begins at midnight in `zone`."""
    if isinstance(value, str):
        try:
            value = dt.datetime.fromisoformat(value.strip())
        except ValueError:
            return None
    if isinstance(value, dt.datetime):
        return value if value.tzinfo else value.replace(tzinfo=zoneinfo.ZoneInfo(zone))
    if isinstance(value, dt.date):
        return dt.datetime.combine(value, dt.time(), zoneinfo.ZoneInfo(zone))
    return None
