"""What people read when a rule refuses: what is wrong, and the way out."""
