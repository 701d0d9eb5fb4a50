"""*Stopp forløpet*: cancels all that lives and stops everything; shown first (F6, R10)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace

from dialogs.conversations.next_steps import next_steps, text_to_copy
from dialogs.conversations.showing import done, planned
from dialogs.form import Form, Missed, Preview, Question, Reading, Scene, Took, Words, never
from dialogs.reading import choose, read_sure
from dialogs.state import Choice
from dialogs.turn import Kind, Reply
from dialogs.wording.nb import ask_changes as say
from dialogs.wording.nb import ask_invite, checklists
from dialogs.wording.nb.conversations import joined
from dialogs.wording.nb.refusals.catalogue import refusal
from pathway.commands import StopPathway
from pathway.errors import NotCompletedError, StillToDoError
from pathway.outgoing import SendingKind
from pathway.owed.terms import BY_HAND
from pathway.service import Outcome
from pathway.service.cases.ending import check_all_done, closing_ticked, left_of_closing
from pathway.service.cases.registering import check_reason
from pathway.words import ClosedReason, Role

_DONE = "done"
"""That everything left of the closing list is done; any other answer is why it is not."""


def _reasons(_scene: Scene) -> tuple[Choice, ...]:
    return tuple(Choice(value=why.value, title=say.closed_reason(why)) for why in ClosedReason)


def _read_reason(text: str, scene: Scene) -> Reading:
    """One of them; that it is completed only where it is, but for what the last card ticks off."""
    reading = choose(text, _reasons(scene))
    try:
        if isinstance(reading, Took):
            check_reason(scene.case, ClosedReason(reading.value))
            done = closing_ticked(scene.case, scene.desk.now)
            check_all_done(done, ClosedReason(reading.value))
    except (NotCompletedError, StillToDoError) as error:
        return Missed(refusal(error), whole=True)
    return reading


def _opening(rest: str, _scene: Scene) -> Mapping[str, str]:
    return {"reason": rest} if rest else {}


def _left(scene: Scene) -> tuple[str, ...]:
    """What is left of the closing list, where the pathway is to count as completed (R10)."""
    completed = scene.answer("reason") == ClosedReason.COMPLETED
    return left_of_closing(scene.case) if completed else ()


def _items(scene: Scene) -> str:
    return "\n".join(checklists.item(name, done=False) for name in _left(scene))


def _still_open(scene: Scene) -> bool:
    return bool(_left(scene))


def _all_done(_scene: Scene) -> tuple[Choice, ...]:
    return (Choice(value=_DONE, title=say.STOP_ALL_DONE),)


def _read_left(text: str, scene: Scene) -> Reading:
    """That it is done, or why the pathway may end without it."""
    sure = read_sure(text)
    if sure or choose(text, _all_done(scene)) == Took(_DONE):
        return Took(_DONE)
    return Missed(say.STOP_WHY, whole=True) if sure is False else Took(text)


def _why_left(scene: Scene) -> str:
    return "" if scene.answer("left") == _DONE else scene.answer("left")


def _needs_a_word(scene: Scene) -> bool:
    """A pathway that went as it should needs no note."""
    return scene.answer("reason") not in {"", ClosedReason.COMPLETED, ClosedReason.OTHER}


def _must_say(scene: Scene) -> bool:
    """Another reason is one only when it is said."""
    return scene.answer("reason") == ClosedReason.OTHER


def _build(scene: Scene) -> StopPathway:
    return StopPathway(
        ref=scene.case.ref,
        reason=ClosedReason(scene.answer("reason")),
        note=scene.answer("note") or scene.answer("why") or _why_left(scene),
        all_ticked=scene.answer("left") == _DONE,
        plan=scene.running.plan,
    )


def _preview(scene: Scene) -> Preview:
    command = _build(scene)
    plan = scene.desk.plan(command)
    facts = [
        (say.STOP_REASON[1], say.closed_reason(command.reason)),
        (say.STOP_LEFT[1], say.STOP_ALL_DONE if command.all_ticked else ""),
        (say.STOP_NOTE[1], command.note),
    ]
    quiet, items = say.all_quiet(), "" if command.all_ticked else _items(scene)
    otherwise = _still_leaves(scene, command.reason)
    if plan.consequences and otherwise:
        quiet, otherwise = joined(quiet, otherwise), ""
    shown = planned(
        scene,
        facts,
        plan,
        quiet,
        items,
        question=say.STOP_QUESTION,
        yes=say.STOP,
        otherwise=otherwise,
    )
    return replace(shown, ask=bool(plan.consequences) or not command.all_ticked)


def _still_leaves(scene: Scene, why: ClosedReason) -> str:
    """The cancellations that were decided before, and have not left yet (F6)."""
    rows = [
        row
        for row in scene.case.sendings
        if row.waiting
        and row.kind is SendingKind.CANCELLATION
        and not (why is ClosedReason.DIED and row.role is Role.PATIENT)
    ]
    return joined(
        say.still_leaves([row.role for row in rows if row.channel not in BY_HAND]),
        say.still_by_hand([row.role for row in rows if row.channel in BY_HAND]),
    )


def _done(scene: Scene, outcome: Outcome) -> tuple[Reply, ...]:
    case = outcome.case
    copies = text_to_copy(scene, case, outcome.told)
    text = joined(say.stopped(case.ref), ask_invite.sent_now(outcome.told))
    return (done(say.STOP_TITLE, text, *next_steps(scene.desk, case)[:3], copies=copies),)


FORM = Form(
    name="stop",
    title=say.STOP_TITLE,
    questions=(
        Question(
            name="reason",
            kind=Kind.CHOICE,
            words=Words(*say.STOP_REASON),
            choices=_reasons,
            read=_read_reason,
        ),
        Question(
            name="note",
            kind=Kind.TEXT,
            words=Words(*say.STOP_NOTE),
            required=never,
            wanted=_needs_a_word,
            lines=True,
        ),
        Question(
            name="why",
            kind=Kind.TEXT,
            words=Words(*say.STOP_OTHER),
            wanted=_must_say,
            lines=True,
        ),
        Question(
            name="left",
            kind=Kind.CHOICE,
            words=Words(*say.STOP_LEFT),
            choices=_all_done,
            read=_read_left,
            shown=_items,
            wanted=_still_open,
            free=True,
        ),
    ),
    opening=_opening,
    build=_build,
    preview=_preview,
    done=_done,
)
