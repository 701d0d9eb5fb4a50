"""*Bytt deltaker*: somebody takes another's place, as in "Frida er syk, Pål tar hennes plass"."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from dialogs.conversations.meetings import which_meeting
from dialogs.conversations.next_steps import after_change, texts_for
from dialogs.conversations.people import adding_person, participants, reached, whose_place
from dialogs.conversations.showing import done, planned, split_choice
from dialogs.form import Form, Missed, Preview, Question, Reading, Scene, Took, Words
from dialogs.state import Choice
from dialogs.turn import Kind, Reply
from dialogs.understand.swaps import swapped
from dialogs.wording.nb import ask_invite, ask_people
from dialogs.wording.nb import ask_swap as say
from dialogs.wording.nb.conversations import joined
from pathway import agenda
from pathway.commands import ReplaceParticipant
from pathway.model import Meeting, Participant
from pathway.service import Outcome
from pathway.service.people.taking_place import keeps, leads
from pathway.words import Attendance, ParticipantId, Role, StaffId

# --- who goes ------------------------------------------------------------------------------------


def _instead(scene: Scene, rest: str) -> str:
    """Another doctor or adviser is another conversation, which is told who comes (D2, R14)."""
    gone, _ = swapped(rest)
    role = participants.role_meant(gone, scene)
    return {Role.GP: "replace_gp", Role.NAV_ADVISER: "adviser"}.get(role or Role.PATIENT, FORM.name)


def _gone(scene: Scene) -> Participant | None:
    return participants.who(scene) if scene.answer("who") else None


def _role(scene: Scene) -> Role | None:
    gone = _gone(scene)
    return gone.role if gone else None


# --- who comes -----------------------------------------------------------------------------------


def _is_staff(scene: Scene) -> bool:
    return _role(scene) is Role.CLINICIAN


def _is_outside(scene: Scene) -> bool:
    return not _is_staff(scene)


def _needs_name(scene: Scene) -> bool:
    return _role(scene) is not Role.INTERPRETER


def _read_name(text: str, scene: Scene) -> Reading:
    return adding_person.read_name(text, scene, _role(scene))


def _led(scene: Scene) -> Meeting | None:
    """The meeting to come that the one who goes leads."""
    gone, meeting = _gone(scene), participants.ahead(scene)
    return meeting if gone and meeting and leads(meeting, gone) else None


def _leads(scene: Scene) -> bool:
    return _led(scene) is not None


def _leaders(scene: Scene) -> tuple[Choice, ...]:
    """Everybody else who may lead, the newcomer first."""
    gone, new = _gone(scene), scene.answer("staff")
    others = [c for c in which_meeting.leaders(scene) if gone is None or c.value != gone.staff_id]
    return tuple(sorted(others, key=lambda choice: choice.value != new))


def _newcomer(scene: Scene) -> str:
    return scene.answer("staff")


def _opening(rest: str, scene: Scene) -> Mapping[str, str]:
    """As in "bytt deltaker K7M2 Frida med Pål på telefon 99 88 77 66"."""
    said, coming = swapped(rest)
    reading = whose_place.read(said, scene) if said else Missed()
    gone = (
        reading.value
        if isinstance(reading, Took)
        else split_choice(said, whose_place.choices(scene))[0]
    )
    person = next((p for p in whose_place.replaceable(scene) if p.id == gone), None)
    heard = participants.heard(coming)
    name = " ".join(heard.words)
    key = "staff" if person and person.role is Role.CLINICIAN else "name"
    found = {"who": gone or said, **heard.facts, key: name if person else ""}
    return {name: text for name, text in found.items() if text}


# --- the command ---------------------------------------------------------------------------------


def _build(scene: Scene) -> ReplaceParticipant:
    outside = _is_outside(scene)
    leader = scene.answer("leader") or _newcomer(scene)
    return ReplaceParticipant(
        ref=scene.case.ref,
        who=ParticipantId(scene.answer("who")),
        name=scene.answer("name") if outside else "",
        staff_id=None if outside else StaffId(scene.answer("staff")),
        office=scene.answer("office"),
        email=scene.answer("email"),
        phone=scene.answer("phone"),
        attends=Attendance(scene.answer("attends") or Attendance.VIDEO),
        leader=StaffId(leader) if _leads(scene) else None,
        accept_clashes=scene.running.clashes,
        plan=scene.running.plan,
    )


def _preview(scene: Scene) -> Preview:
    command = replace(_build(scene), plan="", accept_clashes=False)
    plan = scene.desk.plan(command)
    gone, new = scene.case.participant(command.who), plan.case.participants[-1]
    meeting = participants.ahead(scene)
    now = plan.case.meeting(meeting.id) if meeting else None
    parts = tuple(n + 1 for n in agenda.parts_of(now, new)) if now else ()
    leader = which_meeting.staff_name(scene, now.leader) if now and _leads(scene) else ""
    responsible, tasks = keeps(scene.case, gone)
    return planned(
        scene,
        say.facts(gone, new, parts, leader),
        plan,
        say.stays(scene.case.ref, gone.name, responsible=responsible, tasks=tasks),
        say.consent_first(scene.case.ref, say.called(gone), new),
        question=say.QUESTION,
        yes=say.YES,
        otherwise=ask_people.nobody_is_told(),
    )


def _done(scene: Scene, outcome: Outcome) -> tuple[Reply, ...]:
    case = outcome.case
    gone, new = case.participant(ParticipantId(scene.answer("who"))), case.participants[-1]
    text = joined(
        say.swapped(case.ref, say.called(gone), say.called(new)),
        ask_invite.sent_now(outcome.told),
        say.consent_first(case.ref, say.called(gone), new),
    )
    copies = texts_for(scene, case, outcome.told)
    return (done(say.TITLE, text, *after_change(scene.desk, case), copies=copies),)


FORM = Form(
    name="replace_participant",
    title=say.TITLE,
    questions=(
        Question(
            name="who",
            kind=Kind.PEOPLE,
            words=Words(*say.WHO),
            choices=whose_place.choices,
            read=whose_place.read,
        ),
        Question(
            name="staff",
            kind=Kind.PEOPLE,
            words=Words(*say.STAFF),
            wanted=_is_staff,
            choices=adding_person.staff,
        ),
        Question(
            name="name",
            kind=Kind.TEXT,
            words=Words(*say.NAME),
            wanted=_is_outside,
            required=_needs_name,
            read=_read_name,
            limit=adding_person.NAME_LIMIT,
        ),
        Question(
            name="leader",
            kind=Kind.PEOPLE,
            words=Words(*say.LEADER),
            wanted=_leads,
            choices=_leaders,
        ),
        participants.way(_role),
        *reached.questions(_role),
    ),
    clinicians=True,
    opening=_opening,
    stop=whose_place.stop,
    instead=_instead,
    build=_build,
    preview=_preview,
    done=_done,
)
