"""*Stemmer dette fortsatt?* is asked in any form that is about to write to somebody outside.

Yes and *rett opp* both count as having made sure; what was put right goes into the case and into
the clinic's contacts with the command that the form makes.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace

from dialogs.conversations.people.offices import read_office
from dialogs.form import Question, Reading, Scene, Took, Words, never
from dialogs.parsing import folded
from dialogs.reading import choose, chosen, reading_in_words
from dialogs.state import Choice
from dialogs.turn import Kind
from dialogs.understand.people import read_email, read_phone
from dialogs.wording.nb import ask_changes
from dialogs.wording.nb import ask_contacts as say
from pathway.clinic import Contact
from pathway.commands import Person
from pathway.model import Participant

RIGHT, FIX = "right", "fix"
REMOVE = "remove"

Whom = Callable[[Scene], Contact | None]
"""The contact whose details are to be asked about, or None where there is nothing to ask."""


def questions(whom: Whom) -> tuple[Question, ...]:
    """The question, and what is asked where something is not right any more."""

    def wanted(scene: Scene) -> bool:
        return whom(scene) is not None

    def shown(scene: Scene) -> str:
        contact = whom(scene)
        return say.still(contact) if contact else ""

    return (
        Question(
            name="checked",
            kind=Kind.CHOICE,
            words=Words(*say.STILL_RIGHT),
            choices=_choices,
            read=_read_checked,
            wanted=wanted,
            shown=shown,
        ),
        _detail("checked_office", say.OFFICE_NOW, whom, read_office),
        _detail("checked_email", say.EMAIL_NOW, whom, read_address),
        _detail("checked_phone", say.PHONE_NOW, whom, read_number),
    )


def checked(scene: Scene, whom: Whom) -> Person | None:
    """The details that somebody has now made sure of; None where nobody was asked."""
    contact = whom(scene)
    if contact is None or not scene.answer("checked"):
        return None
    found = Person(
        name=contact.name, office=contact.office, email=contact.email, phone=contact.phone
    )
    if scene.answer("checked") == RIGHT:
        return found
    return replace(
        found,
        office=_now(scene, "checked_office"),
        email=_now(scene, "checked_email"),
        phone=_now(scene, "checked_phone"),
    )


def _now(scene: Scene, name: str) -> str:
    value = scene.answer(name)
    return "" if value == REMOVE else value


def _detail(
    name: str,
    words: tuple[str, str, str],
    whom: Whom,
    read: Callable[[str, Scene], Reading],
) -> Question:
    """One thing that may have changed; leaving the question leaves it as it is."""

    def wanted(scene: Scene) -> bool:
        return scene.answer("checked") == FIX and whom(scene) is not None

    def default(scene: Scene) -> str:
        contact = whom(scene)
        return str(getattr(contact, name.removeprefix("checked_"))) if contact else ""

    return Question(
        name=name,
        kind=Kind.TEXT,
        words=Words(*words),
        wanted=wanted,
        required=never,
        default=default,
        read=read,
        limit=100,
    )


def _choices(_scene: Scene) -> tuple[Choice, ...]:
    return (Choice(value=RIGHT, title=say.RIGHT), Choice(value=FIX, title=say.FIX))


def _read_checked(text: str, scene: Scene) -> Reading:
    said = folded(text).replace(",", "")
    if said in say.RIGHT_WORDS:
        return Took(RIGHT)
    if said in say.FIX_WORDS:
        return Took(FIX)
    named = chosen(text, _choices(scene))
    return Took(named) if named else choose(text, _choices(scene))


def read_address(text: str, _scene: Scene) -> Reading:
    """An e-mail address, or that there is none."""
    if folded(text) in ask_changes.REMOVE_WORDS | {REMOVE}:
        return Took(REMOVE)
    return reading_in_words(read_email(text))


def read_number(text: str, _scene: Scene) -> Reading:
    """A telephone number, or that there is none."""
    if folded(text) in ask_changes.REMOVE_WORDS | {REMOVE}:
        return Took(REMOVE)
    return reading_in_words(read_phone(text))


def to_check(scene: Scene, person: Participant | Contact) -> Contact | None:
    """The clinic's contact for this person where it is to be asked about."""
    details = Person(name=person.name, office=person.office, email=person.email, phone=person.phone)
    return scene.desk.to_check(person.role, details)
