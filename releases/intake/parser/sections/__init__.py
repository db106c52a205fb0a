"""The parts of a release, chosen jointly: front matter, body, notices, About, contacts."""
