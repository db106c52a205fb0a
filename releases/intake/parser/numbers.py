"""Telephone numbers for joining an event, and the codes to give."""

from __future__ import annotations

import re

from releases.intake.parser.mentions import phones_in
from releases.intake.parser.reading import Phone
from releases.text.phones import e164

_LABEL = re.compile(
    r"(?i)(toll[- ]free|international|domestic|local|u\.?s\.?a?\.?|canada|uk|united (?:states|kingdom)|north america|within|outside)[^\d()]{0,40}\)?:?\s?\(?$"
)
# (U.S.), or from elsewhere.
_LABEL_AFTER = re.compile(
    r"(?i)\s?\((domestic|international|toll[- ]free|local|u\.?s\.?|uk|canada)[^)]{0,30}\)"
    r"|\s(?:from|within|in) (?:the )?(united (?:states|kingdom)|u\.?s\.?a?\b\.?|uk\b|canada|north america|elsewhere"
    r"|abroad|other countries|outside (?:of )?(?:the )?(?:united states|u\.?s\.?|uk\b|canada|north america))"
)
_CODE = re.compile(
    r"(?i)\b((?:(?:password|conference|call|access|confirmation|participant|reservation|meeting|event|webcast|pass|pin|entry|audience|passcode|webinar|security)\s?){1,3}(?:id|identification|code|number|passcode|pin|no\.?)?(?: (?:id|code|number|passcode|pin|no\.?))?(?: for (?:the )?(?:replay|conference|call|webcast|event))?(?: is| of)?\s?[:#]*\s?#?\s?|(?:c[óo]digo de (?:acceso|conferencia|participante)|code (?:d[’']acc[èe]s|de conf[ée]rence)|(?:zugangs|konferenz|teilnehmer)-?(?:code|nummer)|einwahl-?code)\s?:\s?|(?:the |and )?(?:id|code|pin)(?: number)? is\s|id (?:number|no\.?)\s?[:#]?\s?|id\s?[:#]{1,2}\s?|^(?:code|pin|clave|kennung|código)\s?[:#]\s?)((?=[\w -]{0,12}\d)[A-Z]{0,3}\d[\d -]{2,12}\d#?|[A-Z0-9]{4,10}(?=\b)(?<=\d)#?)"
)

_LETTERS = re.compile(
    r"(?i:\b(?:pass ?code|access code|participant code|conference code|password|pin))\s?(?::|#|is)?\s?[“\"]?(?P<code>[A-Z]{4,16}\d{0,4})\b"
)
_REFERENCE = re.compile(
    r"(?i)\b((?:late[- ]breaking |publication |control )?abstracts?(?:\s?/\s?poster)?\s?(?:number|no\.?|id)?(?: is)?\s?[:#]{0,2}\s?#?\s?[A-Z]{0,5}-?\d[\w.-]{0,10}|poster\s?(?:number|no\.?|#|board)?\s?[:#]?\s?#?[A-Z]{0,4}-?\d[\w-]{0,8}|publication number:?\s?\d+)"
)
_CALLED = re.compile(
    r"(?i)\b(?:id|code|number|\w*code|c[óo]digo|password|pin|no\.?|access)\b|[:#]"
)


def labelled_phones(text: str) -> list[Phone]:
    """Return the telephone numbers of a text, each with its label."""
    phones, last = [], 0
    for phone in phones_in(text):
        label = _LABEL.search(text[last : phone.start])
        after = _LABEL_AFTER.match(text, phone.end)
        words = after[1] or after[2] if after else (label[1] if label else None)
        phones.append(Phone(written=phone.text, e164=e164(phone.text), label=words))
        # What follows one number is no label of the next.
        last = after.end() if after else phone.end
    return phones


def _code(text: str) -> re.Match[str] | None:
    """Return the first number that is labelled as a code, an ID or a number."""
    return next((m for m in _CODE.finditer(text) if _CALLED.search(m[1])), None)


def code_in(text: str) -> str | None:
    """Return the passcode or conference number of a text."""
    code = _code(text)
    if code is not None:
        return code[2].strip()
    letters = _LETTERS.search(text)
    return letters["code"] if letters else None


def labelled_code(text: str) -> str | None:
    """Return the code with its label: Conference ID: 4471920."""
    code = _code(text)
    if code is None and (letters := _LETTERS.search(text)):
        return letters.group()
    if code is None or next(phones_in(code[2]), None):
        return None
    label = re.sub(r"(?i)\s(?:is|of)$", "", code[1].strip())
    return f"{label} {code[2].strip()}"


def reference_in(text: str) -> str | None:
    """Return the abstract or poster number of a text."""
    match = _REFERENCE.search(text)
    return match.group(1).rstrip(".,;:") if match else None
