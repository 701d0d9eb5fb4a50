"""*Sett opp utredning* and *intern prat*: the clinicians' own appointments (R9, R26)."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import datetime, timedelta

from dialogs.conversations.meetings import which_meeting
from dialogs.conversations.next_steps import after_change, texts_for
from dialogs.conversations.showing import done, planned
from dialogs.form import Form, Missed, Preview, Question, Reading, Scene, Took, Words, never
from dialogs.parsing import folded
from dialogs.reading import choose
from dialogs.state import Choice
from dialogs.turn import Kind, Reply
from dialogs.understand.vocabulary import WORDS
from dialogs.wording.nb import ask_appointments as say
from dialogs.wording.nb import ask_invite
from dialogs.wording.nb.conversations import joined
from pathway.commands import ArrangeAppointment
from pathway.errors import NoMeetingError
from pathway.service import Outcome
from pathway.words import MeetingKind, Role, StaffId

_FEWEST, _MOST = 5, 480
_MINUTES = re.compile(r"(?i)\b(\d{1,3})\s*min\w*\.?")
_ANY_NUMBER = re.compile(r"\d{1,3}")
_LISTED = re.compile(r"\s*,\s*|\s+og\s+")
_BEFORE, _AFTER = "before", "after"
_AND = "og"


# --- what is asked ------------------------------------------------------------------------------


def _clinicians(scene: Scene) -> tuple[Choice, ...]:
    staff = (person for person in scene.clinic.staff if Role.CLINICIAN in person.roles)
    return tuple(Choice(value=person.id, title=person.name) for person in staff)


def _of_the_case(scene: Scene) -> str:
    """The clinicians who are part of the case, or who is responsible for it."""
    own = {p.staff_id for p in scene.case.present(Role.CLINICIAN)} or {scene.case.clinician}
    return ", ".join(c.title for c in _clinicians(scene) if c.value in own)


def _nobody_known(scene: Scene) -> bool:
    return not _of_the_case(scene)


def _who_may(scene: Scene) -> str:
    return say.who_is_there([choice.title for choice in _clinicians(scene)])


def _read_people(text: str, scene: Scene) -> Reading:
    """Names with commas between, each somebody's here; kept as their whole names."""
    known = _clinicians(scene)
    titles = {choice.value: choice.title for choice in known}
    found: list[str] = []
    for name in filter(None, _LISTED.split(text.strip(" .,"))):
        reading = choose(name, known)
        if not isinstance(reading, Took):
            return Missed(say.nobody_by_name(name, list(titles.values())), whole=True)
        found.append(titles[reading.value])
    return Took(", ".join(dict.fromkeys(found))) if found else Missed()


def people_of(scene: Scene) -> tuple[StaffId, ...]:
    """Those who were named."""
    ids = {choice.title: choice.value for choice in _clinicians(scene)}
    return tuple(StaffId(ids[name]) for name in scene.answer("people").split(", ") if name in ids)


def _read_minutes(text: str, _scene: Scene) -> Reading:
    number = _ANY_NUMBER.search(text)
    fits = number is not None and _FEWEST <= int(number.group()) <= _MOST
    return Took(number.group()) if number and fits else Missed(say.NOT_MINUTES)


def _places(scene: Scene) -> tuple[Choice, ...]:
    return tuple(Choice(value=place, title=place) for place in scene.clinic.places)


def minutes_of(usual: Callable[[Scene], str]) -> Question:
    """How long; `usual` where nobody says."""
    return Question(
        name="minutes",
        kind=Kind.TEXT,
        words=Words(*say.MINUTES),
        required=never,
        default=usual,
        read=_read_minutes,
    )


PEOPLE = Question(
    name="people",
    kind=Kind.TEXT,
    words=Words(*say.PEOPLE),
    required=_nobody_known,
    default=_of_the_case,
    shown=_who_may,
    read=_read_people,
)
PLACE = Question(
    name="place",
    kind=Kind.TEXT,
    words=Words(*say.PLACE),
    choices=_places,
    required=never,
    free=True,
    limit=which_meeting.PLACE_LIMIT,
)


def as_typed(rest: str, scene: Scene) -> tuple[dict[str, str], str]:
    """Minutes, and whom: after "med", or clinicians named anywhere; and the other words."""
    facts: dict[str, str] = {}
    rest, _, people = rest.partition(" med ")
    minutes = _MINUTES.search(f"{rest} {people}")
    if minutes:
        facts["minutes"] = minutes.group(1)
        rest, people = _MINUTES.sub("", rest), _MINUTES.sub("", people)
    if not people.strip(" ,."):
        people, rest = _named(rest, scene)
    if people.strip(" ,."):
        facts["people"] = people.strip(" ,.")
    return facts, rest.strip(" ,.")


def _named(rest: str, scene: Scene) -> tuple[str, str]:
    """The first run of clinicians' names, as in "Lea og Pål Påfunn", and the words around it.

    A name that is also a month or a day says when.
    """
    own = {folded(word) for c in _clinicians(scene) for word in c.title.split()} - WORDS.keys()
    words = rest.split()
    are = [folded(word) in own for word in words]
    if True not in are:
        return "", rest
    first = after = are.index(True)
    while after < len(words) and (are[after] or (words[after] == _AND and are[after - 1])):
        after += 1
    after -= words[after - 1] == _AND
    return " ".join(words[first:after]), " ".join([*words[:first], *words[after:]])


# --- an assessment, and a slot ------------------------------------------------------------------


def _open_assessment(rest: str, scene: Scene) -> Mapping[str, str]:
    facts, when = as_typed(rest, scene)
    return {**facts, "start": when} if when else facts


def _build_assessment(scene: Scene) -> ArrangeAppointment:
    return _arranging(scene, MeetingKind.ASSESSMENT, scene.moment("start"))


def _arranging(scene: Scene, kind: MeetingKind, start: datetime) -> ArrangeAppointment:
    return ArrangeAppointment(
        ref=scene.case.ref,
        kind=kind,
        start=start,
        minutes=int(scene.answer("minutes")),
        people=people_of(scene),
        place=scene.answer("place"),
        accept_clashes=scene.running.clashes,
        plan=scene.running.plan,
    )


def _sides(_scene: Scene) -> tuple[Choice, ...]:
    return (
        Choice(value=_BEFORE, title=say.BEFORE),
        Choice(value=_AFTER, title=say.AFTER),
    )


def _open_internal(rest: str, scene: Scene) -> Mapping[str, str]:
    facts, said = as_typed(rest, scene)
    words = {word.strip(",.") for word in said.lower().split()}
    if words & (say.BEFORE_WORDS | say.AFTER_WORDS):
        facts["side"] = _BEFORE if words & say.BEFORE_WORDS else _AFTER
    return facts


def _build_internal(scene: Scene) -> ArrangeAppointment:
    meeting = which_meeting.living(scene)
    if meeting is None:
        raise NoMeetingError
    before = scene.answer("side") == _BEFORE
    away = -int(scene.answer("minutes")) if before else meeting.minutes
    return _arranging(scene, MeetingKind.INTERNAL, meeting.start + timedelta(minutes=away))


def _no_meeting(scene: Scene) -> str:
    return "" if which_meeting.living(scene) else say.no_meeting(scene.case.ref)


def _shown(scene: Scene, command: ArrangeAppointment) -> Preview:
    plan = scene.desk.plan(replace(command, plan="", accept_clashes=False))
    names = [which_meeting.staff_name(scene, who) for who in command.people]
    facts = say.facts(command.kind, command.start, command.minutes, names, command.place)
    return planned(scene, facts, plan, question=say.ARRANGE_QUESTION, yes=say.ARRANGE)


def said(scene: Scene, outcome: Outcome, title: str, text: str) -> tuple[Reply, ...]:
    """What was done, what is sent by whom, and the texts to copy."""
    copies = texts_for(scene, outcome.case, outcome.told)
    said = joined(text, ask_invite.sent_now(outcome.told))
    return (done(title, said, *after_change(scene.desk, outcome.case), copies=copies),)


def _arranged(scene: Scene, outcome: Outcome, title: str) -> tuple[Reply, ...]:
    new = outcome.case.appointments[-1]
    return said(scene, outcome, title, say.arranged(outcome.case.ref, new.kind, new.start))


ASSESSMENT = Form(
    name="assessment",
    title=say.ASSESSMENT_TITLE,
    questions=(
        Question(name="start", kind=Kind.DATETIME, words=Words(*say.START)),
        minutes_of(lambda _: "60"),
        PEOPLE,
        PLACE,
    ),
    clinicians=True,
    opening=_open_assessment,
    build=_build_assessment,
    preview=lambda scene: _shown(scene, _build_assessment(scene)),
    done=lambda scene, outcome: _arranged(scene, outcome, say.ASSESSMENT_TITLE),
)

INTERNAL = Form(
    name="internal",
    title=say.INTERNAL_TITLE,
    questions=(
        which_meeting.KIND,
        Question(name="side", kind=Kind.CHOICE, words=Words(*say.SIDE), choices=_sides),
        minutes_of(lambda _: "15"),
        PEOPLE,
        PLACE,
    ),
    clinicians=True,
    opening=_open_internal,
    stop=_no_meeting,
    build=_build_internal,
    preview=lambda scene: _shown(scene, _build_internal(scene)),
    done=lambda scene, outcome: _arranged(scene, outcome, say.INTERNAL_TITLE),
)
