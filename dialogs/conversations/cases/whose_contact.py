"""Whose an address or a number is that stands after the doctor's words, asked before it is kept."""

from __future__ import annotations

from dialogs.conversations.people.doctors import doctor
from dialogs.conversations.people.participants import read_address, read_number
from dialogs.form import Question, Reading, Scene, Took, Words, never
from dialogs.reading import choose
from dialogs.state import Choice
from dialogs.turn import Kind
from dialogs.understand.registrations import SLOTS
from dialogs.wording.nb import ask_register as say
from dialogs.wording.nb import phones

PATIENT, GP, NOBODY = "patient", "gp", "nobody"
NO_GP = "none"


def questions() -> tuple[Question, ...]:
    """What was said, asked for anew only where it cannot be read, and whose each is."""
    return tuple(one for slot in SLOTS for one in (_reached(slot), _whose(slot)))


def said_of(scene: Scene, owner: str) -> tuple[str, str]:
    """The address and the number that are this one's, as far as they stood after the doctor."""
    own = [scene.answer(f"reached_{slot}") for slot in SLOTS if _owner(scene, slot) == owner]
    emails, numbers = [one for one in own if "@" in one], [one for one in own if one.isdigit()]
    return "".join(emails[-1:]), "".join(numbers[-1:])


def _owner(scene: Scene, slot: str) -> str:
    """The clinic's own doctor is known by it, and not asked about."""
    said, gp = scene.answer(f"reached_{slot}"), scene.answer("gp")
    if not said or scene.answer(f"whose_{slot}"):
        return scene.answer(f"whose_{slot}")
    known = doctor(gp, scene) if gp and gp != NO_GP else None
    return GP if known and said in {known.email, known.phone} else ""


def _reached(slot: str) -> Question:
    name = f"reached_{slot}"

    def wanted(scene: Scene) -> bool:
        return name in scene.running.typed

    return Question(
        name=name,
        kind=Kind.TEXT,
        words=Words(*say.REACHED),
        wanted=wanted,
        required=never,
        read=_read_reached,
    )


def _read_reached(text: str, scene: Scene) -> Reading:
    return read_address(text, scene) if "@" in text else read_number(text, scene)


def _whose(slot: str) -> Question:
    name = f"whose_{slot}"

    def wanted(scene: Scene) -> bool:
        said = scene.answer(f"reached_{slot}")
        return bool(said) and (bool(scene.answer(name)) or not _owner(scene, slot))

    def shown(scene: Scene) -> str:
        said = scene.answer(f"reached_{slot}")
        return say.you_wrote(said if "@" in said else phones.number(said))

    return Question(
        name=name,
        kind=Kind.CHOICE,
        words=Words(*say.WHOSE),
        choices=_owners,
        wanted=wanted,
        shown=shown,
        read=_read_owner,
        buttons=True,
    )


def _owners(scene: Scene) -> tuple[Choice, ...]:
    titles = dict(say.OWNERS)
    if scene.answer("gp") == NO_GP:
        del titles[GP]
    return tuple(Choice(value=value, title=title) for value, title in titles.items())


def _read_owner(text: str, scene: Scene) -> Reading:
    named = say.owner_named(text)
    fits = named in {choice.value for choice in _owners(scene)}
    return Took(named) if fits else choose(text, _owners(scene))
