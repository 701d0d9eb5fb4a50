"""Property tests under mutation: few examples, the same for every mutant, none remembered."""

from hypothesis import settings

settings.register_profile(
    "mutants", deadline=None, derandomize=True, database=None, max_examples=25
)
