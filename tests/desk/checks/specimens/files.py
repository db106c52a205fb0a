"""Specimens of enclosed files."""

from __future__ import annotations

import io
from collections.abc import Callable

from django.core.files.storage import default_storage

import openpyxl
import pikepdf

from releases.models import Attachment, Release
from tests.builders import SEVEN, make_attachment, make_event, publish
from tests.desk.checks.clean_release import (
    HOUR,
    make_clean_release,
    make_office_file,
    make_pdf,
    the_issuer,
)
from tests.desk.checks.specimens.book import near_miss, trips

DOCUMENT = "<w:document>%s</w:document>"
INSERTED = '<w:ins w:id="1" w:author="Lou" w:date="2026-03-01T00:00:00Z">x</w:ins>'


def enclosing(
    content: bytes, *, name: str = "results.pdf", title: str = "Results"
) -> Release:
    """Return a sound release with this file."""
    release = make_clean_release()
    make_attachment(release, content=content, name=name, title=title)
    return release


@trips("files.missing")
def a_file_that_is_gone() -> Release:
    release = enclosing(b"%PDF soon gone")
    default_storage.delete(Attachment.objects.get().file.name)
    return release


@near_miss("files.missing")
def a_file_that_is_there() -> Release:
    return enclosing(make_pdf())


@trips("files.title")
def a_file_by_its_name() -> Release:
    return enclosing(make_pdf(), title="q1_final-v3.pdf")


@trips("files.title")
def a_file_without_a_title() -> Release:
    return enclosing(make_pdf(), title=" ")


@near_miss("files.title")
def a_title_with_a_dot() -> Release:
    return enclosing(make_pdf(), title="Results of Larkmoor.com and others")


@trips("files.unreadable")
def a_pdf_that_is_none() -> Release:
    return enclosing(b"%PDF-1.7 not really")


@trips("files.unreadable")
def a_pdf_behind_a_password() -> Release:
    return enclosing(make_pdf(password="sesame"))


@trips("files.unreadable")
def a_word_file_that_is_none() -> Release:
    return enclosing(b"Dear all,", name="letter.docx")


@near_miss("files.unreadable")
def a_text_file_that_is_only_text() -> Release:
    return enclosing(b"\xff\x00 anything", name="letter.txt")


@trips("files.untagged")
def a_pdf_without_tags() -> Release:
    return enclosing(make_pdf(tagged=False))


@near_miss("files.untagged")
def a_pdf_with_tags() -> Release:
    return enclosing(make_pdf())


@trips("files.revisions")
def a_word_file_with_tracked_changes() -> Release:
    return enclosing(
        make_office_file(word__document=DOCUMENT % INSERTED), name="letter.docx"
    )


@trips("files.revisions")
def a_word_file_with_a_comment() -> Release:
    parts = {"word__document": DOCUMENT % "", "word__comments": '<w:comment w:id="1"/>'}
    return enclosing(make_office_file(**parts), name="letter.docx")


@near_miss("files.revisions")
def a_word_file_with_an_empty_list_of_comments() -> Release:
    parts = {"word__document": DOCUMENT % "<w:instrText/>", "word__comments": "<w:c/>"}
    return enclosing(make_office_file(**parts), name="letter.docx")


def workbook(book: openpyxl.Workbook, *, author: str = "") -> Release:
    """Return a sound release with this workbook."""
    book.properties.creator = author
    written = io.BytesIO()
    book.save(written)
    return enclosing(written.getvalue(), name="tables.xlsx", title="Tables")


def changed_pdf(change: Callable[[pikepdf.Pdf], object]) -> Release:
    """Return a sound release with a tagged PDF after this change."""
    with pikepdf.open(io.BytesIO(make_pdf())) as opened:
        change(opened)
        written = io.BytesIO()
        opened.save(written)
    return enclosing(written.getvalue())


@trips("files.hidden_sheets")
def a_spreadsheet_with_a_hidden_sheet() -> Release:
    book = openpyxl.Workbook()
    book.create_sheet("Internal").sheet_state = "hidden"
    return workbook(book)


@trips("files.hidden_sheets")
def a_spreadsheet_with_a_very_hidden_sheet() -> Release:
    book = openpyxl.Workbook()
    book.create_sheet("Forecast").sheet_state = "veryHidden"
    return workbook(book)


@near_miss("files.hidden_sheets")
def a_spreadsheet_with_two_visible_sheets() -> Release:
    book = openpyxl.Workbook()
    book.create_sheet("Hidden Valley plant")
    return workbook(book)


@trips("files.hidden_content")
def a_spreadsheet_with_a_hidden_row() -> Release:
    book = openpyxl.Workbook()
    book.worksheets[0].row_dimensions[3].hidden = True
    return workbook(book)


@trips("files.hidden_content")
def a_spreadsheet_with_a_hidden_column() -> Release:
    book = openpyxl.Workbook()
    book.worksheets[0].column_dimensions["C"].hidden = True
    return workbook(book)


@trips("files.hidden_content")
def a_pdf_with_a_sticky_note() -> Release:
    def note(opened: pikepdf.Pdf) -> None:
        remark = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Text, Rect=[0, 0, 9, 9]
        )
        opened.pages[0].Annots = pikepdf.Array([opened.make_indirect(remark)])

    return changed_pdf(note)


@trips("files.hidden_content")
def a_pdf_with_a_layer_that_is_off() -> Release:
    def layer(opened: pikepdf.Pdf) -> None:
        group = opened.make_indirect(
            pikepdf.Dictionary(Type=pikepdf.Name.OCG, Name="Internal")
        )
        opened.Root.OCProperties = pikepdf.Dictionary(
            OCGs=[group], D=pikepdf.Dictionary(OFF=[group])
        )

    return changed_pdf(layer)


@trips("files.hidden_content")
def a_pdf_that_was_saved_over_itself() -> Release:
    return enclosing(make_pdf() + b"\n% changed\n%%EOF\n")


@near_miss("files.hidden_content")
def a_pdf_with_a_link() -> Release:
    def link(opened: pikepdf.Pdf) -> None:
        target = pikepdf.Dictionary(
            Type=pikepdf.Name.Annot, Subtype=pikepdf.Name.Link, Rect=[0, 0, 9, 9]
        )
        opened.pages[0].Annots = pikepdf.Array([opened.make_indirect(target)])

    return changed_pdf(link)


@trips("files.author")
def a_spreadsheet_by_somebody() -> Release:
    return workbook(openpyxl.Workbook(), author="Jane Tester")


@trips("files.author")
def a_pdf_by_somebody() -> Release:
    return changed_pdf(
        lambda opened: opened.docinfo.__setitem__("/Author", "Jane Tester")
    )


@near_miss("files.author")
def a_spreadsheet_by_the_company() -> Release:
    return workbook(openpyxl.Workbook(), author=the_issuer().name)


@trips("files.public_already")
def a_file_that_went_out_with_another_release() -> Release:
    other = make_clean_release(go_live_at=None, headline="An Earlier Release")
    make_attachment(other, content=make_pdf())
    publish(other, at=SEVEN - HOUR)
    return enclosing(make_pdf())


@near_miss("files.public_already", at=SEVEN + HOUR)
def a_file_that_went_out_with_the_release_itself() -> Release:
    release = make_clean_release(go_live_at=None)
    make_attachment(release, content=make_pdf())
    return publish(release, at=SEVEN)


@near_miss("files.public_already")
def a_file_that_another_draft_has_too() -> Release:
    make_attachment(make_clean_release(headline="Another Draft"), content=make_pdf())
    make_attachment(event=make_event(), content=make_pdf())
    return enclosing(make_pdf())


@trips("files.linked_elsewhere")
def a_copy_on_another_server() -> Release:
    link = '<a href="https://cdn.example.com/q1/Results.pdf">tables</a>'
    release = make_clean_release(more=f"See the {link}.")
    make_attachment(release, content=make_pdf(), name="results.pdf")
    return release


@near_miss("files.linked_elsewhere")
def a_link_to_the_enclosed_file_itself() -> Release:
    release = make_clean_release()
    token = make_attachment(release, content=make_pdf(), name="results.pdf").token
    link = f'<a href="/files/{token}/results.pdf">tables</a>'
    release.body += f"<p>See the {link}.</p>"
    release.save()
    return release
