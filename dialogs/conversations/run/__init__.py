"""A meeting while it runs."""
