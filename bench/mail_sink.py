"""An SMTP server that takes every mail, and writes a line for each: time, mailbox, id.

.venv/bin/python bench/mail_sink.py PORT FILE
"""

from __future__ import annotations

import asyncio
import re
import sys
import time
from pathlib import Path
from typing import Any

from aiosmtpd.controller import UnthreadedController

MESSAGE_ID = re.compile(rb"^Message-ID: (\S+)", re.MULTILINE | re.IGNORECASE)


class Sink:
    """An SMTP handler that accepts every mail and notes its recipient and Message-ID."""

    def __init__(self, path: Path) -> None:
        self._log = path.open("a", buffering=1)

    async def handle_EHLO(  # noqa: N802 - aiosmtpd's name
        self, server: Any, session: Any, envelope: Any, name: str, replies: list[str]
    ) -> list[str]:
        """Offer PIPELINING (RFC 2920)."""
        session.host_name = name
        return [*replies[:-1], "250-PIPELINING", replies[-1]]

    async def handle_DATA(self, server: Any, session: Any, envelope: Any) -> str:  # noqa: N802 - aiosmtpd's name
        """Take the mail, and write its line."""
        match = MESSAGE_ID.search(envelope.content)
        message_id = match[1].decode() if match else "-"
        self._log.write(f"{time.time():.6f} {envelope.rcpt_tos[0]} {message_id}\n")
        return "250 taken"


def main(port: int, path: Path) -> None:
    """Serve until it is killed."""
    loop = asyncio.new_event_loop()
    controller = UnthreadedController(
        Sink(path), hostname="127.0.0.1", port=port, loop=loop
    )
    controller.begin()
    loop.run_forever()


if __name__ == "__main__":
    main(int(sys.argv[1]), Path(sys.argv[2]))
