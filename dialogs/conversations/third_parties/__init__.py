"""Nav and others outside: consents, calls, and who it is."""
