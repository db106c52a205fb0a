"""A filter of log records, which the settings put before every handler."""

from __future__ import annotations

import logging

from releases.text.preview_keys import mask_preview_keys

_FORMATTER = logging.Formatter()


class PreviewKeyFilter(logging.Filter):
    """Masks the keys of preview links in a record's message and in its traceback."""

    def filter(self, record: logging.LogRecord) -> bool:
        """Let every record pass, masked."""
        try:
            message = record.getMessage()
        except (TypeError, ValueError):
            return True  # the handler reports the mistake in the call
        record.msg, record.args = mask_preview_keys(message), ()
        if record.exc_info and not record.exc_text:
            record.exc_text = _FORMATTER.formatException(record.exc_info)
        if record.exc_text:
            record.exc_text = mask_preview_keys(record.exc_text)
        return True
