"""*Svar fra legekontoret*: several facts at once, one plan, one confirmation (D2, F5)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from dialogs.conversations.answers.channels import channels, read_channel
from dialogs.conversations.doctors.replacing_gp import FOR_GOOD, read_scope, scopes
from dialogs.conversations.meetings import which_meeting
from dialogs.conversations.next_steps import after_change, patient_is_next, text_to_copy
from dialogs.conversations.people.doctors import DOCTOR_LIMIT, doctor, doctors, read_doctor
from dialogs.conversations.showing import done, planned
from dialogs.form import (
    Form,
    Missed,
    Preview,
    Question,
    Reading,
    Scene,
    Several,
    Took,
    Words,
    never,
)
from dialogs.parsing import folded
from dialogs.reading import choose, read_sure, reading_in_words
from dialogs.state import Choice
from dialogs.turn import Kind, Reply
from dialogs.understand.moments import read_moment
from dialogs.understand.people import read_email
from dialogs.understand.reading import NotUnderstood
from dialogs.wording.nb import ask_answer, ask_changes, ask_invite
from dialogs.wording.nb import ask_office as say
from dialogs.wording.nb.conversations import joined
from pathway.commands import Person, SettleOffice
from pathway.model import Participant
from pathway.service import Outcome
from pathway.words import Channel, Role

SAME = "same"


def asked_doctor(scene: Scene) -> Participant | None:
    """The doctor who holds an invitation to the meeting, or None."""
    meeting = which_meeting.living(scene)
    for gp in scene.case.present(Role.GP) if meeting else ():
        if meeting and scene.case.live_invitation(gp.id, meeting.id):
            return gp
    return None


def nobody_asked(scene: Scene) -> str:
    """Why nothing can be settled, where no doctor is asked."""
    none = "" if asked_doctor(scene) else say.nobody_asked(scene.case.ref)
    return which_meeting.needs_meeting(scene) or none


def agreements(_scene: Scene) -> tuple[Choice, ...]:
    """Yes and no, with what they mean."""
    return tuple(Choice(value=v, title=title) for v, title in say.AGREED_CHOICES.items())


def read_agreed(text: str, scene: Scene) -> Reading:
    """Yes and no in any form."""
    sure = read_sure(text)
    if sure is not None:
        return Took("yes" if sure else "no")
    return choose(text, agreements(scene))


def _opening(rest: str, scene: Scene) -> Mapping[str, str]:
    """As in "svar fra legekontoret K7M2 annen lege Vera Vikar, torsdag 26.11. kl. 10"."""
    facts: dict[str, str] = {}
    for piece in rest.split(","):
        named = say.doctor_named(piece)
        if named:
            name, scope = ask_changes.without_scope(named)
            facts |= {"doctor": name} | ({"scope": scope} if scope else {})
        elif "doctor" not in facts and _is_doctor(piece, scene):
            facts["doctor"] = piece.strip()
        elif "doctor" in facts and isinstance(read_moment(piece, scene.today), NotUnderstood):
            facts["doctor"] += f", {piece.strip()}"
        else:
            facts |= which_meeting.opening(piece, scene)
    return facts


def _is_doctor(piece: str, scene: Scene) -> bool:
    """Whether a name alone stands there: a doctor whom the clinic knows, or one in capitals."""
    reading = read_doctor(piece, scene) if piece.strip() else Missed()
    dated = not isinstance(read_moment(piece, scene.today), NotUnderstood)
    sure = isinstance(reading, Took) and not reading.doubts
    return not dated and (sure or isinstance(reading, Several))


AGREED = Question(
    name="agreed",
    kind=Kind.CHOICE,
    words=Words(*say.AGREED),
    choices=agreements,
    read=read_agreed,
)
CHANNEL = Question(
    name="channel",
    kind=Kind.CHOICE,
    words=Words(*ask_answer.CHANNEL),
    choices=channels,
    read=read_channel,
)


def _doctors(scene: Scene) -> tuple[Choice, ...]:
    return (Choice(value=SAME, title=say.SAME_DOCTOR), *doctors(scene))


def _read_doctor(text: str, scene: Scene) -> Reading:
    said = folded(text)
    if said in say.SAME_WORDS | {SAME} or read_sure(text) is False:
        return Took(SAME)
    return read_doctor(text, scene)


def _same(_scene: Scene) -> str:
    return SAME


def _another(scene: Scene) -> bool:
    return scene.answer("doctor") not in {"", SAME}


def _no_email(scene: Scene) -> bool:
    """Asked only where a GP may be mailed, and the clinic does not know the address."""
    if not _another(scene) or Role.GP not in scene.clinic.mail_to:
        return False
    return not doctor(scene.answer("doctor"), scene).email


def _read_email(text: str, _scene: Scene) -> Reading:
    return reading_in_words(read_email(text))


def _now(scene: Scene) -> str:
    meeting = which_meeting.living(scene)
    return meeting.start.isoformat(timespec="minutes") if meeting else ""


def _doctor(scene: Scene) -> Person | None:
    if not _another(scene):
        return None
    known = doctor(scene.answer("doctor"), scene)
    return replace(known, email=known.email or scene.answer("email"))


def _build(scene: Scene) -> SettleOffice:
    way, start = Channel(scene.answer("channel")), scene.moment("start")
    meeting = which_meeting.living(scene)
    moved = meeting is not None and start != meeting.start
    return SettleOffice(
        ref=scene.case.ref,
        kind=which_meeting.kind_of(scene),
        channel=way,
        evidence=ask_answer.evidence(way, scene.reader.desk.actor.name),
        doctor=_doctor(scene),
        for_good=scene.answer("scope") == FOR_GOOD,
        start=start if moved else None,
        agreed=scene.answer("agreed") == "yes",
        text=scene.answer("comment"),
        accept_clashes=scene.running.clashes,
        plan=scene.running.plan,
    )


def _preview(scene: Scene) -> Preview:
    command = replace(_build(scene), plan="", accept_clashes=False)
    plan = scene.desk.plan(command)
    own = asked_doctor(scene)
    who = scene.answer("doctor") if command.doctor else own.name if own else ""
    scope = ask_changes.FOR_GOOD_CHOICES.get(scene.answer("scope"), "") if command.doctor else ""
    facts = say.office_facts(
        who, scope, scene.moment("start"), agreed=command.agreed, comment=command.text
    )
    return planned(scene, facts, plan, question=say.SETTLE_QUESTION, yes=say.SETTLE)


def settled(scene: Scene, outcome: Outcome) -> tuple[Reply, ...]:
    """What was done, what a person must send, and whether the patient may be called in."""
    case = outcome.case
    opened = patient_is_next(scene.desk, case)
    copies = text_to_copy(scene, case, outcome.told)
    text = joined(
        say.settled(case.ref),
        ask_invite.sent_now(outcome.told),
        ask_answer.patient_next() if opened else "",
    )
    return (done(say.OFFICE_TITLE, text, *after_change(scene.desk, case), copies=copies),)


FORM = Form(
    name="office",
    title=say.OFFICE_TITLE,
    questions=(
        which_meeting.KIND,
        Question(
            name="doctor",
            kind=Kind.PEOPLE,
            words=Words(*say.ANOTHER),
            choices=_doctors,
            read=_read_doctor,
            required=never,
            default=_same,
            free=True,
            limit=DOCTOR_LIMIT,
        ),
        Question(
            name="scope",
            kind=Kind.CHOICE,
            words=Words(*ask_changes.FOR_GOOD),
            choices=scopes,
            read=read_scope,
            wanted=_another,
        ),
        Question(
            name="email",
            kind=Kind.TEXT,
            words=Words(*say.EMAIL),
            read=_read_email,
            wanted=_no_email,
            required=never,
        ),
        Question(
            name="start",
            kind=Kind.DATETIME,
            words=Words(*say.WHEN),
            required=never,
            default=_now,
        ),
        AGREED,
        CHANNEL,
        Question(
            name="comment",
            kind=Kind.TEXT,
            words=Words(*ask_answer.TEXT),
            required=never,
            lines=True,
        ),
    ),
    opening=_opening,
    stop=nobody_asked,
    build=_build,
    preview=_preview,
    done=settled,
)
