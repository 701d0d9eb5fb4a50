"""Colleagues who are away, or leave."""
