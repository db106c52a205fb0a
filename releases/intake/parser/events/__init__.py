"""Calls, meetings, talks and dates to come, each read from what a text says of it."""
