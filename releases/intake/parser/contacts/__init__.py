"""The people and desks to turn to: where they are named, and who is who."""
