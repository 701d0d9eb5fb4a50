"""What leaves the house: mail, paper, text messages, secure messages."""
