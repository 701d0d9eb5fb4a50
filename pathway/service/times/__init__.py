"""Times that suit: sought, asked about, held and chosen."""
