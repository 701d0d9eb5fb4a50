"""Templates of letters and mails."""
