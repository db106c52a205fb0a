"""What a Word file has beside the text that readers are meant to see."""

from __future__ import annotations

from dataclasses import dataclass, field, replace

from lxml import etree

from releases.intake.docx.package import W
from releases.intake.source_notes import SourceNote
from releases.text.translatable import Message, gettext_noop
from releases.text.unshown import LABELS, letters_of, shortened

_NEAR = 40

# Each with the author's name and without.
INSERTION = (
    gettext_noop("a tracked insertion by %(author)s: “%(words)s”"),
    gettext_noop("a tracked insertion: “%(words)s”"),
)
DELETION = (
    gettext_noop("a tracked deletion by %(author)s: “%(words)s”"),
    gettext_noop("a tracked deletion: “%(words)s”"),
)
COMMENT = (
    gettext_noop("a comment by %(author)s: “%(words)s”"),
    gettext_noop("a comment: “%(words)s”"),
)
ANY_COMMENT = Message(gettext_noop("a comment"))
STRUCK, HIDDEN, FAINT = LABELS["struck"], LABELS["hidden"], LABELS["faint"]
HEADER = gettext_noop("in the header of its pages: “%(words)s”")
FOOTER = gettext_noop("in the footer of its pages: “%(words)s”")
IMAGE = (gettext_noop("an image: “%(words)s”"), gettext_noop("an image"))
DRAWING = (
    gettext_noop("a chart or drawing: “%(words)s”"),
    gettext_noop("a chart or drawing"),
)
EMBEDDED = Message(gettext_noop("an object of another program, such as a spreadsheet"))
INSERTED_FILE = Message(gettext_noop("another file, inserted into this one"))
SYMBOL = gettext_noop("a symbol of the font “%(words)s”")
UNFILLED = gettext_noop("a field that nobody has filled in: “%(words)s”")
NO_RESULT = gettext_noop("a field without a result: “%(words)s”")
FORMULA = gettext_noop("a formula: “%(words)s”")
STYLE = gettext_noop("a paragraph in the style “%(style)s”: “%(words)s”")
UNREAD = gettext_noop("words that could not be read: “%(words)s”")

LEFT_OUT = Message(gettext_noop("Left out."))
COMMENT_LEFT_OUT = Message(
    gettext_noop("It is not in the text. Delete it from the file.")
)
INSERTION_ACCEPTED = Message(
    gettext_noop("Taken as accepted. Accept or reject the tracked changes in Word.")
)
DELETION_ACCEPTED = Message(
    gettext_noop(
        "Left out, as if accepted. Accept or reject the tracked changes in Word."
    )
)
KEPT = Message(
    gettext_noop("Left in the text. Delete them if they aren't for readers.")
)
NOT_BODY = Message(gettext_noop("Left out. Put into the text what readers should see."))
NOT_ATTACHED = Message(
    gettext_noop("Left out. Attach it as a file if readers need it.")
)
WRITE_IT = Message(gettext_noop("Left out. Write it into the text."))
WRITTEN_OUT = Message(gettext_noop("Written as text. Compare it with the file."))
PLAIN = Message(gettext_noop("Set as a plain paragraph."))


@dataclass(slots=True)
class NoteBook:
    """The letters of the text that is read, in order, and what is noted between them."""

    letters: list[str] = field(default_factory=list)
    count: int = 0
    noted: list[tuple[int, SourceNote]] = field(default_factory=list)

    def read(self, text: str) -> None:
        """Add words of the text."""
        letters = letters_of(text)
        self.letters.append(letters)
        self.count += len(letters)

    def note(self, saw: Message, assumed: Message) -> None:
        """Note something where the text is now."""
        self.noted.append((self.count, SourceNote(saw=saw, assumed=assumed)))

    def quote(self, template: str, words: str, assumed: Message) -> None:
        """Note words, unless there are none; words without a letter between are one note."""
        if not words.strip():
            return
        if self.noted:
            place, last = self.noted[-1]
            if place == self.count and last.saw.template == template:
                words = f"{last.saw.values['words']}{words}"
                self.noted.pop()
        self.note(Message(template, {"words": words}), assumed)

    def notes(self) -> list[SourceNote]:
        """Return what was noted, with its words shortened and the letters around it."""
        letters = "".join(self.letters)
        return [
            replace(
                note,
                saw=_shortened_message(note.saw),
                before=letters[max(0, place - _NEAR) : place],
                after=letters[place : place + _NEAR],
            )
            for place, note in self.noted
        ]


def authored(
    templates: tuple[str, str], element: etree._Element, words: str
) -> Message:
    """Return the first template, which names the author, if the element does."""
    author = " ".join((element.get(f"{W}author") or "").split())[:60]
    if author:
        return Message(templates[0], {"author": author, "words": words})
    return Message(templates[1], {"words": words})


def _shortened_message(message: Message) -> Message:
    if "words" not in message.values:
        return message
    words = shortened(str(message.values["words"]))
    return Message(message.template, {**message.values, "words": words})
