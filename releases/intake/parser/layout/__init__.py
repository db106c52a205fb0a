"""From the lines of a text to blocks: undo what mail clients, filings and copying do."""
