"""What the pages about alerts have in common: who may open them, and their parts."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any, ClassVar, TypeVar

from django.conf import settings
from django.core.paginator import Page, Paginator
from django.db import transaction
from django.db.models import Model, QuerySet
from django.http import HttpRequest
from django.template.response import TemplateResponse

from releases.admin.desk_admin import ViewOnlyAdmin
from releases.readers.database import readers_database
from releases.staff_views import StaffView

M = TypeVar("M", bound=Model)

PER_PAGE = 50
# The readers' tables have no permissions of their own. Counts are for all who may read the
# record; addresses are personal data, for those who administer people.
SEE_COUNTS = "releases.view_publication"
SEE_ADDRESSES = "auth.change_user"
# Questions are answered by those who keep the contacts to whom they are put.
ANSWER_QUESTIONS = "releases.change_contact"


class ReadersAdmin(ViewOnlyAdmin[M]):
    """A ModelAdmin whose pages are views of their own, for who has one permission."""

    required_permission: ClassVar[str] = SEE_ADDRESSES

    def has_view_permission(self, request: HttpRequest, obj: M | None = None) -> bool:
        # On the sign-in page too, which asks for the list of pages: nobody is staff there.
        return request.user.has_perm(self.required_permission)

    def has_module_permission(self, request: HttpRequest) -> bool:
        return self.has_view_permission(request)


class ReadersView(StaffView):
    """A page about alerts."""

    def page(self, template_name: str, **context: Any) -> TemplateResponse:
        """Return the template with what each of these pages shows."""
        shared = {
            "alerts_are_on": settings.IRSITE_ALERTS,
            "sees_addresses": self.user.has_perm(SEE_ADDRESSES),
        }
        return super().page(template_name, **shared | context)

    def page_of(self, rows: QuerySet[M], *, size: int = PER_PAGE) -> Page[M]:
        """Return the page of the rows that the address asks for, or the nearest."""
        return Paginator(rows, size).get_page(self.request.GET.get("page"))


@contextmanager
def changing_readers() -> Iterator[None]:
    """Run a change of the readers' tables and its journal entry as one.

    Where they are in two databases the journal's is committed first: a fault in between
    leaves an entry without a change, and never a change without an entry.
    """
    with transaction.atomic(using=readers_database()), transaction.atomic():
        yield
