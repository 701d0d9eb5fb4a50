"""*Endre deltaker*: how somebody attends and is reached, and in which parts (R15, R16b)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace

from dialogs.conversations.meetings import which_meeting
from dialogs.conversations.next_steps import after_change, texts_for
from dialogs.conversations.people import participants
from dialogs.conversations.showing import done, planned, split_choice
from dialogs.form import Form, Missed, Preview, Question, Reading, Scene, Took, Words
from dialogs.parsing import folded
from dialogs.reading import choose
from dialogs.state import Choice
from dialogs.turn import Kind, Reply
from dialogs.wording.nb import ask_invite
from dialogs.wording.nb import ask_people as say
from dialogs.wording.nb.conversations import joined
from dialogs.wording.nb.refusals.catalogue import refusal
from dialogs.wording.nb.words import people as people_words
from pathway.case import Case
from pathway.commands import ChangeParticipant
from pathway.errors import StaffAddressError
from pathway.model import Participant
from pathway.service import Outcome
from pathway.service.invitations.invited import to_call_in
from pathway.words import Attendance, ParticipantId, Role


def _people(scene: Scene) -> tuple[Choice, ...]:
    return participants.choices_of(participants.present(scene))


def _role(scene: Scene) -> Role | None:
    person = participants.who(scene)
    return person.role if person else None


def _whats(scene: Scene) -> tuple[Choice, ...]:
    """What this person has that can be changed."""
    without = {"email"} if _role(scene) is Role.CLINICIAN else {"must"}
    if participants.ahead(scene) is None:
        without.add("parts")
    titles = say.WHAT_CHOICES.items()
    return tuple(Choice(value=v, title=title) for v, title in titles if v not in without)


def _read_what(text: str, scene: Scene) -> Reading:
    found = [what for word in text.split() if (what := people_words.what_named(word))]
    fit = {choice.value for choice in _whats(scene)}
    person = participants.who(scene)
    if "email" in {text, *found[:1]} and person is not None and person.staff_id is not None:
        return Missed(refusal(StaffAddressError(person.name)), whole=True)
    if "must" in fit and folded(text) in people_words.MUST_PHRASES:
        return Took("must")
    return Took(found[0]) if found and found[0] in fit else choose(text, _whats(scene))


def _asks(what: str) -> Callable[[Scene], bool]:
    def wanted(scene: Scene) -> bool:
        return scene.answer("what") == what

    return wanted


def _wants_phone(scene: Scene) -> bool:
    """The number is asked for too where somebody is to be rung and none is known (R15)."""
    person = participants.who(scene)
    unknown = person is not None and not person.phone
    rung = scene.answer("attends") == Attendance.TELEPHONE
    return scene.answer("what") == "phone" or (rung and unknown)


def _ways(scene: Scene) -> tuple[Choice, ...]:
    return participants.ways(_role(scene))


def _read_way(text: str, scene: Scene) -> Reading:
    return participants.read_way(text, _role(scene))


def _musts(_scene: Scene) -> tuple[Choice, ...]:
    return tuple(Choice(value=value, title=title) for value, title in say.MUST_CHOICES.items())


def _read_parts(text: str, scene: Scene) -> Reading:
    """By number, by a part's title, or the whole meeting."""
    reading = participants.read_parts(text, participants.ahead(scene))
    return reading if isinstance(reading, Took) else choose(text, _parts(scene))


def _parts(scene: Scene) -> tuple[Choice, ...]:
    meeting = participants.ahead(scene)
    parts = enumerate(meeting.parts, 1) if meeting else ()
    return tuple(Choice(value=str(n), title=say.part_choice(n, p.title)) for n, p in parts)


def _own(scene: Scene) -> frozenset[int]:
    return frozenset(int(n) - 1 for n in scene.answer("parts").split(",") if n)


def _order(scene: Scene) -> tuple[int, ...]:
    person = participants.who(scene)
    return participants.mend(scene, person, _own(scene)) if person else ()


def _is_torn(scene: Scene) -> bool:
    return bool(_order(scene))


def _orders(scene: Scene) -> tuple[Choice, ...]:
    return participants.orders(scene, _order(scene))


def _read_order(text: str, scene: Scene) -> Reading:
    return participants.read_order(text, _orders(scene))


def _opening(rest: str, scene: Scene) -> Mapping[str, str]:
    """As in "endre deltaker K7M2 Anne på telefon 99 88 77 66"."""
    who, left = split_choice(rest, _people(scene))
    if not who:
        return {}
    facts = dict(participants.heard(left).facts)
    what = next((what for what in ("attends", "phone", "email", "must") if what in facts), "")
    named = [found for word in left.split() if (found := people_words.what_named(word))]
    what = named[0] if named else what
    if what == "parts":
        return {"who": who, "what": what, "parts": left}
    return {"who": who, "what": what, **facts} if what else {"who": who}


def _all_parts(scene: Scene) -> tuple[int, ...]:
    meeting = participants.ahead(scene)
    return tuple(n + 1 for n in range(len(meeting.parts))) if meeting else ()


def _changed_parts(scene: Scene) -> tuple[int, ...] | None:
    if not scene.answer("parts"):
        return None
    if scene.answer("order") == participants.STAY:
        return _all_parts(scene)
    return tuple(sorted(n + 1 for n in _own(scene)))


def _text(scene: Scene, name: str) -> str | None:
    said = scene.answer(name)
    return ("" if said == participants.REMOVE else said) if said else None


def _build(scene: Scene) -> ChangeParticipant:
    way, must = scene.answer("attends"), scene.answer("must")
    return ChangeParticipant(
        ref=scene.case.ref,
        who=ParticipantId(scene.answer("who")),
        attends=Attendance(way) if way else None,
        phone=_text(scene, "phone"),
        email=_text(scene, "email"),
        must=must == "must" if must else None,
        parts=_changed_parts(scene),
        reorder=scene.answer("order") == participants.MEND,
        plan=scene.running.plan,
    )


def _preview(scene: Scene) -> Preview:
    plan = scene.desk.plan(replace(_build(scene), plan=""))
    person = participants.who(scene)
    after = plan.case.participant(ParticipantId(scene.answer("who")))
    facts = [(say.WHO[1], say.person(person or after)), *say.changed_facts(after)]
    shown = planned(scene, facts, plan, question=say.CHANGE_QUESTION, yes=say.CHANGE)
    return replace(shown, ask=bool(plan.consequences))


def _done(scene: Scene, outcome: Outcome) -> tuple[Reply, ...]:
    case = outcome.case
    person = case.participant(ParticipantId(scene.answer("who")))
    copies = texts_for(scene, case, outcome.told)
    text = joined(
        say.changed(case.ref, person),
        ask_invite.sent_now(outcome.told),
        _what_next(scene, case, person) if scene.answer("parts") else "",
    )
    steps, facts = after_change(scene.desk, case), say.changed_facts(person)
    return (done(say.CHANGE_TITLE, text, *steps, facts=facts, copies=copies),)


def _what_next(scene: Scene, case: Case, person: Participant) -> str:
    """How somebody is called in who has parts now, and was not asked before."""
    meeting = participants.ahead(scene)
    asked = to_call_in(case, scene.clinic, meeting) if meeting else ()
    lacks = next((missing for who, missing in asked if who.id == person.id), None)
    return "" if lacks is None else say.next_for(case.ref, person, lacks, arranged=True)


def _question(name: str, said: tuple[str, str, str], **how: object) -> Question:
    """A question that is asked where its thing is to be changed."""
    given = {"wanted": _asks(name), "kind": Kind.CHOICE, **how}
    return Question(name=name, words=Words(*said), **given)  # type: ignore[arg-type] # any field


FORM = Form(
    name="change_participant",
    title=say.CHANGE_TITLE,
    questions=(
        Question(name="who", kind=Kind.PEOPLE, words=Words(*say.WHO), choices=_people),
        Question(
            name="what",
            kind=Kind.CHOICE,
            words=Words(*say.WHAT),
            choices=_whats,
            read=_read_what,
        ),
        _question("attends", say.ATTENDS, choices=_ways, read=_read_way),
        _question(
            "phone",
            say.NEW_PHONE,
            kind=Kind.TEXT,
            wanted=_wants_phone,
            read=participants.read_new_number,
        ),
        _question("email", say.NEW_EMAIL, kind=Kind.TEXT, read=participants.read_new_address),
        _question("must", say.MUST, choices=_musts),
        _question(
            "parts",
            say.PARTS,
            kind=Kind.TEXT,
            shown=which_meeting.parts_wished,
            choices=_parts,
            read=_read_parts,
            free=True,
        ),
        _question("order", say.ORDER, wanted=_is_torn, choices=_orders, read=_read_order),
    ),
    clinicians=True,
    opening=_opening,
    build=_build,
    preview=_preview,
    done=_done,
)
