"""The template tags that link pages to their other forms, for clients and for people."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from django import template
from django.template.defaultfilters import filesizeformat
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from releases.pdf.card import HEIGHT, WIDTH
from releases.pdf.representations import card, pdf, site_card
from releases.record.documents import ContactEntry, EventDocument, ReleaseDocument
from releases.record.fiscal_results import ResultsRow
from releases.record.fragment_cache import on_the_site
from releases.record.published import Published
from releases.record.representation import Representation
from releases.record.subjects import EVENT_LIST, LIST
from releases.representations import REPRESENTATIONS
from releases.syndication.representations import release_vcard
from releases.tables.file_sizes import table_file_sizes
from releases.tables.release_tables import has_tables
from releases.tables.representations import table_csv, tables_xlsx
from releases.templatetags.labels import release_title
from releases.templatetags.text_markup import TABLE, body_html, body_with_notes
from releases.text.public_paths import ARCHIVE, EVENTS, category_path, year_path

register = template.Library()

# Which subjects have forms of a whole site, and which of the page of one document.
OF_SITE = {"site", "list"}
# The page that the forms of a subject extend which exists once.
PAGES = {"list": ARCHIVE, "events": EVENTS}
OF_PAGE = {"release": ("release", "version"), "event": ("event",)}
# How the page on disclosure sorts the forms, by the names of their subjects.
FORM_GROUPS = (
    (gettext_lazy("Each press release"), {"release", "version"}),
    (gettext_lazy("Each event"), {"event"}),
    (gettext_lazy("The latest press releases, of all and of each category"), {"list"}),
    (gettext_lazy("All press releases of a year"), {"year"}),
    (gettext_lazy("The latest events"), {"events"}),
    (gettext_lazy("The whole newsroom"), {"site"}),
)


@register.simple_tag
def site_links() -> SafeString:
    """Return the `<link>` elements of the forms of the site and of all its releases."""
    return _link_elements(
        (form, on_the_site(form.path or form.path_at(ARCHIVE)))
        for form in REPRESENTATIONS
        if form.of.name in OF_SITE
    )


@register.simple_tag
def category_links(slug: str, heading: str) -> SafeString:
    """Return the `<link>` elements of the feeds of a category at its page."""
    page = on_the_site(category_path(slug))
    return format_html_join(
        "\n    ",
        '<link rel="{}" type="{}" title="{} ({})" href="{}">',
        (
            (form.relation, form.media_type, heading, form.label, form.path_at(page))
            for form in REPRESENTATIONS
            if form.of is LIST and form.relation
        ),
    )


@register.simple_tag
def event_list_links() -> SafeString:
    """Return the `<link>` elements of the feeds of events."""
    page = on_the_site(EVENTS)
    return _link_elements(
        (form, form.path_at(page)) for form in REPRESENTATIONS if form.of is EVENT_LIST
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedLink:
    """A feed as the page of feeds lists it."""

    path: str
    media_type: str
    label: str
    explanation: str


@register.simple_tag
def feeds_of(subject: str, category: str = "", year: str = "") -> list[FeedLink]:
    """Return the forms of this subject with a label and an explanation, in order.

    Those of a list are of the category with this slug, or of all releases; those of a
    year are of this one.
    """
    page = PAGES.get(subject, "")
    if category:
        page = category_path(category)
    elif year:
        page = year_path(year)
    return [
        FeedLink(
            path=on_the_site(form.path_at(page)),
            media_type=form.media_type,
            label=str(form.label),
            explanation=str(form.explanation),
        )
        for form in REPRESENTATIONS
        if form.of.name == subject and form.label and form.explanation
    ]


@dataclass(frozen=True, slots=True, kw_only=True)
class FormGroup:
    """The forms of one subject that readers can find on its pages."""

    heading: str
    forms: list[FeedLink]


@register.simple_tag
def linked_forms() -> list[FormGroup]:
    """Return every form that pages link to or explain, by what it is of.

    A form of each release or event has no path here. The API has a page of its own.
    """
    groups = (
        FormGroup(heading=str(heading), forms=list(_forms_of(subjects)))
        for heading, subjects in FORM_GROUPS
    )
    return [group for group in groups if group.forms]


def _forms_of(subjects: set[str]) -> Iterator[FeedLink]:
    for form in REPRESENTATIONS:
        if form.of.name not in subjects or form.schema:
            continue
        if form.relation or form.explanation:
            exists_once = bool(form.path) or form.of.name in PAGES
            path = form.path_at(PAGES.get(form.of.name, ""))
            yield FeedLink(
                path=on_the_site(path) if exists_once else "",
                media_type=form.media_type,
                label=str(form.label or form.title),
                explanation=str(form.explanation),
            )


@register.simple_tag
def page_links(document: ReleaseDocument | EventDocument, path: str) -> SafeString:
    """Return the `<link>` elements of the forms of a release or an event at its page."""
    return _document_links(document, path, OF_PAGE[document.kind])


@register.simple_tag
def version_page_links(document: ReleaseDocument, path: str) -> SafeString:
    """Return the `<link>` elements of the forms of a version at its own page."""
    return _document_links(document, path, ("version",))


@register.inclusion_tag("partials/card.html", takes_context=True)
def release_card(context: dict[str, Any]) -> dict[str, Any]:
    """Show the properties of the card of the version that the page shows.

    Its address is that of the version, so that whoever keeps the picture asks anew after
    a correction.
    """
    release: Published[ReleaseDocument] = context["release"]
    path = card.REPRESENTATION.path_at(release.version_path)
    return _card(context, path, release_title(release.document))


@register.inclusion_tag("partials/card.html", takes_context=True)
def page_card(context: dict[str, Any]) -> dict[str, Any]:
    """Show the properties of the card of the site, which an issuer without a name lacks."""
    path = site_card.REPRESENTATION.path if context["issuer"].name else ""
    return _card(context, path, _("Newsroom"))


def _card(context: dict[str, Any], path: str, title: str) -> dict[str, Any]:
    """Return the URL of a card, its size in pixels and the words on it."""
    return {
        "url": context["request"].build_absolute_uri(path) if path else "",
        "width": WIDTH,
        "height": HEIGHT,
        "words": " – ".join(filter(None, [title, context["issuer"].name])),
    }


@register.simple_tag
def pdf_path(page: str) -> str:
    """Return the path of the PDF of the version whose page this is."""
    return pdf.REPRESENTATION.path_at(page)


def tables_path(release: Published[ReleaseDocument]) -> str:
    """Return the path of the workbook of a release's tables; nothing if it has none."""
    if TABLE not in release.document.body or not has_tables(release.document):
        return ""
    return tables_xlsx.REPRESENTATION.path_at(release.path)


@register.simple_tag
def workbooks(row: ResultsRow) -> list[str]:
    """Return the paths of the workbooks of the tables of these results that stand."""
    return [path for release in row.standing if (path := tables_path(release))]


@register.simple_tag
def vcard_path(
    page: str, contacts: tuple[ContactEntry, ...], contact: ContactEntry
) -> str:
    """Return the path of a contact's vCard, at the page that shows these contacts."""
    number = contacts.index(contact) + 1
    return release_vcard.REPRESENTATION.path_at(page, part=number)


@register.simple_tag
def body_with_table_links(
    release: Published[ReleaseDocument], page: str, root: str
) -> SafeString:
    """Return a release's body with links to the files of each table below it.

    `page` is the path of its page, `root` the origin of the site's URLs, without a slash
    at its end.
    """
    document = release.document
    if TABLE not in document.body:
        return body_html(document)
    sizes = table_file_sizes(release, root=root)
    name = release.address.rpartition("/")[2]
    workbook = _file_link(
        tables_xlsx.REPRESENTATION.path_at(page),
        _("All %(count)d tables as Excel") % {"count": sizes.tables}
        if sizes.tables > 1
        else _("Table as Excel"),
        file_name=f"{name}-{tables_xlsx.REPRESENTATION.suffix}",
        size=sizes.workbook,
    )
    notes = {}
    for number, size in sizes.csv_by_number.items():
        form = table_csv.REPRESENTATION
        link = _file_link(
            form.path_at(page, part=number),
            _("Table %(number)d as CSV") % {"number": number},
            file_name=form.path_at(f"{name}-", part=number),
            size=size,
        )
        notes[number] = format_html('<p class="table-files">{} {}</p>', link, workbook)
    return body_with_notes(document, notes)


def _file_link(path: str, label: str, *, file_name: str, size: int) -> SafeString:
    """Return a link to a file, which is saved under a name that tells it from others."""
    return format_html(
        '<a href="{}" download="{}">{}</a> <span>({})</span>',
        path,
        file_name,
        label,
        filesizeformat(size),
    )


def _document_links(
    document: ReleaseDocument | EventDocument, path: str, subjects: tuple[str, ...]
) -> SafeString:
    return _link_elements(
        (form, form.path_at(path))
        for form in REPRESENTATIONS
        if form.of.name in subjects and form.relation and form.exists_for(document)
    )


def _link_elements(forms: Iterator[tuple[Representation[Any], str]]) -> SafeString:
    return format_html_join(
        "\n    ",
        '<link rel="{}" type="{}" title="{}" href="{}">',
        (
            (form.relation, form.media_type, form.title, path)
            for form, path in forms
            if form.relation
        ),
    )
