"""What comes back from those outside, and what is done with it."""
