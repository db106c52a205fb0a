"""“New release from text”: read a text, correct the result beside it, save a draft.

The flow has two pages and stores nothing between them: the source travels in the form.
"""
