"""Printed dates: in which order their numbers are, and which day “today” is."""
