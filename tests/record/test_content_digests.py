"""What was published before publications had digests is found like what came later."""

from __future__ import annotations

import importlib

from django.apps import apps
from django.test import TestCase

from releases.models import ContentDigest
from tests.builders import (
    SEVEN,
    make_attachment,
    make_event,
    make_release,
    put_on_record,
)
from tests.clock import SECOND, travel
from tests.record.whole import by_hand

MIGRATION = "releases.migrations.0010_texts_are_found_by_digest"


class TheMigration(TestCase):
    """Of a release with a file and a dateline, and of its event."""

    def test_it_makes_the_digests_that_publishing_makes(self) -> None:
        with travel(SEVEN - SECOND):
            release = make_release(
                dateline_places="BOSTON", events=(make_event(title="Call"),)
            )
            make_attachment(release)
        put_on_record(release, at=SEVEN)
        rows = ContentDigest.objects.values_list("publication", "part", "digest")
        made = sorted(rows)
        assert {part for _, part, _ in made} == {*ContentDigest.Part}
        by_hand("DELETE FROM releases_contentdigest")
        migration = importlib.import_module(MIGRATION)
        migration.add_digests_of_earlier_publications(apps, None)
        assert sorted(rows.all()) == made
