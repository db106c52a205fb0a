"""A response that takes work, which a server may do on another thread (PEP 3333).

WSGI lets an application call `start_response` as late as its first piece of the body. So
a server that knows nothing of this class does the work as soon as it iterates.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator


class LateResponse:
    """The body of a response; `resolve` makes the response, and may be called once."""

    __slots__ = ("_body", "_work")

    def __init__(self, work: Callable[[], Iterable[bytes]]) -> None:
        self._work = work
        self._body: Iterable[bytes] = ()

    def resolve(self) -> Iterable[bytes]:
        """Do the work, which calls `start_response`; return the body."""
        self._body = self._work()
        return self._body

    def __iter__(self) -> Iterator[bytes]:
        return iter(self.resolve())

    def close(self) -> None:
        """Close the body, if the response was made and has to be closed."""
        getattr(self._body, "close", list)()
