"""A case begins, is put right, undone, and ends."""
