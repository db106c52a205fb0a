"""Whom to call, and the legal wordings in force."""

from __future__ import annotations

from collections.abc import Iterable

from releases.models.record.kinds import Kind
from releases.public.pages import RecordView
from releases.record.public_view import PublicationRef
from releases.text.public_paths import CONTACTS, DISCLAIMERS


class Contacts(RecordView):
    """The contact sheet, by audience."""

    template_name = "releases/contacts.html"
    section = "contacts"

    @classmethod
    def affected_paths(cls, ref: PublicationRef) -> Iterable[str]:
        """By the issuer's particulars."""
        return (CONTACTS,) if ref.kind == Kind.PROFILE else ()


class Disclaimers(RecordView):
    """Each wording in force, in its revision."""

    template_name = "releases/disclaimers.html"
    section = "disclaimers"

    @classmethod
    def affected_paths(cls, ref: PublicationRef) -> Iterable[str]:
        """By the issuer's particulars."""
        return (DISCLAIMERS,) if ref.kind == Kind.PROFILE else ()
