"""What entitles a page to be on the record, as its journal entry says it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from releases.models import Publication


class Ground(StrEnum):
    """Why something was put on the record. The values are stored: never change one."""

    APPROVALS = "approvals"
    EMERGENCY = "emergency"
    WITHDRAWAL = "withdrawal"
    # One permitted person publishes an event or a part of the site's profile.
    ITEM = "item"
    # It was published elsewhere before irsite.
    IMPORT = "import"
    # It was called off, and goes back as it was.
    REPUBLISHING = "republishing"


@dataclass(frozen=True, slots=True, kw_only=True)
class Authorization:
    """The ground on which pages go on the record together, with its proof.

    `release` is the key of the release at the desk. `approvals` are the keys of the
    approvals that count, `roles` those of the groups whose approval its category
    requires then. `republishes` are the keys of the publications that were called off.
    """

    ground: Ground
    release: int | None = None
    approvals: tuple[int, ...] = ()
    roles: tuple[int, ...] = ()
    republishes: tuple[int, ...] = ()

    def facts(self) -> dict[str, Any]:
        """Return it as facts of a journal entry."""
        return {
            "ground": self.ground.value,
            "release": self.release,
            "approvals": list(self.approvals),
            "roles": list(self.roles),
            "republishes": list(self.republishes),
        }

    @classmethod
    def of_facts(cls, facts: dict[str, Any]) -> Authorization:
        """Return the authorization in an entry's facts; ValueError if they hold none."""
        try:
            return cls(
                ground=Ground(facts["ground"]),
                release=facts["release"],
                approvals=tuple(facts["approvals"]),
                roles=tuple(facts["roles"]),
                republishes=tuple(facts["republishes"]),
            )
        except (KeyError, TypeError) as error:
            raise ValueError(str(error)) from error


ITEM = Authorization(ground=Ground.ITEM)
IMPORT = Authorization(ground=Ground.IMPORT)


def republishing(called_off: Iterable[Publication]) -> Authorization:
    """Return the authorization to put back what was called off with something else."""
    return Authorization(
        ground=Ground.REPUBLISHING,
        republishes=tuple(publication.pk for publication in called_off),
    )
