"""*Endre delene*: one meeting's parts longer, shorter, in another order, split or joined (R21)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from dialogs.conversations import meetings
from dialogs.conversations.next_steps import after_change, texts_for
from dialogs.conversations.people import MEND, read_order
from dialogs.conversations.showing import done, planned
from dialogs.form import Form, Missed, Preview, Question, Reading, Scene, Took, Words
from dialogs.state import Choice
from dialogs.turn import Kind, Reply
from dialogs.understand.part_edits import Fault, Layout, read_edits
from dialogs.wording.nb import ask_invite
from dialogs.wording.nb import ask_parts as say
from dialogs.wording.nb.conversations import joined
from dialogs.wording.nb.dates import wall
from dialogs.wording.nb.grammar import lines
from pathway import agenda
from pathway.commands import ChangeParts, PartFrom
from pathway.model import Meeting, Part
from pathway.service import Outcome
from pathway.service.parts import attending

_MOST_EDITS = 200


def _edited(text: str, scene: Scene) -> Layout | Fault:
    meeting = meetings.living(scene)
    return read_edits(text, [part.minutes for part in meeting.parts] if meeting else [])


def _layout(scene: Scene) -> Layout:
    """The parts as they are to be, in the order that was agreed to."""
    edited = _edited(scene.answer("parts"), scene)
    layout = edited if isinstance(edited, tuple) else ()
    order = _mend(scene, layout) if scene.answer("order") == MEND else ()
    return tuple(layout[n] for n in order) or layout


def _laid_out(scene: Scene, layout: Layout) -> tuple[Part, ...]:
    meeting = meetings.living(scene)
    return agenda.laid_out(meeting.parts, layout, attending(scene.case)) if meeting else ()


def _torn(scene: Scene, layout: Layout) -> tuple[str, ...]:
    return tuple(p.name for p in agenda.gaps(_laid_out(scene, layout), attending(scene.case)))


def _mend(scene: Scene, layout: Layout) -> Sequence[int]:
    """The order in which nobody has to come back; none where there is no need or no way."""
    if not _torn(scene, layout):
        return ()
    return agenda.mended_order(_laid_out(scene, layout), attending(scene.case)) or ()


def _named(people: Sequence[str]) -> list[str]:
    return [name for name in people if name]


def _read(text: str, scene: Scene) -> Reading:
    """What is to be done with the parts, kept in the words in which it was said."""
    layout = _edited(text, scene)
    if isinstance(layout, Fault):
        meeting = meetings.living(scene)
        why = {
            Fault.NO_SUCH_PART: say.no_such_part(len(meeting.parts) if meeting else 0),
            Fault.HOW_LONG: say.HOW_LONG,
            Fault.TOO_SHORT: say.TOO_SHORT,
            Fault.ONLY_ONE: say.ONLY_ONE,
        }.get(layout, "")
        return Missed(why, whole=bool(why))
    torn = _torn(scene, layout)
    if torn and not _mend(scene, layout):
        return Missed(say.torn(_named(torn)), whole=True)
    return Took(" ".join(text.split()))


def _now(scene: Scene) -> str:
    """The parts as they are, which must be seen to say what is to be another, and how to say it."""
    meeting = meetings.living(scene)
    if meeting is None:
        return ""
    windows = zip(meeting.parts, agenda.part_windows(meeting), strict=True)
    zone = scene.clinic.zone
    parts = (say.part_now(n, part, w, zone) for n, (part, w) in enumerate(windows, 1))
    return lines(*parts, say.EXAMPLE)


def _edits(scene: Scene) -> Layout:
    edited = _edited(scene.answer("parts"), scene)
    return edited if isinstance(edited, tuple) else ()


def _is_torn(scene: Scene) -> bool:
    return bool(_mend(scene, _edits(scene)))


def _who_is_torn(scene: Scene) -> str:
    return say.torn_now(_named(_torn(scene, _edits(scene))))


def _orders(scene: Scene) -> tuple[Choice, ...]:
    layout = _edits(scene)
    laid = _laid_out(scene, layout)
    titles = [laid[n].title for n in _mend(scene, layout)]
    return (Choice(value=MEND, title=say.order_choice(titles)),)


def _read_order(text: str, scene: Scene) -> Reading:
    reading = read_order(text, _orders(scene))
    agreed = isinstance(reading, Took) and reading.value == MEND
    return reading if agreed else Missed(say.NO_OTHER_ORDER, whole=True)


def _opening(rest: str, scene: Scene) -> Mapping[str, str]:
    """As in "forleng K7M2 del 2 til 25 min"."""
    kind = meetings.opening_kind(rest, scene)
    said = " ".join(word for word in rest.split() if not meetings.opening_kind(word, scene))
    return {**kind, "parts": said} if said else kind


def _build(scene: Scene) -> ChangeParts:
    return ChangeParts(
        ref=scene.case.ref,
        kind=meetings.kind_of(scene),
        parts=tuple(PartFrom(of=of, minutes=minutes) for of, minutes in _layout(scene)),
        accept_clashes=scene.running.clashes,
        plan=scene.running.plan,
    )


def _preview(scene: Scene) -> Preview:
    command = replace(_build(scene), plan="", accept_clashes=False)
    plan = scene.desk.plan(command)
    meeting = plan.case.meeting_of(meetings.kind_of(scene))
    facts = [say.meeting_fact(meeting.kind, meeting.window, meeting.zone)] if meeting else []
    shown = _to_be(scene, meeting, command) if meeting else ()
    return planned(scene, facts, plan, *shown, question=say.QUESTION, yes=say.YES)


def _to_be(scene: Scene, meeting: Meeting, command: ChangeParts) -> tuple[str, ...]:
    """One line a part, with how long it was where it is itself for another time."""
    before = meetings.living(scene)
    minutes = [part.minutes for part in before.parts] if before else []
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
    told = outcome.plan.consequences if outcome.plan else ()
    kind = meetings.kind_of(scene)
    meeting = case.meeting_of(kind)
    ends = wall(meeting.window.end, meeting.zone) if meeting else scene.desk.now
    copies = texts_for(scene, case, told)
    text = joined(
        say.changed(case.ref, kind, ends),
        ask_invite.sent_now(told),
    )
    return (done(say.TITLE, text, *after_change(scene.desk, case), copies=copies),)


FORM = Form(
    name="change_parts",
    title=say.TITLE,
    questions=(
        meetings.KIND,
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
    stop=meetings.needs_meeting,
    build=_build,
    preview=_preview,
    done=_done,
)
