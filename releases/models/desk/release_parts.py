"""What a release carries, each in its order."""

from __future__ import annotations

from django.db import models

from releases.models.desk.boilerplate import Boilerplate
from releases.models.desk.contact import Contact
from releases.models.desk.disclaimer import Disclaimer
from releases.models.desk.event import Event
from releases.models.desk.release import Release


class Part(models.Model):
    """A place in the order of a release's contacts, notices or events."""

    release = models.ForeignKey(
        Release, on_delete=models.CASCADE, related_name="%(class)ss"
    )
    order = models.PositiveSmallIntegerField(default=0)

    class Meta:
        abstract = True
        ordering = ["order", "pk"]


class ReleaseContact(Part):
    """A contact printed in a release."""

    contact = models.ForeignKey(Contact, on_delete=models.PROTECT)

    class Meta(Part.Meta):
        constraints = [
            models.UniqueConstraint(
                name="release_names_a_contact_once",
                fields=["release", "contact"],
                violation_error_message="This contact is named already.",
            )
        ]

    def __str__(self) -> str:
        return str(self.contact)


class ReleaseDisclaimer(Part):
    """A legal notice printed in a release."""

    disclaimer = models.ForeignKey(Disclaimer, on_delete=models.PROTECT)

    class Meta(Part.Meta):
        constraints = [
            models.UniqueConstraint(
                name="release_carries_a_disclaimer_once",
                fields=["release", "disclaimer"],
                violation_error_message="This disclaimer is there already.",
            )
        ]

    def __str__(self) -> str:
        return str(self.disclaimer)


class ReleaseBoilerplate(Part):
    """An About section printed in a release."""

    boilerplate = models.ForeignKey(Boilerplate, on_delete=models.PROTECT)

    class Meta(Part.Meta):
        constraints = [
            models.UniqueConstraint(
                name="release_carries_a_boilerplate_once",
                fields=["release", "boilerplate"],
                violation_error_message="This boilerplate is there already.",
            )
        ]

    def __str__(self) -> str:
        return str(self.boilerplate)


class ReleaseEvent(Part):
    """An event that a release tells of."""

    event = models.ForeignKey(Event, on_delete=models.PROTECT)

    class Meta(Part.Meta):
        constraints = [
            models.UniqueConstraint(
                name="release_names_an_event_once",
                fields=["release", "event"],
                violation_error_message="This event is named already.",
            )
        ]

    def __str__(self) -> str:
        return str(self.event)
