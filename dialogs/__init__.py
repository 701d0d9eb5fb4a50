"""What is said: conversations, cards, wording and letters."""
