"""A consent told in one sentence: whom it is about, how and when it was given, for which parts."""

from __future__ import annotations

from collections.abc import Mapping

from dialogs.conversations.showing import split_choice
from dialogs.form import Missed, Scene
from dialogs.parsing import folded
from dialogs.reading import chosen
from dialogs.reading_times import read_day
from dialogs.state import Choice
from dialogs.understand.parts import parts_in
from dialogs.wording.nb import ask_consent as say
from pathway.words import ConsentForm


def roles(_scene: Scene) -> tuple[Choice, ...]:
    """Whom a consent may be about."""
    return tuple(Choice(value=role.value, title=title) for role, title in say.CONSENT_ROLES.items())


def forms(_scene: Scene) -> tuple[Choice, ...]:
    """How it may have been given."""
    return tuple(Choice(value=form.value, title=say.consent_form(form)) for form in ConsentForm)


def facts_said(rest: str, scene: Scene) -> Mapping[str, str]:
    """As in "samtykke K7M2 nav muntlig i dag", "samtykke K7M2 nav Nina Vik del 2"."""
    parts, said = parts_in(rest)
    who, left = _who_in(said, scene)
    form, others = _form_in(left.split(), scene)
    name, day = _name_and_day(others, scene) if who else ([], others)
    called, _, office = " ".join(name).partition(",")
    told = {"on": " ".join(day), "name": called, "office": office.strip(" ,")}
    facts = {"who": who, "given": form, "parts": parts, **told}
    return {name: value for name, value in facts.items() if value}


def all_at_once(answer: str, scene: Scene) -> Mapping[str, str]:
    """What the opening could have held, said when only whom it is about was asked for."""
    facts = facts_said(answer, scene)
    return facts if "who" in facts and len(facts) > 1 else {}


def _who_in(said: str, scene: Scene) -> tuple[str, str]:
    """Whom it is about, and the words after."""
    first, _, rest = said.partition(" ")
    role = say.who_named(folded(first))
    return (role.value, rest) if role else split_choice(said, roles(scene))


def _form_in(typed: list[str], scene: Scene) -> tuple[str, list[str]]:
    """How it was given, wherever that is said, and the other words."""
    for place, word in enumerate(typed):
        form = chosen(word.strip(".,"), forms(scene))
        if form and not word[0].isdigit():
            return form, typed[:place] + typed[place + 1 :]
    return "", typed


def _name_and_day(typed: list[str], scene: Scene) -> tuple[list[str], list[str]]:
    """A name, known by its capitals, and a day after it."""
    size = next((n for n, word in enumerate(typed) if not word[:1].isupper()), len(typed))
    name, day = typed[:size], typed[size:]
    if day and isinstance(read_day(" ".join(day), scene, past=True), Missed):
        return [], typed
    return name, day
