"""Who does the work: tasks, absence, and who holds what up."""
