"""Contacts as vCards: what address books read in them, and where they are."""

from __future__ import annotations

import datetime as dt
import uuid
from typing import Any

from django.test import SimpleTestCase, TestCase

import vobject

from releases.record.documents import ContactEntry
from releases.syndication.vcard import vcard
from tests.builders import SEVEN, make_contact, make_issuer, make_release, put_on_record
from tests.clock import travel
from tests.public.html_pages import get_page, save_and_publish

HOUR = dt.timedelta(hours=1)
REF = uuid.UUID(int=7).hex


def card(**fields: Any) -> Any:
    """Return a contact's vCard as another reader reads it."""
    contact = ContactEntry(**{"ref": REF, "audience": "investors"} | fields)
    content = vcard(
        contact,
        issuer="Larkmoor Therapeutics",
        root="https://ir.example.com",
        path="/contacts/contact-1.vcf",
        since=SEVEN,
    )
    lines = content.split(b"\r\n")
    assert lines.pop() == b""
    assert all(len(line) <= 75 and b"\n" not in line for line in lines)
    return vobject.readOne(content.decode())


class AVCard(SimpleTestCase):
    """Says who it is and how to reach them."""

    def test_has_name_organization_title_and_role(self) -> None:
        person = card(name="Dana Reyes", title="Head of IR", emails=("ir@example.com",))
        assert person.version.value == "4.0"
        assert person.kind.value == "individual"
        assert person.fn.value == "Dana Reyes"
        assert person.contents["org"][0].value in (
            "Larkmoor Therapeutics",
            ["Larkmoor Therapeutics"],
        )
        assert (person.title.value, person.role.value) == ("Head of IR", "Investors")
        assert person.email.value == "ir@example.com"
        assert person.uid.value == f"urn:uuid:{uuid.UUID(int=7)}"
        assert person.rev.value == "20260303T120000Z"
        assert person.source.value == "https://ir.example.com/contacts/contact-1.vcf"

    def test_of_nobody_is_the_organizations(self) -> None:
        desk = card(organization="Quay Communications", audience="media")
        assert (desk.kind.value, desk.fn.value) == ("org", "Quay Communications")
        assert card().fn.value == "Larkmoor Therapeutics"

    def test_has_numbers_that_can_be_dialled(self) -> None:
        phones = card(
            phones=("Phone: +1 617-555-0142", "+1 617-555-0142 ext. 7", "On request")
        ).contents["tel"]
        assert [phone.value for phone in phones] == [
            "tel:+16175550142",
            "+1 617-555-0142 ext. 7",
            "On request",
        ]

    def test_keeps_separators_line_ends_and_long_names(self) -> None:
        name = "Søren; “Zoë”, 山田\\太郎 " * 8
        person = card(name=name.strip(), title="Head\nof IR\x07")
        assert person.fn.value.replace("\\", "") == name.strip().replace("\\", "")
        assert person.title.value == "Head\nof IR"


class ThePages(TestCase):
    """Link a vCard beside each contact that they show."""

    def links(self, path: str, at: dt.datetime = SEVEN) -> list[str]:
        """Return the addresses of the vCards that a page links."""
        page = get_page(path, at=at)
        return [link.get("href", "") for link in page.all("a[@type='text/vcard']")]

    def test_link_them_and_each_is_that_contacts(self) -> None:
        save_and_publish(make_issuer(), at=SEVEN - HOUR)
        with travel(SEVEN - HOUR):
            contacts = (
                make_contact(name="Moira Media", audience="media"),
                make_contact(name="Ivan Investor", audience="investors"),
            )
            release = make_release(slug="results", contacts=contacts)
        put_on_record(release, at=SEVEN)
        page = "/releases/2026/results/"
        # Investors come first on the page, whatever their place in the release.
        assert self.links(page) == [f"{page}contact-2.vcf", f"{page}contact-1.vcf"]
        version = f"{page}versions/1/"
        assert self.links(version)[0] == f"{version}contact-2.vcf"
        with travel(SEVEN):
            response = self.client.get(f"{page}contact-2.vcf")
            assert self.client.get(f"{page}contact-3.vcf").status_code == 404
        assert b"FN:Ivan Investor\r\n" in response.content
        assert b"ORG:Larkmoor Therapeutics\r\n" in response.content

    def test_of_the_issuers_contacts_change_with_the_profile(self) -> None:
        contact = make_contact(name="Old Name", shown=True)
        save_and_publish(make_issuer(), contact, at=SEVEN - HOUR)
        contact.name = "New Name"
        contact.save()
        save_and_publish(contact, at=SEVEN)
        for path in ("/", "/contacts/"):
            assert self.links(path) == ["/contacts/contact-1.vcf"]
        for at, name in ((SEVEN - HOUR, b"Old Name"), (SEVEN, b"New Name")):
            with travel(at):
                response = self.client.get("/contacts/contact-1.vcf")
                assert b"FN:" + name in response.content
                assert self.client.get("/contacts/contact-2.vcf").status_code == 404
