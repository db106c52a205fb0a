"""Publishing reports and pages, which staff save and publish one by one."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable
from typing import TypeAlias

from django.contrib.auth.models import User
from django.db import transaction

from releases.desk.item_publishing import noon, publish_page
from releases.models import Publication, Report, SitePage
from releases.models.record.kinds import Kind
from releases.record import publishing
from releases.record.freeze import issuer_zone
from releases.record.freeze_site_documents import freeze_report, freeze_site_page
from releases.record.frozen_pages import FrozenPage
from releases.record.proof.signing import sign_after_commit

SiteDocument: TypeAlias = Report | SitePage


def freeze_item(item: SiteDocument) -> FrozenPage:
    """Freeze the report or page as it would be published this moment."""
    return freeze_report(item) if isinstance(item, Report) else freeze_site_page(item)


def latest_versions(
    items: Iterable[SiteDocument],
) -> dict[tuple[str, str], Publication]:
    """Return the latest version of each item that is on the record, by kind and slug."""
    slugs = [item.slug for item in items]
    versions = Publication.objects.filter(kind__in=[Kind.REPORT, Kind.PAGE])
    rows = versions.not_called_off().at_addresses(slugs).order_by("number")
    return {(row.kind, row.address): row for row in rows}


def latest_version(item: SiteDocument) -> Publication | None:
    """Return the latest version of the item that is on the record, if there is one."""
    return latest_versions([item]).get(key_of(item))


def key_of(item: SiteDocument) -> tuple[str, str]:
    """Return the kind and the address of the item's publications."""
    return (Kind.REPORT if isinstance(item, Report) else Kind.PAGE, item.slug)


@transaction.atomic
def publish_item(item: SiteDocument, *, by: User) -> publishing.PublishResult:
    """Publish the item as it is saved, now.

    A report of an earlier day was first published elsewhere, and is dated noon of that
    day in the issuer's time zone, so that the list sorts by the dates of the documents.
    """
    publishing.lock_record()
    page = freeze_item(item)
    zone = issuer_zone()

    def publish_at(instant: dt.datetime) -> publishing.PublishResult:
        dated = _earlier_noon(item, instant, zone=zone)
        is_import = dated is not None and _may_be_imported(item)
        imported = publishing.Import(dated=dated) if dated and is_import else None
        return publish_page(item, page, by=by, zone=zone, at=instant, imported=imported)

    result = publishing.as_soon_as_possible(publish_at)
    sign_after_commit()
    return result


def _earlier_noon(
    item: SiteDocument, instant: dt.datetime, *, zone: str
) -> dt.datetime | None:
    """Return noon of a report's day if that day is over; None otherwise."""
    if isinstance(item, SitePage):
        return None
    dated = noon(item.dated, zone=zone)
    is_over = item.dated < instant.astimezone(dated.tzinfo).date()
    return dated if is_over else None


def _may_be_imported(item: SiteDocument) -> bool:
    """Return whether the item's chain is marked as imported, or not begun yet."""
    latest = latest_version(item)
    return latest is None or latest.imported
