"""E-mail addresses of readers: what is accepted, and when two are the same mailbox."""

from __future__ import annotations

import re
from dataclasses import dataclass

import idna

# RFC 5321, 4.5.3.1. The whole is bounded by the path of 256 octets with its brackets.
MAX_LOCAL, MAX_ADDRESS = 64, 254
# A dot-string of RFC 5321, 4.1.2. Quoted local parts and those of RFC 6531 (not ASCII) are
# refused: most mail systems deliver neither.
_ATOM = r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~-]+"
_LOCAL = re.compile(rf"{_ATOM}(?:\.{_ATOM})*")
_DOMAIN = re.compile(
    r"(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\.)+(?!\d+$)[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?"
)


class InvalidAddress(ValueError):
    """The text is no address that mail can be sent to. It says nothing of the text."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EmailAddress:
    """An address: as a person typed it, as SMTP takes it, and as it is compared.

    `mailbox` has the domain in ASCII (RFC 5891). `key` is equal for all spellings of one
    mailbox: case does not count, though RFC 5321 lets it, and what follows a plus does.
    """

    typed: str
    mailbox: str
    key: str

    @property
    def masked(self) -> str:
        """The address for a page that others may see: j•••@example.com."""
        local, _, domain = self.typed.rpartition("@")
        return f"{local[:1]}•••@{domain}"


def read_address(text: str) -> EmailAddress:
    """Return the address in the text, without spaces around it. Raises InvalidAddress."""
    typed = text.strip(" \t\r\n")
    local, at_sign, domain = typed.rpartition("@")
    if not at_sign or len(local) > MAX_LOCAL or not _LOCAL.fullmatch(local):
        raise InvalidAddress
    ascii_domain = domain.lower() if domain.isascii() else _in_ascii(domain)
    mailbox = f"{local}@{ascii_domain}"
    if not _DOMAIN.fullmatch(ascii_domain) or len(mailbox) > MAX_ADDRESS:
        raise InvalidAddress
    return EmailAddress(typed=typed, mailbox=mailbox, key=mailbox.lower())


def _in_ascii(domain: str) -> str:
    """Return a domain as UTS 46 has it: capitals and full-width letters are the same."""
    try:
        return idna.encode(domain, uts46=True).decode().lower()
    except UnicodeError:
        raise InvalidAddress from None
