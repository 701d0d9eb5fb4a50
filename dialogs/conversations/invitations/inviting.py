"""*Kall inn*: arrange a meeting and ask the GP, who is asked first (R11)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from dialogs.conversations.invitations import inviting_person, verifying
from dialogs.conversations.meetings import which_meeting
from dialogs.conversations.next_steps import after_change, text_to_copy
from dialogs.conversations.showing import done, planned
from dialogs.form import Form, Preview, Question, Scene, Took, Words, never
from dialogs.state import Choice
from dialogs.turn import Kind, Reply
from dialogs.understand.moments import read_moment
from dialogs.understand.reading import NotUnderstood
from dialogs.wording.nb import ask_invite as say
from dialogs.wording.nb import ask_not_held
from dialogs.wording.nb.conversations import joined
from dialogs.wording.nb.grammar import sentences
from dialogs.wording.nb.words import invite as invite_words
from pathway.clinic import Contact
from pathway.commands import InviteGp
from pathway.model import Meeting
from pathway.service import Outcome
from pathway.service.meetings.arranging import gp_to_ask
from pathway.words import Attendance, Role, StaffId

UNDECIDED = "undecided"
WITHOUT_GP = "arrange_without_gp"
_WAYS = (Attendance.VIDEO, Attendance.TELEPHONE, Attendance.CLINIC)


def _templates(scene: Scene) -> tuple[Choice, ...]:
    known = (Choice(value=name, title=say.template(name)) for name in scene.clinic.templates)
    return (Choice(value=UNDECIDED, title=say.UNDECIDED), *known)


def _ways(_scene: Scene) -> tuple[Choice, ...]:
    return tuple(Choice(value=way.value, title=say.attends(way)) for way in _WAYS)


def _opening(rest: str, scene: Scene) -> Mapping[str, str]:
    """As typed; after a meeting that was not held the rest is as it was."""
    facts = _as_typed(rest, scene)
    failed = _failed(_with_kind(scene, rest))
    return facts if failed is None else {**_as_before(scene, failed), **facts}


def _as_before(scene: Scene, failed: Meeting) -> Mapping[str, str]:
    facts = {
        "template": failed.template if failed.template in scene.clinic.templates else UNDECIDED,
        "place": failed.place or which_meeting.ON_VIDEO_ONLY,
        "leader": failed.leader,
    }
    doctor = gp_to_ask(scene.case, failed.kind)
    known = doctor is not None and doctor.attends in _WAYS
    return {**facts, "attends": doctor.attends.value} if doctor and known else facts


def _failed(scene: Scene) -> Meeting | None:
    """The last meeting of that kind, where it was not held and no other is arranged."""
    kind = which_meeting.kind_of(scene)
    own = [meeting for meeting in scene.case.meetings if meeting.kind is kind]
    return own[-1] if own and own[-1].held is False else None


def _intro(scene: Scene) -> str:
    wishes, failed = which_meeting.wishes_said(scene), _failed(scene)
    if failed is None:
        return wishes
    leader = which_meeting.staff_name(scene, failed.leader)
    return sentences(ask_not_held.as_before(failed.template, failed.place, leader), wishes)


def _undecided(_scene: Scene) -> str:
    return UNDECIDED


def _no_place(_scene: Scene) -> str:
    return which_meeting.ON_VIDEO_ONLY


def _on_video(_scene: Scene) -> str:
    return Attendance.VIDEO.value


def _responsible(scene: Scene) -> str:
    """The responsible clinician leads unless somebody else is chosen (D5)."""
    return scene.case.clinician or ""


def _nobody_responsible(scene: Scene) -> bool:
    return not scene.case.clinician


def _instead(scene: Scene, rest: str) -> str:
    """Whoever else is named, a new time where the GP is asked already, or the patient next.

    "Uten Nav" and the like name nobody while the meeting is to be arranged.
    """
    if say.person_named(invite_words.template_in(rest)[1]) is not None:
        return inviting_person.FORM.name
    meeting = which_meeting.living(_with_kind(scene, rest))
    doctors = scene.case.present(Role.GP)
    if not doctors and (meeting is None or meeting.without_gp):
        return inviting_person.FORM.name if meeting else WITHOUT_GP
    asked = meeting and any(scene.case.live_invitation(gp.id, meeting.id) for gp in doctors)
    if not asked:
        return FORM.name
    if say.person_named(rest) is not None:
        return inviting_person.FORM.name
    when = say.without_noise(rest)
    if when and _names_a_time(when, scene):
        return "move"
    somebody = inviting_person.anybody_ready(scene) or when
    return inviting_person.FORM.name if somebody else "move"


def _names_a_time(when: str, scene: Scene) -> bool:
    known = not isinstance(read_moment(when, scene.today), NotUnderstood)
    return known or any(char.isdigit() for char in when)


def _with_kind(scene: Scene, rest: str) -> Scene:
    kind = say.kind_named(rest)
    if kind is None:
        return scene
    return replace(scene, running=scene.running.with_answer("kind", kind.value))


def _stop(scene: Scene) -> str:
    return "" if scene.case.present(Role.GP) else say.no_gp(scene.case.ref)


def _gp_to_check(scene: Scene) -> Contact | None:
    """The GP who is about to be written to, where the clinic should make sure first."""
    doctor = gp_to_ask(scene.case, which_meeting.kind_of(scene))
    return verifying.to_check(scene, doctor) if doctor else None


def _as_typed(rest: str, scene: Scene) -> Mapping[str, str]:
    """As in "kall inn K7M2 tirsdag kl. 10, uten Nav, leder Lea, lenke https://…"."""
    told, without = described(rest, scene)
    return {**which_meeting.opening(without, scene), **told}


def described(rest: str, scene: Scene) -> tuple[dict[str, str], str]:
    """What is said of a meeting beside when it is, and the other words.

    A meeting with a link, or said to be on video, has no other place.
    """
    link, rest = invite_words.link_in(rest)
    template, without = invite_words.template_in(rest)
    if template not in scene.clinic.templates:
        template, without = "", rest
    way, without = invite_words.way_in(without)
    leader, without = _leader_in(without, scene)
    on_video = way == Attendance.VIDEO or (link and not way)
    place = which_meeting.ON_VIDEO_ONLY if on_video else ""
    way = way or (Attendance.VIDEO.value if on_video else "")
    facts = {"template": template, "attends": way, "leader": leader, "place": place, "link": link}
    return {name: text for name, text in facts.items() if text}, without


def _leader_in(rest: str, scene: Scene) -> tuple[str, str]:
    """Who leads, by as many of the words after "leder" as are a name, and the other words."""
    before, after = invite_words.leader_in(rest)
    words = after.split()
    for size in range(min(len(words), 3), 0, -1):
        reading = which_meeting.read_leader(" ".join(words[:size]).strip(",."), scene)
        if isinstance(reading, Took):
            return reading.value, f"{before} {' '.join(words[size:])}".strip(" ,")
    return "", rest


def _build(scene: Scene) -> InviteGp:
    template, place = scene.answer("template"), scene.answer("place")
    return InviteGp(
        ref=scene.case.ref,
        kind=which_meeting.kind_of(scene),
        start=scene.moment("start"),
        template="" if template == UNDECIDED else template,
        leader=StaffId(scene.answer("leader")),
        place="" if place == which_meeting.ON_VIDEO_ONLY else place,
        link=scene.answer("link"),
        attends=Attendance(scene.answer("attends")),
        checked=verifying.checked(scene, _gp_to_check),
        accept_clashes=scene.running.clashes,
        plan=scene.running.plan,
    )


def facts_of(scene: Scene, command: InviteGp) -> list[tuple[str, str]]:
    """The meeting that is to be arranged, before the last yes."""
    return say.meeting_facts(
        command.kind,
        command.start,
        which_meeting.staff_name(scene, command.leader),
        command.template,
        command.place,
        command.link,
    )


def _preview(scene: Scene) -> Preview:
    command = replace(_build(scene), plan="", accept_clashes=False)
    plan, facts = scene.desk.plan(command), facts_of(scene, command)
    how = say.how_gp_attends(command.attends)
    question, yes = say.send_question(plan.consequences)
    return planned(scene, facts, plan, how, question=question, yes=yes)


def _done(scene: Scene, outcome: Outcome) -> tuple[Reply, ...]:
    case = outcome.case
    arranged = say.arranged(case.ref, which_meeting.kind_of(scene), scene.moment("start"))
    copies = text_to_copy(scene, case, outcome.told)
    text = joined(arranged, say.sent_now(outcome.told))
    return (done(say.INVITE_TITLE, text, *after_change(scene.desk, case), copies=copies),)


FORM = Form(
    name="invite",
    title=say.INVITE_TITLE,
    questions=(
        which_meeting.KIND,
        Question(
            name="start",
            kind=Kind.DATETIME,
            words=Words(*say.START),
            aids=which_meeting.times_that_suit,
        ),
        Question(
            name="template",
            kind=Kind.CHOICE,
            words=Words(*say.TEMPLATE),
            choices=_templates,
            required=never,
            default=_undecided,
        ),
        Question(
            name="place",
            kind=Kind.TEXT,
            words=Words(*say.PLACE),
            choices=which_meeting.places,
            read=which_meeting.read_place,
            required=never,
            default=_no_place,
            free=True,
            limit=which_meeting.PLACE_LIMIT,
        ),
        Question(
            name="leader",
            kind=Kind.PEOPLE,
            words=Words(*say.LEADER),
            choices=which_meeting.leaders,
            read=which_meeting.read_leader,
            required=_nobody_responsible,
            default=_responsible,
            sole=True,
        ),
        Question(
            name="attends",
            kind=Kind.CHOICE,
            words=Words(*say.ATTENDS),
            choices=_ways,
            required=never,
            default=_on_video,
        ),
        Question(
            name="link",
            kind=Kind.TEXT,
            words=Words(*say.LINK),
            choices=which_meeting.rooms,
            required=never,
            default=which_meeting.free_room,
            read=which_meeting.read_link,
            free=True,
            limit=which_meeting.LINK_LIMIT,
        ),
        *verifying.questions(_gp_to_check),
    ),
    opening=_opening,
    intro=_intro,
    stop=_stop,
    instead=_instead,
    build=_build,
    preview=_preview,
    done=_done,
)
