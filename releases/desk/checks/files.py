"""The files that go out with a release."""

from __future__ import annotations

import re
from collections.abc import Iterator

from releases.desk.checks.checked_release import CheckedRelease
from releases.desk.checks.enclosures import Enclosure
from releases.desk.checks.registry import Level, Mark, check
from releases.text.link_targets import file_name_of, path_on_hosts
from releases.text.public_paths import file_path, file_token_in

SUPPLEMENT = "https://sg.finance.yahoo.com/news/factbox-jpmorgan-latest-victim-early-181859471.html"
COPY = "https://liveside.net/2011/01/27/microsoft-posted-its-earnings-report-early-who-knew/"
TAGGED = "https://www.w3.org/WAI/WCAG22/Techniques/#pdf"
_FILE_NAME = re.compile(r"[^\s]+\.[a-z0-9]{2,5}", re.IGNORECASE)


@check(
    "files.missing",
    Level.BLOCK,
    title="Each file is in private storage",
    rule="What is announced as enclosed is there at the instant.",
)
def missing(checked: CheckedRelease) -> Iterator[Mark]:
    """Files that are gone from storage."""
    for one in checked.enclosures:
        if not one.stored:
            yield _mark(one, "is gone from private storage: attach it again")


@check(
    "files.title",
    Level.ERROR,
    title="Each file has a title",
    rule="Readers, and above all those who listen, choose a file by its title.",
    source=TAGGED,
)
def title(checked: CheckedRelease) -> Iterator[Mark]:
    """Files without a title, or with a file's name for one."""
    for one in checked.enclosures:
        told = one.attachment.title.strip()
        if not told or _FILE_NAME.fullmatch(told):
            yield Mark(
                message=f"Give “{one.attachment.name}” a title that says what it is: "
                "Financial tables, third quarter.",
                passage=told,
                field=one.field,
            )


@check(
    "files.unreadable",
    Level.ERROR,
    title="Each file opens",
    rule="A file that is damaged or wants a password tells readers nothing.",
)
def unreadable(checked: CheckedRelease) -> Iterator[Mark]:
    """PDFs and office files that do not open, or not without a password."""
    for one in checked.enclosures:
        if one.inside.locked:
            yield _mark(one, "wants a password: attach it without one")
        elif not one.inside.opens:
            yield _mark(one, "does not open: it is damaged, or not what its name says")


@check(
    "files.untagged",
    Level.WARNING,
    title="Each PDF is tagged",
    rule="A PDF without tags cannot be read aloud in its order.",
    source=TAGGED,
)
def untagged(checked: CheckedRelease) -> Iterator[Mark]:
    """PDFs without a structure tree that is marked as such."""
    for one in checked.enclosures:
        if not one.inside.tagged:
            yield _mark(
                one, "is a PDF without tags: make it again as a tagged (accessible) PDF"
            )


@check(
    "files.revisions",
    Level.ERROR,
    title="No file keeps tracked changes or comments",
    rule="An office file shows readers every tracked change and comment that it keeps.",
)
def revisions(checked: CheckedRelease) -> Iterator[Mark]:
    """Word, PowerPoint and Excel files that keep them."""
    for one in checked.enclosures:
        if one.inside.revised:
            yield _mark(one, "keeps tracked changes: accept or reject them all")
        if one.inside.commented:
            yield _mark(one, "keeps comments: delete them all")


@check(
    "files.public_already",
    Level.WARNING,
    title="No file is public before the release",
    rule="A supplement that could be reached early has disclosed whole quarters: a file "
    "opens with its release and not before.",
    source=SUPPLEMENT,
)
def public_already(checked: CheckedRelease) -> Iterator[Mark]:
    """Files that another publication carries by then."""
    for one in checked.enclosures:
        token = checked.public.tokens_elsewhere.get(one.attachment.sha256)
        if token is not None:
            yield _mark(
                one,
                "is public by then with something else that was published "
                f"({file_path(token, '…')}): make sure that it is the right file",
            )


@check(
    "files.linked_elsewhere",
    Level.WARNING,
    title="The text does not lead to a copy of an enclosed file",
    rule="In January 2011 results were read 70 minutes early from a copy on a public "
    "server: an enclosed file lies nowhere else.",
    source=COPY,
)
def linked_elsewhere(checked: CheckedRelease) -> Iterator[Mark]:
    """Links to a file of the same name at another address."""
    names = {one.attachment.name.lower() for one in checked.enclosures}
    for link in checked.links:
        own = file_token_in(path_on_hosts(link.href, checked.hosts))
        name = file_name_of(link.href).lower()
        if not own and name in names:
            yield Mark(
                message=f"{link.href} is another copy of an enclosed file: make sure "
                "that it is not public yet, and link to the enclosed one.",
                passage=link.text or link.href,
                field=link.field,
            )


def _mark(enclosure: Enclosure, amiss: str) -> Mark:
    attachment = enclosure.attachment
    return Mark(
        message=f"The file of “{attachment.title or attachment.name}” {amiss}.",
        passage=attachment.title,
        field=enclosure.field,
    )
