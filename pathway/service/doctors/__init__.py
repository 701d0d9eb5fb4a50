"""The GP's office, and other doctors in the GP's place."""
