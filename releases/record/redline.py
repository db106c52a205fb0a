"""The redline of two releases: what became of each part of the first in the second."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from django_stubs_ext import StrOrPromise

from releases.record.documents import FileEntry, Person, ReleaseDocument
from releases.text.passages import Passage, text_passages
from releases.text.redline import (
    RedlineBlock,
    RedlineGroup,
    align_passages,
    group_blocks,
    redline_html,
)

NOTICE = "notice"

ReadPart = Callable[[ReleaseDocument], tuple[Passage, ...]]


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
    found = [
        Section(
            key=key, name=str(name), blocks=align_passages(read(before), read(after))
        )
        for key, name, read in PARTS
    ]
    body = Section(
        key="text", name=_("Text"), blocks=redline_html(before.body, after.body)
    )
    found.insert(BODY, body)
    return tuple(section for section in found if section.blocks)


def _headline(document: ReleaseDocument) -> tuple[Passage, ...]:
    return text_passages(document.headline)


def _subheadlines(document: ReleaseDocument) -> tuple[Passage, ...]:
    return text_passages("\n".join(document.subheadlines))


def _dateline(document: ReleaseDocument) -> tuple[Passage, ...]:
    return text_passages(document.dateline.text)


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


def _person(person: Person) -> str:
    name_and_office = (person.name, person.title, person.organization)
    return ", ".join(filter(None, (*name_and_office, *person.phones, *person.emails)))


def _files(document: ReleaseDocument) -> tuple[Passage, ...]:
    return text_passages("\n".join(map(_file, document.files)), kind="li")


def _file(file: FileEntry) -> str:
    """Return a file with its digest: another under the same name is another file."""
    title = f"{file.title}: " if file.title else ""
    details = _("(%(size)d bytes, SHA-256 %(digest)s…)") % {
        "size": file.size,
        "digest": file.sha256[:12],
    }
    return f"{title}{file.name} {details}"


def _particulars(document: ReleaseDocument) -> tuple[Passage, ...]:
    return tuple(
        Passage(kind="li", cells=(f"{name}: {value}",))
        for name, value in _facts(document)
        if value
    )


def _facts(document: ReleaseDocument) -> Iterator[tuple[str, str]]:
    yield _("Category"), document.category.name
    yield _("Topics"), ", ".join(document.topics)
    yield _("Source"), document.source
    yield _("Language"), document.language
    for event in document.events:
        yield _("Event"), event


def _change(document: ReleaseDocument) -> tuple[Passage, ...]:
    return text_passages(document.change.text if document.change else "")


# Each part but the text, which stands before the one at BODY.
PARTS: tuple[tuple[str, StrOrPromise, ReadPart], ...] = (
    (NOTICE, gettext_lazy("Public notice"), _change),
    ("headline", gettext_lazy("Headline"), _headline),
    ("subheadlines", gettext_lazy("Subheadlines"), _subheadlines),
    ("dateline", gettext_lazy("Dateline"), _dateline),
    ("about", gettext_lazy("About"), _about),
    ("disclaimers", gettext_lazy("Disclaimers"), _notices),
    ("contacts", gettext_lazy("Contacts"), _contacts),
    ("files", gettext_lazy("Documents"), _files),
    ("particulars", gettext_lazy("Particulars"), _particulars),
)
BODY = 4
