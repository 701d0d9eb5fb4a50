"""Yes and no, and choices."""

import pytest

from dialogs.understand import (
    Ambiguous,
    NotUnderstood,
    Option,
    Reading,
    Reason,
    Understood,
    read_choice,
    read_yes_no,
)

YES = ["ja", "JA!", "jaaa", "jo", "ja takk", "jepp", "ok", "det stemmer", "👍", "ja, det er greit"]
NO = ["nei", "Nei.", "neiii", "nei takk", "neida", "det stemmer ikke", "passer ikkje", "👎"]
UNCLEAR = ["ja nei", "ikke", "nei, det er greit", "ja, det stemmer ikke", "ikke sikker", "takk"]
UNKNOWN = ["kanskje", "ja hvis Nav kommer", "vet ikke", "24.11", "no", "janei"]


@pytest.mark.parametrize("text", YES)
def test_yes_is_yes(text: str) -> None:
    """The usual ways to agree mean yes."""
    assert read_yes_no(text) == Understood(value=True)


@pytest.mark.parametrize("text", NO)
def test_no_is_no(text: str) -> None:
    """The usual ways to refuse, and to negate an agreement, mean no."""
    assert read_yes_no(text) == Understood(value=False)


@pytest.mark.parametrize(
    ("text", "reason"),
    [(text, Reason.UNCLEAR) for text in UNCLEAR]
    + [(text, Reason.UNKNOWN_WORDS) for text in UNKNOWN],
)
def test_neither_yes_nor_no_is_not_taken_for_one(text: str, reason: Reason) -> None:
    """Both, a condition, a perhaps, or the English and nynorsk "no" are not understood."""
    assert read_yes_no(text) == NotUnderstood(reason)


WAYS = (
    Option("video", ("På video",)),
    Option("phone", ("På telefon",)),
    Option("clinic", ("Ved klinikken", "klinikken")),
)
SVAR = (
    Option("yes", ("Ja, det passer",)),
    Option("no", ("Nei, det passer ikke",)),
    Option("new_time", ("Jeg trenger et annet tidspunkt", "new_time")),
)
TEMPLATES = (
    Option(1, ("Med Nav eller andre",)),
    Option(2, ("Nav til slutt",)),
    Option(3, ("Uten Nav",)),
)
DOCTORS = (Option("a", ("Hansen",)), Option("b", ("Jansen",)), Option("c", ("Berg",)))


@pytest.mark.parametrize(
    ("text", "options", "value"),
    [
        ("På video", WAYS, "video"),
        ("på VIDEO.", WAYS, "video"),
        ("video", WAYS, "video"),
        ("telfon", WAYS, "phone"),
        ("jeg tar telefon, takk", WAYS, "phone"),
        ("klinkken", WAYS, "clinic"),
        ("ja", SVAR, "yes"),
        ("ja takk", SVAR, "yes"),
        ("passer ikke", SVAR, "no"),
        ("annet tidspunkt", SVAR, "new_time"),
        ("new_time", SVAR, "new_time"),
        ("Med Nav eller andre", TEMPLATES, 1),
        ("uten nav", TEMPLATES, 3),
        ("hansen", DOCTORS, "a"),
    ],
)
def test_a_choice_is_understood_by_its_words(
    text: str, options: tuple[Option[str | int], ...], value: str | int
) -> None:
    """A title, a part of it, or one with a slip of the pen chooses the one option it fits."""
    assert read_choice(text, options) == Understood(value)


@pytest.mark.parametrize(
    ("text", "options", "values"),
    [
        ("på", WAYS, ("video", "phone")),
        ("video eller telefon", WAYS, ("video", "phone")),
        ("video eller noe", WAYS, ("video",)),
        ("passer", SVAR, ("yes", "no")),
        ("nav", TEMPLATES, (1, 2, 3)),
        ("Tansen", DOCTORS, ()),
        ("Kansen", DOCTORS, ("a", "b")),
    ],
)
def test_what_fits_several_choices_is_asked_about(
    text: str, options: tuple[Option[str | int], ...], values: tuple[str | int, ...]
) -> None:
    """Words that several titles share, two choices at once, or a typo between two names ask."""
    assert read_choice(text, options) == Ambiguous(values or ("a", "b"))


@pytest.mark.parametrize(
    ("text", "options"),
    [("ikke video", WAYS), ("teams", WAYS), ("uten fastlege", TEMPLATES), ("Berh", DOCTORS)],
)
def test_a_word_beside_the_titles_chooses_nothing(
    text: str, options: tuple[Option[str | int], ...]
) -> None:
    """One word that no title has, "ikke" above all, leaves the choice open."""
    assert read_choice(text, options) == NotUnderstood(Reason.NO_SUCH_CHOICE)


def test_two_options_with_one_title_are_asked_about() -> None:
    """The same title for two values is asked about, never settled by order."""
    twins: Reading[int] = read_choice("Berg", [Option(1, ("Berg",)), Option(2, ("Berg",))])
    assert twins == Ambiguous((1, 2))
