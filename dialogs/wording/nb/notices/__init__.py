"""Messages to staff that ask for nothing."""
