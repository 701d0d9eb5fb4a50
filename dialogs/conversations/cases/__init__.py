"""A case as a whole: begun, looked at, put right, undone, ended."""
