"""Who is asked, by what way, and what became of it."""
