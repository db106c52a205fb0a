"""The signals that ask a process to end, as an event that its main thread may wait for.

Python runs a signal's handler in the main thread, between any two of its steps. One that sets an
event can come while that thread holds the event's lock, and then waits for itself for good.
"""

from __future__ import annotations

import os
import signal
import threading


def set_at_stop_signals(event: threading.Event) -> None:
    """Have SIGTERM and Ctrl-C set the event from now on. For the main thread.

    The interpreter writes the number of each signal to a pipe, and a thread reads it.
    """
    reading, writing = os.pipe()
    os.set_blocking(writing, False)
    signal.set_wakeup_fd(writing, warn_on_full_buffer=False)
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: None)

    def wait_for_signal() -> None:
        os.read(reading, 1)
        event.set()

    threading.Thread(target=wait_for_signal, daemon=True).start()
