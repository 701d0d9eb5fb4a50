"""Who takes part, how, and what the patient wishes."""
