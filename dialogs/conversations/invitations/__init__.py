"""Somebody is called in, reminded, sent a link or a text."""
