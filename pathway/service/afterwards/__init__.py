"""What follows a meeting: the plan, the note, the interview, the next meeting."""
