"""Whether an entry of an export was public on the old site.

Marks are known by their names alone, in whatever namespace they are: the namespaces of
WordPress, Atom and Blogger have changed over the years, and a mark that isn't understood
must never make something public.
"""

from __future__ import annotations

import re
from collections.abc import Collection, Iterable

from lxml import etree

from releases.text.translatable import Message, gettext_noop

POST = "post"
_PUBLISHED = {"", "publish", "published", "public", "live", "visible"}
_STATUS_FIELDS = {
    *("status", "post_status", "visibility", "state", "workflow_state"),
    *("moderation_state", "publish_status", "publication_status"),
}
# Names of marks that are true of what was not public, and of marks that are false of it.
_HIDDEN_MARKS = {
    *("draft", "is_draft", "unpublished", "unlisted", "archived"),
    *("private", "members_only", "protected"),
}
_PUBLIC_MARKS = {"published", "is_published", "publish", "is_public", "visible", "live"}
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
    "inherit": gettext_noop(
        "“%(title)s” belonged to another entry of the old site: a file or a revision."
    ),
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
_UNPUBLISHED = gettext_noop("“%(title)s” was marked as not public (%(setting)s).")
_DELETED = gettext_noop("“%(title)s” was deleted on the old site.")
_BLOGGER_TYPE = re.compile(r"#(?P<type>post|page|comment|settings|template)$")
_MEMBERS_ONLY = re.compile(
    r"(?i)members?_?(?:only|access)|restrict|paywall|subscribers_only"
)
_NOT = {"no", "false", "0", "off"}
_NO = {"", "0", "no", "false", "none", "all", "off", "public", "a:0:{}"}
# What WordPress shows in place of the text, and before the title, in its feeds.
_PASSWORD_FORM = re.compile(
    r"(?i)post-password-form|action=postpass|name=[\"']?post_password"
    r"|this (?:content|post) is password[ -]protected"
    r"|there is no excerpt because this is a protected post"
)
_TITLE_MARK = re.compile(r"(?P<kind>Protected|Private|Draft)\s?:\s", re.IGNORECASE)


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
        or _by_status(_settings_of(element), title)
        or _by_mark(element, fields, title)
        or _by_words(element, title)
    )


def why_settings_hide(
    settings: Iterable[tuple[str, str]], title: str
) -> Message | None:
    """Return why settings (lower-case name, value) say that an entry was not public."""
    return _by_status(settings, title)


def _settings_of(element: etree._Element) -> list[tuple[str, str]]:
    """Return an entry's attributes and its children without children, by lower-case name."""
    settings = [(str(name), str(value)) for name, value in element.attrib.items()]
    settings += [
        (local_name(child), child.text or "")
        for child in children_of(element)
        if len(child) == 0
    ]
    return [
        (re.split("[}:]", name)[-1].lower(), " ".join(value.split()))
        for name, value in settings
    ]


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


def _by_status(settings: Iterable[tuple[str, str]], title: str) -> Message | None:
    """Return why a status or a mark says that an entry was not public.

    Of several, one is enough; a status that isn't known is none of the published.
    """
    for written, value in settings:
        name, low = written.replace("-", "_"), value.lower()
        if name in _STATUS_FIELDS and low not in _PUBLISHED:
            template = _STATUSES.get(low, _OTHER_STATUS)
            return Message(template, {"title": title, "status": low})
        if name in {"draft", "is_draft"} and low not in _NOT:
            return Message(_STATUSES["draft"], {"title": title})
        if name in {"password", "post_password"} and low not in {"", "false", "null"}:
            return Message(_PASSWORD, {"title": title})
        is_hidden = name in _HIDDEN_MARKS and low not in _NO | {"null"}
        if is_hidden or (name in _PUBLIC_MARKS and low in _NOT):
            values = {"title": title, "setting": f"{written}: {value}"}
            return Message(_UNPUBLISHED, values)
    return None


def _by_words(element: etree._Element, title: str) -> Message | None:
    """Return why an entry shows only the form for a password, or says so in its title."""
    mark = _TITLE_MARK.match(title)
    if mark and mark["kind"].lower() == "draft":
        return Message(_STATUSES["draft"], {"title": title})
    if mark and mark["kind"].lower() == "private":
        return Message(_STATUSES["private"], {"title": title})
    has_form = any(_PASSWORD_FORM.search(str(text)) for text in element.itertext())
    return Message(_PASSWORD, {"title": title}) if mark or has_form else None


def _by_mark(
    element: etree._Element, fields: dict[str, str], title: str
) -> Message | None:
    for part in element.iterdescendants(tag=etree.Element):
        name = local_name(part)
        text = (part.text or "").strip().lower()
        if name == "draft" and text not in _NOT:
            return Message(_STATUSES["draft"], {"title": title})
        if name in {"trashed", "deleted"} and text not in _NOT:
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
    if key == "_wp_trash_meta_status":
        return key
    kept = _MEMBERS_ONLY.search(key) and value.strip().lower() not in _NO
    return key if kept else ""
