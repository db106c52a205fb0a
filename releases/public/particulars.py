"""Whom to call, and the legal wordings in force."""

from __future__ import annotations

from releases.public.pages import RecordView


class Contacts(RecordView):
    """The contact sheet, by audience."""

    template_name = "releases/contacts.html"
    section = "contacts"


class Disclaimers(RecordView):
    """Each wording in force, in its revision."""

    template_name = "releases/disclaimers.html"
    section = "disclaimers"
