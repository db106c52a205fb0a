"""Whose an e-mail address is: a person's by its first part, a firm's by its domain."""

from __future__ import annotations

from releases.intake.parser.contacts.best_cuts import squashed
from releases.intake.parser.names import without_marks

_UMLAUTS = str.maketrans({"ä": "ae", "ö": "oe", "ü": "ue", "ß": "ss"})
_LETTERS = str.maketrans({"ø": "o", "æ": "ae", "ł": "l", "đ": "d", "ß": "ss"})
_WORDS_OF_A_DOMAIN = 3


def is_named_after(name: str, mail: str) -> bool:
    """Return whether an e-mail address contains a person's surname, or is the first name."""
    local = mail.partition("@")[0].lower()
    name = name.partition(",")[0].lower().replace("’", "'")
    return any(
        (len(last) > 2 and last[:6] in local) or first == local
        for plain in _spellings(name)
        for first, last in [(plain.partition(" ")[0], plain.rpartition(" ")[2])]
    )


def _spellings(name: str) -> tuple[str, ...]:
    """Return a name as it is, and as an address may spell it."""
    if name.isascii():
        return (name,)
    return name, name.translate(_UMLAUTS), without_marks(name.translate(_LETTERS))


def is_at(mail: str, firm: str) -> bool:
    """Return whether an address's domain begins as the firm's name does."""
    domain = mail.partition("@")[2].replace("-", "").lower()
    words = firm.split()
    return any(
        domain.startswith(squashed("".join(words[:size])))
        for size in range(1, min(_WORDS_OF_A_DOMAIN, len(words)) + 1)
    )
