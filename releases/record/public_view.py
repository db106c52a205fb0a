"""What a public page tells of itself to whoever keeps finished pages of it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar


@dataclass(frozen=True, slots=True, kw_only=True)
class PublicationRef:
    """What of a publication decides where it is seen.

    `files` are (token, name); `shelves` the categories that a profile names.
    """

    kind: str
    address: str
    year: int
    number: int = 1
    category: str = ""
    files: tuple[tuple[str, str], ...] = ()
    shelves: tuple[str, ...] = ()


class PublicView:
    """A view of the record that is the same for every reader at one moment.

    `asks` are the only query parameters that it reads; whatever else is asked for is
    left out before it is called. `ranges` says that parts of it may be asked for.
    """

    asks: ClassVar[frozenset[str]] = frozenset()
    ranges: ClassVar[bool] = False

    @classmethod
    def affected_paths(cls, imprint: PublicationRef) -> Iterable[str]:
        """The paths at which a publication is seen here.

        A path of this face that no publication has named does not exist.
        """
        return ()
