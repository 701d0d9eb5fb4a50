"""*Registrer veileder*: who it is at Nav or elsewhere, and that they have been told (R14)."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from dialogs.conversations.next_steps import next_steps
from dialogs.conversations.people.participants import who_comes
from dialogs.conversations.people.persons import read_person
from dialogs.conversations.showing import done, planned, summary
from dialogs.conversations.third_parties.standing import (
    called,
    chosen_one,
    coming,
    consented,
    people,
    where,
)
from dialogs.form import (
    Form,
    Missed,
    Preview,
    Question,
    Reading,
    Scene,
    Took,
    Words,
    never,
    unasked,
)
from dialogs.parsing import folded
from dialogs.reading import choose, read_sure, reading_in_words
from dialogs.state import Choice
from dialogs.turn import Kind, Reply
from dialogs.understand.people import read_email, read_phone
from dialogs.wording.nb import ask_third as say
from dialogs.wording.nb.conversations import joined
from pathway import rules
from pathway.commands import Person, RecordAdviser
from pathway.model import Participant
from pathway.offers import to_phone
from pathway.service import Outcome
from pathway.words import ParticipantId, Role

NOT_YET = "no"
_NUMBER = re.compile(r"(?<!\w)(?:\+47\s*|0047\s*)?\d(?:[ ]?\d){7}(?!\w)")
_ADDRESS = re.compile(r"\S+@\S+")


def _stop(scene: Scene) -> str:
    return "" if consented(scene.case) else say.nobody_to_find(scene.case.ref)


# --- what is asked -------------------------------------------------------------------------------


def _person(scene: Scene) -> Participant | None:
    return chosen_one(scene) if scene.answer("who") else None


def _known(field: str, scene: Scene) -> str:
    person = _person(scene)
    return getattr(person, field) if person else ""


def _another(scene: Scene) -> bool:
    """Whether it is another than the one who is recorded, so that nothing of theirs holds."""
    before = _known("name", scene)
    return bool(before) and scene.answer("name") not in {"", before}


def _default_of(field: str, scene: Scene) -> str:
    return "" if _another(scene) else _known(field, scene)


def _asked_apart(scene: Scene) -> bool:
    """Office, address and number are asked for unless one line said how to reach the person."""
    return not scene.answer("line")


def _unreachable(scene: Scene) -> bool:
    """A written invitation needs somewhere to go (R13)."""
    found = (scene.answer(n) or _default_of(n, scene) for n in ("office", "email"))
    return not any(found) and not _default_of("phone", scene)


def _ways(_scene: Scene) -> tuple[Choice, ...]:
    return tuple(Choice(value=value, title=title) for value, title in say.TOLD_WAYS.items())


def _read_told(text: str, scene: Scene) -> Reading:
    said = folded(text)
    way = next((value for value, words in say.TOLD_WORDS.items() if said in words), "")
    return Took(way) if way else choose(text, _ways(scene))


def _may_be_told(scene: Scene) -> bool:
    """Whether the gate lets anybody ring, and it has not been done (R13, R14).

    So does the gate of a question of times, while there is no meeting yet.
    """
    person, meeting = _person(scene), coming(scene.desk, scene.case)
    if person is None:
        return False
    back = replace(person, ended_at=None)
    if rules.phone_told(scene.case, back) and not _another(scene):
        return False
    if any(one.id == back.id for one, _ in to_phone(scene.case, scene.clinic, scene.desk.now)):
        return True
    return meeting is not None and rules.may_phone(scene.case, meeting, back)


def _told_by_phone(_scene: Scene) -> str:
    return next(iter(say.TOLD_WAYS))


def _read_email(text: str, _scene: Scene) -> Reading:
    return reading_in_words(read_email(text))


def _read_phone(text: str, _scene: Scene) -> Reading:
    return reading_in_words(read_phone(text))


def _read_name(text: str, scene: Scene) -> Reading:
    """A name; a yes or no is none, and no sentence is."""
    return Missed() if read_sure(text) is not None else read_person(text, scene)


def _nameless(scene: Scene) -> bool:
    return not _known("name", scene)


def _asks_name(scene: Scene) -> bool:
    """One line with an address alone is about the one who is known."""
    return _asked_apart(scene) or _nameless(scene)


def _opening(rest: str, scene: Scene) -> Mapping[str, str]:
    """As in "registrer veileder K7M2 Nina Vik, Nav Fjordly, nina@nav.example, 99 99 99 99"."""
    facts: dict[str, str] = {}
    rest = who_comes(rest, Role.NAV_ADVISER, scene)
    for name, pattern in (("email", _ADDRESS), ("phone", _NUMBER)):
        found = pattern.search(rest)
        if found:
            facts[name] = found.group(0).strip(",;")
            rest = f"{rest[: found.start()]},{rest[found.end() :]}"
    words = ("name", "office")
    for part in (part.strip() for part in rest.split(",")):
        way = _read_told(part, scene) if part else None
        if isinstance(way, Took):
            facts["told"] = part
        elif part:
            free = [word for word in words if word not in facts]
            facts |= {free[0]: part} if free else {}
    reachable = any(facts.get(name) for name in ("email", "phone"))
    return facts | {"line": "yes"} if reachable else facts


# --- the command ---------------------------------------------------------------------------------


def _said(field: str, scene: Scene) -> str:
    return scene.answer(field) or _default_of(field, scene)


def _told(scene: Scene) -> str:
    """How they were told, empty where that is not asked."""
    return (scene.answer("told") or _told_by_phone(scene)) if _may_be_told(scene) else ""


def _build(scene: Scene) -> RecordAdviser:
    return RecordAdviser(
        ref=scene.case.ref,
        participant_id=ParticipantId(scene.answer("who")),
        adviser=Person(
            name=_said("name", scene),
            office=_said("office", scene),
            email=_said("email", scene),
            phone=_said("phone", scene),
        ),
        told=_told(scene) not in {"", NOT_YET},
        plan=scene.running.plan,
    )


def _preview(scene: Scene) -> Preview:
    plan = scene.desk.plan(replace(_build(scene), plan=""))
    person = plan.case.participant(ParticipantId(scene.answer("who")))
    facts = say.adviser_facts(person, _told(scene))
    if plan.consequences:
        return planned(scene, facts, plan, question=say.SAVE_QUESTION, yes=say.SAVE)
    shown = summary(facts, question=say.SAVE_QUESTION, yes=say.SAVE, ask=False)
    return replace(shown, plan=plan.hash)


def _done(scene: Scene, outcome: Outcome) -> tuple[Reply, ...]:
    case = outcome.case
    person = case.participant(ParticipantId(scene.answer("who")))
    more, steps = where(scene.desk, case, person)
    text = joined(say.found(case.ref, called(person), person), more)
    all_steps = dict((*steps, *next_steps(scene.desk, case)[:3]))
    return (done(say.ADVISER_TITLE, text, *all_steps.items()),)


def _text(
    name: str, words: tuple[str, str, str], read: Callable[[str, Scene], Reading] | None = None
) -> Question:
    return Question(
        name=name,
        kind=Kind.TEXT,
        words=Words(*words),
        required=_unreachable if name == "phone" else never,
        wanted=_asked_apart,
        default=lambda scene: _default_of(name, scene),
        read=read,
        limit=100,
    )


FORM = Form(
    name="adviser",
    title=say.ADVISER_TITLE,
    questions=(
        Question(
            name="who",
            kind=Kind.PEOPLE,
            words=Words(*say.ADVISER_WHO),
            choices=people,
            sole=True,
        ),
        Question(
            name="name",
            kind=Kind.TEXT,
            words=Words(*say.ADVISER_NAME),
            default=lambda scene: _known("name", scene),
            read=_read_name,
            required=_nameless,
            wanted=_asks_name,
            limit=80,
        ),
        _text("office", say.ADVISER_OFFICE),
        _text("email", say.ADVISER_EMAIL, _read_email),
        _text("phone", say.ADVISER_PHONE, _read_phone),
        unasked("line"),
        Question(
            name="told",
            kind=Kind.CHOICE,
            words=Words(*say.TOLD),
            choices=_ways,
            default=_told_by_phone,
            read=_read_told,
            required=never,
            wanted=_may_be_told,
        ),
    ),
    clinicians=True,
    opening=_opening,
    stop=_stop,
    build=_build,
    preview=_preview,
    done=_done,
)
