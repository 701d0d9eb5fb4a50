"""What every press in a running meeting shares: no yes is needed, and the card is shown (R22)."""

from __future__ import annotations

from collections.abc import Callable, Mapping

from dialogs.cards import running as run_card
from dialogs.form import Form, Preview, Question, Scene, unasked
from dialogs.turn import Reply
from dialogs.understand.run_words import said
from dialogs.wording.nb import ask_running as say
from pathway import live_run, running
from pathway.case import Case
from pathway.commands import Command
from pathway.live_run import Live
from pathway.service import Desk, Outcome


def state_of(scene: Scene) -> Live | None:
    """The run that goes on in the case, or None."""
    run = running.going_on(scene.case)
    return live_run.live(run, scene.case.meeting(run.meeting_id)) if run else None


def _seen(scene: Scene) -> run_card.View | None:
    return view_of(scene.case, scene.desk)


def view_of(case: Case, desk: Desk) -> run_card.View | None:
    """What the card of the meeting is made of; None where none runs, or it was forgotten."""
    run = running.going_on(case)
    sighted = desk.seen(case.meeting(run.meeting_id)) if run else None
    return run_card.view(case, desk.clinic, desk.now, desk.actor.id, sighted)


def _fresh(scene: Scene, words: str) -> tuple[Reply, ...]:
    """What is said where a press was refused, on the card as it is now."""
    seen = _seen(scene)
    return (run_card.card(seen, words) if seen else Reply(text=words),)


def _done(scene: Scene, _outcome: Outcome) -> tuple[Reply, ...]:
    return _fresh(scene, "")


def _opening(rest: str, _scene: Scene) -> Mapping[str, str]:
    told = said(rest)
    facts = {"who": told.who, "minutes": told.minutes or told.clock, "mark": told.mark}
    return {name: value for name, value in facts.items() if value}


def at_once(_scene: Scene) -> Preview:
    """Nothing is asked first."""
    return Preview(text="", question=say.QUESTION, yes=say.YES, ask=False)


MARK = unasked("mark")
"""Where the run stood on the card that was pressed; never asked."""


def is_old(scene: Scene) -> bool:
    """Whether it was pressed on a card that says no more how far the meeting has come."""
    state, mark = state_of(scene), scene.answer("mark")
    return bool(mark) and (state is None or mark != state.run.mark)


def a_press(name: str, title: str, build: Callable[[Scene], Command], *questions: Question) -> Form:
    """A form that needs no yes, and shows the card of the meeting whatever becomes of it."""
    return Form(
        name=name,
        title=title,
        questions=(MARK, *questions),
        clinicians=True,
        leaders=True,
        opening=_opening,
        fresh=_fresh,
        build=build,
        preview=at_once,
        done=_done,
    )
