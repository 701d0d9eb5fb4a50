"""What comes back: applied where it matches, asked about where it does not."""
