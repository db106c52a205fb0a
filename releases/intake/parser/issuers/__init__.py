"""The company whose release it is, and where it is listed."""
