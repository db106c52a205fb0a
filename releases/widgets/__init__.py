"""Form fields and widgets of the staff pages: wall-clock times, addresses, the body editor."""
