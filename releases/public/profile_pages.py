"""The contacts, the disclaimers in force, and statements on how this site works."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.conf import settings

from releases.models.record.kinds import Kind
from releases.public.record_view import RecordView
from releases.public.structured_data import Node, corporation
from releases.record.public_view import PublicationRef
from releases.text.public_paths import (
    ACCESSIBILITY,
    CONTACTS,
    DISCLAIMERS,
    DISCLOSURE,
    PRIVACY,
    SECURITY_TXT,
)


class Contacts(RecordView):
    """The contacts of the issuer, by audience."""

    template_name = "releases/contacts.html"
    section = "contacts"

    @classmethod
    def affected_paths(cls, ref: PublicationRef) -> Iterable[str]:
        return (CONTACTS,) if ref.kind == Kind.PROFILE else ()

    def structured_data(self, context: dict[str, Any]) -> list[Node]:
        """Return the issuer with its contacts."""
        return [corporation(self.site)] if self.issuer.name else []


class Disclaimers(RecordView):
    """The revision of each disclaimer that is in force."""

    template_name = "releases/disclaimers.html"
    section = "disclaimers"

    @classmethod
    def affected_paths(cls, ref: PublicationRef) -> Iterable[str]:
        return (DISCLAIMERS,) if ref.kind == Kind.PROFILE else ()


class Disclosure(RecordView):
    """Where and when the issuer publishes, and how it corrects: what this site really does.

    The forms are those that are declared, so none is promised that is not there.
    """

    template_name = "releases/disclosure.html"
    section = "disclosure"

    @classmethod
    def affected_paths(cls, ref: PublicationRef) -> Iterable[str]:
        return (DISCLOSURE,) if ref.kind == Kind.PROFILE else ()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add the path of security.txt, if there is one."""
        path = SECURITY_TXT if settings.IRSITE_SECURITY_CONTACT else ""
        return super().get_context_data(security_txt=path, **kwargs)


class Accessibility(RecordView):
    """The accessibility statement: what the pages do, and what they cannot promise."""

    template_name = "releases/accessibility.html"
    section = "accessibility"

    @classmethod
    def affected_paths(cls, ref: PublicationRef) -> Iterable[str]:
        return (ACCESSIBILITY,) if ref.kind == Kind.PROFILE else ()


class Privacy(RecordView):
    """What the site keeps of its readers, as it is set up: no more than it really does."""

    template_name = "releases/privacy.html"
    section = "privacy"

    @classmethod
    def affected_paths(cls, ref: PublicationRef) -> Iterable[str]:
        return (PRIVACY,) if ref.kind == Kind.PROFILE else ()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """Add whether requests are logged."""
        return super().get_context_data(
            logs_requests=bool(settings.IRSITE_ACCESS_LOG), **kwargs
        )
