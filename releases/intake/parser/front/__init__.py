"""Lines above and around the first sentence: letterhead, dateline, corrections."""
