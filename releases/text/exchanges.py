"""Stock exchanges: market identifier codes (ISO 10383) and the names wires print."""

from __future__ import annotations

import re
import tomllib
from pathlib import Path
from typing import Any

_EXCHANGES: dict[str, dict[str, Any]] = tomllib.loads(
    Path(__file__).with_suffix(".toml").read_text(encoding="utf-8")
)
MICS: dict[str, str] = {mic: entry["name"] for mic, entry in _EXCHANGES.items()}
_PRINTED = ("printed", "segments")
_MIC_OF = {
    name: mic
    for mic, entry in _EXCHANGES.items()
    for part in _PRINTED
    for name in entry.get(part, ())
} | {name.lower(): mic for mic, name in MICS.items()}
SEGMENTS = frozenset(
    name for entry in _EXCHANGES.values() for name in entry.get("segments", ())
)
# Every name that an exchange is printed by, the longest first.
NAMES: tuple[str, ...] = tuple(sorted(_MIC_OF, key=lambda name: (-len(name), name)))
_AFFIXES = re.compile(r"^(?:the|on|ticker|symbol)\s|\s(?:ticker|symbol|stock|under)$")


def mic_of(printed_name: str) -> str | None:
    """Return the market identifier code of a printed exchange, or None if unknown."""
    name = " ".join(printed_name.replace("®", " ").replace("™", " ").split())
    if name in MICS:
        return name
    name = name.lower().strip(" .,:;()")
    while (shorter := _AFFIXES.sub("", name).strip()) != name:
        name = shorter
    return _MIC_OF.get(name)
