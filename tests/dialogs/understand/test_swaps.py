"""Who takes whose place, in the words in which it is said."""

from __future__ import annotations

import pytest

from dialogs.understand.swaps import swap_said, swapped


@pytest.mark.parametrize(
    "said",
    [
        "Frida er syk, Pål tar hennes plass",
        "Frida er syk. Pål tar hennes plass.",
        "Frida er dessverre syk og Pål tar plassen",
        "Frida er borte, så Pål overtar hennes plass",
        "Pål tar plassen til Frida",
        "Pål kommer i stedet for Frida",
    ],
)
def test_a_sentence_says_it_all(said: str) -> None:
    """It asks for the change by itself, and says who goes and who comes."""
    assert swap_said(said)
    assert swapped(said) == ("Frida", "Pål")


@pytest.mark.parametrize(
    "said",
    ["Frida med Pål", "Frida til Pål", "bytt ut Frida med Pål", "Pål i stedet for Frida"],
)
def test_few_words_are_enough_after_the_command(said: str) -> None:
    """Two names and a word between them; alone they ask for nothing."""
    assert swapped(said) == ("Frida", "Pål")
    assert not swap_said(said)


@pytest.mark.parametrize(
    ("said", "gone"),
    [("Frida", "Frida"), ("bytt tolken", "tolken"), ("", ""), ("Lea Liksom", "Lea Liksom")],
)
def test_who_comes_may_be_asked_for(said: str, gone: str) -> None:
    """Who goes is named alone, or nobody is."""
    assert swapped(said) == (gone, "")


@pytest.mark.parametrize("said", ["Frida er syk", "kall inn Pål", "Frida er syk, avlys møtet", ""])
def test_other_sentences_say_nothing_of_it(said: str) -> None:
    """That somebody is ill is no wish to have another."""
    assert not swap_said(said)
