"""A pipe by which requests wake the thread that watches the record."""

from __future__ import annotations

import contextlib
import os
import select


class WakePipe:
    """Ends another thread's wait, and may end its wait for something else too."""

    def __init__(self) -> None:
        self._read_end, self._write_end = os.pipe()
        os.set_blocking(self._read_end, False)
        os.set_blocking(self._write_end, False)

    def wake(self) -> None:
        """End the wait; if nobody waits, end the next one at once."""
        with contextlib.suppress(BlockingIOError):  # it is full of wakes already
            os.write(self._write_end, b"\0")

    def wait(self, seconds: float, *, also: int | None = None) -> None:
        """Wait until it is woken, or the file descriptor `also` can be read, or time is up.

        All wakes so far count as one.
        """
        poll = select.poll()  # unlike select(), it knows descriptors above 1,023
        for descriptor in (self._read_end, also):
            if descriptor is not None:
                poll.register(descriptor, select.POLLIN)
        poll.poll(seconds * 1000)
        with contextlib.suppress(BlockingIOError):
            os.read(self._read_end, 4096)

    def __del__(self) -> None:
        os.close(self._read_end)
        os.close(self._write_end)
