"""New release from text: given, read, put right beside the original, saved."""
