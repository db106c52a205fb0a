"""The calendar of the desk: what is coming, by month and as a list."""

from __future__ import annotations
