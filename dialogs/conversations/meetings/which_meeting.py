"""Which meeting a conversation is about, who may lead it, and the questions they share."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from zoneinfo import ZoneInfo

from dialogs.form import Missed, Question, Reading, Scene, Several, Took, Words, never
from dialogs.parsing import folded
from dialogs.reading import choose, chosen
from dialogs.state import Choice
from dialogs.turn import Kind
from dialogs.understand.beginnings import begins_at
from dialogs.understand.moments import read_moment
from dialogs.understand.reading import NotUnderstood, Reason
from dialogs.wording.nb import ask_invite as say
from dialogs.wording.nb import ask_parts, ask_people, ask_times, ask_wishes, names
from dialogs.wording.nb.ask_words import typed
from dialogs.wording.nb.refusals.catalogue import refusal
from dialogs.wording.neutral import is_address, telling_link
from pathway import agenda
from pathway.case import Case
from pathway.errors import MeetingRunsError
from pathway.model import Meeting, Window
from pathway.service.run.breaking_off import runs_now
from pathway.words import SHM, MeetingKind, Milestone, Role, StaffId

ON_VIDEO_ONLY = "none"
LINK_LIMIT = 500
PLACE_LIMIT = 100


def kind_of(scene: Scene) -> MeetingKind:
    """The meeting that was named, else the next one of the pathway."""
    named = scene.answer(KIND.name)
    return MeetingKind(named) if named else next_kind(scene.case)


def next_kind(case: Case) -> MeetingKind:
    """SHM1 until it has been held."""
    held = case.date_of(Milestone.SHM1_HELD) is not None
    return MeetingKind.SHM2 if held else MeetingKind.SHM1


def living(scene: Scene) -> Meeting | None:
    """The meeting of that kind that is still to come."""
    meeting = scene.case.meeting_of(kind_of(scene))
    return meeting if meeting is not None and meeting.alive else None


def needs_meeting(scene: Scene) -> str:
    """Why nothing can be changed, where there is no meeting to come."""
    return "" if living(scene) else say.no_meeting(scene.case.ref)


def needs_rest(scene: Scene) -> str:
    """Why time and parts cannot be changed: no meeting is to come, or it runs just now."""
    meeting = living(scene)
    runs = meeting is not None and runs_now(scene.case, meeting)
    return refusal(MeetingRunsError()) if runs else needs_meeting(scene)


def opening(rest: str, scene: Scene) -> Mapping[str, str]:
    """The kind of meeting that was named, and when: all of it as typed where it is not read."""
    kind = say.kind_named(rest)
    facts = {KIND.name: kind.value} if kind else {}
    rest = begins_at(rest) or rest
    when = say.without_noise(rest)
    if when and read_moment(when, scene.today) == NotUnderstood(Reason.UNKNOWN_WORDS):
        when = rest
    return {**facts, "start": when} if when else facts


def times_that_suit(scene: Scene) -> tuple[tuple[str, str], ...]:
    """Where a time is asked for: a look at those that suit."""
    return ((typed("times", kind_of(scene), scene.case.ref), ask_times.FIND),)


def opening_kind(rest: str, _scene: Scene) -> Mapping[str, str]:
    """The kind of meeting that was named, and nothing else."""
    kind = say.kind_named(rest)
    return {KIND.name: kind.value} if kind else {}


def facts_of(scene: Scene, meeting: Meeting) -> list[tuple[str, str]]:
    """A meeting in five facts."""
    return say.meeting_facts(
        meeting.kind,
        meeting.start,
        staff_name(scene, meeting.leader),
        meeting.template,
        meeting.place,
        meeting.link,
    )


def staff_name(scene: Scene, staff_id: str) -> str:
    """Somebody's name; the id itself where the clinic's file no longer has them."""
    known = {person.id: person.name for person in scene.clinic.staff}
    return known.get(StaffId(staff_id), staff_id)


def clinicians(scene: Scene) -> tuple[Choice, ...]:
    """Those who may lead a meeting or be responsible for a case."""
    fit = {Role.CLINICIAN, Role.LEADER}
    people = [person for person in scene.clinic.staff if person.roles & fit]
    return tuple(Choice(value=person.id, title=person.name) for person in people)


def leaders(scene: Scene) -> tuple[Choice, ...]:
    """The same, the one whom the patient wishes marked (D5)."""
    wishes = scene.case.wishes
    wished = wishes.leader if wishes else None
    return tuple(
        replace(c, title=ask_wishes.wish_of(c.title)) if c.value == wished else c
        for c in clinicians(scene)
    )


def places(scene: Scene) -> tuple[Choice, ...]:
    """Where a meeting may be, the patient's wish marked, and first where it is no usual place."""
    wishes = scene.case.wishes
    wished = wishes.place if wishes else ""
    usual = [Choice(value=place, title=place) for place in scene.clinic.places]
    if wished and wished not in scene.clinic.places:
        usual.insert(0, Choice(value=wished, title=wished))
    known = (
        replace(c, title=ask_wishes.wish_of(c.title)) if c.value == wished else c for c in usual
    )
    return (Choice(value=ON_VIDEO_ONLY, title=say.NO_PLACE), *known)


def read_place(text: str, scene: Scene) -> Reading:
    """One of them, on video alone in other words too, or any other place as it stands."""
    if folded(text) in say.NO_PLACE_WORDS:
        return Took(ON_VIDEO_ONLY)
    reading = choose(text, places(scene), free=True, limit=PLACE_LIMIT)
    known = {choice.value for choice in places(scene)}
    said = {word.strip(".,!?").casefold() for word in text.split()}
    if isinstance(reading, Took) and reading.value not in known and said & ask_wishes.NO_PLACE:
        return Missed(ask_wishes.no_place(text), whole=True)
    return reading


def wishes_said(scene: Scene) -> str:
    """What the patient wishes of place and leader, before the meeting is changed (D5)."""
    wishes = scene.case.wishes
    if wishes is None:
        return ""
    leader = staff_name(scene, wishes.leader) if wishes.leader else ""
    return ask_wishes.patient_wishes(wishes.place, leader, wishes.parts)


def parts_wished(scene: Scene) -> str:
    """Whom the patient wants there when, and consents for some parts: beside the choice (R16b)."""
    case, wishes = scene.case, scene.case.wishes
    limited = [
        (ask_people.inside(case.participant(c.participant_id)), c.parts)
        for c in case.consents
        if c.withdrawn_at is None and set(c.parts) - set(agenda.GONE_PARTS)
    ]
    return ask_parts.parts_wished(wishes.parts if wishes else "", limited)


def read_leader(text: str, scene: Scene) -> Reading:
    """The same as a clinician, also by the title with the patient's wish."""
    named = chosen(text, leaders(scene))
    return Took(named) if named else read_clinician(text, scene)


def read_clinician(text: str, scene: Scene) -> Reading:
    """One of them by name, or by a profession that only one of them has."""
    named = chosen(text, clinicians(scene))
    ids = {choice.value for choice in clinicians(scene)}
    said = folded(text)
    forms = {said, said.removesuffix("n"), said.removesuffix("en")} - {""}
    alike = [p for p in scene.clinic.staff if p.id in ids and p.profession.lower() in forms]
    if named or not alike:
        return choose(text, clinicians(scene))
    if len(alike) == 1:
        return Took(alike[0].id)
    shown = {person.id for person in alike}
    return Several(tuple(c for c in clinicians(scene) if c.value in shown))


def read_link(text: str, scene: Scene) -> Reading:
    """A video link, one of the clinic's rooms, or that the link comes later."""
    said = chosen(text, rooms(scene)) or text.strip()
    if said.lower().strip(".! ") in say.LINK_COMES_WORDS:
        return Took("")
    if telling_link(said):
        return Missed(say.TELLING_LINK)
    fits = is_address(said) and len(said) <= LINK_LIMIT
    return Took(said) if fits else Missed(say.BAD_LINK)


def rooms(scene: Scene) -> tuple[Choice, ...]:
    """The rooms that alone may be used again (P1); those that are free then come first."""
    listed = [room.link for room in scene.clinic.video_rooms]
    window = _window(scene)
    free = scene.desk.free_rooms(scene.case, kind_of(scene), window) if window else ()
    return tuple(
        Choice(value=link, title=link) for link in sorted(listed, key=lambda one: one not in free)
    )


def free_room(scene: Scene) -> str:
    """The room that the meeting gets unless a link is typed; empty where it comes later."""
    window = _window(scene)
    return scene.desk.free_room(scene.case, kind_of(scene), window) if window else ""


def _window(scene: Scene) -> Window | None:
    """When the meeting is: as it is being arranged, else as it stands."""
    meeting = living(scene)
    if not scene.answer("start"):
        return meeting.window if meeting else None
    template = scene.clinic.templates.get(scene.answer("template"))
    parts = template.parts if template else next(iter(scene.clinic.templates.values())).parts
    start = scene.moment("start").replace(tzinfo=ZoneInfo(scene.clinic.zone))
    return Window(start=start, end=start + timedelta(minutes=sum(p.minutes for p in parts)))


def _kinds(_scene: Scene) -> tuple[Choice, ...]:
    return tuple(Choice(value=kind.value, title=names.meeting(kind)) for kind in SHM)


KIND = Question(
    name="kind",
    kind=Kind.CHOICE,
    words=Words("", ""),
    choices=_kinds,
    wanted=never,
)
"""Never asked: named in the opening sentence, or the next meeting of the pathway."""
