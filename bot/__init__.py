"""Doors and assembly: web, Teams, settings, command line."""
