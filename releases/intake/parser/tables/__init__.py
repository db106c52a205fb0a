"""Tables of text and of pages: which cells are values, and what their headings are."""
