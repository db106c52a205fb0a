"""The parts of a release, declared once, in the order in which its page shows them.

The redline compares them, and the tests hold every form of a release to this list: a part
that a form leaves out fails a test, unless the form is excused by name.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from django_stubs_ext import StrOrPromise

from releases.models.record.kinds import FileRole
from releases.record.documents import ContactEntry, FileEntry, ReleaseDocument
from releases.record.period_labels import period_label
from releases.text.passages import Passage, parse_passages, text_passages
from releases.translation import labelled, listed

NOTICE = "notice"
# The body, which is the only part with markup of its own.
TEXT = "text"


@dataclass(frozen=True, slots=True, kw_only=True)
class ReleasePart:
    """One part: its key in an address, its name for readers, and its text.

    `fields` are the fields of `ReleaseDocument` that it holds.
    """

    key: str
    name: StrOrPromise
    fields: tuple[str, ...]
    passages: Callable[[ReleaseDocument], tuple[Passage, ...]]


def _headline(document: ReleaseDocument) -> tuple[Passage, ...]:
    return text_passages(document.headline)


def _subheadlines(document: ReleaseDocument) -> tuple[Passage, ...]:
    return text_passages("\n".join(document.subheadlines))


def _dateline(document: ReleaseDocument) -> tuple[Passage, ...]:
    return text_passages(document.dateline_text)


def _about(document: ReleaseDocument) -> tuple[Passage, ...]:
    return _headed((about.heading, about.text) for about in document.boilerplates)


def _notices(document: ReleaseDocument) -> tuple[Passage, ...]:
    return _headed((one.heading, one.wording) for one in document.disclaimers)


def _headed(parts: Iterable[tuple[str, str]]) -> tuple[Passage, ...]:
    found: list[Passage] = []
    for heading, text in parts:
        found += text_passages(heading, kind="h3")
        found += text_passages(text)
    return tuple(found)


def _contacts(document: ReleaseDocument) -> tuple[Passage, ...]:
    return text_passages("\n".join(map(_person, document.contacts)), kind="li")


def _person(person: ContactEntry) -> str:
    name_and_office = (person.name, person.title, person.organization)
    return listed((*name_and_office, *person.phones, *person.emails))


def _files(document: ReleaseDocument) -> tuple[Passage, ...]:
    return text_passages("\n".join(map(_file, document.files)), kind="li")


def _file(file: FileEntry) -> str:
    """Return a file with its digest: another under the same name is another file."""
    role = f"{FileRole(file.role).label}, " if file.role else ""
    details = _("(%(size)d bytes, SHA-256 %(digest)s…)") % {
        "size": file.size,
        "digest": file.sha256[:12],
    }
    if file.title:
        return labelled(f"{role}{file.title}", f"{file.name} {details}")
    return f"{role}{file.name} {details}"


def _particulars(document: ReleaseDocument) -> tuple[Passage, ...]:
    return tuple(
        Passage(kind="li", cells=(labelled(name, value),))
        for name, value in _facts(document)
        if value
    )


def _facts(document: ReleaseDocument) -> Iterator[tuple[str, str]]:
    yield _("Category"), document.category.name
    yield _("Topics"), listed(document.topics)
    yield _("Source"), document.source
    yield _("Language"), document.language
    if document.languages:
        is_translation = document.languages.is_translation
        yield _("Languages"), _("translation") if is_translation else _("original")
    yield _("Fiscal period"), period_label(document.period)
    for event in document.events:
        yield _("Event"), event


def _change(document: ReleaseDocument) -> tuple[Passage, ...]:
    return text_passages(document.change.text if document.change else "")


def _text(document: ReleaseDocument) -> tuple[Passage, ...]:
    return (*parse_passages(document.body), *image_passages(document))


def image_passages(document: ReleaseDocument) -> tuple[Passage, ...]:
    """Return the files of images with their digests: what they show has no words."""
    described = (
        _("Image: %(name)s (SHA-256 %(digest)s…)")
        % {"name": image.name, "digest": image.sha256[:12]}
        for image in document.images
    )
    return text_passages("\n".join(described), kind="li")


RELEASE_PARTS: tuple[ReleasePart, ...] = (
    ReleasePart(
        key=NOTICE,
        name=gettext_lazy("Public notice"),
        fields=("change",),
        passages=_change,
    ),
    ReleasePart(
        key="headline",
        name=gettext_lazy("Headline"),
        fields=("headline",),
        passages=_headline,
    ),
    ReleasePart(
        key="subheadlines",
        name=gettext_lazy("Subheadlines"),
        fields=("subheadlines",),
        passages=_subheadlines,
    ),
    ReleasePart(
        key="dateline",
        name=gettext_lazy("Dateline"),
        fields=("dateline",),
        passages=_dateline,
    ),
    ReleasePart(
        key=TEXT, name=gettext_lazy("Text"), fields=("body", "images"), passages=_text
    ),
    ReleasePart(
        key="about",
        name=gettext_lazy("About"),
        fields=("boilerplates",),
        passages=_about,
    ),
    ReleasePart(
        key="disclaimers",
        name=gettext_lazy("Disclaimers"),
        fields=("disclaimers",),
        passages=_notices,
    ),
    ReleasePart(
        key="contacts",
        name=gettext_lazy("Contacts"),
        fields=("contacts",),
        passages=_contacts,
    ),
    ReleasePart(
        key="files",
        name=gettext_lazy("Documents"),
        fields=("files",),
        passages=_files,
    ),
    ReleasePart(
        key="particulars",
        name=gettext_lazy("Particulars"),
        fields=(
            *("category", "topics", "source", "language", "languages", "period"),
            "events",
        ),
        passages=_particulars,
    ),
)
