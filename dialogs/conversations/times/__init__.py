"""Times that suit: found, asked about, answered."""
