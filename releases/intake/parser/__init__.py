"""Read a press release as text; knows nothing of Django. `reader.read` is the door."""
