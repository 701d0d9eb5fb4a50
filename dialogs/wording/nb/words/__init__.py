"""The words that people type, as buttons and help say them."""
