"""*Neste møte*: SHM2 as SHM1 was, agreed at its end (R14b, R18)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from functools import partial

from dialogs.conversations.invitations import adviser
from dialogs.conversations.meetings import which_meeting
from dialogs.conversations.next_steps import after_change, text_to_copy
from dialogs.conversations.people import participants
from dialogs.conversations.people.named import excepted, exception, ids_of, named, shown
from dialogs.conversations.showing import done, planned
from dialogs.form import Form, Missed, Preview, Question, Reading, Scene, Took, Words
from dialogs.turn import Kind, Reply
from dialogs.understand.moments import read_moment
from dialogs.understand.reading import NotUnderstood
from dialogs.wording.nb import ask_aftermath as say
from dialogs.wording.nb import ask_invite
from dialogs.wording.nb.ask_words import typed
from dialogs.wording.nb.conversations import joined
from dialogs.wording.nb.words import people as people_words
from dialogs.wording.nb.words.whom import words_of
from pathway import agenda
from pathway.commands import ArrangeNext, Person
from pathway.errors import LeaderNeededError, OwnWayInError
from pathway.model import Meeting, Participant
from pathway.service import Outcome
from pathway.service.afterwards.next_meeting import check_optional, coming, optional
from pathway.words import MeetingKind, Milestone, ParticipantId, Role

_OUT = "left_out"


def _agreed(scene: Scene) -> str:
    meeting = scene.case.meeting_of(MeetingKind.SHM2)
    if scene.case.date_of(Milestone.SHM1_HELD) is None:
        return say.before_shm1(scene.case.ref)
    return say.already_agreed(scene.case.ref, meeting.start) if meeting else ""


def _as_it_was(scene: Scene, _rest: str) -> str:
    """Where SHM1 was not arranged here there is nothing to copy: it is arranged as any meeting."""
    held = scene.case.date_of(Milestone.SHM1_HELD) is not None
    first = scene.case.meeting_of(MeetingKind.SHM1)
    return "invite" if held and not (first and first.held) else FORM.name


def _opening(rest: str, scene: Scene) -> Mapping[str, str]:
    """As in "neste møte K7M2 27. april kl. 10 uten broren"."""
    rest, out = excepted(rest, _OUT)
    facts = which_meeting.opening(rest, scene)
    timed = {} if "start" in facts else _timed(out.get(_OUT, ""), scene)
    return {**facts, **out, **timed}


def _more(text: str, scene: Scene) -> Mapping[str, str]:
    """When and without whom, in one answer."""
    facts = _opening(text, scene)
    return facts if _OUT in facts else {}


def _timed(out: str, scene: Scene) -> Mapping[str, str]:
    """Who and when, of "broren 27. april kl. 10"."""
    words = out.split()
    for place in range(1, len(words)):
        when = " ".join(words[place:])
        read = read_moment(when, scene.today)
        if any(map(str.isdigit, when)) and not isinstance(read, NotUnderstood):
            return {_OUT: " ".join(words[:place]), "start": when}
    return {}


def _read_out(text: str, scene: Scene) -> Reading:
    reading = named(text, scene, participants.present(scene), partial(_nobody, scene))
    for who in ids_of(reading.value) if isinstance(reading, Took) else ():
        try:
            check_optional(scene.case, who)
        except OwnWayInError:
            return Missed(say.always_comes(scene.case.participant(who).role), whole=True)
        except LeaderNeededError as error:
            return Missed(say.leads(error.name), whole=True)
    return reading


def _nobody(scene: Scene, name: str) -> str:
    """What is said of a name that is none of the participants'; the leader need not be one."""
    meeting = scene.case.meeting_of(MeetingKind.SHM1)
    leader = which_meeting.staff_name(scene, meeting.leader) if meeting else ""
    if words_of(name) and {*words_of(name)} <= people_words.LEADER | {*words_of(leader)}:
        return say.leads(leader)
    return say.not_among(name, shown(optional(scene.case)))


def _left_out(scene: Scene) -> tuple[ParticipantId, ...]:
    return ids_of(scene.answer(_OUT))


def _coming(scene: Scene) -> tuple[Participant, ...]:
    out = _left_out(scene)
    return tuple(person for person in optional(scene.case) if person.id not in out)


def _another(scene: Scene) -> Person | None:
    return adviser.another(scene, _coming(scene))


def _build_next(scene: Scene) -> ArrangeNext:
    return ArrangeNext(
        ref=scene.case.ref,
        start=scene.moment("start"),
        link=which_meeting.free_room(scene),
        adviser=_another(scene),
        instead_of=adviser.replaced(scene, _coming(scene)),
        left_out=_left_out(scene),
        accept_clashes=scene.running.clashes,
        plan=scene.running.plan,
    )


def _preview_next(scene: Scene) -> Preview:
    command = replace(_build_next(scene), plan="", accept_clashes=False)
    plan = scene.desk.plan(command)
    (meeting,) = (m for m in plan.case.meetings if m.kind is MeetingKind.SHM2 and m.alive)
    leader = which_meeting.staff_name(scene, meeting.leader)
    there = coming(plan.case, meeting)
    facts = say.next_facts(meeting.start, leader, meeting.place, there)
    question, yes = ask_invite.send_question(plan.consequences)
    first = adviser.phone_first(_another(scene))
    people = say.as_before(shown(scene.case.participant(who) for who in _left_out(scene)))
    some = [
        say.in_some_parts(scene.case.ref, person.name, agenda.parts_of(meeting, person))
        for person in there
        if person.role is Role.RELATIVE and agenda.parts_of(meeting, person) != _usual(meeting)
    ]
    return planned(scene, facts, plan, people, *some, first, question=question, yes=yes)


def _usual(meeting: Meeting) -> tuple[int, ...]:
    """The parts of whoever is with the patient, if nothing else was wished."""
    return tuple(n for n, part in enumerate(meeting.parts) if Role.RELATIVE in part.roles)


def _done_next(scene: Scene, outcome: Outcome) -> tuple[Reply, ...]:
    case = outcome.case
    arranged = ask_invite.arranged(case.ref, MeetingKind.SHM2, scene.moment("start"))
    text = joined(arranged, adviser.registered(scene, case), ask_invite.sent_now(outcome.told))
    after = (typed("after", case.ref), say.BUTTON)
    copies = text_to_copy(scene, case, outcome.told)
    steps = [after, *after_change(scene.desk, case)]
    return (done(say.NEXT_TITLE, text, *steps, copies=copies),)


FORM = Form(
    name="next_meeting",
    title=say.NEXT_TITLE,
    questions=(
        which_meeting.KIND,
        Question(name="start", kind=Kind.DATETIME, words=Words(*say.NEXT_START), more=_more),
        *exception(_OUT, say.LEFT_OUT, _read_out),
        adviser.same(_coming),
        adviser.NEW,
    ),
    clinicians=True,
    opening=_opening,
    stop=_agreed,
    instead=_as_it_was,
    build=_build_next,
    preview=_preview_next,
    done=_done_next,
)
