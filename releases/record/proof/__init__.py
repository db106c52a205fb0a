"""Signed proof of what was published, and of what was not (docs/proof.md)."""
