"""The page of one release."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from releases.models import Publication
from releases.models.record.kinds import Kind
from releases.public.pages import RecordView
from releases.record.documents import EventDocument
from releases.record.face import Imprint
from releases.record.published import Published, published_event, published_release


class ReleasePage(RecordView):
    """Everything that a release's document holds, and its events as they stand."""

    template_name = "releases/release.html"
    section = "releases"

    @classmethod
    def changed_by(cls, imprint: Imprint) -> Iterable[str]:
        """By its own release."""
        page = f"/releases/{imprint.address}/"
        return (page,) if imprint.kind == Kind.RELEASE else ()

    def get_context_data(self, **kwargs: Any) -> dict[str, Any]:
        """The version that stands, or the notice in its place."""
        address = f"{kwargs['year']:04d}/{kwargs['slug']}"
        release = published_release(
            self.one(
                Publication.objects.releases().at_address(address).live(at=self.at)
            )
        )
        return super().get_context_data(
            release=release, events=self.events(release.document.events), **kwargs
        )

    def events(self, addresses: tuple[str, ...]) -> list[Published[EventDocument]]:
        """Those of its events that are public, in its order."""
        if not addresses:
            return []
        rows = (
            Publication.objects.events().at_addresses(list(addresses)).live(at=self.at)
        )
        live = {row.address: published_event(row) for row in rows}
        return [live[address] for address in addresses if address in live]
