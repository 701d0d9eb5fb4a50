"""A meeting or an appointment is changed, moved, put off or called off."""
