"""A GP as they are named: known to the clinic, or by name and office, and how they are reached."""

from __future__ import annotations

from dataclasses import replace

from dialogs.conversations.people import offices, persons
from dialogs.form import Missed, Reading, Scene, Several, Took
from dialogs.reading import choose, chosen, read_sure
from dialogs.state import Choice
from dialogs.understand.names import with_office
from dialogs.understand.people import read_email, read_phone
from dialogs.understand.reached import Owner, Reached, cut_reached
from dialogs.understand.reading import Understood
from dialogs.wording.nb import ask_names, ask_readings, ask_words, phones
from dialogs.wording.nb.ask_register import NAME_WITHOUT_LETTERS
from pathway.commands import Person
from pathway.words import Role

DOCTOR_LIMIT = 150


def doctors(scene: Scene) -> tuple[Choice, ...]:
    """The GPs whom the clinic knows."""
    return offices.people(scene, Role.GP)


def doctor(answer: str, scene: Scene) -> Person:
    """A GP with all that the clinic knows, else the name and office; how they are reached as said.

    As in "Vera Vikarlege, Myra legekontor, vera@lege.example, 94 56 78 90".
    """
    named, email, phone = split(answer, scene)
    known = offices.person(named, scene, Role.GP)
    return Person(
        name=known.name,
        office=known.office,
        email=email or known.email,
        phone=phone or known.phone,
    )


def split(answer: str, scene: Scene) -> tuple[str, str, str]:
    """An answer that names a GP: the name and office, the address and the number said with it."""
    named, reached = cut_reached(answer, scene.today)
    return named, *_own(reached)


def _own(reached: tuple[Reached, ...]) -> tuple[str, str]:
    """The last address and number that can be read."""
    email, phone = "", ""
    for one in reached:
        reading = read_email(one.text) if one.is_email else read_phone(one.text)
        if isinstance(reading, Understood) and one.is_email:
            email = reading.value
        elif isinstance(reading, Understood):
            phone = reading.value
    return email, phone


def read_doctor(text: str, scene: Scene) -> Reading:
    """A known GP, typos asked about, or a name and office; a known office as the clinic has it.

    A sentence in the place of the name is no doctor, and gets no yes. An address and a number are
    kept with the name, and are never part of the office's.
    """
    if not has_letters(text):
        listed = chosen(text, doctors(scene))
        return Took(listed) if listed else Missed(NAME_WITHOUT_LETTERS)
    if read_sure(text) is not None:
        return Missed()
    named, reached = cut_reached(text, scene.today)
    email, phone = _own(reached)
    whole = len([*filter(None, (email, phone))]) == len(reached)
    if not named or not whole or any(one.owner is Owner.PATIENT for one in reached):
        return Missed()
    return _with(_read_named(named, scene), ", ".join(filter(None, (email, phones.number(phone)))))


def _with(reading: Reading, reached: str) -> Reading:
    """The same doctor, and how they are reached."""
    if reached and isinstance(reading, Took):
        return replace(reading, value=f"{reading.value}, {reached}")
    if reached and isinstance(reading, Several):
        return replace(reading, choices=tuple(_one_with(one, reached) for one in reading.choices))
    return reading


def _one_with(choice: Choice, reached: str) -> Choice:
    value = f"{choice.value}, {reached}"
    as_typed = choice.title == ask_readings.as_typed(choice.value)
    return Choice(value=value, title=ask_readings.as_typed(value) if as_typed else choice.title)


def _read_named(text: str, scene: Scene) -> Reading:
    said = with_office(_untitled(text))
    reading = choose(said, doctors(scene), free=True, limit=DOCTOR_LIMIT)
    known = {choice.value for choice in doctors(scene)}
    if not isinstance(reading, Took) or reading.value in known:
        return reading
    alike = offices.alike(reading.value, scene, Role.GP)
    if alike:
        as_typed = Choice(value=reading.value, title=ask_readings.as_typed(reading.value))
        return Several((Choice(value=alike, title=alike), as_typed))
    name = persons.as_name(reading.value)
    if isinstance(name, Missed):
        return name
    spelt = offices.with_known_office(name.value, scene)
    return Took(spelt.value, name.doubts) if isinstance(spelt, Took) else spelt


def _untitled(text: str) -> str:
    """The name without the word that says that it is the GP's, or that they come."""
    said = ask_names.without_coming(text).split()
    while len(said) > 1 and said[0].lower().strip(".,:") in ask_words.DOCTOR_TITLES:
        said = said[1:]
    return " ".join(said)


def has_letters(text: str) -> bool:
    """Whether a name may stand in it."""
    return any(char.isalpha() for char in text)
