"""The redline of two releases: what became of each part of the first in the second."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass

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
        Section(key=key, name=name, blocks=align_passages(said(before), said(after)))
        for key, name, said in PARTS
    ]
    body = Section(
        key="text", name="Text", blocks=redline_html(before.body, after.body)
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
    said = (person.name, person.title, person.organization, *person.phones)
    return ", ".join(filter(None, (*said, *person.emails)))


def _files(document: ReleaseDocument) -> tuple[Passage, ...]:
    return text_passages("\n".join(map(_file, document.files)), kind="li")


def _file(file: FileEntry) -> str:
    """The file by its content too: another under the same name is another file."""
    title = f"{file.title}: " if file.title else ""
    return f"{title}{file.name} ({file.size} bytes, SHA-256 {file.sha256[:12]}…)"


def _particulars(document: ReleaseDocument) -> tuple[Passage, ...]:
    return tuple(
        Passage(kind="li", cells=(f"{name}: {said}",))
        for name, said in _facts(document)
        if said
    )


def _facts(document: ReleaseDocument) -> Iterator[tuple[str, str]]:
    yield "Category", document.category.name
    yield "Topics", ", ".join(document.topics)
    yield "Source", document.source
    yield "Language", document.language
    for event in document.events:
        yield "Event", event


def _change(document: ReleaseDocument) -> tuple[Passage, ...]:
    return text_passages(document.change.text if document.change else "")


# Each part but the text, which stands before the one at BODY.
PARTS: tuple[tuple[str, str, Callable[[ReleaseDocument], tuple[Passage, ...]]], ...] = (
    (NOTICE, "Public notice", _change),
    ("headline", "Headline", _headline),
    ("subheadlines", "Subheadlines", _subheadlines),
    ("dateline", "Dateline", _dateline),
    ("about", "About", _about),
    ("disclaimers", "Disclaimers", _notices),
    ("contacts", "Contacts", _contacts),
    ("files", "Documents", _files),
    ("particulars", "Particulars", _particulars),
)
BODY = 4
