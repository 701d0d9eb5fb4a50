"""Whether words beside an answer hold more than the answer."""

import pytest

from dialogs.understand.surplus import says_more


@pytest.mark.parametrize(
    "words",
    [
        "",
        "Fint, jeg kommer.",
        "Takk for invitasjonen!\n\nHilsen Kari Nordmann\nLegesenteret",
        "Ja takk, det passar bra.",
        "Great, see you there.",
        "Menneskelig",
    ],
)
def test_a_yes_is_only_a_yes(words: str) -> None:
    """Courtesies and names are no more than the answer."""
    assert not says_more(words)


@pytest.mark.parametrize(
    "words",
    [
        "Passer, men jeg må gå tidlig",
        "Jeg kommer halv elleve",
        "Kan bare være med på første del",
        "Ja, 10.30",
        "Er det parkering?",
        "Heller torsdag",
        "eg kan ikkje før lunsj",
        "Only if it is short",
        "MEN IKKE LENGE",
        "Kva med tysdag",
    ],
)
def test_a_time_a_condition_or_a_question_is_more(words: str) -> None:
    """A number, a question, a day or a limit makes a person read it."""
    assert says_more(words)
