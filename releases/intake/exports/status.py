"""Whether an entry of an export was public on the old site.

Marks are known by their names alone, in whatever namespace they are: the namespaces of
WordPress, Atom and Blogger have changed over the years, and a mark that isn't understood
must never make something public.
"""

from __future__ import annotations

import re
from collections.abc import Collection

from lxml import etree

from releases.text.translatable import Message, gettext_noop

POST = "post"
_PUBLISHED = {"", "publish", "published", "public", "live", "visible"}
_STATUS_FIELDS = ("status", "post_status", "visibility")
_STATUSES = {
    "draft": gettext_noop("“%(title)s” was a draft on the old site."),
    "auto-draft": gettext_noop("“%(title)s” was a draft on the old site."),
    "pending": gettext_noop("“%(title)s” was waiting for review on the old site."),
    "private": gettext_noop("“%(title)s” was private on the old site."),
    "future": gettext_noop("“%(title)s” was scheduled on the old site, not published."),
    "scheduled": gettext_noop(
        "“%(title)s” was scheduled on the old site, not published."
    ),
    "trash": gettext_noop("“%(title)s” was in the trash of the old site."),
    "trashed": gettext_noop("“%(title)s” was in the trash of the old site."),
    "soft_trashed": gettext_noop("“%(title)s” was in the trash of the old site."),
}
_OTHER_STATUS = gettext_noop(
    "“%(title)s” had the status “%(status)s” on the old site, not published."
)
_TYPES = {
    "page": gettext_noop("“%(title)s” is a page of the old site, not a release."),
    "attachment": gettext_noop("“%(title)s” is a file of the old site, not a release."),
    "revision": gettext_noop("“%(title)s” is an earlier revision, not a release."),
    "comment": gettext_noop("“%(title)s” is a reader's comment, not a release."),
}
_OTHER_TYPE = gettext_noop(
    "“%(title)s” is of the type “%(type)s” on the old site. Import such entries with "
    "--post-type %(type)s."
)
_PASSWORD = gettext_noop("“%(title)s” was behind a password on the old site.")
_MEMBERS = gettext_noop(
    "“%(title)s” was kept to some readers on the old site (%(setting)s)."
)
_DELETED = gettext_noop("“%(title)s” was deleted on the old site.")
_BLOGGER_TYPE = re.compile(r"#(?P<type>post|page|comment|settings|template)$")
_MEMBERS_ONLY = re.compile(
    r"(?i)members?_?(?:only|access)|restrict|paywall|subscribers_only"
)
_NO = {"", "0", "no", "false", "none", "all", "off", "public", "a:0:{}"}


def local_name(element: etree._Element) -> str:
    """Return an element's name without its namespace or prefix."""
    return re.split("[}:]", str(element.tag))[-1]


def children_of(element: etree._Element) -> list[etree._Element]:
    """Return an element's child elements, those in its own namespace first."""
    own = etree.QName(element).namespace
    children = list(element.iterchildren(tag=etree.Element))
    return sorted(children, key=lambda child: _namespace(child) != own)


def _namespace(element: etree._Element) -> str | None:
    # A prefix that is not declared stays in the name.
    is_unknown = ":" in str(element.tag) and not str(element.tag).startswith("{")
    return "" if is_unknown else etree.QName(element).namespace


def fields_of(element: etree._Element) -> dict[str, str]:
    """Return the text of an element's children by local name, the first of each."""
    fields: dict[str, str] = {}
    for child in children_of(element):
        fields.setdefault(local_name(child), (child.text or "").strip())
    return fields


def why_unpublished(
    element: etree._Element, title: str, post_types: Collection[str]
) -> Message | None:
    """Return why an entry was not public; None if it was.

    `post_types` are those that are imported, beside posts.
    """
    fields = fields_of(element)
    return (
        _by_type(element, fields, title, post_types)
        or _by_status(fields, title)
        or _by_mark(element, fields, title)
    )


def _by_type(
    element: etree._Element,
    fields: dict[str, str],
    title: str,
    post_types: Collection[str],
) -> Message | None:
    type_ = fields.get("post_type", "").lower()
    for child in children_of(element):
        name = local_name(child)
        category = _BLOGGER_TYPE.search(child.get("term") or "")
        if name == "category" and category:
            type_ = category["type"]
        elif name == "type" and "blogger" in str(child.tag):
            type_ = (child.text or "").strip().lower()
        elif name == "in-reply-to":
            type_ = "comment"
    if not type_ or type_ == POST or type_ in post_types:
        return None
    return Message(_TYPES.get(type_, _OTHER_TYPE), {"title": title, "type": type_})


def _by_status(fields: dict[str, str], title: str) -> Message | None:
    for name in _STATUS_FIELDS:
        status = fields.get(name, "").lower()
        if status not in _PUBLISHED:
            template = _STATUSES.get(status, _OTHER_STATUS)
            return Message(template, {"title": title, "status": status})
    return None


def _by_mark(
    element: etree._Element, fields: dict[str, str], title: str
) -> Message | None:
    if fields.get("post_password"):
        return Message(_PASSWORD, {"title": title})
    for part in element.iterdescendants(tag=etree.Element):
        name = local_name(part)
        text = (part.text or "").strip().lower()
        if name == "draft" and text not in {"no", "false", "0"}:
            return Message(_STATUSES["draft"], {"title": title})
        if name in {"trashed", "deleted"} and text not in {"no", "false", "0"}:
            return Message(_DELETED, {"title": title})
        if name == "postmeta":
            setting = _members_setting(part)
            if setting:
                return Message(_MEMBERS, {"title": title, "setting": setting})
    return None


def _members_setting(meta: etree._Element) -> str:
    """Return the name of a setting that keeps an entry to members; empty if it doesn't."""
    fields = fields_of(meta)
    key, value = fields.get("meta_key", ""), fields.get("meta_value", "")
    kept = _MEMBERS_ONLY.search(key) and value.strip().lower() not in _NO
    return key if kept else ""
