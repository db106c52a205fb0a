"""The status code that says that there is no mailbox."""

from __future__ import annotations

import re

# 5.1.x: there is no such mailbox, or no such domain (RFC 3463, 3.2). A full mailbox or a
# mail that was taken for spam is no reason to send nothing any more.
NO_MAILBOX = re.compile(r"5\.1\.\d{1,3}(?!\d)")
