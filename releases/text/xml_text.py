"""Text that XML can hold."""

from __future__ import annotations

import re

# Characters that XML 1.0 cannot hold, not even escaped (XML 1.0, 2.2).
_FORBIDDEN = re.compile("[^\t\n\r\u0020-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def xml_text(text: str) -> str:
    """Return the text without characters that XML 1.0 cannot hold."""
    return _FORBIDDEN.sub("", text)
