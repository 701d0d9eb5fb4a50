"""A meeting is arranged, changed and called off; its room, its link and its events."""
