"""Case references, typed and read aloud."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dialogs.understand import (
    REFERENCE_ALPHABET,
    REFERENCE_LENGTH,
    Ambiguous,
    NotUnderstood,
    Reason,
    Understood,
    read_reference,
)

REFERENCES = st.text(REFERENCE_ALPHABET, min_size=REFERENCE_LENGTH, max_size=REFERENCE_LENGTH)


def test_the_alphabet_has_no_look_alikes_and_makes_no_words() -> None:
    """No character of a reference looks like another, and without vowels none is a word."""
    assert not set(REFERENCE_ALPHABET) & set("01OILQDZSBGUVNXAEY")
    assert len(set(REFERENCE_ALPHABET)) == len(REFERENCE_ALPHABET)
    assert set("K7M24") <= set(REFERENCE_ALPHABET)


@given(reference=REFERENCES, form=st.sampled_from(["{}", "sak {}", "(ref. {})", " {} ", "#{}?"]))
def test_every_reference_is_read(reference: str, form: str) -> None:
    """Each possible reference is understood in capitals or not, alone or with "sak" before it."""
    assert read_reference(form.format(reference)) == Understood(reference)
    assert read_reference(form.format(reference.lower())) == Understood(reference)


@pytest.mark.parametrize("text", ["K7 M2", "K-7-M-2", "k 7 m 2", "K sju M to", "finn sak K7M2"])
def test_a_reference_may_be_spelled(text: str) -> None:
    """Spaces, hyphens and numbers in words do not hide a reference."""
    assert read_reference(text) == Understood("K7M2")


@pytest.mark.parametrize(
    ("text", "options"),
    [
        ("K7MZ", ("K7M2",)),
        ("K7N2", ("K7M2",)),
        ("KBM2", ("K8M2", "KPM2")),
        ("K1M2", ("K7M2",)),
        ("K7M2 eller 7K4M", ("K7M2", "7K4M")),
        ("K7M2 7K4M", ("K7M2", "7K4M")),
    ],
)
def test_a_look_alike_is_only_asked_about(text: str, options: tuple[str, ...]) -> None:
    """A reference that had to be corrected is never opened without asking, nor one of two."""
    assert read_reference(text) == Ambiguous(options)


@pytest.mark.parametrize(
    "text", ["K0M2", "hei", "K7M", "K7M22", "BBBB", "24.11", "ikke K7M2", "К7М2"]
)
def test_what_is_no_reference_is_not_taken_for_one(text: str) -> None:
    """Too short, too long, with a zero, negated, or in Cyrillic letters is no reference."""
    assert read_reference(text) == NotUnderstood(Reason.NO_REFERENCE)
