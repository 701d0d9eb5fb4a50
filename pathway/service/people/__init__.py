"""Who is part of a case, and whom the clinic knows."""
