"""Bokmål: every fixed sentence and name, as functions of domain values."""
