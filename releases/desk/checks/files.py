"""The files that are published with a release."""

from __future__ import annotations

import re
from collections.abc import Iterator

from django.utils.translation import gettext_lazy as _
from django.utils.translation import gettext_noop

from releases.desk.checks.checked_release import CheckedRelease
from releases.desk.checks.enclosures import Enclosure
from releases.desk.checks.registry import Level, Problem, check
from releases.text.link_targets import file_name_of, path_on_hosts
from releases.text.public_paths import file_path, file_token_in
from releases.text.translatable import Message

EARLY_SUPPLEMENT_URL = "https://sg.finance.yahoo.com/news/factbox-jpmorgan-latest-victim-early-181859471.html"
EARLY_COPY_URL = "https://liveside.net/2011/01/27/microsoft-posted-its-earnings-report-early-who-knew/"
ACCESSIBLE_PDF_URL = "https://www.w3.org/WAI/WCAG22/Techniques/#pdf"
_FILE_NAME = re.compile(r"[^\s]+\.[a-z0-9]{2,5}", re.IGNORECASE)


@check(
    "files.missing",
    Level.BLOCK,
    title=_("Each file is in storage"),
    rule=_("A file that the release announces must be there when it is published."),
)
def missing_file(checked: CheckedRelease) -> Iterator[Problem]:
    """Find files that are no longer in private storage."""
    for enclosure in checked.enclosures:
        if not enclosure.is_stored:
            yield _problem(
                enclosure,
                gettext_noop("The file “%(file)s” is missing. Attach it again."),
            )


@check(
    "files.title",
    Level.ERROR,
    title=_("Each file has a title"),
    rule=_(
        "Readers choose a file by its title, above all those who use a screen reader."
    ),
    source=ACCESSIBLE_PDF_URL,
)
def untitled_file(checked: CheckedRelease) -> Iterator[Problem]:
    """Find files without a title, or with a file name for one."""
    for enclosure in checked.enclosures:
        title = enclosure.attachment.title.strip()
        if not title or _FILE_NAME.fullmatch(title):
            yield Problem(
                message=Message(
                    gettext_noop(
                        "Give “%(file)s” a title, such as “Financial tables, third "
                        "quarter”."
                    ),
                    {"file": enclosure.attachment.name},
                ),
                passage=title,
                field=enclosure.field,
            )


@check(
    "files.unreadable",
    Level.ERROR,
    title=_("Each file opens"),
    rule=_("Readers can't use a file that is damaged or needs a password."),
)
def unreadable_file(checked: CheckedRelease) -> Iterator[Problem]:
    """Find PDFs and office files that don't open, or not without a password."""
    for enclosure in checked.enclosures:
        if enclosure.inspection.has_password:
            yield _problem(
                enclosure,
                gettext_noop(
                    "The file “%(file)s” needs a password. Attach it without one."
                ),
            )
        elif not enclosure.inspection.is_readable:
            yield _problem(
                enclosure,
                gettext_noop(
                    "The file “%(file)s” doesn't open: it is damaged, or isn't what its "
                    "name says. Attach it again."
                ),
            )


@check(
    "files.untagged",
    Level.WARNING,
    title=_("Each PDF is tagged"),
    rule=_("A screen reader can't read a PDF without tags in the right order."),
    source=ACCESSIBLE_PDF_URL,
)
def untagged_pdf(checked: CheckedRelease) -> Iterator[Problem]:
    """Find PDFs without a structure tree that is marked as such."""
    for enclosure in checked.enclosures:
        if not enclosure.inspection.is_tagged:
            yield _problem(
                enclosure,
                gettext_noop(
                    "The PDF “%(file)s” has no tags. Export it as a tagged (accessible) "
                    "PDF."
                ),
            )


@check(
    "files.revisions",
    Level.ERROR,
    title=_("No file contains tracked changes or comments"),
    rule=_(
        "Readers see every tracked change and comment that an office file contains."
    ),
)
def file_with_revisions(checked: CheckedRelease) -> Iterator[Problem]:
    """Find Word, PowerPoint and Excel files that contain them."""
    for enclosure in checked.enclosures:
        if enclosure.inspection.has_tracked_changes:
            yield _problem(
                enclosure,
                gettext_noop(
                    "The file “%(file)s” contains tracked changes. Accept or reject them "
                    "all, and attach it again."
                ),
            )
        if enclosure.inspection.has_comments:
            yield _problem(
                enclosure,
                gettext_noop(
                    "The file “%(file)s” contains comments. Delete them all, and attach "
                    "it again."
                ),
            )


@check(
    "files.hidden_sheets",
    Level.BLOCK,
    title=_("No spreadsheet has hidden sheets"),
    rule=_(
        "Anyone who opens a spreadsheet can show its hidden sheets with two clicks."
    ),
)
def hidden_sheets(checked: CheckedRelease) -> Iterator[Problem]:
    """Find sheets of Excel files that are hidden, or very hidden."""
    for enclosure in checked.enclosures:
        sheets = enclosure.inspection.hidden.sheets
        if sheets:
            yield _problem(
                enclosure,
                gettext_noop(
                    "The file “%(file)s” has hidden sheets (%(sheets)s). Delete them, and "
                    "attach it again."
                ),
                sheets=", ".join(sheets),
            )


@check(
    "files.hidden_content",
    Level.ERROR,
    title=_("No file hides rows, columns, comments, layers or earlier versions"),
    rule=_("What a file hides is published with it, and is found by readers."),
)
def hidden_content(checked: CheckedRelease) -> Iterator[Problem]:
    """Find hidden rows or columns, and a PDF's comments, layers and earlier versions."""
    for enclosure in checked.enclosures:
        hidden = enclosure.inspection.hidden
        for is_there, template in (
            (
                hidden.has_cells,
                gettext_noop(
                    "The file “%(file)s” has hidden rows or columns. Delete or show "
                    "them, and attach it again."
                ),
            ),
            (
                hidden.has_pdf_comments,
                gettext_noop(
                    "The PDF “%(file)s” contains comments. Delete them, and attach it "
                    "again."
                ),
            ),
            (
                hidden.has_pdf_layers,
                gettext_noop(
                    "The PDF “%(file)s” has layers that are hidden. Flatten it, and "
                    "attach it again."
                ),
            ),
            (
                hidden.has_pdf_history,
                gettext_noop(
                    "The PDF “%(file)s” was changed after it was made, and contains its "
                    "earlier versions. Export it anew."
                ),
            ),
        ):
            if is_there:
                yield _problem(enclosure, template)


@check(
    "files.author",
    Level.WARNING,
    title=_("No file names a person as its author"),
    rule=_("A file's properties show who wrote it, though its pages don't."),
)
def file_with_author(checked: CheckedRelease) -> Iterator[Problem]:
    """Find authors in the properties of files that are not the issuer itself."""
    own = {name.casefold() for name in checked.issuer_names()}
    for enclosure in checked.enclosures:
        hidden = enclosure.inspection.hidden
        others = [name for name in hidden.authors if name.casefold() not in own]
        if others:
            yield _problem(
                enclosure,
                gettext_noop(
                    "The properties of “%(file)s” name %(authors)s. Remove the names if "
                    "they are not meant for readers."
                ),
                authors=", ".join(others),
            )


@check(
    "files.public_already",
    Level.WARNING,
    title=_("No file is public before the release"),
    rule=_(
        "Whole quarters have been disclosed by a supplement that was reachable early: a "
        "file is published with its release and not before."
    ),
    source=EARLY_SUPPLEMENT_URL,
)
def public_file(checked: CheckedRelease) -> Iterator[Problem]:
    """Find files that another publication carries by then."""
    for enclosure in checked.enclosures:
        token = checked.public.tokens_elsewhere.get(enclosure.attachment.sha256)
        if token is not None:
            yield _problem(
                enclosure,
                gettext_noop(
                    "The file “%(file)s” is already public with something else "
                    "(%(path)s). Make sure that it is the right file."
                ),
                path=file_path(token, "…"),
            )


@check(
    "files.linked_elsewhere",
    Level.WARNING,
    title=_("The text doesn't link to another copy of an attached file"),
    rule=_(
        "In January 2011 results were read 70 minutes early from a copy on a public "
        "server: an attached file is stored nowhere else."
    ),
    source=EARLY_COPY_URL,
)
def link_to_copy(checked: CheckedRelease) -> Iterator[Problem]:
    """Find links to a file of the same name at another address."""
    names = {enclosure.attachment.name.lower() for enclosure in checked.enclosures}
    for link in checked.links:
        is_own = file_token_in(path_on_hosts(link.href, checked.hosts))
        if not is_own and file_name_of(link.href).lower() in names:
            yield Problem(
                message=Message(
                    gettext_noop(
                        "%(link)s is another copy of an attached file. Make sure that it "
                        "isn't public yet, and link to the attached file instead."
                    ),
                    {"link": link.href},
                ),
                passage=link.text or link.href,
                field=link.field,
            )


def _problem(enclosure: Enclosure, template: str, **values: str) -> Problem:
    attachment = enclosure.attachment
    return Problem(
        message=Message(
            template, {"file": attachment.title or attachment.name, **values}
        ),
        passage=attachment.title,
        field=enclosure.field,
    )
