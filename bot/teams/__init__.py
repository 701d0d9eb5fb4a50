"""The Teams door: who knocks, what they said, and the way back to them."""
