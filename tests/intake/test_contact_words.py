"""Contacts in other languages, on the forms of an exchange and beside the words of a page."""

from __future__ import annotations

from unittest import TestCase

from releases.intake.parser.reader import read
from tests.intake.contact_blocks import listed


class WordsOfAPage(TestCase):
    """Below the contacts are nobody's names."""

    def test_whatever_they_are(self) -> None:
        for words in (
            "Share this post\nPrevious Article\nNext Article",
            "Like this:\n\nLike Loading...\n\nTags Tallow",
            "Harbour Days\n\nMore Stories",
        ):
            block = f"Media inquiries:\nAnna Vik\nDirector\n(804) 555-0101\n\n{words}"
            with self.subTest(words):
                assert listed(block) == [
                    "media; Anna Vik; Director; -; (804) 555-0101; -"
                ]


class LabelsOfOtherLanguages(TestCase):
    """Name the audience, and titles are no firms."""

    def test_in_each(self) -> None:
        cases = {
            "Ansprechpartner für die Presse:\nLind Kommunikation, Bo Holm, Tel. +49 89 5550 4412": (
                "media; Bo Holm; -; Lind Kommunikation; +49 89 5550 4412; -"
            ),
            "Pressekontakt\nBo Höller\nUnternehmenskommunikation\nTelefonnummer +49 89 5555 441": (
                "media; Bo Höller; Unternehmenskommunikation; -; +49 89 5555 441; -"
            ),
            "Contact pour les investisseurs : Bo Lind, Lumen Conseil, 01 55 55 01 02": (
                "investors; Bo Lind; -; Lumen Conseil; 01 55 55 01 02; -"
            ),
            "Contacto para la prensa: Ing. Bo Lind, Lumen Consultores, número de teléfono: +52 (55) 5555 0102": (
                "media; Ing. Bo Lind; -; Lumen Consultores; +52 (55) 5555 0102; -"
            ),
            "Voor meer informatie:\nBo Lind, Persvoorlichter | T. +31 20 555 01 02": (
                "media; Bo Lind; Persvoorlichter; -; +31 20 555 01 02; -"
            ),
            "Kontakt\nBo Lind, administrerende direktør, tlf. +45 55 55 01 02": (
                "general; Bo Lind; administrerende direktør; -; +45 55 55 01 02; -"
            ),
            "Contatos RI\nBo Lind, Diretor de Relações com Investidores\n+55 11 5555 0102": (
                "investors; Bo Lind; Diretor de Relações com Investidores; -; +55 11 5555 0102; -"
            ),
        }
        for block, wanted in cases.items():
            with self.subTest(block):
                assert listed(block) == [wanted]


class ADeskWithoutAPerson(TestCase):
    """Is a contact of its own."""

    def test_in_a_sentence_or_on_a_line(self) -> None:
        cases = {
            "For further information, please contact Tallow’s investor relations department at "
            "(312) 555-0101 or ir@tallow.example.": (
                "investors; -; investor relations department; Tallow; (312) 555-0101; ir@tallow.example"
            ),
            "Investors\nTallow Holdings plc\nTel: (312) 555-0101\nir-team@tallow.example": (
                "investors; -; -; Tallow Holdings plc; (312) 555-0101; ir-team@tallow.example"
            ),
            "Press office: press-office@tallow.example": (
                "media; -; -; Press office; -; press-office@tallow.example"
            ),
        }
        for block, wanted in cases.items():
            with self.subTest(block):
                assert listed(block) == [wanted]

    def test_whose_address_begins_as_a_label_does(self) -> None:
        block = (
            "Contacts\n\nAnna Vik, Tallow\n303-555-0101\nfinancial-media@tallow.example"
        )
        assert listed(block) == [
            "general; Anna Vik; -; Tallow; 303-555-0101; financial-media@tallow.example"
        ]

    def test_in_both_lists_is_the_investors(self) -> None:
        block = "Media\nAnna Vik\n303-555-0101\n\nInvestors\nAnna Vik\n303-555-0101"
        assert listed(block) == ["investors; Anna Vik; -; -; 303-555-0101; -"]


class AnExchangesForm(TestCase):
    """Names whom to ask in a sentence, or below the company and its representative."""

    def test_of_a_sponsor_in_singapore(self) -> None:
        for contact, name in (
            ("Ms. Tan Mei Ling (Tel: (65) 5555 0101)", "Ms. Tan Mei Ling"),
            ("Mr Lee Boon, Director, telephone (65) 5555 0101", "Mr Lee Boon"),
            (
                "Anna Vik at 9 Quay Road, #21-05, Singapore (Tel: +65 5555 0101)",
                "Anna Vik",
            ),
        ):
            notice = (
                "This announcement has been reviewed by the Company's sponsor, Harbour Capital "
                "Pte. Ltd. (the “Sponsor”). It has not been examined by the Exchange. The contact "
                f"person for the Sponsor is {contact}."
            )
            with self.subTest(contact):
                assert [line.split("; ")[1:4:2] for line in listed(notice)] == [
                    [name, "Harbour Capital Pte. Ltd."]
                ]

    def test_of_a_company_in_japan(self) -> None:
        for label in ("Inquiry", "Contact", "Contact Person"):
            text = (
                "March 6, 2025\nCompany name: Tallow Pumps Corporation\n"
                f"Representative: President, Ren Aoki\nCode number: 5555\n{label}: Mina Sato,\n"
                "Director, Finance Division\nTelephone number: 03-5555-0142\n\n"
                "Notice on the Forecast for the Year\n\n"
                "Tallow Pumps Corporation hereby announces that it revises its forecast.\n"
            )
            with self.subTest(label):
                (contact,) = read(text).contacts
                assert (contact.name, contact.organization) == (
                    "Mina Sato",
                    "Tallow Pumps Corporation",
                )
                assert [phone.written for phone in contact.phones] == ["03-5555-0142"]
