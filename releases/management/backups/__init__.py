"""Backups of a site: one file with its databases and its files (docs/backup.md)."""
