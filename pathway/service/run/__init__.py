"""A meeting is run live."""
