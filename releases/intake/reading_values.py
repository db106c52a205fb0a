"""What passes between the web server and the process that reads: values, and no code.

A document that is read may take over the process that reads it. So its answer is decoded
into the classes listed here alone, and nothing in it is called.
"""

from __future__ import annotations

import datetime as dt
import io
import pickle

from releases.intake.parser import reading
from releases.intake.source_document import SourceDocument
from releases.text.translatable import Message, gettext_noop

# A process that was asked nothing for so long ends.
IDLE_SECONDS = 60.0
# Its first message.
READY = b"ready"
# The answer to what cannot be read; `place` says where, which is logged and not shown.
FAILED = gettext_noop(
    "This can't be read. Save the release as plain text and give that."
)

Answer = SourceDocument | Message
_CLASSES = {
    (value.__module__, value.__qualname__): value
    for value in (
        SourceDocument,
        Message,
        *(value for value in vars(reading).values() if isinstance(value, type)),
        *(dt.date, dt.time),
    )
}


class _ValueUnpickler(pickle.Unpickler):
    """Decodes values of the listed classes; raises UnpicklingError for any other name."""

    def find_class(self, module: str, name: str) -> type:
        """Return a listed class."""
        try:
            return _CLASSES[module, name]
        except KeyError:
            raise pickle.UnpicklingError(f"{module}.{name} is no value") from None


def encode_answer(answer: Answer) -> bytes:
    """Return a document, or the message of the error that kept it from being read."""
    return pickle.dumps(answer)


def decode_answer(data: bytes) -> Answer:
    """Return what `encode_answer` encoded. Raises ValueError for anything else."""
    try:
        answer = _ValueUnpickler(io.BytesIO(data)).load()
    # Damaged or hostile data may fail anywhere.
    except Exception as error:
        raise ValueError("This is no answer of a reading process.") from error
    if not isinstance(answer, Answer):
        raise ValueError("This is no document and no message.")
    return answer
