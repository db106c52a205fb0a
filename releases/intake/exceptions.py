"""The error of intake, with a message for the person who gave the text."""

from __future__ import annotations

from releases.text.translatable import Message


class IntakeError(Exception):
    """A file or text can't be taken in; the message says what to do, in one line.

    `str` gives it in English; `releases.translation.translated` translates `message`.
    """

    def __init__(self, template: str, **values: object) -> None:
        self.message = Message(template, values)
        super().__init__(str(self.message))
