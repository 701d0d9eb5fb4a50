"""*Endre delene*: one meeting's parts, their names and who is in each (R21, R16b)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from dialogs.conversations.meetings import which_meeting
from dialogs.conversations.next_steps import after_change, texts_for
from dialogs.conversations.people import participants
from dialogs.conversations.people.participants import MEND, read_order
from dialogs.conversations.showing import done, planned
from dialogs.form import Form, Missed, Preview, Question, Reading, Scene, Took, Words
from dialogs.reading import choose
from dialogs.state import Choice
from dialogs.turn import Kind, Reply
from dialogs.understand.part_edits import Fault, Layout, read_edits
from dialogs.understand.part_people import Named, Seated, read_seat_or_name
from dialogs.wording.nb import ask_invite
from dialogs.wording.nb import ask_parts as say
from dialogs.wording.nb.conversations import joined
from dialogs.wording.nb.dates import wall
from dialogs.wording.nb.grammar import lines
from pathway import agenda
from pathway.commands import ChangeParticipant, ChangeParts, PartFrom
from pathway.model import Meeting, Part, Participant
from pathway.service import Outcome
from pathway.service.meetings.parts import attending

_MOST_EDITS = 200

Change = Layout | Named | Seated


def _change(text: str, scene: Scene) -> Change | Fault:
    """What is to be done with the parts, or with one person in them."""
    minutes = [part.minutes for part in _now_parts(scene)]
    edited = read_edits(text, minutes)
    return edited if edited is not Fault.UNKNOWN else read_seat_or_name(text) or edited


def _now_parts(scene: Scene) -> tuple[Part, ...]:
    meeting = which_meeting.living(scene)
    return meeting.parts if meeting else ()


def _agreed(scene: Scene) -> Change | Fault:
    return _change(scene.answer("parts"), scene)


def _person(scene: Scene, change: Seated) -> Participant | None:
    """The one who was named, where just one is meant."""
    reading = choose(change.who, participants.choices_of(participants.present(scene)))
    found = reading.value if isinstance(reading, Took) else ""
    return next((p for p in participants.present(scene) if p.id == found), None)


def _own(scene: Scene, change: Seated, person: Participant) -> frozenset[int]:
    """The indices of the parts that are to be theirs."""
    parts = _now_parts(scene)
    now = {n for n, part in enumerate(parts, 1) if agenda.attends(part, person)}
    return frozenset(n - 1 for n in change.of(now, len(parts)))


def _to_come(scene: Scene, change: Change) -> tuple[Part, ...]:
    """The parts as they would be."""
    parts = _now_parts(scene)
    if isinstance(change, Named):
        return parts
    if isinstance(change, tuple):
        return agenda.laid_out(parts, change, attending(scene.case))
    person = _person(scene, change)
    return agenda.placed(parts, person, _own(scene, change, person)) if person else parts


def _torn(scene: Scene, change: Change) -> tuple[str, ...]:
    torn = agenda.gaps(_to_come(scene, change), attending(scene.case))
    return tuple(p.name for p in torn if p.name)


def _mend(scene: Scene, change: Change | Fault) -> Sequence[int]:
    """The order in which nobody has to come back; none where there is no need or no way."""
    if isinstance(change, Fault):
        return ()
    parts, who = _to_come(scene, change), attending(scene.case)
    return (agenda.mended_order(parts, who) or ()) if agenda.gaps(parts, who) else ()


def _read(text: str, scene: Scene) -> Reading:
    """What is to be done with the parts, kept in the words in which it was said."""
    change = _change(text, scene)
    if isinstance(change, Fault):
        return _not_read(change, scene)
    why = _wrong(scene, change)
    if why:
        return Missed(why, whole=True)
    if agenda.gaps(_to_come(scene, change), attending(scene.case)) and not _mend(scene, change):
        return Missed(say.torn(_torn(scene, change)), whole=True)
    return Took(" ".join(text.split()))


def _not_read(fault: Fault, scene: Scene) -> Missed:
    why = {
        Fault.NO_SUCH_PART: say.no_such_part(len(_now_parts(scene))),
        Fault.HOW_LONG: say.HOW_LONG,
        Fault.TOO_SHORT: say.TOO_SHORT,
        Fault.ONLY_ONE: say.ONLY_ONE,
    }.get(fault, "")
    return Missed(why, whole=bool(why))


def _wrong(scene: Scene, change: Change) -> str:
    """What is wrong with a name, with who was named, or with their parts; empty for nothing."""
    number = len(_now_parts(scene))
    if isinstance(change, Named):
        fits = 1 <= change.number <= number
        return say.title_fault(change.title) if fits else say.no_such_part(number)
    if isinstance(change, Seated):
        person = _person(scene, change)
        if person is None:
            return say.nobody_by_name(change.who)
        if not set(change.of(set(), number) | set(change.out)) <= set(range(1, number + 1)):
            return say.no_such_part(number)
        return "" if _own(scene, change, person) else say.in_no_part(person)
    return ""


def _now(scene: Scene) -> str:
    """The parts as they are, which must be seen to say what is to be another, and how to say it."""
    meeting = which_meeting.living(scene)
    if meeting is None:
        return ""
    return lines(*_lines(scene, meeting), which_meeting.parts_wished(scene), say.EXAMPLE)


def _lines(scene: Scene, meeting: Meeting) -> list[str]:
    """Each part with when it is, how long, and who is in it."""
    windows = zip(meeting.parts, agenda.part_windows(meeting), strict=True)
    everybody = participants.present(scene)
    return [
        say.part_now(n, part, w, meeting.zone, [p for p in everybody if agenda.attends(part, p)])
        for n, (part, w) in enumerate(windows, 1)
    ]


def _is_torn(scene: Scene) -> bool:
    return bool(_mend(scene, _agreed(scene)))


def _who_is_torn(scene: Scene) -> str:
    change = _agreed(scene)
    return say.torn_now(() if isinstance(change, Fault) else _torn(scene, change))


def _orders(scene: Scene) -> tuple[Choice, ...]:
    change = _agreed(scene)
    parts = () if isinstance(change, Fault) else _to_come(scene, change)
    titles = [parts[n].title for n in _mend(scene, change)]
    return (Choice(value=MEND, title=say.order_choice(titles)),)


def _read_order(text: str, scene: Scene) -> Reading:
    reading = read_order(text, _orders(scene))
    agreed = isinstance(reading, Took) and reading.value == MEND
    return reading if agreed else Missed(say.NO_OTHER_ORDER, whole=True)


def _opening(rest: str, scene: Scene) -> Mapping[str, str]:
    """As in "forleng K7M2 del 2 til 25 min"."""
    kind = which_meeting.opening_kind(rest, scene)
    said = " ".join(word for word in rest.split() if not which_meeting.opening_kind(word, scene))
    return {**kind, "parts": said} if said else kind


def _build(scene: Scene) -> ChangeParts | ChangeParticipant:
    change, plan = _agreed(scene), scene.running.plan
    person = _person(scene, change) if isinstance(change, Seated) else None
    if isinstance(change, Seated) and person:
        return ChangeParticipant(
            ref=scene.case.ref,
            who=person.id,
            parts=tuple(sorted(n + 1 for n in _own(scene, change, person))),
            reorder=scene.answer("order") == MEND,
            plan=plan,
        )
    return ChangeParts(
        ref=scene.case.ref,
        kind=which_meeting.kind_of(scene),
        parts=_pieces(scene, change),
        accept_clashes=scene.running.clashes,
        plan=plan,
    )


def _pieces(scene: Scene, change: Change | Fault) -> tuple[PartFrom, ...]:
    """The parts as they are to be, in the order that was agreed to."""
    if isinstance(change, Named):
        return tuple(
            PartFrom(
                of=(n,), minutes=part.minutes, title=change.title if n == change.number else ""
            )
            for n, part in enumerate(_now_parts(scene), 1)
        )
    layout = change if isinstance(change, tuple) else ()
    order = _mend(scene, layout) if scene.answer("order") == MEND else range(len(layout))
    return tuple(PartFrom(of=of, minutes=long) for of, long in (layout[n] for n in order))


def _preview(scene: Scene) -> Preview:
    command = _build(scene)
    plan = scene.desk.plan(_unsure(command))
    meeting = plan.case.meeting_of(which_meeting.kind_of(scene))
    facts = [say.meeting_fact(meeting.kind, meeting.window, meeting.zone)] if meeting else []
    shown = _to_be(scene, meeting, command) if meeting else ()
    shown = (*shown, which_meeting.parts_wished(scene))
    return planned(scene, facts, plan, *shown, question=say.QUESTION, yes=say.YES)


def _unsure(command: ChangeParts | ChangeParticipant) -> ChangeParts | ChangeParticipant:
    if isinstance(command, ChangeParts):
        return replace(command, plan="", accept_clashes=False)
    return replace(command, plan="")


def _to_be(
    scene: Scene, meeting: Meeting, command: ChangeParts | ChangeParticipant
) -> tuple[str, ...]:
    """One line a part: who is in it, or how long it was where it is itself for another time."""
    if isinstance(command, ChangeParticipant):
        return tuple(_lines(scene, meeting))
    minutes = [part.minutes for part in _now_parts(scene)]
    pieces = [n for part in command.parts for n in part.of]
    alone = [
        part.of[0] if len(part.of) == pieces.count(part.of[0]) == 1 else 0 for part in command.parts
    ]
    windows = zip(meeting.parts, agenda.part_windows(meeting), alone, strict=True)
    return tuple(
        say.part_to_be(n, part, w, meeting.zone, minutes[was - 1] if was else None)
        for n, (part, w, was) in enumerate(windows, 1)
    )


def _done(scene: Scene, outcome: Outcome) -> tuple[Reply, ...]:
    case = outcome.case
    kind = which_meeting.kind_of(scene)
    meeting = case.meeting_of(kind)
    ends = wall(meeting.window.end, meeting.zone) if meeting else scene.desk.now
    copies = texts_for(scene, case, outcome.told)
    text = joined(
        say.changed(case.ref, kind, ends),
        ask_invite.sent_now(outcome.told),
    )
    return (done(say.TITLE, text, *after_change(scene.desk, case), copies=copies),)


FORM = Form(
    name="change_parts",
    title=say.TITLE,
    questions=(
        which_meeting.KIND,
        Question(
            name="parts",
            kind=Kind.TEXT,
            words=Words(*say.EDITS),
            read=_read,
            shown=_now,
            limit=_MOST_EDITS,
        ),
        Question(
            name="order",
            kind=Kind.CHOICE,
            words=Words(*say.ORDER),
            wanted=_is_torn,
            shown=_who_is_torn,
            choices=_orders,
            read=_read_order,
        ),
    ),
    opening=_opening,
    stop=which_meeting.needs_rest,
    build=_build,
    preview=_preview,
    done=_done,
)
