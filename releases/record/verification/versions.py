"""Whether the versions of each page follow one another without a gap."""

from __future__ import annotations

import datetime as dt
from itertools import groupby, starmap
from operator import attrgetter
from typing import NamedTuple

from django.utils.translation import gettext as _

from releases.models import Publication
from releases.record.verification.problems import BATCH, Problems, publication_name


class ChainedVersion(NamedTuple):
    """A publication's place in its chain, without the document."""

    pk: int
    kind: str
    address: str
    number: int
    dated: dt.datetime
    live_from: dt.datetime
    live_until: dt.datetime | None

    @property
    def name(self) -> str:
        """How it is named where it is not right."""
        return publication_name(self.pk, f"{self.kind} {self.address} ({self.number})")


def verify_versions(problems: Problems) -> str:
    """Check each chain's numbers, dates and intervals."""
    # In the order of an index, so that nothing is sorted.
    rows = Publication.objects.order_by("kind", "address", "-dated", "-pk")
    columns = ("pk", "kind", "address", "number", "dated", "live_from", "live_until")
    versions = starmap(ChainedVersion, rows.values_list(*columns).iterator(BATCH))
    count = chains = 0
    for _chain, group in groupby(versions, attrgetter("kind", "address")):
        chain = list(group)
        standing = [row for row in chain if row.live_until != row.live_from]
        _check_chain(sorted(standing, key=attrgetter("number", "live_from")), problems)
        count, chains = count + len(chain), chains + 1
    return _(
        "%(count)s publications in %(chains)s chains have the right versions and "
        "intervals."
    ) % {"count": f"{count:,}", "chains": f"{chains:,}"}


def _check_chain(versions: list[ChainedVersion], problems: Problems) -> None:
    """Name the first version that is not in its place."""
    for place, version in enumerate(versions):
        after = versions[place + 1] if place + 1 < len(versions) else None
        if version.number != place + 1:
            why = _("version %(number)s of its chain is missing")
            problems.add(version.name, why % {"number": place + 1})
            return
        if version.dated != versions[0].dated:
            problems.add(version.name, _("its date differs from its chain's"))
            return
        if version.live_until != (after.live_from if after else None):
            why = _("it does not end where the next version begins")
            problems.add(version.name, why)
            return
        if version.live_until is not None and version.live_until < version.live_from:
            problems.add(version.name, _("it ends before it begins"))
            return
