"""Optimistic locking of admin forms, with a comparison instead of a lost edit.

A change form carries a signed snapshot of what it showed when it was opened. If the
stored values differ by the time it is posted, nothing is saved: the form comes back as
it was typed, with each difference beside it, and a button that saves it all the same.
"""
