"""Adaptive Cards 1.5 as plain data, built by small functions; no card knows a bot SDK."""
