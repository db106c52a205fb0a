"""HTML and Word as pages: the release among what surrounds it, as blocks."""
