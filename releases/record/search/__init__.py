"""The search: an index of what has been public, joined with what is live at a moment.

A publication enters the index after its instant, so what is under embargo is in no index;
until then a question reads it from the record (docs/search.md).
"""
